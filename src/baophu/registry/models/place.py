"""Units: communes, wards, special zones, and what became of the units before them."""

from __future__ import annotations

from django.db import models

from baophu.registry.models.entry import Entry


class Unit(models.Model):
    """A unit, known by its official code of five digits; `outside` stands for elsewhere.

    Units of before a merger have codes of their own where one is known, else `old:` and a name.
    """

    OUTSIDE = "outside"

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)


class UnitSuccession(models.Model):
    """A unit that went, in whole or in part, into another on a day. Many to many.

    `entry` is the act that recorded it here (none: it stands in the law book), `retracted` the one that took it back.
    """

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessions")
    day = models.DateField()
    whole = models.BooleanField()
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retracted = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new", "day"], name="succession_once")]
