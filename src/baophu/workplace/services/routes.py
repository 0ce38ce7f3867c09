"""The ways into a card for somebody without one, side by side, the cheapest marked; in a word where there is a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from django.utils.translation import gettext as _

from baophu.cover.errors import CoverError
from baophu.cover.services.comparing import Way, ways
from baophu.cover.services.pricing import OWN
from baophu.cover.services.quoting import SOON
from baophu.decisions.models import Current
from baophu.pages import sources
from baophu.workplace.words import payer_label


@dataclass(frozen=True, slots=True)
class Route:
    """A way: how it is called, đồng a month, đồng of the person for each number of months one may pay for, đồng of the
    household for the longest."""

    name: str
    month: int
    amounts: tuple[int, ...]
    household: int
    cheapest: bool


@dataclass(frozen=True, slots=True)
class Routes:
    """The ways of a person who pays today; `problem` why there are none.

    `place`: the place in the household by the decision of today where a quote does not count on it (0: they agree):
    cards that were not paid here have no payment day, and a quote tapers by what was paid in the year.
    """

    routes: tuple[Route, ...] = ()
    months: tuple[int, ...] = ()
    first: date | None = None
    holds: date | None = None
    terms: str = ""
    problem: str = ""
    place: int = 0


def wanted(current: Current | None, today: date) -> TypeGuard[Current]:
    """Whether paying would bring somebody a card they do not have, or will not have before long."""
    if current is None or current.own <= 0:
        return False
    last = current.insured_to
    return current.insured_from is None or (last is not None and last <= today + SOON)


def routes(household: int, current: Current, today: date) -> Routes:
    """The ways of a person of a household, beside what was decided of them."""
    try:
        found = ways(household, current.person_id, today)
    except CoverError as refused:
        return Routes(problem=str(refused))
    longest, best = found.months[-1], found.cheapest if len(found.ways) > 1 else None
    listed = tuple(
        Route(_named(way), way.own, tuple(way.own * n for n in found.months), way.together * longest, way is best)
        for way in found.ways
    )
    place = 0 if current.own in {way.own for way in found.ways} else current.rank
    return Routes(listed, found.months, found.first, found.holds, found.terms, place=place)


def _named(way: Way) -> str:
    if way.joins == "last":
        return _("Cùng cả hộ, đóng sau cùng (người thứ %(n)s)") % {"n": way.rank}
    if way.joins == "together":
        return _("Cùng cả hộ (người thứ %(n)s)") % {"n": way.rank}
    return _("Một mình") if way.rank else _("Tự đóng")


def in_a_word(current: Current) -> str:
    """The cheapest way into a card as a list tells it, by the decision of today alone: who pays, or how one joins."""
    if current.problem or not current.group:
        return ""
    if not current.own:
        payers = [payer_label(sources.book(), name) for name, amount in current.amounts.items() if amount]
        if "employee" in current.amounts:
            return _("qua nơi làm việc")
        return _("không phải đóng: %(payers)s") % {"payers": ", ".join(payers)} if payers else ""
    others = [name for name, amount in current.amounts.items() if amount and name != OWN]
    if others:
        labels = ", ".join(payer_label(sources.book(), name) for name in others)
        return _("tự đóng một phần, còn lại: %(payers)s") % {"payers": labels}
    if current.outcome is not None and current.outcome.taper:
        return _("theo hộ gia đình, người thứ %(n)s") % {"n": current.rank} if current.rank else _("theo hộ gia đình")
    return _("tự đóng")
