"""The addresses of FHIR: read, search, ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from baophu.api.errors import Malformed, NotThere, WrongMedia
from baophu.api.fhir import asked as asks
from baophu.api.fhir import benefit, capability, coverage, eligibility, patient
from baophu.api.fhir.asked import CURSOR, Search
from baophu.api.fhir.outcome import MEDIA
from baophu.api.fhir.parts import Json, resource
from baophu.api.rest.base import LARGEST, check_size, page_of, reason
from baophu.api.services import callers, cursors, quotas
from baophu.api.services.callers import Caller
from baophu.api.services.persons import looked, tried
from baophu.care.models import Visit
from baophu.registry.models import Card, Person

ROOT = "/api/fhir/r4/"
ASKS = "CoverageEligibilityRequest"
KEPT = (ASKS, "CoverageEligibilityResponse")


@dataclass(frozen=True, slots=True)
class Kind:
    """How resources of a type are found and built. `person` is whose a row is, `whose` of a row by its number."""

    scope: str
    why: str
    parameters: dict[str, tuple[str, str]]
    found: Callable[[Caller, Search], QuerySet[Any]]
    beside: Callable[[Iterable[Any]], Any]
    built: Callable[[Any, Any], Json]
    person: Callable[[Any], int]
    whose: Callable[[int], int | None]


def _owner(model: Any) -> Callable[[int], int | None]:
    return lambda id: model.objects.filter(pk=id).values_list("person", flat=True).first()


KINDS = {
    "Patient": Kind(
        "read_person", "đọc hồ sơ (FHIR)", patient.PARAMETERS, patient.found, lambda rows: None, patient.built,
        lambda one: int(one.pk), lambda id: id if Person.objects.filter(pk=id).exists() else None,
    ),
    "Coverage": Kind(
        "read_person", "đọc thẻ (FHIR)", coverage.PARAMETERS, coverage.found, coverage.beside, coverage.built,
        lambda one: int(one.person_id), _owner(Card),
    ),
    "ExplanationOfBenefit": Kind(
        "read_visits", "đọc lần khám (FHIR)", benefit.PARAMETERS, benefit.found, benefit.beside, benefit.built,
        lambda one: int(one.person_id), _owner(Visit),
    ),
}  # fmt: skip


def metadata(request: HttpRequest) -> HttpResponse:
    """The CapabilityStatement, for whoever asks."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    asks.check_format(request, request.GET)
    return _answer(capability.statement(request.build_absolute_uri(ROOT)))


def of_type(request: HttpRequest, kind: str) -> HttpResponse:
    """Search a type, or ask whether somebody is insured."""
    if kind == ASKS:
        return _ask(request)
    if kind not in KINDS:
        raise NotThere
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    return _search(request, kind, request.GET)


def by_post(request: HttpRequest, kind: str) -> HttpResponse:
    """Search with the parameters in the body (and in the address)."""
    if kind not in KINDS:
        raise NotThere
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    told = QueryDict(request.GET.urlencode(), mutable=True)
    if request.body:
        if request.content_type != "application/x-www-form-urlencoded":
            raise WrongMedia("application/x-www-form-urlencoded")
        told.update(request.POST)
    return _search(request, kind, told)


def one(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Read a resource by its number."""
    if kind not in KINDS and kind not in KEPT:
        raise NotThere
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    asks.check_format(request, request.GET)
    who = _let_in(request, KINDS[kind].scope if kind in KINDS else "check_cover")
    if not (id.isascii() and id.isdigit() and len(id) <= 18):
        raise NotThere
    if kind in KEPT:
        row = eligibility.kept(who, int(id), page_of(request))
        return _answer(row.asked if kind == ASKS else row.answered)
    way = KINDS[kind]
    rows = list(way.found(who, Search({"_id": (id,)}, 1, 0)))
    if not rows:
        if (owner := way.whose(int(id))) is not None:
            tried(who, [owner], page_of(request))
        raise NotThere
    looked(who, [way.person(rows[0])], reason(request, way.why), page_of(request))
    return _answer(way.built(rows[0], way.beside(rows)))


def _search(request: HttpRequest, kind: str, told: QueryDict) -> HttpResponse:
    asks.check_format(request, told)
    way = KINDS[kind]
    who = _let_in(request, way.scope)
    search = asks.search(request, told, way.parameters, cursors.read(kind, told.get(CURSOR), int))
    found = way.found(who, search)
    rows = list(found[: search.count + 1]) if search.count else []
    page = rows[: search.count]
    looked(who, dict.fromkeys(way.person(row) for row in page), reason(request, way.why), page_of(request))
    known = way.beside(page)
    base = request.build_absolute_uri(f"{ROOT}{kind}")
    after = cursors.written(kind, [page[-1].pk]) if len(rows) > search.count else None
    links = [{"relation": "self", "url": _link(base, search, told.get(CURSOR))}]
    if after:
        links.append({"relation": "next", "url": _link(base, search, after)})
    entries = [
        {"fullUrl": f"{base}/{row.pk}", "resource": way.built(row, known), "search": {"mode": "match"}} for row in page
    ]
    total = len(page) if not after and not told.get(CURSOR) else None
    total = total if search.count else found.count()
    return _answer(resource("Bundle", None, type="searchset", link=links, entry=entries) | _total(total))


def _total(total: int | None) -> Json:
    """The total where it was asked for, or the first page is the last; else nobody counts."""
    return {} if total is None else {"total": total}


def _link(base: str, search: Search, cursor: str | None) -> str:
    """The address of a page with the parameters that were understood."""
    query = QueryDict(mutable=True)
    for name, values in search.values.items():
        if name not in (CURSOR, "_count"):
            query.setlist(name, list(values))
    query["_count"] = str(search.count)
    if cursor:
        query[CURSOR] = cursor
    return f"{base}?{query.urlencode()}"


def _ask(request: HttpRequest) -> HttpResponse:
    """Answer a CoverageEligibilityRequest at once."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    asks.check_format(request, request.GET)
    who = _let_in(request, "check_cover")
    asks.check_body(request)
    check_size(request, LARGEST)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Malformed("Nội dung không phải JSON.", "The body is no JSON.") from None
    row = eligibility.ask(who, body, page_of(request))
    answer = _answer(row.answered, 201)
    answer["Location"] = request.build_absolute_uri(f"{ROOT}CoverageEligibilityResponse/{row.pk}")
    return answer


def _let_in(request: HttpRequest, scope: str) -> Caller:
    who = callers.caller(request.headers.get("Authorization", ""))
    quotas.count(who)
    who.needs(scope)
    return who


def _answer(body: Json, status: int = 200) -> HttpResponse:
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(written, status=status, content_type=MEDIA)
