"""A person's cover, by number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path
from pydantic import BaseModel, Field

from baophu.api.rest.base import Key, api, page_of, reason, who_asks
from baophu.api.rest.common import Cited, Group, PersonTold, Share, group, person, refs, shares
from baophu.api.rest.shapes import NUMBER, Told
from baophu.api.services.persons import numbered
from baophu.api.services.simulation import simulated
from baophu.decisions.models import Current
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import first_day
from baophu.registry.models import Card

Number = Annotated[str, Path(pattern=NUMBER)]
WHY = "đọc thẻ qua giao diện kết nối"


class CardTold(BaseModel):
    """A card: its days, inclusive (`to` null: open), number and group."""

    id: int
    number: str
    group: str
    from_: date = Field(alias="from")
    to: date | None
    paid_on: date | None


class Next(BaseModel):
    """What changes next: the first day of the month from which it does, the cause, the provision, the group then."""

    from_: date = Field(alias="from")
    cause: str
    ref: str
    group: Group | None


class DecisionTold(BaseModel):
    """What is decided for the present month."""

    month: date
    group: Group
    benefit: int
    covered: bool
    premium: int
    own: int
    shares: list[Share]
    provisions: list[Cited]
    insured_from: date | None
    insured_to: date | None
    next: Next | None
    decided_at: datetime
    problem: str


class Cover(Told):
    """A person's cover today. `insured`: a card runs today. `decision` null: nothing is decided (gone, or dead)."""

    on: date
    person: PersonTold
    insured: bool
    cards: list[CardTold]
    decision: DecisionTold | None


@api.get(
    "/people/{number}/cover", response=Cover, by_alias=True, tags=["people"], auth=Key("read_person"),
    operation_id="cover",
)  # fmt: skip
def cover(request: HttpRequest, number: Number) -> Cover:
    """The cards and the decision of somebody of one's units, by any number of theirs. Every reading is logged."""
    one = numbered(who_asks(request), number, reason(request, WHY), page_of(request))
    today = timezone.localdate()
    cards = list(Card.objects.known().filter(person=one).order_by("valid_from"))
    running = any(c.valid_from <= today and (c.valid_to is None or today <= c.valid_to) for c in cards)
    return Cover(
        simulated=simulated(),
        on=today,
        person=person(one),
        insured=running and one.died is None,
        cards=[_card(c) for c in cards],
        decision=_decision(one.pk, today),
    )


def _card(card: Card) -> CardTold:
    return CardTold(
        id=card.pk,
        number=card.number,
        group=card.group,
        to=card.valid_to,
        paid_on=card.paid_on,
        **{"from": card.valid_from},
    )


def _decision(person: int, day: date) -> DecisionTold | None:
    book = active()
    found = Current.objects.select_related("outcome").filter(person=person).first()
    if found is None:
        return None
    changes = None
    if found.next_month is not None:
        then = first_day(found.next_month)
        after = group(book, found.next_group, found.next_letter, then) if found.next_outcome_id else None
        changes = Next(cause=found.next_cause, ref=found.next_ref, group=after, **{"from": then})
    return DecisionTold(
        month=first_day(found.month),
        group=group(book, found.group, found.letter, day),
        benefit=found.benefit,
        covered=found.covered,
        premium=found.premium,
        own=found.own,
        shares=shares(book, found.amounts),
        provisions=refs(book, found.outcome.applied if found.outcome else ()),
        insured_from=found.insured_from,
        insured_to=found.insured_to,
        next=changes,
        decided_at=found.decided_at,
        problem=found.problem,
    )
