"""A row over two time axes: valid from and to, recorded and retracted. Nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from baophu.registry.models.entry import Entry

S = TypeVar("S", bound="Spell")


class SpellQuerySet(models.QuerySet[S]):
    """Spells as they were true, and as they were known."""

    def known(self, at: datetime | None = None) -> Self:
        """Rows that were recorded and not yet retracted at a moment; None: now."""
        if at is None:
            return self.filter(retracted=None)
        return self.filter(Q(retracted=None) | Q(retracted__at__gt=at), entry__at__lte=at)

    def on(self, day: date) -> Self:
        """Rows true on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


SpellManager = models.Manager.from_queryset(SpellQuerySet)


class Spell(models.Model):
    """Something true from `valid_from` to `valid_to`, both inclusive (None: still so), known since `entry`."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    retracted = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SpellManager()

    class Meta:
        abstract = True
