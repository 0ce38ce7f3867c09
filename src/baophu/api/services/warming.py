"""What a process that has just begun does not know yet: the answers the law gives to people who are alike."""

from __future__ import annotations

import random
from threading import Event

from django.db.models import Max

from baophu.care.models import Facility
from baophu.care.services.answering import answer
from baophu.registry.models import Person

ASKED = 2_000
PAUSE = 0.002
"""Seconds left to requests after each."""


def warm(stop: Event, people: int = ASKED) -> None:
    """Ask for some people at random, as a counter would, so that the first who come do not wait for the engine.

    Nothing is written, and what is answered is shown to nobody. It ends early when `stop` is set.
    """
    last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
    chosen = random.sample(range(1, last + 1), min(people, last))
    numbers = Person.objects.filter(pk__in=chosen).exclude(personal_id=None).values_list("personal_id", flat=True)
    place = Facility.objects.select_related("unit").first()
    for number in list(numbers):
        answer(str(number), place)
        if stop.wait(PAUSE):
            return
