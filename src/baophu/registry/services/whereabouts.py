"""Keeping `Person.unit` right: the unit of today's stay, else of the last one before, else of the first to come.

It is derived, for search and access. Every stay added or retracted settles its person (`services.spells`); `catch_up`
moves those along whose stay begins as days pass, and is asked before a search (once a day it has something to do).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from baophu.registry.models import Register, Stay

T = TypeVar("T")

NOW = """(select s.unit_id from registry_stay s where s.person_id = registry_person.id and s.retracted_id is null
    order by case when s.valid_from <= %s then 0 else 1 end,
      case when s.valid_from <= %s then s.valid_from end desc, s.valid_from limit 1)"""
"""The unit of a person on a day: the latest stay begun by then, else the first to come."""


def batches(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Lists short enough for one query."""
    return (items[start : start + size] for start in range(0, len(items), size))


def settle(persons: Iterable[int], today: date | None = None) -> None:
    """Bring `Person.unit` of these people up to date."""
    day = today or timezone.localdate()
    ids = sorted(set(persons))
    with connection.cursor() as cursor:
        for some in batches(ids):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"update registry_person set unit_id = {NOW} where id in ({marks})", [day, day, *some])


def catch_up(today: date | None = None) -> int:
    """Move along whose stay begins between the day `Person.unit` was last right for and today; how many."""
    day = today or timezone.localdate()
    kept = Register.objects.filter(pk=1).values_list("units_on", flat=True).first()
    if kept is not None and kept >= day:
        return 0
    with transaction.atomic():
        begun: list[int] = []
        if kept is not None:
            stays = Stay.objects.known().filter(valid_from__gt=kept, valid_from__lte=day)
            begun = sorted(set(stays.values_list("person_id", flat=True)))
            settle(begun, day)
        Register.objects.update_or_create(pk=1, defaults={"units_on": day})
    return len(begun)
