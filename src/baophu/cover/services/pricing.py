"""What a card costs each payer: the engine's decision, the rank in the household, and the months, date to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from baophu.engine.cards.days import DAY, add_months, begun_months
from baophu.engine.one import Decision
from baophu.law.model import Book, Taper

BUDGET = ("state", "province")
"""Payers whose money comes through the finance body (Decree 188/2025, Article 7)."""

OWN = "own"
"""The payer who is the person: the last of a law book, who takes what others leave."""


@dataclass(frozen=True, slots=True)
class Price:
    """A month of a card: premium and amounts by payer, đồng, and the provision by payer that makes it pay.

    `fixed`: the person pays a part, so that every month costs what it costs on the payment day.
    """

    premium: int
    amounts: Mapping[str, int]
    provisions: Mapping[str, str]
    fixed: bool

    def times(self, months: int) -> dict[str, int]:
        """Amounts of some months, by payers who pay something."""
        return {payer: amount * months for payer, amount in self.amounts.items() if amount}


def price_of(book: Book, decision: Decision, rank: int = 0) -> Price:
    """The price of a month for the member of a rank (0 and 1: the first, who pays in full).

    The premium falls with the rank only where the decision names a tapering provision; such people pay all themselves.
    """
    amounts, premium = dict(decision.amounts), decision.premium
    if decision.outcome.taper and rank > 1:
        effect = book.provision(decision.outcome.taper).effect
        assert isinstance(effect, Taper)
        assert amounts[OWN] == premium
        share = effect.shares[min(rank, len(effect.shares)) - 1]
        premium = premium * share.numerator // share.denominator
        amounts[OWN] = premium
    supports = dict(decision.outcome.supports)
    provisions = {p: supports.get(p, decision.outcome.by_premium) for p, amount in amounts.items() if amount}
    return Price(premium, amounts, provisions, fixed=amounts[OWN] > 0)


def months_of(first: date, last: date) -> int:
    """Months a card is paid for, counted date to date; a begun month is a whole one."""
    return begun_months(first, last + DAY)


def month_starts(first: date, months: int) -> list[date]:
    """The first day of each month of a card."""
    return [add_months(first, n) for n in range(months)]


def instrument_of(ref: str) -> str:
    """The number of the instrument a provision stands in."""
    return ref.rpartition("#")[0]
