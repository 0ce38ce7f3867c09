"""Targets: where each stands, assigning them, and who does what about them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baophu.pages.exports import XLSX
from baophu.steering.access import Seen, figures, steering
from baophu.steering.errors import WrongTargets
from baophu.steering.forms import ActionForm, OutcomeForm, TableForm, TargetForm, WithdrawForm
from baophu.steering.models import Action, Target
from baophu.steering.services import actions, discreet, progress, reading, tables
from baophu.steering.services import targets as service
from baophu.steering.services.agencies import Named
from baophu.steering.services.targets import Assignment, Decided
from baophu.steering.shown.target_lines import lines_of, summary, urgent
from baophu.steering.shown.trend import trend
from baophu.steering.views import asked

DECEMBER = 11
A_PAGE = 18
"""Units of a page: a third of the province's, so that a telephone need not show them all."""
SALT = "steering-table"
AN_HOUR = 3600


@figures
def targets(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """A year's targets by unit and by agency, with the trend, the forecast and who acts next."""
    kept = seen.kept
    this = kept.month // 12
    years = sorted({this, *service.years()}, reverse=True)
    year = asked.year(request, years, this)
    found = progress.progress(kept, service.in_force(year), book=seen.book)
    shown = lines_of(kept, seen.book, found, seen.hide)
    whole = next((p for p in found if p.of_province), None)
    marks = [(year * 12 + DECEMBER, whole.asked)] if whole else []
    ahead = reading.foreseen(kept)
    only = request.GET.get("kha-nang", "")
    units = sorted((s for s in shown if s["p"].target.unit and only in ("", s["p"].outlook)), key=urgent)
    piece = asked.piece(request, units, A_PAGE)
    context = {
        "seen": seen,
        "only": progress.OUTLOOK.get(only),
        "years": years,
        "year": year,
        "whole": [s for s in shown if s["p"].of_province],
        "units": piece.rows,
        "piece": piece,
        "agencies": [s for s in shown if not s["p"].target.unit and not s["p"].of_province],
        "law": service.of_law(seen.book, year),
        "without": len(seen.book.areas) - len({p.target.unit for p in found if p.target.unit}),
        "summary": summary(found),
        "trend": trend(_("Tỷ lệ bao phủ toàn tỉnh"), reading.series(kept), ahead.get(""), marks),
        "late": _late(year, seen.kept.day),
    }
    return render(request, "steering/targets.html", context)


def _late(year: int, day: date) -> int:
    return Action.objects.filter(year=year, closed=None, due__lt=day).count()


@figures
def target(request: HttpRequest, seen: Seen, number: int) -> HttpResponseBase:
    """One target: progress, pace, forecast, and its actions; noting another."""
    held = Target.objects.filter(pk=number).select_related("document", "agency", "entry__by", "retracted").first()
    if held is None:
        raise Http404(_("Không có chỉ tiêu này."))
    form = ActionForm(request.POST or None)
    if request.method == "POST":
        if not seen.steer:
            raise Http404
        if form.is_valid():
            try:
                actions.note(
                    held, form.cleaned_data["what"], form.cleaned_data["person"], form.cleaned_data["due"], seen.user
                )
            except WrongTargets as wrong:
                _say(form, wrong)
            else:
                messages.success(request, _("Đã ghi việc cần làm."))
                return HttpResponseRedirect(reverse("steering:target", args=[number]))
    (p,) = progress.progress(seen.kept, [held], book=seen.book)
    (line,) = lines_of(seen.kept, seen.book, [p], seen.hide)
    points = discreet.series(seen.kept, held.unit, seen.hide)
    if held.group:
        by_month = discreet.keys_over_time(seen.kept, "group", held.unit, seen.hide)
        points = [(m, t.get(held.group, discreet.NOTHING)) for m, t in by_month.items()]
    foreseen = None if line["hidden"] else p.foreseen
    context = {
        "seen": seen,
        "line": line,
        "p": p,
        "form": form,
        "withdraw": WithdrawForm(),
        "outcome": OutcomeForm(),
        "actions": actions.history(held),
        "trend": trend(_("Tỷ lệ bao phủ từng tháng"), points, foreseen, [(held.year * 12 + DECEMBER, p.asked)]),
        "earlier": service.others(held),
    }
    return render(request, "steering/target.html", context, status=422 if form.errors else 200)


@steering
def assign(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Assign one target by form."""
    month = seen.kept.month
    first = {"year": month // 12 if month % 12 < DECEMBER else month // 12 + 1, "unit": request.GET.get("xa", "")}
    form = TargetForm(request.POST or None, book=seen.book, month=month, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            (made,) = service.assign(
                [_row(form)], form.decided, seen.user, replace=form.cleaned_data["replace"], book=seen.book
            )
        except WrongTargets as wrong:
            form.say(wrong)
        else:
            messages.success(request, _("Đã giao chỉ tiêu."))
            return HttpResponseRedirect(reverse("steering:target", args=[made.pk]))
    return render(request, "steering/assign.html", {"seen": seen, "form": form}, status=422 if form.errors else 200)


def _row(form: TargetForm) -> Assignment:
    d = form.cleaned_data
    agency = Named(d["agency"], d["kind"], d["person"], d["phone"]) if d["agency"] else None
    return Assignment(d["unit"], d["year"], tables.share(d["coverage"]), agency, d["group"])


@steering
def table(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Assign a table of targets: read it, show what it says, then assign it whole."""
    if request.method == "POST" and request.POST.get("checked"):
        return _apply(request, seen)
    form = TableForm(request.POST or None, request.FILES or None, initial={"year": seen.kept.month // 12})
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            rows = tables.read(sent.name, sent.read(tables.LARGEST + 1), seen.book, form.cleaned_data["year"])
            service.check(rows, form.decided, replace=form.cleaned_data["replace"], book=seen.book)
        except WrongTargets as wrong:
            problems = wrong.problems
            form.add_error("file", _("Bảng có điều cần sửa; chưa có chỉ tiêu nào được giao."))
        else:
            return render(request, "steering/table_check.html", _check(seen, form, rows, sent.name))
    context = {"seen": seen, "form": form, "problems": problems}
    return render(request, "steering/table.html", context, status=422 if form.errors else 200)


def _check(seen: Seen, form: TableForm, rows: tuple[Assignment, ...], name: str) -> dict[str, Any]:
    d = form.decided
    data = {
        "rows": [asdict(r) for r in rows],
        "number": d.number,
        "issued": d.issued.isoformat() if d.issued else None,
        "issuer": d.issuer,
        "replace": form.cleaned_data["replace"],
    }
    now = reading.by_unit(seen.kept, seen.kept.month)
    lines = [
        {
            "row": r,
            "name": seen.book.areas[r.unit].full_name if r.unit else (r.agency.name if r.agency else _("Toàn tỉnh")),
            "share": r.coverage / 10_000,
            "now": now[r.unit].rate if r.unit in now else None,
        }
        for r in rows
    ]
    missing = [a.full_name for c, a in seen.book.areas.items() if c not in {r.unit for r in rows}]
    return {
        "seen": seen,
        "lines": lines,
        "file": name,
        "decided": d,
        "replace": form.cleaned_data["replace"],
        "missing": missing,
        "sealed": signing.dumps(data, salt=SALT, compress=True),
    }


def _apply(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Assign what was shown: sealed, so that it is what was checked."""
    try:
        data = signing.loads(request.POST["checked"], salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        messages.error(request, _("Bảng đã kiểm tra quá lâu; hãy tải lên lại."))
        return HttpResponseRedirect(reverse("steering:table"))
    rows = [Assignment(**{**r, "agency": Named(**r["agency"]) if r["agency"] else None}) for r in data["rows"]]
    decided = Decided(data["number"], date.fromisoformat(data["issued"]), data["issuer"])
    try:
        made = service.assign(rows, decided, seen.user, replace=data["replace"], book=seen.book)
    except WrongTargets as wrong:
        form = TableForm(initial={"year": seen.kept.month // 12, "number": decided.number, "issued": decided.issued})
        return render(
            request, "steering/table.html", {"seen": seen, "form": form, "problems": wrong.problems}, status=422
        )
    messages.success(request, _("Đã giao %(n)d chỉ tiêu.") % {"n": len(made)})
    return HttpResponseRedirect(f"{reverse('steering:targets')}?nam={made[0].year}")


@steering
def template(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """An empty assignment table with the units of the law book."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet(_("Chỉ tiêu"))
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#deeee8"})
    names = ("Mã đơn vị", "Đơn vị", "Chỉ tiêu (%)", "Năm", "Cơ quan chịu trách nhiệm", "Người phụ trách", "Điện thoại")
    for at, name in enumerate(names):
        sheet.write_string(0, at, name, head)
        sheet.set_column(at, at, 12 if at in (0, 2, 3) else 28)
    text = book.add_format({"num_format": "@"})
    for at, (code, area) in enumerate(sorted(seen.book.areas.items()), start=1):
        sheet.write_string(at, 0, code, text)
        sheet.write_string(at, 1, area.full_name)
        sheet.write_number(at, 3, seen.kept.month // 12)
    sheet.freeze_panes(1, 2)
    book.close()
    response = HttpResponse(kept.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="giao-chi-tieu.xlsx"'
    return response


@steering
def withdraw(request: HttpRequest, seen: Seen, number: int) -> HttpResponseBase:
    """Take a target back."""
    held = Target.objects.filter(pk=number).first()
    if held is None or request.method != "POST":
        raise Http404(_("Không có chỉ tiêu này."))
    try:
        service.withdraw(held, seen.user, request.POST.get("reason", ""))
    except WrongTargets as wrong:
        messages.error(request, str(wrong))
        return HttpResponseRedirect(reverse("steering:target", args=[number]))
    messages.success(request, _("Đã rút chỉ tiêu."))
    return HttpResponseRedirect(reverse("steering:targets"))


@steering
def close(request: HttpRequest, seen: Seen, number: int) -> HttpResponseBase:
    """Note what came of an action."""
    held = Action.objects.filter(pk=number).first()
    if held is None or request.method != "POST":
        raise Http404(_("Không có việc này."))
    back = request.POST.get("target", "")
    to = reverse("steering:target", args=[int(back)]) if back.isdigit() else reverse("steering:targets")
    try:
        actions.close(held, request.POST.get("outcome", ""), seen.user)
    except WrongTargets as wrong:
        messages.error(request, str(wrong))
    else:
        messages.success(request, _("Đã ghi kết quả."))
    return HttpResponseRedirect(to)


def _say(form: ActionForm, wrong: WrongTargets) -> None:
    for problem in wrong.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
