"""Files of visits: sent, previewed, booked, withdrawn."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.care.errors import WrongFile
from baophu.care.forms import FileForm, ReasonForm
from baophu.care.models import ClaimFile, Facility
from baophu.care.services import claims, keeping
from baophu.care.services.claim_rows import Fault
from baophu.care.services.claims import Read
from baophu.care.views.asked import at_facility, user_of
from baophu.pages.lists import Column, List
from baophu.pages.texts import said


class Files(List):
    """Files a facility has sent."""

    name = "tep-xml1"
    title = _("Tệp đã ghi")
    columns = (
        Column("at", _("Ghi lúc"), "entry.at", kind="moment"),
        Column("name", _("Tệp"), order=("id",), link=lambda f: reverse("care:file", args=[f.pk])),
        Column("rows", _("Bản ghi"), kind="number"),
        Column("booked", _("Đã ghi"), kind="number"),
        Column("refused", _("Chưa nhận"), kind="number"),
        Column("state", _("Trạng thái"), lambda f: now_("đã rút lại") if f.withdrawn_id else now_("đang dùng")),
    )
    order = "-name"
    nothing = _("Chưa có tệp nào.")


class Faults(List):
    """What is wrong with the records of a file."""

    name = "ban-ghi-chua-nhan"
    title = _("Bản ghi chưa nhận và ghi chú")
    columns = (
        Column("row", _("Bản ghi"), kind="number"),
        Column("link", _("MA_LK")),
        Column("name", _("HO_TEN")),
        Column("field", _("Trường")),
        Column("text", _("Vì sao, và cần làm gì"), lambda e: said(e.text)),
        Column("kind", _("Kết quả"), lambda e: _kind(e)),
    )
    nothing = _("Mọi bản ghi đều đúng.")


def _kind(fault: Fault) -> str:
    return now_("đã có") if fault.there else now_("vẫn ghi") if fault.note else now_("chưa nhận")


@at_facility
def files(request: HttpRequest, facility: Facility) -> HttpResponseBase:
    """Files sent, and the field for the next."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            digest = keeping.keep(sent, facility)
        except WrongFile as refused:
            form.add_error("file", str(refused))
        else:
            query = f"?ten={re.sub(r'[^A-Za-z0-9._-]+', '-', sent.name or '')[-80:]}"
            return HttpResponseRedirect(reverse("care:file_preview", args=[digest]) + query)
    found = ClaimFile.objects.filter(facility=facility).select_related("entry")
    response = Files(request, found).response("care/files.html", {"form": form, "facility": facility})
    response.status_code = 422 if form.errors else 200
    return response


@at_facility
def preview(request: HttpRequest, facility: Facility, digest: str) -> HttpResponseBase:
    """What a file would come to; booked from here."""
    name = request.GET.get("ten", "")[:200]
    try:
        read = _read(keeping.place(digest, facility), facility, name)
    except WrongFile as refused:
        return render(request, "care/file_refused.html", {"refused": refused, "facility": facility}, status=422)
    claims.log(read, user_of(request), request.path)
    if request.method == "POST":
        try:
            file = claims.book(read, user_of(request))
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, now_("Đã ghi các bản ghi đúng của tệp."))
        return HttpResponseRedirect(reverse("care:file", args=[file.pk]))
    sums = {n: sum(getattr(r, n) for r in read.rows) for n in ("total", "scope", "fund", "copay", "own")}
    there = ClaimFile.objects.filter(facility=facility, digest=digest, withdrawn=None).first()
    context = {"read": read, "sums": sums, "facility": facility, "there": there, "digest": digest}
    return Faults(request, list(read.errors)).response("care/file_preview.html", context)


def _read(file: Path | None, facility: Facility, name: str) -> Read:
    if file is None:
        raise Http404("file")
    with file.open("rb") as content:
        return claims.read_xml1(content, facility, name)


@at_facility
def file(request: HttpRequest, facility: Facility, number: int) -> HttpResponse:
    """A file that was booked; withdrawn here with a reason."""
    found = ClaimFile.objects.filter(pk=number, facility=facility).select_related("entry", "withdrawn").first()
    if found is None:
        raise Http404("file")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = claims.withdraw(found, user_of(request), form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, now_("Đã rút lại tệp; %(count)d lần khám được hủy.") % {"count": count})
            return HttpResponseRedirect(reverse("care:file", args=[found.pk]))
    context = {"file": found, "form": form, "facility": facility}
    return render(request, "care/file.html", context, status=422 if form.errors else 200)
