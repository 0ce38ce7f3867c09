"""Counts so small that they point at people, for readers who may not see people.

A count from 1 to 4 is hidden. Where a table shows its total and only one row of it is hidden, that row could be worked
out; the smallest of the others is hidden with it. What hangs on a hidden count (a rate, the people it is part of) goes
with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from baophu.steering.services.reading import Count

FEWEST = 5

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
    """Rows of one table whose total is shown; a row that would be the only one hidden takes another with it."""
    held = list(rows)
    found = [(key, shown(count, hide)) for key, count in held]
    if sum(s.hidden for _, s in found) == 1 and len(found) > 1:
        open_ = [i for i, (_, s) in enumerate(found) if not s.hidden and held[i][1].living]
        if open_:
            i = min(open_, key=lambda i: held[i][1].living)
            found[i] = (held[i][0], Shown(held[i][1].living, None, None, None, True))
    return found


def numbers(values: Sequence[T], of: Callable[[T], int], hide: bool) -> list[int | None]:
    """Single counts of one table whose total is shown, as they may be seen."""
    counts = [of(v) for v in values]
    hidden = {i for i, n in enumerate(counts) if hide and small(n)}
    if len(hidden) == 1:
        others = [i for i, n in enumerate(counts) if i not in hidden and n]
        if others:
            hidden.add(min(others, key=lambda i: counts[i]))
    return [None if i in hidden else n for i, n in enumerate(counts)]
