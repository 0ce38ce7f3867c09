"""A person's card: what a clinic would be told, and what comes next and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString, mark_safe

from baophu.care.services.answer import Answer
from baophu.care.services.answering import answer
from baophu.care.services.copays import Counted, counted
from baophu.citizen.services.family import terms
from baophu.citizen.services.seeing import household_of
from baophu.cover import vietqr
from baophu.cover.errors import CoverError
from baophu.cover.services.pricing import OWN
from baophu.cover.services.pricing import price_of as price_one
from baophu.cover.services.quoting import price
from baophu.cover.services.standing import standings
from baophu.decisions.models import Current
from baophu.decisions.services.lawbooks import active
from baophu.decisions.services.years import Decision, Decisions, decisions_of
from baophu.engine.cards.days import add_months
from baophu.engine.months import first_day, month_of
from baophu.engine.source import FactsError
from baophu.insight.causes import CAUSES
from baophu.law.model import Text
from baophu.registry.models import Person

SOON = 60
"""Days ahead in which the end of a card is told as near."""


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next: from a day on the person pays `own` đồng a month instead of `before`; `ref` and `cause` why."""

    day: date
    own: int
    before: int
    group: str
    cause: Text | None
    ref: str


@dataclass(frozen=True, slots=True)
class Price:
    """What twelve months would cost from a day on, đồng, and the same a year earlier (None: not known)."""

    day: date
    year: int
    year_before: int | None

    @property
    def difference(self) -> int | None:
        """How much more than a year before."""
        return None if self.year_before is None else self.year - self.year_before

    @property
    def less(self) -> int:
        """How much less."""
        return -(self.difference or 0)


@dataclass(frozen=True, slots=True)
class Mine:
    """The card page: the answer a clinic would get, the decision of today, and what follows."""

    person: Person
    answer: Answer | None
    number: str
    shown: str
    code: SafeString | None
    current: Current | None
    decision: Decision | None
    next: tuple[Next, ...]
    price: Price | None
    counted: Counted | None
    days: int | None

    @property
    def five_year_on(self) -> date | None:
        """The day on which five years of continuous cover are full."""
        return self.counted.five_year_on if self.counted else None

    @property
    def soon(self) -> bool:
        """Whether the card ends in the next weeks."""
        return self.days is not None and 0 <= self.days <= SOON


def number_of(person: Person) -> str:
    """What a clinic's field takes: the personal ID, else the card number, else what there is; empty: nothing."""
    return person.personal_id or person.card_number or person.social_number or person.old_id or ""


def mine(person: Person, today: date) -> Mine:
    """The card of a person today. Nothing is written."""
    shown = number_of(person)
    told = answer(shown, None, today) if shown else None
    years = decisions_of(person.pk, today.year - 1, today.year + 1)
    ends = told.valid_to if told is not None and told.valid_to is not None else None
    number = (told.card_number if told else "") or person.card_number or ""
    carried = number or shown
    return Mine(
        person=person,
        answer=told,
        number=number,
        shown=carried,
        code=mark_safe(vietqr.svg(carried).decode()) if carried else None,  # drawn by segno from our own number
        current=Current.objects.select_related("outcome", "next_outcome").filter(person=person).first(),
        decision=years.at(month_of(today)),
        next=tuple(next_of(person, years, today)),
        price=price_of(person, ends, today),
        counted=counted(person, today.year),
        days=None if ends is None or ends < today else (ends - today).days,
    )


def price_of(person: Person, ends: date | None, today: date) -> Price | None:
    """What a year costs behind the card of today, as cover would quote it, and cost a year before in the same place of
    the household; None where nothing can be said."""
    begins = ends + timedelta(days=1) if ends is not None and ends >= today else today
    after = _month_of(person, begins, rank := _rank(person, today))
    if after is None:
        return None
    before = _month_of(person, add_months(begins, -12), rank)
    return Price(begins, after * 12, None if before is None else before * 12)


def _month_of(person: Person, day: date, rank: int) -> int | None:
    """What a month costs a person who pays on a day; None where nothing is decided."""
    try:
        standing = standings([person.pk], day).get(person.pk)
    except FactsError:
        return None
    if standing is None or not standing.decision.premium:
        return None
    return price_one(active(), standing.decision, rank).amounts.get(OWN, 0)


def _rank(person: Person, today: date) -> int:
    """The place somebody would have who joins with the household now; 0: they need not, or alone."""
    home = household_of(person)
    months = terms(active(), today)
    if home is None or not months:
        return 0
    try:
        return next((line.rank for line in price(home, today, max(months)).lines if line.person == person.pk), 0)
    except CoverError:
        return 0


def next_of(person: Person, years: Decisions, today: date) -> Sequence[Next]:
    """Decisions that turn after this month: another group or another own share."""
    found: list[Next] = []
    current = Current.objects.filter(person=person).first()
    before = years.at(month_of(today))
    for row in years.rows:
        if before is None or row.a <= month_of(today):
            continue
        if row.own != before.own or row.outcome.group != before.outcome.group:
            mine_ = current is not None and current.next_month == row.a
            cause = CAUSES.get(current.next_cause) if mine_ and current else None
            ref = current.next_ref if mine_ and current else ""
            found.append(Next(first_day(row.a), row.own, before.own, row.outcome.group, cause, ref))
        before = row
    return found[:4]
