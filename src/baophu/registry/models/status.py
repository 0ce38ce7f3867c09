"""Statuses: facts of persons, households and areas, by the names and values the law book declares."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baophu.registry.models.household import Household
from baophu.registry.models.person import Person
from baophu.registry.models.place import Unit
from baophu.registry.models.spell import Spell


class PersonStatus(Spell):
    """A fact of a person. A flag's value is `true`; what is not recorded has the fact's default."""

    owner, key, content = "person", ("fact",), ("value",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statuses", db_index=False)
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta(Spell.Meta):
        indexes = [*Spell.Meta.indexes, models.Index(fields=["person", "fact", "valid_from"], name="personstatus_of")]
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(name="personstatus_says_something", condition=~Q(value="") & ~Q(fact="")),
        ]


class PersonAmount(Spell):
    """An amount of money a month, whole đồng."""

    owner, key, content = "person", ("fact",), ("value",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="amounts", db_index=False)
    fact = models.CharField(max_length=40)
    value = models.BigIntegerField()

    class Meta(Spell.Meta):
        indexes = [*Spell.Meta.indexes, models.Index(fields=["person", "fact", "valid_from"], name="personamount_of")]
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(name="personamount_says_something", condition=Q(value__gte=0) & ~Q(fact="")),
        ]


class HouseholdStatus(Spell):
    """A fact of a household."""

    owner, key, content = "household", ("fact",), ("value",)

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="statuses", db_index=False)
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta(Spell.Meta):
        indexes = [
            *Spell.Meta.indexes,
            models.Index(fields=["household", "fact", "valid_from"], name="householdstatus_of"),
        ]
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(name="householdstatus_says_something", condition=~Q(value="") & ~Q(fact="")),
        ]


class AreaStatus(Spell):
    """A fact of a unit, recorded here; those of the law book hold besides."""

    owner, key, content = "unit", ("fact",), ("value",)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="statuses", db_index=False)
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta(Spell.Meta):
        indexes = [*Spell.Meta.indexes, models.Index(fields=["unit", "fact", "valid_from"], name="areastatus_of")]
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(name="areastatus_says_something", condition=~Q(value="") & ~Q(fact="")),
        ]
