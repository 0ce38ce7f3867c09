"""What followed a campaign: cover gained by those reached against those not reached, and what each one cost.

Looked at are members who were uncovered on the campaign's day, or whose card ended within the days followed. Somebody
reached is followed from the first day of being reached, everybody else from the campaign's day, as many days each.
Cover is gained when a card that begins after the old one is paid for (or begins, where no payment is known) within
these days. Who gained cover before being reached counts as not reached. Only people whose days are over are compared.
It is no trial: who is reached was not drawn by lot, and that is said beside the figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from baophu.outreach.models import Campaign, Contact, Member
from baophu.outreach.models.contact import REACHED
from baophu.outreach.services import statistics
from baophu.outreach.services.statistics import Interval
from baophu.registry.models import Card

FEW = 20
"""People of either side below which nothing is concluded."""

PIECE = 900
"""People asked for at a time: SQLite takes no more than some thousand values."""


@dataclass(frozen=True, slots=True)
class Side:
    """Those reached, or those not: how many, of whom this many are followed to the end, of whom this many gained.

    `so_far` is how many have gained until now, whether followed to the end or not.
    """

    people: int
    ripe: int
    gained: int
    so_far: int

    @property
    def share(self) -> Interval | None:
        return statistics.share(self.gained, self.ripe) if self.ripe else None


@dataclass(frozen=True, slots=True)
class Measured:
    """What followed. `difference` is in shares (0.1: ten points), None until both sides have somebody.

    `state`: `early` nobody is followed to the end on a side, `few` too few to conclude, `unclear` the interval holds
    nothing, `more` or `less` it does not. `cost` is đồng in all; `a_gain` for each person reached who gained cover;
    `a_more` for each one more than those not reached would let expect (None where there are none), `a_more_least` and
    `a_more_most` its bounds at the bounds of the difference (`a_more_most` None: the difference may be nothing, so each
    one more may cost any sum). `ripe_on`: the day on which everybody so far has been followed to the end.
    """

    reached: Side
    others: Side
    difference: Interval | None
    state: str
    before: int
    cost: int
    contacts: int
    a_gain: int | None
    a_more: int | None
    a_more_least: int | None
    a_more_most: int | None
    ripe_on: date
    window: int


class _Member(NamedTuple):
    pk: int
    person_id: int
    insured_to: date | None
    uncovered: bool


def measure(of: Campaign, found: QuerySet[Member], day: date | None = None) -> Measured:
    """What followed a campaign until a day, among some of its members."""
    today, window = day or timezone.localdate(), timedelta(days=of.window)
    rows = found.select_related(None).values_list("pk", "person", "insured_to", "uncovered")
    members = [_Member(*row) for row in rows.iterator()]
    met, contacts = _contacts(of, {m.pk for m in members})
    gains = _gains(of, members)
    sides: dict[bool, list[tuple[bool, bool]]] = {True: [], False: []}
    before, ripe_on = 0, of.day
    for member in members:
        reached_on, gained_on = met.get(member.pk), gains.get(member.pk)
        if reached_on and gained_on and gained_on < reached_on:
            reached_on, before = None, before + 1
        start = reached_on or of.day
        end = start + window
        if not member.uncovered and (member.insured_to is None or member.insured_to > end):
            continue  # a card that outlasts the days followed cannot be gained anew
        sides[reached_on is not None].append((end <= today, gained_on is not None and gained_on <= end))
        ripe_on = max(ripe_on, end)
    reached, others = _side(sides[True]), _side(sides[False])
    found_difference = None
    if reached.ripe and others.ripe:
        found_difference = statistics.difference((reached.gained, reached.ripe), (others.gained, others.ripe))
    cost = of.fixed_cost + of.contact_cost * contacts
    more, least, most = (_each(cost, found_difference, at, reached.ripe) for at in ("value", "high", "low"))
    return Measured(
        reached,
        others,
        found_difference,
        _state(reached, others, found_difference),
        before,
        cost,
        contacts,
        round(cost / reached.so_far) if reached.so_far and cost else None,
        more,
        least if more is not None else None,
        most if more is not None else None,
        ripe_on,
        of.window,
    )


def _each(cost: int, found: Interval | None, at: str, people: int) -> int | None:
    """What each person more costs at the value or a bound of a difference; None where that is less than a person."""
    more = getattr(found, at) * people if found else 0
    return round(cost / more) if cost and more >= 1 else None


def _state(reached: Side, others: Side, found: Interval | None) -> str:
    if found is None:
        return "early"
    if min(reached.ripe, others.ripe) < FEW:
        return "few"
    if not found.clear:
        return "unclear"
    return "more" if found.value > 0 else "less"


def _side(rows: Iterable[tuple[bool, bool]]) -> Side:
    every = list(rows)
    ripe = [gained for over, gained in every if over]
    return Side(len(every), len(ripe), sum(ripe), sum(gained for _, gained in every))


def _contacts(of: Campaign, members: set[int]) -> tuple[dict[int, date], int]:
    """The first day each member was reached, and how many contacts there were with these members."""
    first: dict[int, date] = {}
    count = 0
    rows = Contact.objects.standing().filter(member__campaign=of).order_by("day", "id")
    for member, day, answer in rows.values_list("member", "day", "answer"):
        if member in members:
            count += 1
            if answer in REACHED:
                first.setdefault(member, day)
    return first, count


def _gains(of: Campaign, members: list[_Member]) -> dict[int, date]:
    """The day each member gained cover after the campaign's day: paid for it, else when it began."""
    last = {
        m.person_id: (m.pk, max(of.day, m.insured_to) if m.insured_to and not m.uncovered else of.day) for m in members
    }
    found: dict[int, list[date]] = defaultdict(list)
    persons = list(last)
    for at in range(0, len(persons), PIECE):
        cards = Card.objects.known().filter(person__in=persons[at : at + PIECE], valid_from__gt=of.day)
        for person, begins, paid in cards.values_list("person", "valid_from", "paid_on"):
            member, behind = last[person]
            if begins > behind:
                gained = min(begins, paid) if paid else begins
                if gained >= of.day:
                    found[member].append(gained)
    # a card that began on the campaign's day itself was not there in the morning's list
    return {member: min(days) for member, days in found.items()}
