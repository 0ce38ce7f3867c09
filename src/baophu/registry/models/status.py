"""Statuses: facts of persons, households and areas, by the names and values the law book declares."""

from __future__ import annotations

from django.db import models

from baophu.registry.models.household import Household
from baophu.registry.models.person import Person
from baophu.registry.models.place import Unit
from baophu.registry.models.spell import Spell


class PersonStatus(Spell):
    """A fact of a person. A flag's value is `true`; what is not recorded has the fact's default."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statuses")
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=40)


class PersonAmount(Spell):
    """An amount of money a month, whole đồng."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="amounts")
    fact = models.CharField(max_length=40)
    value = models.BigIntegerField()


class HouseholdStatus(Spell):
    """A fact of a household."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="statuses")
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=40)


class AreaStatus(Spell):
    """A fact of a unit, recorded here; those of the law book hold besides."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="statuses")
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
