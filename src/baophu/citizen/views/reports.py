"""Reports of errors: a citizen's own, and an officer's list."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baophu.accounts.guard import needs
from baophu.citizen.errors import CitizenRefused
from baophu.citizen.forms.mine import ReplyForm, ReportForm
from baophu.citizen.models import Report
from baophu.citizen.services import delegating, reporting, seeing
from baophu.citizen.views.asked import citizens, own, user_of
from baophu.pages.lists import Column, List, choice

READ = gettext_noop("xem phản ánh")
OPEN = (Report.State.OPEN, Report.State.TAKEN)


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def mine(request: HttpRequest) -> HttpResponseBase:
    """What I reported, and a form to report more."""
    user = user_of(request)
    person = seeing.me(user)
    form = ReportForm(request.POST if request.method == "POST" else None)
    mark = request.POST.get("mark") or secrets.token_urlsafe(18)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        try:
            made = reporting.say(user, person, asked["about"], asked["text"], mark)
        except CitizenRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _t("Đã gửi. Câu trả lời sẽ hiện ở đây và trong mục Thông báo."))
            return HttpResponseRedirect(reverse("citizen:report", args=[made.pk]))
    rows = [(r, reporting.ABOUT[r.about]) for r in reporting.of_person(person)]
    context = {"form": form, "rows": rows, "mark": mark}
    return render(request, "citizen/reports.html", context, status=422 if form.errors else 200)


@require_safe
@citizens
def report(request: HttpRequest, number: int) -> HttpResponseBase:
    """One of my reports with its answers; another's is 404, and the trial is logged."""
    user = user_of(request)
    found = reporting.of_person(seeing.me(user)).filter(pk=number).first()
    if found is None:
        seeing.report(user, number, READ, request.path)  # logs the trial, and is refused: a citizen has no units
        raise Http404
    context = {"report": found, "about": reporting.ABOUT[found.about], "replies": found.replies.order_by("id")}
    return render(request, "citizen/report.html", context)


class Reports(List):
    """Reports of an officer's units."""

    name = "phan-anh"
    title = _("Phản ánh của người dân")
    columns = (
        Column("id", _("Số"), "pk", kind="number"),
        Column("at", _("Lúc"), kind="moment"),
        Column("person", _("Người"), "person.name", link=lambda r: reverse("citizen:reply", args=[r.pk])),
        Column("about", _("Về"), lambda r: reporting.ABOUT[r.about]),
        Column("state", _("Tình trạng"), "get_state_display"),
        Column("unit", _("Đơn vị"), "unit.full_name"),
    )
    filters = (choice("state", _("Tình trạng"), list(Report.State.choices), lambda rows, s: rows.filter(state=s)),)
    order = "-id"
    nothing = _("Không có phản ánh nào.")


@require_safe
@needs("record")
def reports(request: HttpRequest) -> HttpResponseBase:
    """Reports of one's units, and who asks to act for somebody."""
    user = user_of(request)
    rows: QuerySet[Report] = seeing.reports_of(user)
    context = {
        "waiting": list(delegating.waiting(user)[:50]),
        "open": rows.filter(state__in=OPEN).count(),
    }
    return Reports(request, rows.order_by("-id")).response("citizen/office.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("record")
@own
def reply(request: HttpRequest, number: int) -> HttpResponseBase:
    """A report of one's units, and its answer."""
    user = user_of(request)
    found = seeing.report(user, number, READ, request.path)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reporting.reply(found.pk, user, form.cleaned_data["state"], form.cleaned_data["text"])
        except CitizenRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _t("Đã trả lời; người dân nhận được thông báo."))
            return HttpResponseRedirect(reverse("citizen:reports_office"))
    context = {
        "report": found,
        "about": reporting.ABOUT[found.about],
        "replies": found.replies.select_related("by").order_by("id"),
        "form": form,
        "ended": found.state in reporting.ENDED,
    }
    return render(request, "citizen/reply.html", context, status=422 if form.errors else 200)


@require_POST
@needs("record")
@own
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    """Confirm or refuse that somebody acts for somebody."""
    confirmed = request.POST.get("go") == "confirm"
    delegating.decide(user_of(request), number, confirmed=confirmed, reason=request.POST.get("reason", ""))
    messages.success(request, _t("Đã xác nhận uỷ quyền.") if confirmed else _t("Đã từ chối uỷ quyền."))
    return HttpResponseRedirect(reverse("citizen:reports_office"))
