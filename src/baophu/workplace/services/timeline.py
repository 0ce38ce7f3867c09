"""Somebody's years as bars: statuses, groups, what they pay, cards, homes; past, now and to come.

A timeline is COLUMNS wide; a bar lies from column `start` up to but not including `end`, as the stylesheet's `f…` and
`t…` classes say. What lies outside of the years shown is cut off and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

COLUMNS = 120
YEARS_BACK, YEARS_AHEAD = 3, 1
Tense = Literal["past", "now", "ahead"]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that holds from day to day (None: open). `tone`: good, bad or nothing."""

    label: str
    first: date
    last: date | None
    start: int
    end: int
    tense: Tense
    tone: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A line of bars that never share a day; `kind` colours it: fact, group, pays, card, home."""

    name: str
    kind: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """The years shown, and where today is."""

    first: date
    last: date
    today: date

    @property
    def now(self) -> int:
        """The column of today."""
        return self.column(self.today)

    @property
    def marks(self) -> tuple[tuple[int, int, int], ...]:
        """Each year, and the columns it lies over."""
        years = range(self.first.year, self.last.year + 1)
        return tuple((y, self.column(date(y, 1, 1)), self.column(date(y, 12, 31) + DAY)) for y in years)

    def column(self, day: date) -> int:
        """The column a day begins in, 1 to COLUMNS + 1."""
        whole = (self.last - self.first).days + 1
        place = round((day - self.first).days * COLUMNS / whole)
        return min(max(place, 0), COLUMNS) + 1

    def bar(self, label: str, first: date, last: date | None, tone: str = "", ref: str = "") -> Bar | None:
        """A bar; None where none of it is within the years."""
        if first > self.last or (last is not None and last < self.first):
            return None
        start = self.column(first)
        end = COLUMNS + 1 if last is None else self.column(last + DAY)
        tense: Tense = "ahead" if first > self.today else "past" if last is not None and last < self.today else "now"
        start = min(start, COLUMNS)
        return Bar(label, first, last, start, max(end, start + 1), tense, tone, ref)


def years_around(today: date) -> Years:
    """Three years back to the end of the next one."""
    return Years(date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31), today)


Said = tuple[str, date, date | None, str, str]
"""Label, first day, last day, tone, provision."""


def track(years: Years, name: str, kind: str, said: Iterable[Said]) -> Track:
    """A track; neighbours that say the same are one bar."""
    joined: list[list[object]] = []
    for label, first, last, tone, ref in said:
        before = joined[-1] if joined else None
        if before and before[0] == label and before[2] is not None and before[2] + DAY == first:  # type: ignore[operator]
            before[2] = last
        else:
            joined.append([label, first, last, tone, ref])
    bars = (years.bar(*one) for one in joined)  # type: ignore[arg-type]
    return Track(name, kind, tuple(bar for bar in bars if bar is not None))


def shown(tracks: Sequence[Track]) -> tuple[Track, ...]:
    """Tracks with something on them."""
    return tuple(t for t in tracks if t.bars)
