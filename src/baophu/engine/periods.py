"""Resolve dates: cut a span of months where the law changes, and say what is in force between the cuts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from baophu.engine.months import first_full, month_of
from baophu.law.model import (
    Book,
    Effect,
    Group,
    Order,
    Provision,
    Rule,
)

E = TypeVar("E", bound=Effect)


@dataclass(frozen=True, slots=True)
class Period:
    """Months from `start` to `end`, both inclusive, in which neither provisions nor parameters change.

    `provisions` are those in force, in the order of the book; `parameters` the values of that time (months as whole
    numbers, shares as fractions). `groups` maps each participant group in force to its provisions, in Article 12's
    order of the period.
    """

    index: int
    start: int
    end: int
    provisions: tuple[Provision, ...]
    parameters: Mapping[str, int | bool | Fraction]
    groups: Mapping[str, tuple[Provision, ...]]

    def of(self, kind: type[E]) -> list[tuple[Provision, E]]:
        """Provisions of one kind with their effect."""
        return [(p, p.effect) for p in self.provisions if isinstance(p.effect, kind)]

    def select(self, selectors: tuple[str, ...]) -> tuple[str, ...]:
        """Groups in force that `for: [...]` names: group names, `section N` or `all`; in Article 12's order."""
        return tuple(g for g, found in self.groups.items() if _selected(g, found, selectors))

    def letter(self, group: str) -> str:
        """Article 12's letter of a group in force."""
        return _group(self.groups[group][0]).letter

    def section(self, group: str) -> int:
        """Article 12's clause of a group in force."""
        return _group(self.groups[group][0]).section


def _group(provision: Provision) -> Group:
    assert isinstance(provision.effect, Group)
    return provision.effect


def _selected(name: str, found: tuple[Provision, ...], selectors: tuple[str, ...]) -> bool:
    return "all" in selectors or name in selectors or f"section {_group(found[0]).section}" in selectors


def months_in_force(provision: Provision) -> tuple[int, int | None]:
    """First and last month a provision decides: those whose first day lies within its dates."""
    return first_full(provision.start), None if provision.end is None else month_of(provision.end)


def cuts(book: Book, first: int, last: int) -> list[int]:
    """Months in `first..last` from which provisions or parameters differ from the month before; `first` is one."""
    found = {first}
    for provision in book.provisions():
        if isinstance(provision.effect, Rule):
            continue
        start, end = months_in_force(provision)
        found.update(m for m in (start, None if end is None else end + 1) if m is not None)
    for parameter in book.parameters.values():
        for value in parameter.values:
            found.add(first_full(value.start))
    return sorted(m for m in found if first <= m <= last)


def periods(book: Book, first: int, last: int) -> tuple[Period, ...]:
    """The periods that tile the months `first..last`."""
    starts = cuts(book, first, last)
    return tuple(
        period_at(book, start, end, index)
        for index, (start, end) in enumerate(zip(starts, [s - 1 for s in starts[1:]] + [last], strict=True))
    )


def period_at(book: Book, start: int, end: int, index: int = 0) -> Period:
    """What is in force in the month `start`, taken to hold until `end`."""
    inside = tuple(p for p in book.provisions() if not isinstance(p.effect, Rule) and _holds(p, start))
    return Period(index, start, end, inside, parameters_at(book, start), _in_order(inside))


def parameters_at(book: Book, month: int) -> dict[str, int | bool | Fraction]:
    """Parameter values in force in a month; one that has none then is left out."""
    found: dict[str, int | bool | Fraction] = {}
    for parameter in book.parameters.values():
        for value in parameter.values:
            if first_full(value.start) <= month and (value.end is None or month <= month_of(value.end)):
                found[parameter.name] = value.value
    return found


def _holds(provision: Provision, month: int) -> bool:
    start, end = months_in_force(provision)
    return start <= month and (end is None or month <= end)


def _in_order(inside: tuple[Provision, ...]) -> dict[str, tuple[Provision, ...]]:
    orders = [p.effect.groups for p in inside if isinstance(p.effect, Order)]
    position = {name: i for i, name in enumerate(name for order in orders for name in order)}
    found: dict[str, list[Provision]] = {}
    for provision in inside:
        if isinstance(provision.effect, Group):
            found.setdefault(provision.effect.name, []).append(provision)
    return {name: tuple(found[name]) for name in sorted(found, key=lambda n: position[n])}
