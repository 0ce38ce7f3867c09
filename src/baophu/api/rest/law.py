"""The law book: instruments, provisions, parameters, facts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from pydantic import BaseModel, Field

from baophu.api.errors import NotThere
from baophu.api.rest.base import api, kept
from baophu.api.rest.shapes import Day, Told
from baophu.api.services import cursors
from baophu.api.services.simulation import simulated
from baophu.api.services.supported import told_facts
from baophu.decisions.services.lawbooks import active
from baophu.law.model import Book, Instrument, ParameterDeclaration, Provision
from baophu.lawpages.addresses import instrument_at, provision_at, slug
from baophu.pages.texts import said

Limit = Annotated[int, Field(ge=1, le=cursors.MOST)]
Cursor = Annotated[str | None, Field(max_length=200)]


class InstrumentTold(BaseModel):
    """A legal act. `at` is its name in addresses."""

    number: str
    at: str
    title: str
    issuer: str
    issued: date
    from_: date = Field(alias="from")
    to: date | None
    repeals: list[str]
    ended_by: str | None
    in_force: bool


class ProvisionTold(BaseModel):
    """A rule of an instrument. `sure`: V read in the text, ? a reading, with its note."""

    ref: str
    instrument: str
    id: str
    article: str
    says: str
    kind: str
    conditions: list[str]
    from_: date = Field(alias="from")
    to: date | None
    sure: str
    note: str | None


class ParameterTold(BaseModel):
    """A dated parameter: its value on the day, as a text (`2340000`, `1/20`, `true`), null when it has none."""

    name: str
    type: str
    label: str
    value: str | None
    from_: date | None = Field(alias="from")
    to: date | None
    by: str | None
    article: str | None
    sure: str | None
    note: str | None


class FactTold(BaseModel):
    """A fact the law may ask of somebody; of a choice, its values with their labels."""

    name: str
    level: str
    type: str
    label: str
    default: str
    values: dict[str, str]


class Instruments(Told):
    """Instruments by number; `next` is the cursor of what follows, null at the end."""

    law: str
    items: list[InstrumentTold]
    next: str | None


class InstrumentWhole(Told):
    """An instrument with its provisions in force on the day."""

    law: str
    on: date
    instrument: InstrumentTold
    provisions: list[ProvisionTold]


class Provisions(Told):
    """The wordings of a provision, the first first."""

    law: str
    wordings: list[ProvisionTold]


class Parameters(Told):
    """Parameters on a day, by name."""

    law: str
    on: date
    items: list[ParameterTold]
    next: str | None


class Facts(Told):
    """The facts of persons and households."""

    law: str
    items: list[FactTold]


@api.get("/law/instruments", response=Instruments, by_alias=True, tags=["law"], operation_id="instruments")
def instruments(request: HttpRequest, on: Day | None = None, limit: Limit = 50, cursor: Cursor = None) -> HttpResponse:
    """Instruments; with `on` those in force on a day."""
    book = active()
    after = cursors.read("instruments", cursor, str)
    numbers = sorted(n for n, i in book.instruments.items() if on is None or _in_force(i, on))
    page = [n for n in numbers if after is None or n > after][: limit + 1]
    body = {
        "items": [_instrument(book.instruments[n], on or timezone.localdate()) for n in page[:limit]],
        "next": cursors.written("instruments", [page[limit - 1]]) if len(page) > limit else None,
    }
    return _kept(request, book, f"{on or timezone.localdate()}-{limit}-{cursor or ''}", body)


@api.get("/law/instruments/{at}", response=InstrumentWhole, by_alias=True, tags=["law"], operation_id="instrument")
def instrument(request: HttpRequest, at: str, on: Day | None = None) -> HttpResponse:
    """An instrument with its provisions in force on a day (left out: today). `at` is its number in small letters."""
    book, day = active(), on or timezone.localdate()
    try:
        found = instrument_at(book, at)
    except Http404:
        raise NotThere from None
    listed = [_provision(p) for p in found.provisions if p.start <= day and (p.end is None or day <= p.end)]
    body = {"on": day.isoformat(), "instrument": _instrument(found, day), "provisions": listed}
    return _kept(request, book, f"{day}", body)


@api.get("/law/provisions/{at}/{id}", response=Provisions, by_alias=True, tags=["law"], operation_id="provision")
def provision(request: HttpRequest, at: str, id: str) -> HttpResponse:
    """A provision by its instrument and its id, in every wording."""
    book = active()
    try:
        found = provision_at(book, at, id)
    except Http404:
        raise NotThere from None
    return _kept(request, book, "", {"wordings": [_provision(p) for p in found]})


@api.get("/law/parameters", response=Parameters, by_alias=True, tags=["law"], operation_id="parameters")
def parameters(request: HttpRequest, on: Day | None = None, limit: Limit = 100, cursor: Cursor = None) -> HttpResponse:
    """Every dated parameter of the law book with its value on a day (left out: today)."""
    book, day = active(), on or timezone.localdate()
    after = cursors.read("parameters", cursor, str)
    page = [n for n in sorted(book.parameters) if after is None or n > after][: limit + 1]
    body = {
        "on": day.isoformat(),
        "items": [_parameter(book.parameters[n], day) for n in page[:limit]],
        "next": cursors.written("parameters", [page[limit - 1]]) if len(page) > limit else None,
    }
    return _kept(request, book, f"{day}-{limit}-{cursor or ''}", body)


@api.get("/law/facts", response=Facts, by_alias=True, tags=["law"], operation_id="facts")
def facts(request: HttpRequest) -> HttpResponse:
    """The facts of persons and households: what `supported` may be told."""
    book = active()
    items = [
        {
            "name": f.name,
            "level": f.level,
            "type": f.type,
            "label": said(f.label),
            "default": _written(f.default),
            "values": {value: said(label) for value, label in f.values.items()},
        }
        for f in told_facts(book).values()
    ]
    return _kept(request, book, "", {"items": items})


def _kept(request: HttpRequest, book: Book, of: str, body: dict[str, Any]) -> HttpResponse:
    def answer() -> dict[str, Any]:
        return {"simulated": simulated(), "law": book.digest, **body}

    tag = "".join(c if c.isalnum() else "-" for c in of)
    return kept(request, f"{book.digest[:16]}-{tag}-{int(simulated())}", answer)


def _in_force(one: Instrument, day: date) -> bool:
    return one.start <= day and (one.end is None or day <= one.end)


def _instrument(one: Instrument, day: date) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": slug(one.number),
        "title": said(one.title),
        "issuer": said(one.issuer),
        "issued": one.issued.isoformat(),
        "from": one.start.isoformat(),
        "to": one.end.isoformat() if one.end else None,
        "repeals": list(one.repeals),
        "ended_by": one.ended_by,
        "in_force": _in_force(one, day),
    }


def _provision(one: Provision) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "instrument": one.instrument,
        "id": one.id,
        "article": one.article,
        "says": said(one.says),
        "kind": type(one.effect).__name__.lower(),
        "conditions": [c.text for c in one.conditions],
        "from": one.start.isoformat(),
        "to": one.end.isoformat() if one.end else None,
        "sure": one.sure,
        "note": said(one.note) if one.note else None,
    }


def _parameter(one: ParameterDeclaration, day: date) -> dict[str, Any]:
    value = next((v for v in one.values if v.start <= day and (v.end is None or day <= v.end)), None)
    told: dict[str, Any] = {"name": one.name, "type": one.type, "label": said(one.label)}
    if value is None:
        return told | dict.fromkeys(("value", "from", "to", "by", "article", "sure", "note"))
    return told | {
        "value": _written(value.value),
        "from": value.start.isoformat(),
        "to": value.end.isoformat() if value.end else None,
        "by": value.by,
        "article": value.article,
        "sure": value.sure,
        "note": said(value.note) if value.note else None,
    }


def _written(value: int | bool | Fraction | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
