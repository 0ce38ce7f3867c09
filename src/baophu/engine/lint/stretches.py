"""The months to look at, cut where the law or a condition on the calendar turns; and what the open answers would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from baophu.engine.months import first_full, month_of
from baophu.engine.periods import Period, cuts, periods
from baophu.law.breakpoints import Breakpoints, breakpoints
from baophu.law.check import parameters_of
from baophu.law.model import Book, ParameterDeclaration, ParameterValue
from baophu.law.tree import Node

LOOK_BACK = 24
"""Months before today that lint looks at unless told."""

FAR = 9999 * 12


@dataclass(frozen=True, slots=True)
class OpenParameter:
    """A parameter in force whose value is open (`sure: ?`); `other` is the period under its other answer, if any."""

    name: str
    value: ParameterValue
    other: Period | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months `start..end` of one period in which no condition turns with the calendar either.

    `points` are what its conditions can tell apart, under the parameters in force and the other answers of open ones.
    """

    period: Period
    start: int
    end: int
    points: Breakpoints
    open: tuple[OpenParameter, ...]


def default_span(book: Book, today: date) -> tuple[int, int]:
    """The months to look at: two years back, and ahead to the last month in which anything decided begins or ends."""
    now = month_of(today)
    return now - LOOK_BACK, max([now, *cuts(book, now, FAR)])


def stretches(book: Book, first: int, last: int) -> tuple[Stretch, ...]:
    """The stretches that tile the months `first..last`."""
    found: list[Stretch] = []
    for period in periods(book, first, last):
        points = breakpoints(conditions(period), book.facts, in_force(book, period))
        open_ = tuple(_open(book, period))
        starts = sorted({period.start} | {m for m in _turns(points) if period.start < m <= period.end})
        for start, end in zip(starts, [*(s - 1 for s in starts[1:]), period.end], strict=True):
            found.append(Stretch(period, start, end, points, open_))
    return tuple(found)


def conditions(period: Period) -> list[Node]:
    """Every condition of the provisions in force."""
    return [c.node for p in period.provisions for c in p.conditions]


def in_force(book: Book, period: Period) -> dict[str, ParameterDeclaration]:
    """The parameters with only the values that count in a period: the one in force, and its other answer if open."""
    found: dict[str, ParameterDeclaration] = {}
    for name, declared in book.parameters.items():
        value = _value(declared, period.start)
        values = [value] if value else []
        if value and value.sure == "?" and value.alternative is not None:
            values.append(replace(value, value=value.alternative))
        found[name] = replace(declared, values=tuple(values))
    return found


def _value(declared: ParameterDeclaration, month: int) -> ParameterValue | None:
    return next(
        (v for v in declared.values if first_full(v.start) <= month and (v.end is None or month <= month_of(v.end))),
        None,
    )


def _open(book: Book, period: Period) -> Iterable[OpenParameter]:
    read = {name for p in period.provisions for name in parameters_of(p)}
    for name in sorted(read):
        value = _value(book.parameters[name], period.start)
        if value is None or value.sure != "?":
            continue
        other = value.alternative
        changed = None if other is None else replace(period, parameters={**period.parameters, name: other})
        yield OpenParameter(name, value, changed)


def _turns(points: Breakpoints) -> frozenset[int]:
    """Months of the calendar at which conditions turn, also where two that read one month fact part or meet."""
    crossings = {m + offset for fact, offset in points.since for m in points.fact_months.get(fact, frozenset())}
    return points.months | crossings | {m - 1 for m in crossings}
