"""A list that arrived: its columns mapped, looked at, the doubtful resolved, applied, taken back."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.accounts.models import Proposal, User
from baophu.accounts.services import units_of
from baophu.imports import services
from baophu.imports.catalogue import list_type
from baophu.imports.models import Import, Row
from baophu.imports.sentences import KINDS
from baophu.imports.services.states import may_handle
from baophu.imports.words import pick
from baophu.pages.texts import said
from baophu.registry.models import Person
from baophu.workplace.forms.importing import MappingForm
from baophu.workplace.forms.undoing import UndoForm
from baophu.workplace.models import Job
from baophu.workplace.services import jobs
from baophu.workplace.services.rows import told
from baophu.workplace.views.asked import user_of
from baophu.workplace.views.guard import page

State, Kind = Import.State, Row.Kind
A_PAGE = 20


def _import(request: HttpRequest, number: int) -> Import:
    user = user_of(request)
    imp = services.imports_of(user).filter(pk=number).first()
    if imp is None:
        raise Http404(_("Không có lần nhập này trong địa bàn của bạn."))
    try:
        may_handle(imp, user)
    except Refused as refused:
        raise Http404(str(refused)) from refused
    return imp


@page("import")
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    """An import at the step it is at."""
    imp = _import(request, number)
    job = jobs.under_way(imp)
    if job is not None:
        return _progress(request, imp, job)
    if imp.state in (State.UPLOADED, State.MAPPED):
        return HttpResponseRedirect(reverse("work:import_map", args=[imp.pk]))
    return _shown(request, imp)


@page("import")
def mapping(request: HttpRequest, number: int) -> HttpResponseBase:
    """Which column is what: guessed, with samples, corrected, confirmed; then it is looked at."""
    imp = _import(request, number)
    if imp.state not in (State.UPLOADED, State.MAPPED, State.PREVIEWED):
        return HttpResponseRedirect(reverse("work:import", args=[imp.pk]))
    user, kind = user_of(request), list_type(imp.kind)
    try:
        guessed = services.guess(imp, request.GET.get("trang", ""))
    except Refused as refused:
        return render(request, "workplace/import_broken.html", {"import": imp, "refused": str(refused)}, status=422)
    form = MappingForm(request.POST or None, kind=kind, mapping=guessed)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm(imp, form.corrected(), user)
            return _preview(request, imp, user)
        except Refused as refused:
            form.add_error(None, str(refused))
    failed, lines = jobs.failure(imp), form.shown()
    context = {
        "import": imp, "kind": kind, "form": form, "mapping": guessed, "failed": said(failed) if failed else "",
        "rows": [line for line in lines if line["shown"]],
        "others": [line for line in lines if not line["shown"]],
    }  # fmt: skip
    return render(request, "workplace/import_map.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, imp: Import, user: User) -> HttpResponse:
    if jobs.is_long(imp):
        jobs.ask(imp, Job.Kind.PREVIEW, user)
    else:
        services.preview(imp, user)
    return HttpResponseRedirect(reverse("work:import", args=[imp.pk]))


def _progress(request: HttpRequest, imp: Import, job: Job) -> HttpResponse:
    """How far a long work is: the page asks again every two seconds, with scripts or without."""
    if request.method == "POST" and request.POST.get("go") == "here" and jobs.unclaimed(job):
        jobs.carry_out(job.pk)
        return HttpResponseRedirect(reverse("work:import", args=[imp.pk]))
    step = said(jobs.STEPS[job.step]) if job.step in jobs.STEPS else ""
    context = {
        "import": imp,
        "job": job,
        "step": step,
        "percent": round(job.done * 100),
        "unclaimed": jobs.unclaimed(job),
    }
    part = request.headers.get("HX-Target") == "job"
    return render(request, "workplace/import_job_part.html" if part else "workplace/import_job.html", context)


def _shown(request: HttpRequest, imp: Import) -> HttpResponse:
    """The preview, and what may be done now."""
    user, go = user_of(request), request.POST.get("go", "")
    refused, form = "", UndoForm(request.POST if go == "undo" else None)
    if request.method == "POST":
        try:
            if (answer := _act(request, imp, user, go, form)) is not None:
                return answer
        except Refused as error:
            refused = str(error)
            imp.refresh_from_db()
            if imp.state == State.MAPPED:
                messages.error(request, refused)
                return HttpResponseRedirect(reverse("work:import_map", args=[imp.pk]))
    if imp.state == State.ABANDONED:
        return render(
            request, "workplace/import_broken.html", {"import": imp, "refused": now_("Danh sách này đã bị bỏ.")}
        )
    shown = services.look(imp)
    counts = [(kind, pick(KINDS[kind]), shown.counts.get(kind, 0)) for kind in Kind.values if shown.counts.get(kind)]
    failed = jobs.failure(imp)
    context = {
        "import": imp,
        "kind": list_type(imp.kind),
        "shown": shown,
        "counts": counts,
        "samples": [(k, label, n, _rows(imp, user, k, 3)) for k, label, n in counts if k != Kind.UNCHANGED],
        "waiting": shown.counts.get(Kind.DOUBTFUL, 0) + shown.counts.get(Kind.UNKNOWN, 0),
        "left": sum(shown.counts.get(k, 0) for k in (Kind.REFUSED, Kind.DOUBTFUL, Kind.UNKNOWN)),
        "must_look_again": imp.state == State.PREVIEWED and not imp.seen,
        "proposal": Proposal.objects.filter(pk=imp.proposal).first() if imp.proposal else None,
        "refused": refused or (said(failed) if failed else ""),
        "form": form,
    }
    return render(request, "workplace/import.html", context, status=422 if refused or form.errors else 200)


def _act(request: HttpRequest, imp: Import, user: User, go: str, form: UndoForm) -> HttpResponse | None:
    here = reverse("work:import", args=[imp.pk])
    if go == "again":
        return _preview(request, imp, user)
    if go == "apply":
        if imp.state in (State.WAITING, State.APPLIED):  # sent twice
            return HttpResponseRedirect(here)
        if jobs.is_long(imp) and services.look(imp).large is None:
            jobs.ask(imp, Job.Kind.APPLY, user)
        else:
            services.apply(imp, user)
            waits = imp.state == State.WAITING
            messages.success(request, now_("Đã gửi cho cán bộ thứ hai duyệt.") if waits else now_("Đã ghi vào sổ."))
        return HttpResponseRedirect(here)
    if go == "undo" and form.is_valid():
        services.undo(imp, user, form.cleaned_data["why"])
        messages.success(request, now_("Đã hoàn tác cả danh sách."))
        return HttpResponseRedirect(here)
    if go == "reopen":
        services.reopen(imp, user)
        return HttpResponseRedirect(here)
    if go == "abandon":
        services.abandon(imp, user)
        messages.success(request, now_("Đã bỏ danh sách này; chưa ghi gì vào sổ."))
        return HttpResponseRedirect(reverse("work:imports"))
    return None


def _rows(imp: Import, user: User, kind: str, count: int, first: int = 0) -> list[MappingOf[str, Any]]:
    labels = {c.name: c.label for c in list_type(imp.kind).columns.values()}
    mine = units_of(user)
    rows = services.shown_rows(imp, user, kind, first, count)
    own = Person.objects.in_units(mine).filter(pk__in=[r.person_id for r in rows if r.person_id])
    known = set(own.values_list("pk", flat=True))
    return [told(row, labels, opens=row.person_id in known) for row in rows]


@page("import")
def rows(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """Rows of one kind, a page at a time."""
    imp = _import(request, number)
    if kind not in Kind.values:
        raise Http404
    text = request.GET.get("tu-dong", "0")
    first = int(text) if text.isdigit() and len(text) < 7 else 0
    user = user_of(request)
    found = _rows(imp, user, kind, A_PAGE + 1, first)
    total = services.look(imp).counts.get(kind, 0)
    context = {
        "import": imp, "kind": kind, "label": pick(KINDS[kind]), "rows": found[:A_PAGE], "total": total,
        "previous": max(0, first - A_PAGE) if first else None,
        "following": first + A_PAGE if len(found) > A_PAGE else None,
    }  # fmt: skip
    return render(request, "workplace/import_rows.html", context)


@page("import")
def doubtful(request: HttpRequest, number: int) -> HttpResponseBase:
    """Rows of which it is not sure who they are, decided one by one."""
    imp, user = _import(request, number), user_of(request)
    refused = ""
    if request.method == "POST":
        row, chosen = request.POST.get("row", ""), request.POST.get("choice", "")
        try:
            if row.isdigit() and chosen == "undecide":
                services.undecide(imp, int(row), user)
            elif row.isdigit() and chosen:
                services.decide(imp, int(row), int(chosen) if chosen.isdigit() else chosen, user)
            else:
                refused = now_("Hãy chọn một cách cho dòng này.")
            if not refused:
                return HttpResponseRedirect(f"{request.path}#row-{row}")
        except Refused as error:
            refused = str(error)
    text = request.GET.get("tu-dong", "0")
    first = int(text) if text.isdigit() and len(text) < 7 else 0
    try:
        found = services.doubtful(imp, user, first, A_PAGE + 1)
    except Refused:
        return HttpResponseRedirect(reverse("work:import", args=[imp.pk]))
    labels = {c.name: c.label for c in list_type(imp.kind).columns.values()}
    context = {
        "import": imp,
        "doubts": [(d, told(d.row, labels)) for d in found[:A_PAGE]],
        "refused": refused,
        "previous": max(0, first - A_PAGE) if first else None,
        "following": first + A_PAGE if len(found) > A_PAGE else None,
        "open": imp.state in (State.PREVIEWED, State.MAPPED),
    }
    return render(request, "workplace/import_doubtful.html", context, status=422 if refused else 200)


@page("import")
def refused_file(request: HttpRequest, number: int) -> HttpResponse:
    """The rows not taken, with reasons, as a workbook to correct and send again."""
    imp = _import(request, number)
    answer = HttpResponse(
        services.refused_file(imp),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="lan-nhap-{imp.pk}-chua-nhan.xlsx"'
    return answer
