"""Copayments of a calendar year, counted from the visits recorded as the rules count them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from baophu.care.models import Visit
from baophu.care.services import rules
from baophu.care.services.fetching import find, records
from baophu.care.services.standing import as_engine_sees, five_years_on
from baophu.decisions.services.lawbooks import active
from baophu.registry.models import Person

REFERRED: rules.Told = {"facility": "specialised", "former_class": "none", "care": "inpatient", "route": "right"}
"""A visit of which nothing but the group and the exemption gives the level."""


@dataclass(frozen=True, slots=True)
class Counted:
    """`sum`: đồng that count; `left`: đồng until any more passes the limit; `limit`: the whole, at the base of the day.

    `five_year_on`: the day on which five years of continuous cover are full; `exempt_to`: the last day of the exemption
    where both hold.
    """

    sum: int
    left: int
    limit: int
    five_year_on: date | None
    exempt_to: date | None


def counted(person: Person | int, year: int) -> Counted:
    """The copayments of a year, up to today (or to its end, for a year that is over)."""
    number = person if isinstance(person, int) else person.pk
    today, book = timezone.localdate(), active()
    day = min(today, date(year, 12, 31)) if year <= today.year else date(year, 1, 1)
    rows = Visit.objects.filter(person=number, counted=True, date_out__year=year, date_out__lte=day)
    paid = list(rows.values_list("date_out", "copay"))
    come = rules.year(book, paid, day)
    five, exempt_to = None, None
    for found in find("id", number):
        known = records(number, day)
        five = five_years_on(book, known, day)
        facts = rules.Counted(True, False, five is not None and five <= day, come.passed)
        said = rules.ruled(book, as_engine_sees(book, found, known, day), day, REFERRED, facts, rules.Benefit(0, ""))
        exempt_to = None if isinstance(said, rules.Question) else said.exempt_to
    return Counted(
        sum=sum(money for _, money in paid),
        left=come.left,
        limit=rules.exempt_from(book, day),
        five_year_on=five,
        exempt_to=exempt_to,
    )
