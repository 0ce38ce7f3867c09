"""The ways somebody may come to a card by paying, side by side: alone, with the household, behind the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from baophu.cover.errors import CannotIssue
from baophu.cover.services.pricing import OWN, Price, price_of
from baophu.cover.services.quoting import Line, Priced, price, ranks_of
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.cards import RuleError
from baophu.engine.cards.effects import payment_terms

Joins = Literal["alone", "together", "last"]
"""Alone; with everybody of the household who would have to pay, in the order of the register; the same, behind them."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of joining: the person's place among those who join by household in the year (0: no tapering), what a month
    costs by payer, and what the others of the household who join pay a month together."""

    joins: Joins
    rank: int
    month: Price
    others: int

    @property
    def own(self) -> int:
        """Đồng a month the person pays."""
        return self.month.amounts.get(OWN, 0)

    @property
    def together(self) -> int:
        """Đồng a month the household pays."""
        return self.own + self.others


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways for somebody who pays on a day: in the order they were looked at, for which numbers of months one may
    pay, the first day of the card, until when the prices hold, the provision of the months; `joining` counts who would
    join besides."""

    ways: tuple[Way, ...]
    months: tuple[int, ...]
    first: date
    holds: date
    terms: str
    joining: int

    @property
    def cheapest(self) -> Way:
        """What costs the person least a month; of equal ones what costs the household least."""
        return min(self.ways, key=lambda way: (way.own, way.together))


def ways(household: int, person: int, day: date) -> Ways:
    """The ways of a person of a household; nothing is written.

    A price of the whole household is asked once (`quoting.price`); alone and last differ from it by the place among
    those who join alone. CannotIssue where the person has nothing to pay, has a card, or cannot get one; NoSuchThing
    for nobody there.
    """
    try:
        allowed, ref = payment_terms(book(), day)
    except RuleError as error:
        raise CannotIssue(f"Sổ luật không nói được đóng mấy tháng: {error}", str(error)) from error
    months = tuple(sorted(allowed))
    found = price(household, day, months[-1])
    mine = found.line(person)
    if not mine.joins or mine.card is None:
        raise CannotIssue(f"{mine.name} chưa phải đóng lúc này.", f"{mine.name} has nothing to pay now.")
    others = [line for line in found.lines if line.joins and line.person != person]
    if not (mine.rank and any(line.rank for line in others)):
        others = []  # they change a price only where the household tapers it
    told = [_way("together", found, mine, others)] if others else []
    told.append(_way("alone", found, mine, []))
    if others:
        told.append(_way("last", found, mine, others))
    # the last place may be the one the order of the register gives already
    distinct = {(way.rank, way.own, bool(way.others)): way for way in reversed(told)}
    listed = tuple(way for way in told if distinct[way.rank, way.own, bool(way.others)] is way)
    return Ways(listed, months, mine.card.dated.valid_from, found.valid_until, ref, len(others))


def _way(joins: Joins, found: Priced, mine: Line, others: list[Line]) -> Way:
    order = [*others, mine] if joins == "last" else [line for line in found.lines if line in (*others, mine)]
    ranks: Mapping[int, int] = ranks_of(found.household, order, found.day)
    prices = {line.person: price_of(book(), line.standing.decision, ranks.get(line.person, 0)) for line in order}
    rest = sum(prices[line.person].amounts.get(OWN, 0) for line in others)
    return Way(joins, ranks.get(mine.person, 0), prices[mine.person], rest)
