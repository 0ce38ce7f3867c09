"""One fact of one owner over time, as recorded and as it would be: values laid over what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DAY = timedelta(days=1)
Said = str | int
Outcome = Literal["new", "changed", "ended", "unchanged"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "ended", "unchanged")
"""What a change does to what stands there, the strongest first."""


@dataclass(frozen=True, slots=True)
class Span:
    """A value from a day to a day (None: still so), both inclusive; `id` of its row, None while it is only planned."""

    start: date
    end: date | None
    value: Said
    id: int | None = None

    @property
    def last(self) -> date:
        """The last day, for comparing."""
        return self.end or date.max


class Timeline:
    """Spans that never share a day. `lay` changes them; `retracted` and `added` tell the difference to the record."""

    __slots__ = ("_recorded", "spans")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = sorted(spans, key=lambda span: span.start)
        self._recorded = {span.id: span for span in self.spans if span.id is not None}

    def on(self, day: date) -> Said | None:
        """The value of a day; None where there is none."""
        return next((span.value for span in self.spans if span.start <= day <= span.last), None)

    def lay(self, start: date, end: date | None, value: Said | None, only: frozenset[str] = frozenset()) -> Outcome:
        """The value holds in these days and nothing else does (None: nothing does).

        `only`: spans of other values are left as they are. Days that have the value already stay in their own rows.
        """
        last = end or date.max
        touched = [s for s in self.spans if s.start <= last and s.last >= start and (not only or s.value in only)]
        if value is None and not touched:
            return "unchanged"
        if value is not None and _covered(touched, start, last, value):
            return "unchanged"
        began = self.on(start), self.on(start - DAY)
        remains = [span for span in self.spans if span not in touched]
        for span in touched:
            if span.start < start:
                remains.append(Span(span.start, start - DAY, span.value))
            if span.last > last:
                remains.append(Span(last + DAY, span.end, span.value))
        if value is not None:
            remains.append(Span(start, end, value))
        self.spans = sorted(remains, key=lambda span: span.start)
        if value is None:
            return "ended"
        return "new" if not touched and began[1] is None else "changed"

    def retracted(self) -> list[int]:
        """Rows of the record that would no longer be said."""
        return sorted(set(self._recorded) - {span.id for span in self.spans})

    def differs_from(self) -> date | None:
        """The first day of any span that would be another; None when all stays as recorded."""
        gone = [self._recorded[row].start for row in self.retracted()]
        return min([*gone, *(span.start for span in self.added())], default=None)

    def added(self) -> list[Span]:
        """Spans that would be new rows."""
        return [span for span in self.spans if span.id is None]


def _covered(spans: list[Span], start: date, last: date, value: Said) -> bool:
    """Whether every day from start to last has the value already."""
    upto = start
    for span in spans:
        if span.value != value or span.start > upto:
            return False
        if span.last >= last:
            return True
        upto = span.last + DAY
    return False
