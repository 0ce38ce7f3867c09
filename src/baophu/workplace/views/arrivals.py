"""Lists that arrive: those there are, a new one, and where they differ from the register."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.accounts.services import units_of
from baophu.imports import services
from baophu.imports.catalogue import list_type, list_types
from baophu.imports.sentences import STATES
from baophu.imports.words import pick
from baophu.pages import sources
from baophu.pages.lists import Column, List, choice
from baophu.pages.resume import bound
from baophu.pages.texts import said
from baophu.workplace.forms.importing import UploadForm
from baophu.workplace.services.differences import Difference
from baophu.workplace.services.differences import differences as differences_of
from baophu.workplace.views.asked import user_of
from baophu.workplace.views.guard import page


def _decide(difference: Difference) -> str | None:
    waiting = difference.doubtful + difference.unknown
    return reverse("work:import_doubtful", args=[difference.pk]) if waiting else None


def _ended(difference: Difference) -> str | None:
    return reverse("work:import_rows", args=[difference.pk, "ended"]) if difference.absent else None


class Imports(List):
    """Lists that arrived."""

    name = "danh-sach-da-nhan"
    title = _("Nhập danh sách")
    columns = (
        Column("id", _("Lần nhập"), lambda i: f"{i.pk}", link=lambda i: reverse("work:import", args=[i.pk])),
        Column("kind", _("Loại danh sách"), lambda i: said(list_type(i.kind).title)),
        Column("file_name", _("Tệp"), link=lambda i: reverse("work:import", args=[i.pk])),
        Column("sender", _("Nơi gửi")),
        Column("state", _("Tình trạng"), lambda i: pick(STATES[i.state])),
        Column("at", _("Lúc"), kind="moment"),
        Column("by", _("Ai"), lambda i: i.by.get_full_name() or i.by.username),
    )
    filters = (
        choice("tinh-trang", _("Tình trạng"), STATES.items(), lambda found, state: found.filter(state=state)),
        choice(
            "loai",
            _("Loại danh sách"),
            lambda: ((name, kind.title) for name, kind in list_types().items()),
            lambda found, kind: found.filter(kind=kind),
        ),
    )
    order = "-id"
    nothing = _("Chưa có danh sách nào được nhập.")


@page("import")
def imports(request: HttpRequest) -> HttpResponseBase:
    """Lists of one's own and one's units, the last first."""
    return Imports(request, services.imports_of(user_of(request)).order_by()).response("workplace/imports.html")


@page("import")
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose a list type and a file."""
    user = user_of(request)
    kinds = list_types()
    mine = units_of(user)
    codes = sorted(
        ((c, sources.unit_name(c)) for c in (sources.book().areas if mine is None else mine)), key=lambda p: p[1]
    )
    form = bound(request, UploadForm, kinds=kinds, units=codes)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            imp = services.upload(
                asked["file"], asked["kind"], user,
                name=asked["file"].name, sender=asked["sender"], full=asked["full"], units=asked["units"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return HttpResponseRedirect(reverse("work:import", args=[imp.pk]))
    context = {"form": form, "kinds": kinds.values()}
    return render(request, "workplace/import_upload.html", context, status=422 if form.errors else 200)


class Differences(List):
    """Previewed lists that differ from the register."""

    name = "sai-khac"
    title = _("Sai khác với danh sách, chờ xác nhận")
    columns = (
        Column(
            "file", _("Tệp"), lambda d: d.imp.file_name, link=lambda d: reverse("work:import", args=[d.imp.pk])
        ),
        Column("kind", _("Loại danh sách"), lambda d: said(list_type(d.imp.kind).title)),
        Column("sender", _("Nơi gửi"), lambda d: d.imp.sender),
        Column("at", _("Lúc"), lambda d: d.imp.at, kind="moment"),
        Column("doubtful", _("Chưa chắc là ai"), kind="number", link=_decide),
        Column("unknown", _("Chưa có trong sổ"), kind="number", link=_decide),
        Column("changing", _("Sẽ đổi trong sổ"), kind="number"),
        Column("absent", _("Có lần trước, lần này không"), kind="number", link=_ended),
    )  # fmt: skip
    nothing = _("Không còn sai khác nào phải xác nhận.")


@page("import")
def differences(request: HttpRequest) -> HttpResponseBase:
    """Where lists and the register differ, list by list."""
    return Differences(request, differences_of(user_of(request))).response("workplace/imports.html")
