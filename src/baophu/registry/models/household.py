"""Households, and who lives in which, where."""

from __future__ import annotations

from django.db import models

from baophu.registry.models.entry import Entry
from baophu.registry.models.person import Person
from baophu.registry.models.place import Unit
from baophu.registry.models.spell import Spell


class Household(models.Model):
    """People of one registered residence. `id` is the number the engine knows it by."""

    code = models.CharField(max_length=20, null=True, blank=True, unique=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    head = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")


class Stay(Spell):
    """A person living in a household in a unit; `permanent` with permanent residence, else temporary. One at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="stays")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stays")
    permanent = models.BooleanField()
