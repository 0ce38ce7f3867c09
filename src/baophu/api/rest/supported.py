"""Am I supported: facts in; group, price, payers, article and end out. No personal data."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from pydantic import BaseModel, Field

from baophu.api.rest.base import api
from baophu.api.rest.common import Cited, Group, Share, cited, group, shares
from baophu.api.rest.shapes import CODE, Asked, Day, Told, Value
from baophu.api.services import supported as service
from baophu.api.services.simulation import simulated
from baophu.cover.services.pricing import Price
from baophu.decisions.services.lawbooks import active
from baophu.law.model import Book

Facts = Annotated[dict[str, Value], Field(max_length=60, json_schema_extra={"x-facts": True})]


class Somebody(Asked):
    """Somebody whose name nobody needs. `unit` is the code of where they live, `outside` for elsewhere."""

    key: Annotated[str, Field(pattern=CODE)] = Field(description="A word of yours by which the answer names them.")
    born: Day
    sex: Literal["m", "f"] = "m"
    unit: Annotated[str, Field(pattern=CODE)] = Field(
        "outside", description="Code of the unit they live in; outside: elsewhere."
    )
    permanent_resident: bool = Field(True, description="Permanent residence where they live.")
    facts: Facts = Field({}, description="Facts by the law book's names (GET /law/facts).")


class SupportedAsked(Asked):
    """A household, in the order of joining."""

    on: Day | None = Field(None, description="The day; left out: today.")
    people: Annotated[list[Somebody], Field(min_length=1, max_length=20)]


class MonthTold(BaseModel):
    """A month's premium and who pays what of it, đồng."""

    premium: int
    own: int
    shares: list[Share]


class SomebodyTold(BaseModel):
    """What the law says of one of them. `yearly_own` is twelve months at today's price.

    `until`: the last day on which it stays so by the law and the facts told; null: nothing ends within a year. `then`
    is what a month costs after it, where that is decided.
    """

    key: str
    group: Group
    benefit: int
    rank: int
    month: MonthTold
    yearly_own: int
    provisions: list[Cited]
    until: date | None
    then: MonthTold | None
    then_group: Group | None


class SupportedTold(Told):
    """The household as decided on a day by a law book (`law`: its digest)."""

    on: date
    law: str
    people: list[SomebodyTold]


@api.post("/supported", response=SupportedTold, tags=["law"], operation_id="supported")
def supported(request: HttpRequest, asked: SupportedAsked) -> SupportedTold:
    """Group, price, payers, article and end for people told in the request, by the law of a day."""
    book, today = active(), timezone.localdate()
    day = asked.on or today
    people = [service.Asked(p.key, p.born, p.sex, "home", p.unit, p.permanent_resident, p.facts) for p in asked.people]
    found = service.supported(people, day, today)
    return SupportedTold(
        simulated=simulated(), on=day, law=book.digest, people=[_told(book, one, day) for one in found]
    )


def _told(book: Book, one: service.Supported, day: date) -> SomebodyTold:
    outcome = one.decision.outcome
    return SomebodyTold(
        key=one.key,
        group=group(book, outcome.group, outcome.letter, day),
        benefit=outcome.benefit,
        rank=one.decision.rank,
        month=month(book, one.price),
        yearly_own=12 * one.price.amounts.get(book.payers[-1], 0),
        provisions=cited(one.provisions),
        until=one.until,
        then=None if one.after is None else month(book, one.after),
        then_group=None if one.after is None else group(book, one.after_group, "", one.until or day),
    )


def month(book: Book, price: Price) -> MonthTold:
    """A month's price."""
    return MonthTold(premium=price.premium, own=price.amounts[book.payers[-1]], shares=shares(book, price.amounts))
