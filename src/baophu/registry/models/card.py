"""Cards: periods in which somebody is insured."""

from __future__ import annotations

from django.db import models

from baophu.registry.models.person import Person
from baophu.registry.models.spell import Spell


class Card(Spell):
    """A period of cover. `group` is the stable name of the participant group it was issued under, "" where not known.

    `paid_on` is the day of the whole payment for cards that were paid; `ended` why a card ended before its last day.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    number = models.CharField(max_length=15, blank=True)
    group = models.CharField(max_length=40, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    ended = models.CharField(max_length=40, blank=True)
