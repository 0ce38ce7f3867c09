"""What is true of a person on the first day of a month: the facts on which the month is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from baophu.law.dated import parameters_on
from baophu.law.interpret import Situation
from baophu.law.model import Book, FactDeclaration
from baophu.law.scalars import NEVER, month_number

from .world import FactRows, Human, Row, Stay, Value, World

ALWAYS = date.min
"""The day from which a fact that never changes is true: it began in no month."""


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def age_on(born: date, day: date) -> int:
    """Full years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


S = TypeVar("S", Row, Stay)


def on(spells: Iterable[S], day: date) -> S | None:
    """The one that holds on a day."""
    return next((s for s in spells if s.start <= day and (s.end is None or day <= s.end)), None)


def in_month(spells: Iterable[Row], day: date) -> Row | None:
    """The one that counts when the first month counts whole: of two in one month, the one that begins in it."""
    ordered = sorted(spells, key=lambda s: s.start, reverse=True)
    return next((s for s in ordered if on([replace(s, start=s.start.replace(day=1))], day)), None)


def value_of(book: Book, fact: FactDeclaration, rows: FactRows, day: date) -> Value:
    """A fact on the first day of a month: from its rows, as a view of another fact, or its default."""
    if fact.since:
        row = on(rows.get(fact.since, ()), day)
        began = row is not None and row.value != book.facts[fact.since].default and row.start > ALWAYS
        return month_number(row.start) if row and began else NEVER
    found = rows.get(fact.reads or fact.name, ())
    row = in_month(found, day) if fact.whole_month else on(found, day)
    return fact.default if row is None else row.value


def stay_in(person: Human, month: int) -> Stay | None:
    """Where a living person lives on the first day; None when there is nothing to decide."""
    day = first_day(month)
    alive = person.born <= day and (person.died is None or day <= person.died)
    return on(person.stays, day) if alive else None


def situation(book: Book, world: World, person: Human, stay: Stay, month: int) -> Situation:
    """Everything the law may ask of a person in a month."""
    day = first_day(month)
    rows: dict[str, FactRows] = {
        "person": {**person.facts, **{name: (Row(v, ALWAYS),) for name, v in person.fixed.items()}},
        "household": world.households.get(stay.household, {}),
        "area": areas_of(book, world).get(stay.unit, {}),
    }
    facts = {name: value_of(book, f, rows.get(f.level, {}), day) for name, f in book.facts.items()}
    facts["sex"] = person.sex
    facts["permanent_resident"] = stay.permanent_resident
    facts["living_here"] = stay.unit in book.areas
    return Situation(facts, parameters_on(book, day), age_on(person.born, day), month)


def areas_of(book: Book, world: World) -> Mapping[str, FactRows]:
    if world.areas is not None:
        return world.areas
    found: dict[str, dict[str, tuple[Row, ...]]] = {}
    for spell in book.area_facts:
        for unit in spell.units:
            facts = found.setdefault(unit, {})
            facts[spell.fact] = (*facts.get(spell.fact, ()), Row(spell.value, spell.start, spell.end))
    return found
