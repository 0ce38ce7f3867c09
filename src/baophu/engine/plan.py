"""How a period is asked: its provisions with their places, groups in order, supports by payer, shares on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from baophu.engine.layout import Layout
from baophu.engine.periods import Period
from baophu.engine.source import FactsError
from baophu.law.model import Ahead, Book, Premium, Provision, Support


@dataclass(frozen=True)
class Plan:
    """What a period's query is made of: its provisions with their places, and the scale of all shares."""

    period: Period
    layout: Layout
    payers: tuple[str, ...]
    scale: int
    support_rank: tuple[str, ...] = ()

    @cached_property
    def places(self) -> dict[str, int]:
        """Place in the period of each provision, by ref."""
        return {p.ref: i for i, p in enumerate(self.period.provisions)}

    @cached_property
    def order(self) -> dict[str, int]:
        """Place of each group in Article 12's order."""
        return {g: k for k, g in enumerate(self.period.groups)}

    def place(self, provision: Provision) -> int:
        return self.places[provision.ref]

    def groups(self, selectors: tuple[str, ...]) -> list[int]:
        """Places of selected groups in the order of Article 12."""
        if selectors not in self._selected:
            self._selected[selectors] = [self.order[g] for g in self.period.select(selectors)]
        return self._selected[selectors]

    @cached_property
    def _selected(self) -> dict[tuple[str, ...], list[int]]:
        return {}

    @cached_property
    def aheads(self) -> list[str]:
        """Refs of the exceptions to Article 12's order, as `gave_way` counts them."""
        return [p.ref for p, _ in self.period.of(Ahead)]

    def share(self, support: Support) -> int:
        """A support's share in units of `scale`."""
        share = support.share if isinstance(support.share, Fraction) else self.period.parameters[support.share]
        units = Fraction(share) * self.scale
        assert units.denominator == 1
        return int(units)

    @cached_property
    def by_payer(self) -> dict[str, list[tuple[int, Support]]]:
        """Supports of each payer that has any, payers in the order asked, those that win ties first."""
        rank = {name: i for i, name in enumerate(self.support_rank)}
        found: dict[str, list[tuple[int, int, Support]]] = {payer: [] for payer in self.payers}
        for p, s in self.period.of(Support):
            names = (p.ref, f"{p.instrument}#{p.id}", p.instrument)
            by = next((rank[name] for name in names if name in rank), len(rank))
            found[s.payer].append((by, self.place(p), s))
        ordered = {payer: sorted(listed, key=lambda t: t[:2]) for payer, listed in found.items() if listed}
        return {payer: [(i, s) for _, i, s in listed] for payer, listed in ordered.items()}

    def supports(self, payer: str) -> list[tuple[int, Support]]:
        """Supports of one payer, those that win ties first."""
        return self.by_payer.get(payer, [])

    def supporting(self) -> list[str]:
        """Payers with a support in this period, in the order in which they are asked."""
        return list(self.by_payer)


def common_scale(inside: Sequence[Period]) -> int:
    """A whole number in which every share of the law is whole, and any per mille that a draft may bring."""
    shares: list[Fraction] = [Fraction(1)]
    for period in inside:
        for _, support in period.of(Support):
            share = support.share if isinstance(support.share, Fraction) else period.parameters[support.share]
            shares.append(Fraction(share))
        for _, premium in period.of(Premium):
            shares.extend(s for _, s in premium.shares)
    return lcm(1000, *(s.denominator for s in shares))


def plans(book: Book, layout: Layout, inside: Sequence[Period], scale: int | None = None) -> list[Plan]:
    """How each period is asked; shares in units of `scale`, or of the smallest that makes them whole."""
    least = common_scale(inside)
    if scale is not None and scale % least:
        raise FactsError(f"a share of the draft is not whole in units of 1/{scale}; decide the law with it loaded")
    scale = scale or least
    return [Plan(period, layout, book.payers, scale, book.support_order) for period in inside]
