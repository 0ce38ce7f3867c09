"""Visits of a facility: recorded after a check-in, listed, corrected, taken back."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.care.errors import WrongVisit
from baophu.care.forms import CARE, ROUTES, ReasonForm, VisitForm
from baophu.care.models import Facility, Visit
from baophu.care.services import visits
from baophu.care.views.asked import at_facility, check_in_at, user_of, visit_at
from baophu.care.views.desk import initials
from baophu.pages import sources
from baophu.pages.lists import Column, List, choice, day
from baophu.pages.resume import kept


class Visits(List):
    """Visits of a facility."""

    name = "lan-kham"
    title = _("Lần khám")
    columns = (
        Column("date_out", _("Ngày ra"), kind="day", order=("date_out",)),
        Column(
            "person",
            _("Người bệnh"),
            lambda v: initials(v.person.name),
            link=lambda v: reverse("care:visit", args=[v.pk]),
        ),
        Column("care", _("Hình thức"), lambda v: dict(CARE)[v.care]),
        Column("scope", _("Trong phạm vi"), kind="money"),
        Column("fund", _("Quỹ trả"), kind="money"),
        Column("copay", _("Cùng chi trả"), kind="money"),
        Column("source", _("Nguồn"), lambda v: v.get_source_display()),
        Column("link", _("Mã"), only="export"),
    )
    filters = (
        choice("hinh-thuc", _("Hình thức"), CARE, lambda found, care: found.filter(care=care)),
        day("tu", _("Từ ngày"), lambda found, d: found.filter(date_out__gte=d)),
        day("den", _("Đến ngày"), lambda found, d: found.filter(date_out__lte=d)),
    )
    order = "-date_out"
    nothing = _("Chưa có lần khám nào.")


@at_facility
def visit_list(request: HttpRequest, facility: Facility) -> HttpResponseBase:
    """Visits of the facility that stand."""
    found = visits.standing().filter(facility=facility).select_related("person")
    return Visits(request, found).response("care/visits.html", {"facility": facility})


@at_facility
def record(request: HttpRequest, facility: Facility, number: int) -> HttpResponseBase:
    """A visit of somebody who checked in here: what was done, what it comes to, recorded."""
    row = check_in_at(request, facility, number)
    if row.person is None:
        raise Http404("nobody")
    today = timezone.localdate()
    first = {"date_in": today, "date_out": today, "care": "outpatient", "route": row.route or "right"}
    return _steps(request, facility, row.person_id or 0, {"title": now_("Ghi lần khám"), "person": row.person}, first)


@at_facility
def correct(request: HttpRequest, facility: Facility, number: int) -> HttpResponseBase:
    """A visit as it should have been: the old one is taken back, a new one recorded."""
    found = visit_at(request, facility, number)
    names = ("date_in", "date_out", "care", "route", "scope", "own", "diagnosis", "sensitive")
    first = {name: getattr(found, name) for name in names}
    context = {"title": now_("Sửa lần khám"), "person": found.person, "corrects": found}
    return _steps(request, facility, found.person_id, context, first, found)


def _steps(
    request: HttpRequest,
    facility: Facility,
    person: int,
    context: dict[str, Any],
    first: dict[str, Any],
    old: Visit | None = None,
) -> HttpResponse:
    """Ask, show what it comes to, record. What was typed goes along in the form."""
    data = request.POST if request.method == "POST" else kept(request)
    given = (data.get("mark") if data else "") or f"F{secrets.token_hex(8)}"
    form = VisitForm(data) if data is not None else VisitForm(initial=first)
    context |= {"form": form, "mark": given, "facility": facility}
    if data is None or data.get("go") == "back":
        return render(request, "care/visit_form.html", context)
    if form.is_valid():
        told = form.told("" if old else given)
        try:
            if data.get("go") != "confirm" or request.method != "POST":
                one = visits.assess(person, facility, told)
                cited = [sources.book().provision(ref) for ref in one.why]
                shown = {"one": one, "cited": cited, "routes": dict(ROUTES), "cares": dict(CARE)}
                return render(request, "care/visit_check.html", context | shown)
            reason = now_("sửa theo hồ sơ")
            done = (
                visits.correct(old, told, user_of(request), data.get("reason") or reason)
                if old
                else visits.record(person, facility, told, user_of(request))
            )
        except WrongVisit as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, now_("Đã ghi lần khám."))
            return HttpResponseRedirect(reverse("care:visit", args=[done.pk]))
    return render(request, "care/visit_form.html", context, status=422)


@at_facility
def visit(request: HttpRequest, facility: Facility, number: int) -> HttpResponseBase:
    """A visit; taken back here with a reason."""
    found = visit_at(request, facility, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            visits.reverse(found, user_of(request), form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, now_("Đã hủy lần khám; số tiền được trả về như chưa có."))
            return HttpResponseRedirect(reverse("care:visit", args=[found.pk]))
    after = Visit.objects.filter(reverses=found).first()
    context = {
        "visit": found,
        "taken_back": after,
        "form": form,
        "facility": facility,
        "cited": [sources.book().provision(ref) for ref in found.why],
        "routes": dict(ROUTES),
        "cares": dict(CARE),
    }
    return render(request, "care/visit.html", context, status=422 if form.errors else 200)
