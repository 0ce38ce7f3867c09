"""With a line: the opening code, a new snapshot, its file, and the check-ins that come back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from baophu.accounts.errors import Refused
from baophu.accounts.models import User
from baophu.accounts.services import may, units_of
from baophu.care.errors import NoFacility
from baophu.care.models import Facility
from baophu.care.services import tables
from baophu.care.services.facilities import must_work_at
from baophu.offline.errors import NotSeen
from baophu.offline.models import OpeningCode, SentCheckIn
from baophu.offline.services import secrets, sending, snapshots
from baophu.pages import sources

View = Callable[..., HttpResponseBase]
LONGEST = 2_000_000


def at_facility(view: View) -> View:
    """For those who may check cover and work at a facility today; it gets the facility."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, "check_cover"):
            raise PermissionDenied("check_cover")
        try:
            facility = must_work_at(request.user)
        except NoFacility as refused:
            raise PermissionDenied(str(refused)) from refused
        return view(request, facility, *args, **kwargs)

    return guarded


@at_facility
def home(request: HttpRequest, facility: Facility) -> HttpResponseBase:
    """What to do while there is a line."""
    user, refused, code, later = cast("User", request.user), "", "", False
    if request.method == "POST":
        try:
            if request.POST.get("do") == "code":
                code = secrets.make_code(facility, user)
            else:
                later = snapshots.ask(request.POST.getlist("unit"), facility, user) is None
        except Refused as error:
            refused = str(error)
    rows = SentCheckIn.objects.filter(facility=facility).order_by("-sent_at")[:20]
    context = {
        "facility": facility,
        "refused": refused,
        "code": code,
        "later": later,
        "has_code": OpeningCode.objects.filter(facility=facility).exists(),
        "latest": snapshots.latest(facility),
        "units": [(unit, sources.unit_name(unit)) for unit in sorted(units_of(user) or ())],
        "sent": [(row, tables.word(row.told).word, tables.word(row.known).word) for row in rows],
    }
    answer = render(request, "offline/home.html", context, status=422 if refused else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@at_facility
def latest(request: HttpRequest, facility: Facility) -> HttpResponseBase:
    """The newest snapshot of the facility."""
    found = snapshots.latest(facility)
    if found is None:
        raise Http404
    return _file(facility, found.number, snapshots.name_of(found))


@require_safe
@at_facility
def file(request: HttpRequest, facility: Facility, number: uuid.UUID) -> HttpResponseBase:
    """A snapshot of the facility; 404 for another facility's."""
    found = facility.snapshots.filter(number=number).first()
    if found is None:
        raise Http404
    return _file(facility, number, snapshots.name_of(found))


def _file(facility: Facility, number: uuid.UUID, name: str) -> HttpResponse:
    try:
        content = snapshots.file_of(facility, number)
    except NotSeen as error:
        raise Http404(str(error)) from error
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@at_facility
def send(request: HttpRequest, facility: Facility) -> HttpResponseBase:
    """Check-ins that were kept without a line: `{"check_ins": [{key, at, snapshot, text, name, born, situation}]}`."""
    body = request.read(LONGEST + 1)
    try:
        rows = json.loads(body)["check_ins"] if len(body) <= LONGEST else None
    except (ValueError, KeyError, TypeError, RecursionError):
        rows = None
    if not isinstance(rows, list) or len(rows) > sending.MOST or not all(isinstance(row, dict) for row in rows):
        return JsonResponse({"error": "check_ins"}, status=400)
    done = sending.take(rows, facility, cast("User", request.user))
    return JsonResponse({"results": [_told(one) for one in done]})


def _told(one: sending.Result) -> dict[str, Any]:
    told = {"key": one.key, "state": one.state, "told": one.told, "known": one.known, "differs": one.differs}
    return told | ({"error": str(one.refused)} if one.refused else {})
