"""What every page of a facility asks first: who, from where, and whether they may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from baophu.accounts.models import User
from baophu.accounts.services.looks import log_look
from baophu.accounts.services.scope import may
from baophu.care.errors import NoFacility
from baophu.care.models import CheckIn, Facility, Visit
from baophu.care.services import visits
from baophu.care.services.facilities import must_work_at

TRIED = "thử mở lượt đón tiếp của cơ sở khác"
OPENED = "xem lượt đón tiếp"
View = Callable[..., HttpResponseBase]


def at_facility(view: View) -> View:
    """A page for those who may check cover and work at a facility today; it gets the facility."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, "check_cover"):
            raise PermissionDenied("check_cover")
        try:
            facility = must_work_at(request.user)
        except NoFacility as refused:
            return render(request, "care/nowhere.html", {"refused": refused}, status=403)
        return view(request, facility, *args, **kwargs)

    return guarded


def user_of(request: HttpRequest) -> User:
    """Who is signed in."""
    return cast("User", request.user)


def visit_at(request: HttpRequest, facility: Facility, number: int) -> Visit:
    """A visit of the facility, the look logged; 404 for another's, that trial logged."""
    try:
        return visits.seen(user_of(request), number, facility, request.path)
    except NoFacility as refused:
        raise Http404(str(refused)) from refused


def check_in_at(request: HttpRequest, facility: Facility, number: int) -> CheckIn:
    """A check-in of the facility, the look logged; 404 for another's, that trial logged."""
    found = CheckIn.objects.filter(pk=number).select_related("person", "facility").first()
    mine = found is not None and found.facility_id == facility.pk
    if found is not None and found.person_id is not None:
        log_look(user_of(request), found.person_id, OPENED if mine else TRIED, request.path)
    if found is None or not mine:
        raise Http404("check-in")
    return found
