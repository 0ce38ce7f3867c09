"""What the bank told, kept as it came, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baophu.accounts.models import User
from baophu.cover.models import Payment, Quote
from baophu.registry.models import Entry
from baophu.till.models.keys import BankKey


class Notice(models.Model):
    """A notification as it came: append-only, the database refuses to change it. `meaning` is a digest of what it says
    (of its bytes, where it cannot be read): told again, in whatever bytes, it is the same notice.

    `transaction` is the bank's number of a transfer or of a reversal; `of` the transfer a reversal takes back.
    `differs` says that the number was told before with another content: it books nothing. `amount` is whole đồng,
    `paid_on` the bank's day of the transfer.
    """

    class Kind(models.TextChoices):
        TRANSFER = "transfer", "chuyển khoản"
        REVERSAL = "reversal", "hoàn lại"
        UNREADABLE = "unreadable", "không đọc được"

    at = models.DateTimeField()
    key = models.ForeignKey(BankKey, on_delete=models.PROTECT, related_name="+")
    bank = models.CharField(max_length=8)
    signed_at = models.DateTimeField()
    body = models.BinaryField()
    meaning = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    transaction = models.CharField(max_length=60, blank=True)
    of = models.CharField(max_length=60, blank=True)
    amount = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    account = models.CharField(max_length=40, blank=True)
    content = models.CharField(max_length=500, blank=True)
    differs = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "meaning"], name="notice_told_once"),
            models.UniqueConstraint(
                fields=["bank", "kind", "transaction"],
                condition=Q(differs=False) & ~Q(kind="unreadable"),
                name="notice_of_a_transaction",
            ),
        ]
        indexes = [models.Index(fields=["bank", "of"], name="notice_reversed")]


class Outcome(models.Model):
    """What became of a notice. `open` while somebody is needed; `why` and `note` say what for.

    `payment` is the money in cover's ledger, `quote` what it was meant for, `unit` where that household lives (empty
    where nobody knows: the province decides). `told` counts how often the bank said the same. `settled_by` closed it,
    `settled_note` says what was done.
    """

    class State(models.TextChoices):
        ARRIVED = "arrived", "vừa đến"
        BOOKED = "booked", "đã cấp thẻ"
        WAITING = "waiting", "chờ xử lý"
        UNKNOWN = "unknown", "không rõ nội dung"
        EARLY = "early", "hoàn lại đến trước"
        REVERSED = "reversed", "đã hoàn lại"
        RETURNED = "returned", "đã trả lại"
        CONFLICT = "conflict", "mâu thuẫn"
        UNREADABLE = "unreadable", "không đọc được"

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="outcome")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVED)
    open = models.BooleanField(default=True)
    why = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    unit = models.CharField(max_length=40, blank=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told = models.PositiveIntegerField(default=1)
    last_told = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["open", "unit", "-id"], name="outcome_to_settle")]
