"""What cover would cost a household."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pydantic import BaseModel, Field

from baophu.api.errors import NotThere
from baophu.api.rest.base import Key, api, as_json, page_of, reason, who_asks
from baophu.api.rest.common import Cited, Group, Share, group, refs, shares
from baophu.api.rest.shapes import NUMBER, WHOLE, Asked, Told
from baophu.api.services import idempotency
from baophu.api.services.persons import looked, numbered
from baophu.api.services.simulation import simulated
from baophu.cover.services import quoting
from baophu.cover.services.quoting import Line, Priced
from baophu.cover.services.words import REASONS
from baophu.decisions.services.lawbooks import active
from baophu.law.model import Book
from baophu.pages.texts import said

Joining = Annotated[int, Field(ge=1, le=2**53), WHOLE]
WHY = "báo giá qua giao diện kết nối"


class QuoteAsked(Asked):
    """A household, by a number of any of its members. `joining`: who joins, in this order; left out: all who pay.

    `keep`: the price is kept under a number, so that it can be paid.
    """

    number: Annotated[str, Field(pattern=NUMBER)]
    months: Annotated[int, Field(ge=1, le=12), WHOLE] = 12
    joining: (
        Annotated[list[Annotated[int, Field(ge=1, le=2**53), WHOLE]], Field(min_length=1, max_length=40)] | None
    ) = None
    keep: bool = False


class Member(BaseModel):
    """A member: joins with these amounts for the whole card, đồng, or does not, for a reason."""

    person: int
    name: str
    group: Group
    joins: bool
    reason: str | None
    rank: int
    months: int
    own: int
    shares: list[Share]
    valid_from: date | None
    valid_to: date | None
    provisions: list[Cited]


class QuoteTold(Told):
    """A price: what those who join pay together, and the last day on which it holds. `quote` is its number if kept."""

    household: int
    day: date
    months: int
    total: int
    valid_until: date
    quote: int | None
    members: list[Member]


@api.post(
    "/quotes", response={200: QuoteTold, 201: QuoteTold}, tags=["quotes"], auth=Key("quote"), operation_id="quote"
)
def quote(request: HttpRequest, asked: QuoteAsked) -> HttpResponse:
    """Price cover for a household of one's units, member by member. 201 when the price was kept."""
    who, page = who_asks(request), page_of(request)
    key = idempotency.key_of(request.headers.get(idempotency.HEADER))
    one = numbered(who, asked.number, reason(request, WHY), page)
    today = timezone.localdate()
    household = quoting.household_of(one.pk, today)

    def act() -> tuple[int, dict[str, object]]:
        priced = quoting.price(household, today, asked.months, asked.joining)
        if who.units is not None and not any(line.standing.unit in who.units for line in priced.lines):
            raise NotThere
        looked(who, [line.person for line in priced.lines if line.person != one.pk], reason(request, WHY), page)
        number = quoting.quote(household, today, asked.months, asked.joining).pk if asked.keep else None
        return (201 if asked.keep else 200), json.loads(_told(active(), priced, number).model_dump_json())

    status, body, _again = idempotency.once(who, key, f"{page} {asked.model_dump_json()}", act)
    return as_json(body, status)


def _told(book: Book, priced: Priced, number: int | None) -> QuoteTold:
    return QuoteTold(
        simulated=simulated(),
        household=priced.household,
        day=priced.day,
        months=priced.months,
        total=priced.total,
        valid_until=priced.valid_until,
        quote=number,
        members=[_member(book, line, priced.day) for line in priced.lines],
    )


def _member(book: Book, line: Line, day: date) -> Member:
    outcome = line.standing.decision.outcome
    why = line.why_not or (REASONS.get(line.reason) if line.reason else None)
    card = line.card.dated if line.card and line.joins else None
    named = [*line.month.provisions.values(), outcome.taper, *(card.why[:2] if card else ())]
    return Member(
        person=line.person,
        name=line.name,
        group=group(book, outcome.group, outcome.letter, day),
        joins=line.joins,
        reason=None if line.joins or why is None else said(why),
        rank=line.rank,
        months=line.months,
        own=line.own,
        shares=shares(book, line.amounts),
        valid_from=card.valid_from if card else None,
        valid_to=card.valid_to if card else None,
        provisions=refs(book, (ref for ref in named if ref)),
    )
