"""Rules that can hold together and then make more than the premium, or leave open which one counts.

Both questions ask whether some situation exists. A problem names both provisions and the situation in which they meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from baophu.law.errors import Problems, listed
from baophu.law.meeting import Meetings
from baophu.law.model import Book, Premium, Provision, Support
from baophu.law.scalars import share_text
from baophu.law.selectors import reaches, selectors_of
from baophu.law.situations import in_words


@dataclass(frozen=True, slots=True)
class Given:
    """A support, with its effect at hand and the place of its payer among those asked."""

    provision: Provision
    effect: Support
    rank: int


def supports_of(book: Book, group: str, provisions: list[Provision]) -> list[Given]:
    """The supports that reach a group, in the order in which their payers are asked."""
    found = [
        Given(p, p.effect, book.payers.index(p.effect.payer))
        for p in book.provisions()
        if isinstance(p.effect, Support) and reaches(p.effect.groups, group, provisions)
    ]
    return sorted(found, key=lambda given: given.rank)


def choices(earlier: Sequence[Given]) -> list[tuple[Given, ...]]:
    """Every choice of at most one support per payer, fewest first."""
    by_rank: dict[int, list[Given | None]] = {}
    for given in earlier:
        by_rank.setdefault(given.rank, [None]).append(given)
    chosen = [tuple(g for g in combo if g is not None) for combo in product(*by_rank.values())]
    return sorted(chosen, key=len)


def shares_make_more_than_the_premium(book: Book, problems: Problems, only: frozenset[str] | None = None) -> None:
    """A share on top of what earlier payers give must not go over the premium for anybody."""
    meetings = Meetings(book, only)
    found: set[frozenset[str]] = set()
    for group, memberships in meetings.groups.items():
        supports = supports_of(book, group, memberships)
        for top in (s for s in supports if s.effect.on_top):
            for chosen in choices([s for s in supports if s.rank < top.rank]):
                provisions = [top.provision, *(s.provision for s in chosen)]
                names = frozenset(p.ref for p in provisions)
                known = any(said <= names for said in found)
                if not chosen or known or not meetings.concern(provisions, group):
                    continue
                if message := _too_much(meetings, (*chosen, top), group):
                    found.add(names)
                    problems.add(meetings.place(provisions), top.provision.ref, message)


def _too_much(meetings: Meetings, chosen: Sequence[Given], group: str) -> str:
    provisions = [s.provision for s in chosen]
    for span in meetings.spans(provisions):
        covered = Fraction(0)
        for given in chosen:
            covered = after(covered, given, meetings.share(given.effect, span))
        if covered <= 1:
            continue
        if situation := meetings.find(provisions, group, span):
            shares = [share_text(meetings.share(s.effect, span)) for s in chosen]
            parts = listed(f"{share} of {s.provision.ref}" for share, s in zip(shares[:-1], chosen, strict=False))
            where = in_words(situation, meetings.book.facts)
            return f"its {shares[-1]} on top of {parts} make {share_text(covered)} of the premium of {group}: {where}"
    return ""


def after(covered: Fraction, given: Given, share: Fraction) -> Fraction:
    """What is covered once a payer has given its share."""
    return covered + share if given.effect.on_top else max(covered, share)


def two_supports_give_the_same(book: Book, problems: Problems, only: frozenset[str] | None = None) -> None:
    """Of two supports of one payer that give the same, one must be said to come first."""
    meetings = Meetings(book, only)
    found: set[frozenset[str]] = set()
    for group, memberships in meetings.groups.items():
        supports = supports_of(book, group, memberships)
        for a, b in combinations(supports, 2):
            provisions = (b.provision, a.provision)
            names = frozenset(p.ref for p in provisions)
            if a.rank != b.rank or names in found or _ordered(book, a, b) or not meetings.concern(provisions, group):
                continue
            earlier = [s for s in supports if s.rank < a.rank]
            if message := _tie(meetings, a, b, earlier, group):
                found.add(names)
                problems.add(meetings.place(provisions), b.provision.ref, message)


def two_premiums_are_owed(book: Book, problems: Problems, only: frozenset[str] | None = None) -> None:
    """A group has one premium at a time."""
    meetings = Meetings(book, only)
    found: set[frozenset[str]] = set()
    premiums = [p for p in book.provisions() if isinstance(p.effect, Premium)]
    for group, memberships in meetings.groups.items():
        reaching = [p for p in premiums if reaches(selectors_of(p.effect), group, memberships)]
        for one, other in combinations(reaching, 2):
            names = frozenset((one.ref, other.ref))
            if names in found or not meetings.concern((other, one), group):
                continue
            if message := _two_premiums(meetings, one, other, group):
                found.add(names)
                problems.add(meetings.place((other, one)), other.ref, message)


def _ordered(book: Book, a: Given, b: Given) -> bool:
    """Whether `support_order` says which of two supports comes first."""
    return _position(book, a.provision) != _position(book, b.provision)


def _position(book: Book, provision: Provision) -> int:
    for name in (provision.ref, f"{provision.instrument}#{provision.id}", provision.instrument):
        if name in book.support_order:
            return book.support_order.index(name)
    return len(book.support_order)


def _tie(meetings: Meetings, a: Given, b: Given, earlier: Sequence[Given], group: str) -> str:
    for chosen in choices(earlier):
        provisions = [s.provision for s in (*chosen, a, b)]
        for span in meetings.spans(provisions):
            covered = Fraction(0)
            for given in chosen:
                covered = after(covered, given, meetings.share(given.effect, span))
            one, other = (after(covered, given, meetings.share(given.effect, span)) for given in (a, b))
            if one != other or one == covered:
                continue
            if situation := meetings.find(provisions, group, span):
                where = in_words(situation, meetings.book.facts)
                gives = f"it and {a.provision.ref} give the same share of the premium of {group}"
                return f"{gives}: {where}; name the one that counts in the book's support_order, or say except"
    return ""


def _two_premiums(meetings: Meetings, one: Provision, other: Provision, group: str) -> str:
    for span in meetings.spans((one, other)):
        if situation := meetings.find((one, other), group, span):
            where = in_words(situation, meetings.book.facts)
            return f"it and {one.ref} are both the premium of {group}: {where}; end one of them, or say except"
    return ""
