"""Households, and who lives in which, where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baophu.registry.models.entry import Entry
from baophu.registry.models.person import Person
from baophu.registry.models.place import Unit
from baophu.registry.models.spell import Spell


class Household(models.Model):
    """People of one registered residence. `id` is the number the engine knows it by.

    `withdrawn` is a household whose founding was undone.
    """

    code = models.CharField(max_length=20, null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    head = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["entry"], name="household_entry", condition=Q(entry__gt=Entry.LOADED))]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="household_code_once"),
            models.CheckConstraint(name="household_code_is_none_or_something", condition=~Q(code="")),
        ]


class HouseholdChange(models.Model):
    """A field of a household that was changed, as `PersonChange` is for a person."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")


class Stay(Spell):
    """A person living in a household in a unit; `permanent` with permanent residence, else temporary. One at a time.

    `old_unit` is the unit lived in before units were merged: rights of the old area hang on it (Decree 188 Art 69(2)).
    """

    owner, content = "person", ("household", "unit", "permanent", "old_unit")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="stays", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stays", db_index=False)
    permanent = models.BooleanField()
    old_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta(Spell.Meta):
        indexes = [
            *Spell.Meta.indexes,
            models.Index(fields=["person", "valid_from"], name="stay_of"),
            models.Index(fields=["household"], name="stay_in"),
        ]
