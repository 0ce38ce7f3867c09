"""Quarterly reports: those made, and making one."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baophu.accounts.models import User
from baophu.law.model import Text
from baophu.pages.texts import language, said
from baophu.steering.access import Seen, figures
from baophu.steering.errors import NoFigures
from baophu.steering.forms import ReportForm
from baophu.steering.models import Report
from baophu.steering.report.gather import quarters
from baophu.steering.services import reports as service


@figures
def reports(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """The reports made, the latest first; for those who steer, one more by one click."""
    choices = [(f"{y}-{q}", _("Quý %(q)d/%(y)d") % {"q": q, "y": y}) for y, q in quarters(seen.kept)]
    first = service.last_heading(seen.book)
    form = ReportForm(request.POST or None, quarters=choices, initial=first)
    if request.method == "POST":
        if not seen.steer or not isinstance(request.user, User):
            raise Http404
        if form.is_valid():
            year, quarter = (int(n) for n in form.cleaned_data["quarter"].split("-"))
            try:
                made = service.ask(
                    seen.kept, year, quarter, form.cleaned_data, by=request.user, language=language(),
                    site=request.build_absolute_uri("/").rstrip("/"), book=seen.book,
                    anew=form.cleaned_data["anew"],
                )  # fmt: skip
            except NoFigures as wrong:
                form.add_error(None, str(wrong))
            else:
                if made.state == Report.State.DONE:
                    messages.success(request, _("Không có gì đổi từ lần lập trước: đây là báo cáo đã lập."))
                return HttpResponseRedirect(reverse("steering:report", args=[made.pk]))
    made_before = Report.objects.select_related("kept", "by").order_by("-id")[:50]
    context = {"seen": seen, "form": form, "reports": made_before}
    return render(request, "steering/reports.html", context, status=422 if form.errors else 200)


@figures
def report(request: HttpRequest, seen: Seen, number: int) -> HttpResponseBase:
    """One report: how far it is, then its files, what it was made of, its main figures with their sources."""
    held = Report.objects.filter(pk=number).select_related("kept", "by").first()
    if held is None:
        raise Http404(_("Không có báo cáo này."))
    if request.method == "POST":
        if not seen.steer:
            raise Http404
        service.carry_out(held.pk)  # where no worker runs, whoever asked may make it and wait
        return HttpResponseRedirect(reverse("steering:report", args=[held.pk]))
    held = service.current(held)
    lines = [
        {**f, "value": _value(f["value"], f["kind"]), "source": f["source"] if _open(seen, f["source"]) else None}
        for f in held.figures
    ]
    context = {
        "seen": seen,
        "report": held,
        "figures": lines,
        "going": held.state in (Report.State.WAITING, Report.State.RUNNING),
        "unclaimed": service.unclaimed(held),
        "failed": said(Text(held.error_vi, held.error_en)),
    }
    part = request.headers.get("HX-Target") == "report"
    return render(request, "steering/parts/report.html" if part else "steering/report.html", context)


def _open(seen: Seen, address: str) -> bool:
    """Whether a source can be opened by this reader: lists of people only by those who may see people."""
    return not seen.hide or not address.startswith(reverse("steering:people"))


def _value(text: str, kind: str) -> object:
    from fractions import Fraction

    if text == "None":
        return None
    return Fraction(text) if kind == "percent" else int(text)


@figures
def download(request: HttpRequest, seen: Seen, number: int, kind: str) -> HttpResponseBase:
    """A report's file as it was made."""
    held = Report.objects.filter(pk=number).select_related("kept").first()
    file = service.file_of(held, kind) if held is not None and kind in service.KINDS else None
    if held is None or file is None:
        raise Http404(_("Không có tệp này."))
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=service.name_of(held, kind), content_type=service.KINDS[kind]
    )
