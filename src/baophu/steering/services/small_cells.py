"""Counts so small that they point at people, for readers who may not see people.

A count from 1 to 4 is hidden. Where a table shows its total, what is hidden could be worked out from the rest when it
is one row, or rows that come to no more than these few together: then the smallest of the others are hidden with it.
What hangs on a hidden count (a rate, the people it is part of) goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from baophu.steering.services.reading import Count

FEWEST = 5
MEASURES = ("living", "insured", "uncovered")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as a reader may see it: None where it is hidden."""

    living: int | None
    insured: int | None
    uncovered: int | None
    rate: Fraction | None
    hidden: bool = False


def small(number: int | None) -> bool:
    """Whether a count points at people."""
    return number is not None and 0 < number < FEWEST


def shown(count: Count, hide: bool) -> Shown:
    """A count as it may be seen; `hide` for readers who may not see people.

    People who live somewhere are no secret unless they are few themselves: the insured and uncovered are hidden then
    together, for one is the rest of the other.
    """
    if not hide or not (small(count.living) or small(count.insured) or small(count.uncovered)):
        return Shown(count.living, count.insured, count.uncovered, count.rate)
    return Shown(None if small(count.living) else count.living, None, None, None, True)


def shown_rows(rows: Iterable[tuple[T, Count]], hide: bool) -> list[tuple[T, Shown]]:
    """Rows of one table whose total is shown, hidden until what is hidden cannot be worked out from the rest.

    Of the people, the insured and the uncovered, the hidden rows together must be two at least and come to FEWEST.
    """
    held = list(rows)
    found = [shown(count, hide) for _key, count in held]
    for measure in MEASURES if hide else ():
        counts = [getattr(count, measure) for _key, count in held]
        hidden = [getattr(s, measure) is None for s in found]
        for i in _more(counts, hidden):
            living = None if measure == "living" else found[i].living
            found[i] = Shown(living, None, None, None, True)
    return [(key, s) for (key, _count), s in zip(held, found, strict=True)]


def numbers(values: Sequence[T], of: Callable[[T], int], hide: bool) -> list[int | None]:
    """Single counts of one table whose total is shown, as they may be seen."""
    counts = [of(v) for v in values]
    hidden = [hide and small(n) for n in counts]
    for i in _more(counts, hidden):
        hidden[i] = True
    return [None if h else n for n, h in zip(counts, hidden, strict=True)]


def _more(counts: Sequence[int], hidden: Sequence[bool]) -> list[int]:
    """The rows to hide besides, the smallest first, until the hidden ones are two and come to FEWEST together."""
    number, total = sum(hidden), sum(n for n, h in zip(counts, hidden, strict=True) if h)
    if not number:
        return []
    found = []
    for i in sorted((i for i, h in enumerate(hidden) if not h and counts[i]), key=lambda i: counts[i]):
        if number > 1 and total >= FEWEST:
            break
        found.append(i)
        number, total = number + 1, total + counts[i]
    return found
