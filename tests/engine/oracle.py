"""The oracle: decides one person in one month straight from the law book, in plain Python.

It shares nothing with the engine but the reader's data and `law.interpret`; it is written to be read beside
`docs/law-book.md` and `docs/facts-tables.md`, not to be fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from baophu.law.dated import provisions_on
from baophu.law.interpret import Situation, holds, number
from baophu.law.model import (
    Ahead,
    Benefit,
    Book,
    Choose,
    Effect,
    Group,
    Order,
    Premium,
    Provision,
    Support,
    Taper,
)

from .first_day import first_day, on, situation, stay_in
from .world import World

E = TypeVar("E", bound=Effect)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the law says of one person in one month; refs are `instrument#id`, `whole` is the premium of rank 1."""

    group: str = ""
    letter: str = ""
    section: int = 0
    held: tuple[str, ...] = ()
    benefit: int = 0
    whole: int = 0
    premium: int = 0
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    supports: Mapping[str, str] = field(default_factory=dict)
    taper: str = ""
    rank: int = 0
    applied: frozenset[str] = frozenset()
    insured: bool = True
    household: int = 0
    unit: str = ""

    def amounts(self, payers: Sequence[str]) -> dict[str, int]:
        """Each earlier payer rounds down; the last who pays takes the rest."""
        found = {payer: int(self.premium * self.shares.get(payer, 0)) for payer in payers}
        last = [payer for payer in payers if self.shares.get(payer)][-1:]
        for payer in last:
            found[payer] += self.premium - sum(found.values())
        return found


class Judge:
    """The provisions in force in one month, applied to one situation."""

    def __init__(self, book: Book, situation: Situation) -> None:
        self.book = book
        self.situation = situation
        self.provisions = provisions_on(book, first_day(situation.month))
        self.known: dict[str, bool] = {}
        order = next((o.groups for _, o in self.of(Order)), ())
        names = {g.name for _, g in self.of(Group)}
        self.order = [name for name in order if name in names]

    def of(self, kind: type[E]) -> Iterator[tuple[Provision, E]]:
        return ((p, p.effect) for p in self.provisions if isinstance(p.effect, kind))

    def applies(self, provision: Provision) -> bool:
        """All its conditions hold, and nothing that excepts it applies."""
        if provision.ref not in self.known:
            excepting = [p for p in self.provisions if provision.ref in p.excepts]
            holding = all(holds(c.node, self.situation) for c in provision.conditions)
            self.known[provision.ref] = holding and not any(self.applies(p) for p in excepting)
        return self.known[provision.ref]

    def applying(self, kind: type[E]) -> Iterator[tuple[Provision, E]]:
        return ((p, effect) for p, effect in self.of(kind) if self.applies(p))

    def section(self, name: str) -> int:
        return next(g.section for _, g in self.of(Group) if g.name == name)

    def selects(self, selectors: Sequence[str], name: str) -> bool:
        return any(s in ("all", name, f"section {self.section(name)}") for s in selectors)

    def held(self) -> list[str]:
        """Groups that hold the person, in the order of the law."""
        holding = {g.name for _, g in self.applying(Group)}
        return [name for name in self.order if name in holding]

    def standing(self, held: Sequence[str]) -> tuple[list[str], list[str]]:
        """Groups held that no exception puts behind another; and the exceptions that put one behind."""
        behind: set[str] = set()
        applied: list[str] = []
        for provision, ahead in self.applying(Ahead):
            front = [name for name in held if self.selects(ahead.groups, name)]
            giving_way = {n for n in held if self.selects(ahead.of, n) and any(f != n for f in front)}
            behind |= giving_way
            if giving_way:
                applied.append(provision.ref)
        return [name for name in held if name not in behind], applied

    def chosen(self, standing: Sequence[str]) -> tuple[str, str]:
        """The paying group, and the provision by which it is not simply the first."""
        first = standing[0]
        for provision, choose in self.applying(Choose):
            if self.selects(choose.among, first):
                among = [name for name in standing if self.selects(choose.among, name)]
                best = max(among, key=lambda name: sum(share for share, _ in self.supported(name).values()))
                return best, provision.ref if best != first else ""
        return first, ""

    def supported(self, group: str) -> dict[str, tuple[Fraction, str]]:
        """Payer → (share, provision): each payer in turn gives the best of its supports, at most what is left."""
        given: dict[str, tuple[Fraction, str]] = {}
        for payer in self.book.payers:
            covered = sum((share for share, _ in given.values()), Fraction(0))
            mine = [(p, s) for p, s in self.applying(Support) if s.payer == payer and self.selects(s.groups, group)]
            offers = [(self.share(s) - (0 if s.on_top else covered), -self.turn(p), p.ref) for p, s in mine]
            if offers and max(offers)[0] > 0:
                share, _, ref = max(offers)
                given[payer] = (min(share, 1 - covered), ref)
        return {payer: (share, ref) for payer, (share, ref) in given.items() if share > 0}

    def share(self, support: Support) -> Fraction:
        rate = support.share if isinstance(support.share, Fraction) else self.situation.parameters[support.share]
        return Fraction(rate)

    def turn(self, provision: Provision) -> int:
        """Its place where the book says which of two like supports comes first; then the place in the book."""
        names = (provision.ref, f"{provision.instrument}#{provision.id}", provision.instrument)
        order = self.book.support_order
        place = next((order.index(name) for name in names if name in order), len(order))
        return place * 1000 + self.provisions.index(provision)

    def verdict(self) -> Verdict:
        held = self.held()
        standing, gave_way = self.standing(held)
        if not standing:
            return Verdict(held=tuple(held))
        group, by_choice = self.chosen(standing)
        membership = next(p for p, g in self.applying(Group) if g.name == group)
        levels = [(b.level, p.ref) for p, b in self.applying(Benefit) if any(self.selects(b.groups, n) for n in held)]
        benefit, by_benefit = max(levels, key=lambda level: level[0], default=(0, ""))
        assert isinstance(membership.effect, Group)
        found = Verdict(
            group=group,
            letter=membership.effect.letter,
            section=membership.effect.section,
            held=tuple(held),
            benefit=benefit,
            applied=frozenset({membership.ref, *gave_way, by_choice, by_benefit} - {""}),
        )
        return self.priced(found)

    def priced(self, found: Verdict) -> Verdict:
        """With the premium, who pays which share of it, and whether it falls with the rank in the household."""
        premiums = [(p, m) for p, m in self.applying(Premium) if self.selects(m.groups, found.group)]
        if not premiums:
            return found
        provision, premium = premiums[0]
        rate = Fraction(self.situation.parameters[premium.rate])
        whole = int(max(0, number(premium.of, self.situation)) * rate)
        applied = found.applied | {provision.ref}
        if premium.shares:
            shares = {payer: share for payer, share in premium.shares if share}
            return replace(found, whole=whole, premium=whole, shares=shares, applied=applied)
        given = self.supported(found.group)
        shares = {payer: share for payer, (share, _) in given.items()}
        supports = {payer: ref for payer, (_, ref) in given.items()}
        if rest := 1 - sum(shares.values(), Fraction(0)):
            shares[self.book.payers[-1]] = rest
        tapers = [p.ref for p, t in self.applying(Taper) if self.selects(t.groups, found.group)]
        taper = tapers[0] if tapers and not supports else ""
        applied |= {*supports.values(), taper} - {""}
        return replace(
            found, whole=whole, premium=whole, shares=shares, supports=supports, taper=taper, applied=applied
        )


def decide(book: Book, world: World, first: int, last: int) -> dict[tuple[int, int], Verdict]:
    """(person, month) → verdict, for everybody who lives somewhere in the months `first..last`."""
    found: dict[tuple[int, int], Verdict] = {}
    for person in world.people:
        for month in range(first, last + 1):
            stay = stay_in(person, month)
            if stay is not None:
                verdict = Judge(book, situation(book, world, person, stay, month)).verdict()
                insured = not world.with_cards or on(person.cards, first_day(month)) is not None
                found[person.number, month] = replace(
                    verdict, insured=insured, household=stay.household, unit=stay.unit
                )
    return tapered(book, found)


def tapered(book: Book, found: Mapping[tuple[int, int], Verdict]) -> dict[tuple[int, int], Verdict]:
    """With ranks: in a household and calendar year those insured come first, by the month of joining and by number."""
    months: dict[tuple[int, int], dict[int, list[tuple[bool, int]]]] = {}
    for (person, month), verdict in found.items():
        if verdict.taper:
            members = months.setdefault((verdict.household, month // 12), {})
            members.setdefault(person, []).append((not verdict.insured, month))
    ranks = {
        (*key, person): rank
        for key, members in months.items()
        for rank, person in enumerate(sorted(members, key=lambda p: (min(members[p]), p)), 1)
    }
    result = dict(found)
    for (person, month), verdict in found.items():
        if verdict.taper:
            rank = ranks[verdict.household, month // 12, person]
            effect = book.provision(verdict.taper).effect
            assert isinstance(effect, Taper)
            share = effect.shares[min(rank, len(effect.shares)) - 1]
            result[person, month] = replace(verdict, rank=rank, premium=int(verdict.whole * share))
    return result
