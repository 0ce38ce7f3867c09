"""The quarterly account with the finance department (Mẫu số 1), and the money voted for a resolution."""

from __future__ import annotations

from django.db import models

from baophu.registry.models import Entry


class Settlement(models.Model):
    """A closed quarter (year * 4 + 0…3). From here on no charge can be accounted in it or before it."""

    quarter = models.IntegerField(unique=True)
    closed_on = models.DateField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    law = models.CharField(max_length=64)


class SettlementLine(models.Model):
    """A line of a closed quarter: a payer, resolution, group and unit. `own_quarter` false: an adjustment of months
    before the quarter, known since. Counts and đồng as in `Charge`.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    payer = models.CharField(max_length=30)
    resolution = models.CharField(max_length=80, blank=True)
    provision = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    own_quarter = models.BooleanField()
    lead = models.BooleanField()
    cards = models.IntegerField()
    people = models.IntegerField()
    months = models.IntegerField()
    premium = models.BigIntegerField()
    amount = models.BigIntegerField()


class Appropriation(models.Model):
    """Money voted for a resolution and a year by a payer. Rows add up; a row may be negative (money taken back)."""

    payer = models.CharField(max_length=30)
    resolution = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    note = models.TextField(blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["year", "resolution"], name="appropriation_year")]
