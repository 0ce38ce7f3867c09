"""What waits for a human: payments that fit nothing, and refunds proposed."""

from __future__ import annotations

from django.db import models

from baophu.cover.models.issued import IssuedCard
from baophu.cover.models.ledger import Payment
from baophu.registry.models import Entry, Person


class Unmatched(models.Model):
    """A payment that could not be booked as it was meant. The money is kept in `payment`; somebody decides.

    `settled` names the entry that closed it, `outcome` what became of it: `allocated`, `returned` or `reversed`.
    """

    class Reason(models.TextChoices):
        EXPIRED = "expired", "báo giá đã hết hạn"
        CHANGED = "changed", "luật hoặc dữ liệu đã thay đổi sau khi báo giá"
        DEAD = "dead", "người tham gia đã mất"
        AMOUNT = "amount", "số tiền không đúng báo giá"
        TWICE = "twice", "báo giá đã được thanh toán"
        UNKNOWN = "unknown", "không rõ cho báo giá nào"

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="unmatched")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = models.TextField(blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    settled = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)


class RefundProposal(models.Model):
    """Months somebody paid for that another payer takes over, or that cover does not reach.

    `months` are the card's own months (date to date) that begin on or after the day of the takeover; `amount` is what
    the person paid for them. `provision` is the rule it rests on. Accepted, it reverses the charges of these months of
    every payer and pays the person's part back by `payment`; declined, it stays with its reason.
    """

    class Cause(models.TextChoices):
        TAKEOVER = "takeover", "người khác đóng"
        DEATH = "death", "đã mất"
        VOID = "void", "thẻ bị thu hồi"

    card = models.ForeignKey(IssuedCard, on_delete=models.PROTECT, related_name="refunds")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="refunds")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    period_from = models.DateField()
    period_to = models.DateField()
    months = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    reason = models.TextField()
    provision = models.CharField(max_length=120)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    decided = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    payment = models.OneToOneField(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "period_from"], condition=models.Q(accepted=None), name="refund_proposed_once"
            )
        ]
