"""The ledger: what is due, what was paid, and which payment settled which charge. Append-only, whole đồng.

Nothing here is ever changed or deleted: triggers of the database refuse it on both engines. What turns out wrong is
reversed by a row of the opposite sign. Triggers also keep allocations within their payment and charge, reversals
within what they reverse, and closed quarters closed (migrations/0002).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baophu.cover.models.issued import IssuedCard
from baophu.cover.models.quote import Quote
from baophu.registry.models import Entry, Person, Unit


class Charge(models.Model):
    """Money a payer owes for cover from `period_from` to `period_to`, both inclusive.

    A charge of a card has `card` and `person`. A collective charge has neither: it stands for `heads` people of a unit,
    a group and a provision in one calendar month, as a run of decisions counts them. `provision` is the support (or the
    premium rule) that makes the payer pay, `resolution` the instrument it stands in. `quarter` is the quarter in which
    it is accounted for (year * 4 + 0…3), which is later than the period for what became known late.

    `cards` counts cards that begin, `months` people-months, `premium` the whole premium of these months whoever pays
    it. Several payers of one premium each have a charge; `lead` marks the one that stands for the people in totals.
    `reverses` names the charge a negative row takes back, in whole or for some months.
    """

    class Kind(models.TextChoices):
        CARD = "card", "thẻ"
        MONTH = "month", "tháng"
        REVERSAL = "reversal", "đảo bút toán"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    payer = models.CharField(max_length=30)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="charges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=40)
    provision = models.CharField(max_length=120, blank=True)
    resolution = models.CharField(max_length=80, blank=True)
    period_from = models.DateField()
    period_to = models.DateField()
    amount = models.BigIntegerField()
    heads = models.IntegerField(default=1)
    cards = models.IntegerField(default=0)
    months = models.IntegerField(default=0)
    premium = models.BigIntegerField(default=0)
    lead = models.BooleanField(default=True)
    card = models.ForeignKey(IssuedCard, null=True, blank=True, on_delete=models.PROTECT, related_name="charges")
    quarter = models.IntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    reverses = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversals")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="charge_period"),
            models.CheckConstraint(
                condition=Q(kind="reversal") & Q(reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses=None),
                name="charge_reverses",
            ),
        ]
        indexes = [
            models.Index(fields=["quarter", "payer", "resolution"], name="charge_quarter"),
            models.Index(fields=["kind", "period_from"], name="charge_month"),
        ]


class Payment(models.Model):
    """Money that came in (positive) or went back (negative). `key` makes a payment told twice one payment.

    `receipt` is the number printed on the receipt. A payment that is not allocated in whole is either on the list of
    the unmatched or an advance of its payer.
    """

    class Method(models.TextChoices):
        CASH = "cash", "tiền mặt"
        TRANSFER = "transfer", "chuyển khoản"
        QR = "qr", "VietQR"
        AGENT = "agent", "tổ chức dịch vụ thu"
        BUDGET = "budget", "ngân sách chuyển"
        NETTING = "netting", "bù trừ"

    payer = models.CharField(max_length=30)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    received_on = models.DateField()
    key = models.CharField(max_length=80, unique=True)
    method = models.CharField(max_length=20, choices=Method.choices, default=Method.CASH)
    reference = models.CharField(max_length=120, blank=True)
    receipt = models.CharField(max_length=20, unique=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="payment_not_nothing")]


class Allocation(models.Model):
    """A part of a payment that settles a charge of the same payer. Taking it back is a row of the opposite sign."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="allocations")
    amount = models.BigIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="allocation_not_nothing")]


class Series(models.Model):
    """The last number given out of a series: receipts of a year, numbers of cards."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.BigIntegerField(default=0)
