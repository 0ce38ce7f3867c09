"""Visits: sent one by one or as XML1, read back by person."""

from __future__ import annotations

import json
import shutil
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, Field

from baophu.api.errors import Fault, NoFacility, NotThere, WrongInput, WrongMedia
from baophu.api.rest.base import Key, api, as_json, check_size, page_of, reason, who_asks
from baophu.api.rest.law import Cursor, Limit
from baophu.api.rest.people import Number
from baophu.api.rest.shapes import NUMBER, WHOLE, Asked, Day, Plain, Told
from baophu.api.services import cursors, idempotency
from baophu.api.services.callers import Caller
from baophu.api.services.facilities import check, place_of
from baophu.api.services.persons import looked, tried
from baophu.api.services.simulation import simulated
from baophu.api.services.visits import readable
from baophu.care.errors import WrongVisit
from baophu.care.models import Facility, Visit
from baophu.care.services import claims
from baophu.care.services import visits as service
from baophu.cover.services.issued import records_of
from baophu.pages.texts import said
from baophu.registry.models import Person
from baophu.registry.services.finding import by_number

READS, WRITES = "đọc lần khám qua giao diện kết nối", "gửi lần khám qua giao diện kết nối"
MEDIA = ("application/xml", "text/xml")
LARGEST = 48_000_000
"""Bytes of a file of visits."""
MOST = 10**10
"""The most a visit may cost, đồng."""
Money = Annotated[int, Field(ge=0, le=MOST), WHOLE]


class VisitAsked(Asked):
    """A visit of the key's own facility, đồng. `scope` is the cost within the scope of insurance; what the fund pays
    of it is said by the law, not by the sender. `link` is the facility's own number of the visit (MA_LK)."""

    number: Annotated[str, Field(pattern=NUMBER)] = Field(description="A number of the person.")
    date_in: Day
    date_out: Day
    care: Literal["outpatient", "inpatient"]
    route: Literal["right", "wrong", "emergency"]
    scope: Money
    own: Money = 0
    other: Money = 0
    diagnosis: Annotated[str, Field(pattern=r"^([A-Za-z][0-9][0-9A-Za-z](\.[0-9A-Za-z]{1,4})?)?$")] = ""
    link: Annotated[Plain, Field(min_length=1, max_length=100)]
    serious_disease: bool = False
    facility: Annotated[str, Field(pattern="^[0-9]{5}$")] | None = Field(
        None, description="Code of the facility; where given it must be the key's own."
    )


class VisitTold(BaseModel):
    """A visit. `fund` and `copay` add up to `scope`; `level` in percent, `share` of the route."""

    id: int
    facility: str
    link: str
    date_in: date
    date_out: date
    care: str
    route: str
    diagnosis: str
    sensitive: bool
    total: int
    scope: int
    fund: int
    copay: int
    own: int
    other: int
    level: int | None
    share: str
    counted: bool
    why: list[str]


class VisitSaid(Told):
    """The visit as it was recorded."""

    visit: VisitTold


class Visits(Told):
    """Visits of a person, the last recorded first; sensitive ones only with the scope `read_sensitive`."""

    person: int
    items: list[VisitTold]
    next: str | None


class RowFault(BaseModel):
    """What is said of a record of a file: its place (from 1), its MA_LK, the field, in words. With `note` it was booked
    all the same, with `there` it was booked before, as it is; else it is refused."""

    row: int
    link: str
    field: str
    detail: str
    note: bool
    there: bool


class FileTold(Told):
    """What became of a file: records, how many of them are booked, refused, and were booked before."""

    file: int
    rows: int
    booked: int
    refused: int
    there: int
    errors: list[RowFault]


@api.post(
    "/visits", response={200: VisitSaid, 201: VisitSaid}, tags=["visits"], auth=Key("write_visits"),
    operation_id="send_visit",
)  # fmt: skip
def send(request: HttpRequest, asked: VisitAsked) -> HttpResponse:
    """Record a visit. The same `link` with the same content again changes nothing; with another it is refused."""
    who, page = who_asks(request), page_of(request)
    place = _place(who, asked.facility)
    key = idempotency.key_of(request.headers.get(idempotency.HEADER))
    one = _anybody(asked.number)
    told = service.Told(
        **asked.model_dump(exclude={"number", "facility"}),
    )

    def act() -> tuple[int, dict[str, Any]]:
        try:
            row = service.record(one, place, told, None)
        except WrongVisit as wrong:
            if wrong.field in type(asked).model_fields:
                raise WrongInput([Fault(f"body/asked/{wrong.field}", "visit", wrong.text)]) from wrong
            raise
        looked(who, [one.pk], reason(request, WRITES), page)
        body = VisitSaid(simulated=simulated(), visit=_told(row))
        return 201, json.loads(body.model_dump_json())

    status, body, _again = idempotency.once(who, key, f"{page} {asked.model_dump_json()}", act)
    return as_json(body, status)


XML = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA},
    }
}


@api.post(
    "/visits/xml1",
    response={201: FileTold},
    tags=["visits"],
    auth=Key("write_visits"),
    operation_id="send_file",
    openapi_extra=XML,
)
def send_file(request: HttpRequest) -> HttpResponse:
    """Book a file of visits of one's own facility (XML1 of Decision 130, 4750, 3176), 10,000 records at most. Good
    records are booked, the others given back with what is wrong; the same file again changes nothing."""
    who, page = who_asks(request), page_of(request)
    place = _place(who)
    if request.content_type not in MEDIA:
        raise WrongMedia(MEDIA[0])
    check_size(request, LARGEST)
    with SpooledTemporaryFile(max_size=2_000_000) as file:
        shutil.copyfileobj(request, file)
        file.seek(0)
        read = claims.read_xml1(cast("IO[bytes]", file), place, who.name)
    booked = claims.book(read, None)
    looked(who, sorted({row.person for row in read.rows}), reason(request, WRITES), page)
    said_of = [
        {
            "row": e.row,
            "link": e.link,
            "field": e.field,
            "detail": said(e.text),
            "note": e.note,
            "there": e.there,
        }
        for e in read.errors
    ]
    counts = {"rows": read.count, "booked": len(read.rows), "refused": read.refused, "there": read.there}
    return as_json({"simulated": simulated(), "file": booked.pk, **counts, "errors": said_of}, 201)


@api.get("/people/{number}/visits", response=Visits, tags=["visits"], auth=Key("read_visits"), operation_id="visits")
def visits(request: HttpRequest, number: Number, limit: Limit = 50, cursor: Cursor = None) -> Visits:
    """Visits of somebody: those of one's own facility, and all of people of one's units. Every reading is logged."""
    who, page = who_asks(request), page_of(request)
    one = _anybody(number)
    mine = readable(who).filter(person__in=records_of([one.pk]))
    if who.units is not None and one.unit_id not in who.units and not mine.exists():
        tried(who, [one.pk], page)
        raise NotThere
    looked(who, [one.pk], reason(request, READS), page)
    before = cursors.read("visits", cursor, int)
    rows = mine.filter(pk__lt=before) if before is not None else mine
    listed = list(rows.select_related("facility").order_by("-pk")[: limit + 1])
    return Visits(
        simulated=simulated(),
        person=one.pk,
        items=[_told(row) for row in listed[:limit]],
        next=cursors.written("visits", [listed[limit - 1].pk]) if len(listed) > limit else None,
    )


def _anybody(number: str) -> Person:
    """The one person who has a number, of whatever unit: people are treated anywhere. NotThere for none or several."""
    found = by_number(number)
    if len(found) != 1:
        raise NotThere
    return found[0].person


def _place(who: Caller, code: str | None = None) -> Facility:
    check(who, code)
    place = place_of(who)
    if place is None:
        raise NoFacility(who.facility)
    return place


def _told(row: Visit) -> VisitTold:
    return VisitTold(
        facility=row.facility.code,
        **{name: getattr(row, name) for name in VisitTold.model_fields if name != "facility"},
    )
