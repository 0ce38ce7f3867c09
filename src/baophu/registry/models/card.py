"""Cards: periods in which somebody is insured."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baophu.registry.models.person import Person
from baophu.registry.models.spell import Spell


class Card(Spell):
    """A period of cover. `group` is the stable name of the participant group it was issued under, "" where not known.

    `paid_on` is the day of the whole payment for cards that were paid; `ended` why a card ended before its last day.
    A person has one running card at a time: a card that begins before the last one ends is refused until that one is
    ended the day before.
    """

    owner, content = "person", ("number", "group", "paid_on", "ended")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards", db_index=False)
    number = models.CharField(max_length=15, blank=True)
    group = models.CharField(max_length=40, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    ended = models.CharField(max_length=40, blank=True)

    class Meta(Spell.Meta):
        indexes = [
            *Spell.Meta.indexes,
            models.Index(fields=["person", "valid_from"], name="card_of"),
            models.Index(fields=["number"], name="card_number", condition=~Q(number="")),
        ]
