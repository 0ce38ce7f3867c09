"""A demonstration's care: facilities, the clinic's user at one of them, and visits, all made up and marked so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone

from baophu.care.errors import CareError
from baophu.care.models import Facility, Visit
from baophu.care.services.facilities import post_demo_user, simulated
from baophu.care.services.visits import Told, record
from baophu.decisions.models import Current
from baophu.law.model import Book

PEOPLE = 24
"""People of the first units who get visits."""

KINDS = (
    ("J06", "outpatient", "right", 265_000, 0),
    ("I10", "outpatient", "right", 1_240_000, 85_000),
    ("K29", "outpatient", "wrong", 742_000, 0),
    ("J18", "inpatient", "emergency", 6_480_000, 320_000),
    ("F41", "outpatient", "right", 980_000, 0),
)
"""Diagnosis, care, route, cost within the scope and outside it."""


def demonstrate(law: Book, units: Sequence[str]) -> int:
    """Facilities and visits of a demonstration, made once; how many visits there are. Whoever cannot be assessed is
    passed over."""
    post_demo_user(law, units)
    places = simulated(law, units)
    if Visit.objects.exists():
        return Visit.objects.count()
    people = Current.objects.filter(unit__in=units[:2], covered=True, problem="").order_by("person")
    made = 0
    for place, person in enumerate(people.values_list("person", flat=True)[:PEOPLE]):
        for facility, told in _visits(place, places):
            try:
                record(person, facility, told, None, simulated=True)
            except CareError:
                continue
            made += 1
    return made


def _visits(place: int, places: Sequence[Facility]) -> Iterator[tuple[Facility, Told]]:
    """One to three visits of the months before today."""
    today = timezone.localdate()
    for number in range(1 + place % 3):
        diagnosis, care, route, scope, own = KINDS[(place + number) % len(KINDS)]
        end: date = today - timedelta(days=11 + 17 * place % 90 + 40 * number)
        begin = end - timedelta(days=4) if care == "inpatient" else end
        yield (
            places[(place + number) % len(places)],
            Told(begin, end, care, route, scope + 1_000 * place, own, 0, diagnosis),
        )
