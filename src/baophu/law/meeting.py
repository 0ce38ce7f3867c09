"""Whether provisions can hold together for somebody, and when.

Exceptions are minded: a provision does not hold where one of its exceptions does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from baophu.law.dated import Dated, overlap, stands, value_on
from baophu.law.interpret import Situation
from baophu.law.model import Book, Place, Provision, Support
from baophu.law.scalars import day_after, day_before
from baophu.law.selectors import group_provisions
from baophu.law.situations import Search
from baophu.law.tree import All, Node, Not


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both inclusive, or on and on."""

    start: date
    end: date | None


class Meetings:
    """Whether provisions can hold together for somebody in a group.

    `only` names provisions that changed: meetings that none of them has a part in are known from before.
    """

    def __init__(self, book: Book, only: frozenset[str] | None) -> None:
        self.book = book
        self.only = only
        self.groups = group_provisions(book)
        self.search = Search(book.facts, book.parameters)
        self.excepted_by: dict[str, list[Provision]] = {}
        for provision in book.provisions():
            for ref in provision.excepts:
                self.excepted_by.setdefault(ref, []).append(provision)

    def concern(self, provisions: Sequence[Provision], group: str) -> bool:
        """Whether anything changed that bears on whether the provisions meet in a group."""
        if self.only is None:
            return True
        parts = [*provisions, *self.groups[group]]
        return any(p.ref in self.only for part in parts for p in (part, *self._exceptions(part)))

    def place(self, provisions: Sequence[Provision]) -> Place:
        """Where a problem of several provisions is noted: at the first, or at the first that changed."""
        changed = [p for p in provisions if self.only is not None and p.ref in self.only]
        return (changed or provisions)[0].place

    def find(self, provisions: Sequence[Provision], group: str, span: Span) -> Situation | None:
        """A situation within a span in which all of the provisions hold and the group holds the person."""
        for membership in self.groups[group]:
            days = overlap(membership, span)
            if days is None:
                continue
            parts = (membership, *provisions)
            wanted = [c.node for p in parts for c in p.conditions]
            wanted += [node for p in parts for node in self._unless(p, Span(*days))]
            if found := self.search.find(wanted, *days):
                return found
        return None

    def _unless(self, provision: Provision, span: Span) -> Iterator[Node]:
        """What must not hold for a provision to hold: the conditions of its exceptions that stand in a span."""
        for other in self._exceptions(provision):
            if other.ref not in self.excepted_by and overlap(other, span) == (span.start, span.end):
                yield Not(All(tuple(c.node for c in other.conditions)))

    def _exceptions(self, provision: Provision) -> list[Provision]:
        return self.excepted_by.get(provision.ref, [])

    def spans(self, provisions: Sequence[Provision]) -> list[Span]:
        """The days on which all are in force, cut where an exception or a share that is a parameter changes."""
        common = Span(date.min, None)
        for provision in provisions:
            days = overlap(provision, common)
            if days is None:
                return []
            common = Span(*days)
        cuts = [other for p in provisions for other in self._exceptions(p)]
        days_cut = {day for c in cuts for day in _edges(c)} | {day for p in provisions for day in self._share_cuts(p)}
        starts = sorted({common.start} | {d for d in days_cut if stands(common, d)})
        ends = [day_before(start) for start in starts[1:]]
        return [Span(start, end) for start, end in zip(starts, [*ends, common.end], strict=True)]

    def _share_cuts(self, provision: Provision) -> Iterator[date]:
        if isinstance(provision.effect, Support) and isinstance(provision.effect.share, str):
            for value in self.book.parameters[provision.effect.share].values:
                yield from _edges(value)

    def share(self, support: Support, span: Span) -> Fraction:
        """A support's share throughout a span."""
        if isinstance(support.share, Fraction):
            return support.share
        value = value_on(self.book.parameters[support.share], span.start)
        return value.value if value is not None and isinstance(value.value, Fraction) else Fraction(0)


def _edges(thing: Dated) -> Iterator[date]:
    yield thing.start
    if thing.end is not None:
        yield day_after(thing.end)
