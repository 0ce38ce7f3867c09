"""Provisions that go round in a ring: exceptions from one another, and groups each of which stands before the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from baophu.law.dated import stands, turning_days
from baophu.law.errors import Problems, listed
from baophu.law.meeting import Meetings
from baophu.law.model import Ahead, Book, Provision
from baophu.law.selectors import selected
from baophu.law.situations import in_words


def exceptions_run_in_a_ring(book: Book, problems: Problems) -> None:
    """Each waits for the next, so none could be decided; two that except each other are told of before."""
    excepting = [p for p in book.provisions() if p.excepts]
    told: set[frozenset[str]] = set()
    for day in turning_days(excepting):
        standing = {p.ref: p for p in excepting if stands(p, day)}
        for ring in rings({ref: p.excepts for ref, p in standing.items()}):
            if len(ring) > 2 and frozenset(ring) not in told:
                told.add(frozenset(ring))
                way = ", ".join(f"{ref} from {following}" for ref, following in _steps(ring))
                last = standing[ring[-1]]
                problems.add(last.place, last.ref, f"except: a ring of exceptions, {way}; none could be decided")


def groups_stand_before_each_other(book: Book, problems: Problems, only: frozenset[str] | None = None) -> None:
    """Whoever is in all groups of a ring would pay in none of them."""
    meetings = Meetings(book, only)
    before: dict[str, dict[str, list[Provision]]] = {}
    for provision in book.provisions():
        if isinstance(provision.effect, Ahead):
            for behind in selected(provision.effect.of, meetings.groups):
                for ahead in selected(provision.effect.groups, meetings.groups):
                    if ahead != behind:
                        before.setdefault(behind, {}).setdefault(ahead, []).append(provision)
    told: set[frozenset[str]] = set()
    for ring in rings(before):
        for provisions in product(*(before[group][ahead] for group, ahead in _steps(ring))):
            names = frozenset(p.ref for p in provisions)
            if names in told or not meetings.concern(provisions, ring[0]):
                continue
            if where := _met(meetings, ring, provisions):
                told.add(names)
                steps = zip(_steps(ring), provisions, strict=True)
                way = listed(f"{ahead} before {group} ({p.ref})" for (group, ahead), p in steps)
                message = f"groups stand before each other, {way}, and whoever is in them pays in none: {where}"
                problems.add(meetings.place(provisions[::-1]), provisions[-1].ref, message)


def _met(meetings: Meetings, ring: Sequence[str], provisions: Sequence[Provision]) -> str:
    """The situation in which somebody is in all groups of a ring and all provisions hold; empty when there is none."""
    for memberships in product(*(meetings.groups[group] for group in ring[1:])):
        parts = [*dict.fromkeys(provisions), *memberships]
        for span in meetings.spans(parts):
            if situation := meetings.find(parts, ring[0], span):
                return in_words(situation, meetings.book.facts)
    return ""


def _steps(ring: Sequence[str]) -> list[tuple[str, str]]:
    """Each member of a ring with the next."""
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


def rings(following: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """The shortest ring through each name that is in one, each ring once."""
    told: set[frozenset[str]] = set()
    for start in following:
        ways: dict[str, tuple[str, ...]] = {start: (start,)}
        todo = [start]
        while todo:
            name = todo.pop(0)
            for other in following.get(name, ()):
                if other == start and frozenset(ways[name]) not in told:
                    told.add(frozenset(ways[name]))
                    yield ways[name]
                elif other not in ways:
                    ways[other] = (*ways[name], other)
                    todo.append(other)
