"""Check-in: what a scanner read or somebody typed in; the answer of the counter out, recorded. The fast path."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, Field

from baophu.api.errors import NoFacility
from baophu.api.rest.base import Key, api, as_json, page_of, who_asks
from baophu.api.rest.shapes import Asked, Plain, Told
from baophu.api.services import idempotency
from baophu.api.services.facilities import check, place_of
from baophu.api.services.simulation import simulated
from baophu.care.services.answer import Answer, RouteShare
from baophu.care.services.answering import answer, check_in
from baophu.law.scalars import share_text
from baophu.pages.texts import said


class CheckInAsked(Asked):
    """What came from the scanner or keyboard, as it came. `name` and `born` as the person says them, to compare."""

    text: Annotated[Plain, Field(max_length=2000)]
    name: Annotated[Plain, Field(max_length=120)] = ""
    born: Annotated[Plain, Field(max_length=10)] = ""
    care: Literal["outpatient", "inpatient"] = "outpatient"
    route: Literal["right", "wrong", "emergency"] = "right"
    facility: Annotated[str, Field(pattern="^[0-9]{5}$")] | None = Field(
        None, description="Code of the facility; where given it must be the key's own."
    )


class RouteTold(BaseModel):
    """What a route would come to: level in percent and share of it; `question` names the fact it turns on."""

    route: str
    level: int | None
    share: str | None
    question: str | None


class CheckInTold(Told):
    """The answer. `code` is the national answer code, `tone` one of good, soon, bad, unsure.

    `certain` false: the system cannot know, and what stands here is the last state known (`as_of`). The fields of the
    person are those of the register, to compare; `disagreements` those in which what was shown says otherwise.
    """

    check_in: int
    situation: str
    code: str
    word: str
    tone: Literal["good", "soon", "bad", "unsure"]
    says: str
    treat: str
    certain: bool
    as_of: datetime | None
    on: date
    person: int | None
    name: str
    born: date | None
    born_known: str
    sex: str
    unit: str | None
    disagreements: list[str]
    card_number: str
    old_card: str
    valid_from: date | None
    valid_to: date | None
    starts_on: date | None
    died: date | None
    level: int | None
    level_ref: str
    why: list[str]
    care: str
    route: str
    share: str | None
    question: str | None
    small_visit_limit: int | None
    five_year_on: date | None
    exempt: bool
    exempt_to: date | None
    copay_left: int | None
    routes: list[RouteTold]


@api.post(
    "/check-ins", response={201: CheckInTold}, tags=["check-in"], auth=Key("check_cover"), operation_id="check_in"
)
def check_in_(request: HttpRequest, asked: CheckInAsked) -> HttpResponse:
    """Whether whoever came is insured, at which level and by which route; the check-in and the look are recorded.

    With an `Idempotency-Key` the same question again is one check-in; it is answered by the state of the moment.
    """
    who = who_asks(request)
    check(who, asked.facility)
    place = place_of(who)
    if place is None:
        raise NoFacility(who.facility)
    key = idempotency.key_of(request.headers.get(idempotency.HEADER))
    found = answer(asked.text, place, name=asked.name, born=asked.born, care=asked.care, route=asked.route)
    row = check_in(found, place, who.name, key, page=page_of(request))
    return as_json(_told(found, row.pk), 201)


def _told(found: Answer, number: int) -> dict[str, Any]:
    """The answer as it is sent: written out by hand, because this is asked hundreds of times a second."""
    return {
        "simulated": simulated(),
        "check_in": number,
        "situation": found.situation,
        "code": found.code,
        "word": said(found.word),
        "tone": found.tone,
        "says": said(found.says),
        "treat": said(found.treat),
        "certain": found.certain,
        "as_of": found.as_of and found.as_of.isoformat(),
        "on": found.on.isoformat(),
        "person": found.person,
        "name": found.name,
        "born": _day(found.born),
        "born_known": found.born_known,
        "sex": found.sex,
        "unit": found.unit,
        "disagreements": list(found.disagreements),
        "card_number": found.card_number,
        "old_card": found.old_card,
        "valid_from": _day(found.valid_from),
        "valid_to": _day(found.valid_to),
        "starts_on": _day(found.starts_on),
        "died": _day(found.died),
        "level": found.level,
        "level_ref": found.level_ref,
        "why": list(found.why),
        "care": found.care,
        "route": found.route,
        "share": None if found.share is None else share_text(found.share),
        "question": found.question and found.question.fact,
        "small_visit_limit": found.small_visit_limit,
        "five_year_on": _day(found.five_year_on),
        "exempt": found.exempt,
        "exempt_to": _day(found.exempt_to),
        "copay_left": found.copay_left,
        "routes": [_route(one) for one in found.routes],
    }


def _route(one: RouteShare) -> dict[str, Any]:
    return {
        "route": one.route,
        "level": one.level,
        "share": None if one.share is None else share_text(one.share),
        "question": one.question and one.question.fact,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
