"""Cash that agents take, day by day: what was taken, the day closed, the money handed over."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baophu.accounts.models import User
from baophu.cover.models import Payment
from baophu.registry.models import Entry


class Taking(models.Model):
    """Cash an agent took. `day` is the day of takings it belongs to: that of the payment, or the next one where the
    agent had closed the day already. Append-only; the database takes nothing into a closed day.
    """

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="taking")
    agent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="takings")
    day = models.DateField()
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agent", "day"], name="taking_of_a_day")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="taking_is_money")]


class Closing(models.Model):
    """A day closed by its agent: `counted` is what the receipts of the day come to, `handed` what the agent has in hand
    and gives over. A difference has a reason. Never changed.
    """

    agent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="closings")
    day = models.DateField()
    receipts = models.PositiveIntegerField()
    counted = models.BigIntegerField()
    handed = models.BigIntegerField()
    reason = models.TextField(blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "day"], name="day_closed_once"),
            models.CheckConstraint(
                condition=Q(handed__gte=0) & (Q(handed=F("counted")) | ~Q(reason="")),
                name="difference_has_a_reason",
            ),
        ]


class Handover(models.Model):
    """The money of a closed day, confirmed by an officer who counted it. Never changed."""

    closing = models.OneToOneField(Closing, on_delete=models.PROTECT, related_name="handover")
    received = models.BigIntegerField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(received__gte=0), name="handover_is_money")]
