"""What waits for a second officer: read, approved, rejected, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.accounts.models import Proposal
from baophu.accounts.services import acts_of, approve, proposals, reject, waiting_for, withdraw
from baophu.imports.models import Import
from baophu.imports.services import look
from baophu.pages.lists import Column, List, choice
from baophu.registry.models import Person
from baophu.workplace.forms.undoing import RejectForm
from baophu.workplace.models import Job
from baophu.workplace.services import duplicates, jobs, seeing
from baophu.workplace.views.asked import user_of

KINDS = {
    "merge": _("Gộp hồ sơ"),
    "large_import": _("Nhập danh sách lớn"),
    "settlement": _("Khóa quyết toán quý"),
    "appropriation": _("Phân bổ kinh phí"),
    "law_book": _("Đưa sổ luật vào sử dụng"),
    "void_card": _("Thu hồi thẻ"),
}
"""Kinds of proposals, as officers call them."""


class Proposals(List):
    """Proposals somebody may see."""

    name = "de-nghi"
    title = _("Đề nghị chờ người thứ hai")
    columns = (
        Column("at", _("Lúc"), kind="moment", order=("at",)),
        Column("kind", _("Loại"), lambda p: KINDS.get(p.kind, p.kind)),
        Column("summary", _("Đề nghị"), link=lambda p: reverse("work:proposal", args=[p.pk])),
        Column("by", _("Người đề nghị"), lambda p: p.by.get_full_name() or p.by.username),
        Column("state", _("Tình trạng"), lambda p: p.get_state_display()),
    )
    filters = (
        choice("loai", _("Loại"), KINDS.items(), lambda found, kind: found.filter(kind=kind)),
        choice(
            "tinh-trang",
            _("Tình trạng"),
            (("waiting", _("Chờ duyệt")), ("approved", _("Đã duyệt")), ("rejected", _("Đã từ chối"))),
            lambda found, state: found.filter(state=state),
        ),
    )
    order = "-at"
    nothing = _("Không có đề nghị nào.")


def inbox(request: HttpRequest) -> HttpResponseBase:
    """Proposals that wait for me, and all I may see."""
    user = user_of(request)
    if not any(act.startswith(("propose_", "approve_")) for act in acts_of(user)):
        raise PermissionDenied("proposals")
    waiting = list(waiting_for(user).select_related("by")[:20])
    found = proposals(user).select_related("by").order_by()
    return Proposals(request, found).response("workplace/proposals.html", {"waiting": waiting, "kinds": KINDS})


def proposal(request: HttpRequest, number: int) -> HttpResponseBase:
    """One proposal, with what it would do; decided here."""
    user = user_of(request)
    one = proposals(user).select_related("by", "decided_by").filter(pk=number).first()
    if one is None:
        raise Http404(_("Không có đề nghị này."))
    mine, can_decide = one.by_id == user.pk, waiting_for(user).filter(pk=one.pk).exists()
    go = request.POST.get("go", "")
    form = RejectForm(request.POST if go == "reject" else None)
    refused = ""
    if request.method == "POST":
        try:
            if _decided(request, one, go, form):
                return HttpResponseRedirect(reverse("work:proposal", args=[one.pk]))
        except Refused as error:
            refused = str(error)
            one.refresh_from_db()
    details = _details(request, one)
    context = {
        "proposal": one,
        "kind": KINDS.get(one.kind, one.kind),
        "mine": mine,
        "can_decide": can_decide and one.state == Proposal.State.WAITING and not details.get("job"),
        "form": form,
        "refused": refused,
        **details,
    }
    return render(request, "workplace/proposal.html", context, status=422 if refused or form.errors else 200)


def _decided(request: HttpRequest, one: Proposal, go: str, form: RejectForm) -> bool:
    user = user_of(request)
    if go == "approve" and (imp := _long(one)) is not None and waiting_for(user).filter(pk=one.pk).exists():
        jobs.ask(imp, Job.Kind.APPROVE, user)
        messages.info(request, now_("Đã duyệt; danh sách dài nên đang được ghi ở phía sau."))
    elif go == "approve":
        approve(one, user)
        messages.success(request, now_("Đã duyệt và đã thực hiện."))
    elif go == "reject":
        if not form.is_valid():
            return False
        reject(one, user, form.cleaned_data["why"])
        messages.success(request, now_("Đã từ chối."))
    elif go == "withdraw":
        withdraw(one, user)
        messages.success(request, now_("Đã rút đề nghị."))
    else:
        return False
    return True


def _long(one: Proposal) -> Import | None:
    """The import of a proposal where writing it takes longer than a page may."""
    if one.kind != "large_import":
        return None
    imp = Import.objects.filter(pk=one.payload["import"]).first()
    return imp if imp is not None and jobs.is_long(imp) else None


def _details(request: HttpRequest, one: Proposal) -> dict[str, Any]:
    """What a kind of proposal shows besides its sentence."""
    told: dict[str, Any] = one.payload
    if one.kind == "merge":
        kept = Person.objects.select_related("unit").filter(pk=told["kept"]).first()
        other = Person.objects.select_related("unit").filter(pk=told["other"]).first()
        if kept is None or other is None:
            return {}
        seeing.seen_many(user_of(request), [kept.pk, other.pk], _("xem đề nghị gộp hồ sơ"), request.path)
        asked = told.get("choices") or {}
        chosen = asked if isinstance(asked, dict) else {}
        return {"kept": kept, "other": other, "compared": duplicates.compared(kept, other), "chosen": chosen}
    if one.kind == "large_import":
        imp = Import.objects.filter(pk=told["import"]).first()
        under_way = jobs.under_way(imp) if imp else None
        return {"import": imp, "preview": look(imp) if imp and imp.summary else None, "job": under_way}
    return {}
