"""What the law decides of a person on a day: as kept beside them, or decided at once where the day itself matters.

The decision kept beside a person is that of the month's first day; a visit turns on the day. They are the same unless
something begins or ends, or an age is reached, between the two: then the engine decides on the day (docs/cover.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from django.conf import settings
from django.utils import timezone

from baophu.care.services import rules
from baophu.care.services.fetching import Decided, Found, Records, Said
from baophu.care.services.rules import Benefit, facts_read
from baophu.cover.services.standing import standings
from baophu.decisions.services.lawbooks import compiled
from baophu.engine.cards import Cover
from baophu.engine.months import month_of
from baophu.engine.one import Person, Spell
from baophu.engine.source import FactsError
from baophu.law.model import Book
from baophu.law.same import ByDigest
from baophu.registry.models import Unit

Unsure = Literal["moved_out", "not_decided", "too_old", "contradictory"]
STATE_DAYS = 40
"""Days for which the decision kept beside a person is relied on: a month, and some days for the run of the next. A
setting of the installation (`STATE_DAYS`), not of the law: how old a state may be is written nowhere."""


@dataclass(frozen=True, slots=True)
class State:
    """The benefit on a day and the moment whose facts it rests on; or why it cannot be known."""

    benefit: Benefit | None
    as_of: datetime | None
    unsure: Unsure | None = None


def state_of(book: Book, person: Found, known: Records, day: date) -> State:
    """The level of the groups a person holds on a day."""
    kept = person.decided
    at = kept.at if kept else None
    unit = unit_on(known, day)
    if unit is None or unit == Unit.OUTSIDE:
        return State(None, at, "moved_out" if _went(person, known, day) else "not_decided")
    if kept is not None and kept.problem:
        return State(None, at, "not_decided")
    if kept is not None and day == timezone.localdate():
        if _too_old(kept, day):
            return State(None, at, "too_old")
        if kept.month <= month_of(day) and not _turns(book, person, known, day):
            return State(Benefit(kept.benefit, kept.by_benefit), at) if kept.benefit else State(None, at, "not_decided")
    return _decided_at_once(person.id, day)


def unit_on(known: Records, day: date) -> str | None:
    """The unit lived in on a day."""
    return next((stay.value for stay in known.stays if _covers(stay, day)), None)


def as_engine_sees(book: Book, person: Found, known: Records, day: date) -> Person:
    """The person with the facts an answer may turn on; those of the unit are of the register and the law book."""
    unit = unit_on(known, day)
    names = facts_read(book, day)
    facts: dict[str, list[Spell]] = {}
    for one in known.said:
        if one.fact in names:
            kind = book.facts[one.fact].type
            value: int | bool | str = one.value == "true" if kind == "flag" else one.value
            facts.setdefault(one.fact, []).append(Spell(value, one.start, one.end))
            if one.level == "area":
                facts[one.fact] += [Spell(s.value, s.start, s.end) for s in _of_area(book, one.fact, unit)]
    if person.ethnicity and "ethnicity" in names and person.ethnicity != book.facts["ethnicity"].default:
        facts["ethnicity"] = [Spell(person.ethnicity)]
    return Person(
        key=str(person.id),
        born=person.born,
        sex=person.sex,
        unit=unit,
        permanent_resident=any(_covers(s, day) and s.fact == "permanent" for s in known.stays),
        facts=facts,
    )


def five_years_on(book: Book, known: Records, day: date) -> date | None:
    """The day on which five years of continuous cover are full, of cards one of which is valid on a day."""
    since = rules.continuous_since(book, [Cover(c.start, c.end, c.paid_on) for c in known.cards], day)
    return None if since is None else rules.five_years_on(book, since, day)


def _of_area(book: Book, fact: str, unit: str | None) -> Iterable[Spell]:
    return (Spell(s.value, s.start, s.end) for s in book.area_facts if s.fact == fact and unit in s.units)


def _decided_at_once(person: int, day: date) -> State:
    """Decide a person on the exact day, from what is recorded now."""
    now = timezone.now()
    try:
        found = standings([person], day).get(person)
    except FactsError:
        return State(None, now, "not_decided")
    if found is None or not found.decision.outcome.benefit:
        return State(None, now, "not_decided")
    outcome = found.decision.outcome
    return State(Benefit(outcome.benefit, outcome.by_benefit), now)


def _went(person: Found, known: Records, day: date) -> bool:
    """Whether somebody who lives nowhere here did so before."""
    return any(stay.start <= day for stay in known.stays) or (not known.stays and person.unit is not None)


def _too_old(kept: Decided, day: date) -> bool:
    """Whether the decision kept is of a month that something has turned since, or was made too long ago."""
    if kept.month < month_of(day) and kept.next_month is not None and kept.next_month <= month_of(day):
        return True
    return timezone.now() - kept.at > timedelta(days=getattr(settings, "STATE_DAYS", STATE_DAYS))


def _turns(book: Book, person: Found, known: Records, day: date) -> bool:
    """Whether anything begins, ends or reaches an age after the month's first day, up to the day."""
    first = day.replace(day=1)
    if day == first:
        return False
    if any(_turned(s.start, s.end, first, day) for s in (*known.said, *known.stays)):
        return True
    if (
        person.born.month == day.month
        and 1 < person.born.day <= day.day
        and day.year - person.born.year in _ages(book, day)
    ):
        return True
    return unit_on(known, day) in _units_turning(ByDigest(book), first, day)


def _turned(start: date, end: date | None, first: date, day: date) -> bool:
    return first < start <= day or (end is not None and first <= end < day)


def _ages(book: Book, day: date) -> tuple[int, ...]:
    """The ages at which the law decides otherwise."""
    return compiled(book, month_of(day), month_of(day)).cuts.ages


@lru_cache(maxsize=8)
def _units_turning(by: ByDigest, first: date, day: date) -> frozenset[str]:
    """Units of which the law book says something else on the day than on the month's first."""
    spells = [s for s in by.book.area_facts if _turned(s.start, s.end, first, day)]
    return frozenset(unit for s in spells for unit in s.units)


def _covers(spell: Said, day: date) -> bool:
    return spell.start <= day and (spell.end is None or day <= spell.end)
