"""A row over two time axes: valid from and to, recorded and retracted. Nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models import F, Field, Q

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

    def within(self, first: date, last: date | None) -> Self:
        """Rows true on any day from `first` to `last`, both inclusive (None: for ever)."""
        reach = self.filter(Q(valid_to=None) | Q(valid_to__gte=first))
        return reach if last is None else reach.filter(valid_from__lte=last)


SpellManager = models.Manager.from_queryset(SpellQuerySet)


class Spell(models.Model):
    """Something true from `valid_from` to `valid_to`, both inclusive (None: still so), known since `entry`.

    `owner` names the field of whom it is true, `key` the fields of which there is one value at a time, `content` what
    is said. Among rows that are not retracted, two of one owner and key never share a day; a row is only ever changed
    by setting `retracted`, once, and never deleted. The database holds all of it, whoever writes.
    """

    owner: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    content: ClassVar[tuple[str, ...]]

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    retracted = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SpellManager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["entry"], name="%(class)s_entry", condition=Q(entry__gt=Entry.LOADED)),
            models.Index(fields=["retracted"], name="%(class)s_retracted", condition=Q(retracted__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="%(class)s_is_retracted_later",
                condition=Q(retracted__isnull=True) | Q(retracted__gte=F("entry")),
            ),
        ]

    def says(self) -> dict[str, Any]:
        """Owner, key and content as column values, by the names of their columns."""
        columns = (
            cast("Field[Any, Any]", self._meta.get_field(n)).attname for n in (self.owner, *self.key, *self.content)
        )
        return {column: getattr(self, column) for column in columns}
