"""What stands in a book on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

from baophu.law.model import Book, ParameterDeclaration, ParameterValue, Provision
from baophu.law.scalars import day_after


class Dated(Protocol):
    """Whatever holds from `start` to `end`, both inclusive, or on and on."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date | None: ...


def stands(thing: Dated, day: date) -> bool:
    """Whether it is in force on a day."""
    return thing.start <= day and (thing.end is None or day <= thing.end)


def overlap(one: Dated, other: Dated) -> tuple[date, date | None] | None:
    """The days on which both are in force; None when there is none."""
    start = max(one.start, other.start)
    ends = [e for e in (one.end, other.end) if e is not None]
    end = min(ends) if ends else None
    return None if end is not None and end < start else (start, end)


def turning_days(things: Iterable[Dated]) -> list[date]:
    """The days on which any of them begins, or has just ended."""
    things = list(things)
    days = {t.start for t in things} | {day_after(t.end) for t in things if t.end is not None}
    return sorted(days)


def provisions_on(book: Book, day: date) -> tuple[Provision, ...]:
    """The provisions in force on a day."""
    return tuple(p for p in book.provisions() if stands(p, day))


def value_on(parameter: ParameterDeclaration, day: date) -> ParameterValue | None:
    """The value in force on a day, or None before the first and after the last."""
    return next((v for v in parameter.values if stands(v, day)), None)


def parameters_on(book: Book, day: date) -> Mapping[str, int | bool | Fraction]:
    """Every parameter that has a value on a day, with it."""
    found = ((name, value_on(parameter, day)) for name, parameter in book.parameters.items())
    return {name: value.value for name, value in found if value is not None}
