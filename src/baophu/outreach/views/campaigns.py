"""Campaigns of my units, making one of a list, one campaign with whom to meet next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from baophu.accounts.errors import Refused
from baophu.accounts.guard import needs
from baophu.outreach import sources as lists
from baophu.outreach.forms import CampaignForm
from baophu.outreach.models import Campaign, Contact, Member
from baophu.outreach.papers import notices
from baophu.outreach.services import campaigns, contacts
from baophu.outreach.services.campaigns import Wish
from baophu.outreach.views.asked import campaign_at, groups, looked_at, mark, person_href, user_of
from baophu.pages import sources
from baophu.pages.lists import Column, List, choice
from baophu.pages.resume import kept
from baophu.pages.texts import said
from baophu.pages.written import day, month

NEXT = 12
"""People shown to be met next."""

PAPER = (Campaign.Kind.SMS, Campaign.Kind.NOTICE, Campaign.Kind.LEAFLET)
"""Kinds in which something goes out to everybody at once."""


class Campaigns(List):
    """Campaigns, the last first."""

    name = "dot-van-dong"
    title = gettext_lazy("Các đợt vận động")
    columns = (
        Column("name", gettext_lazy("Tên"), link=lambda c: reverse("outreach:campaign", args=[c.pk])),
        Column("kind", gettext_lazy("Cách tiếp cận"), lambda c: said(c.get_kind_display())),
        Column("source", gettext_lazy("Danh sách"), lambda c: lists.title(c.source)),
        Column("day", gettext_lazy("Ngày lập"), kind="day", order=("day",)),
        Column("state", gettext_lazy("Tình trạng"), lambda c: _("đã đóng") if c.closed else _("đang làm")),
    )
    filters = (
        choice("cach", gettext_lazy("Cách tiếp cận"), Campaign.Kind.choices, lambda found, k: found.filter(kind=k)),
        choice(
            "tinh-trang", gettext_lazy("Tình trạng"),
            (("mo", gettext_lazy("đang làm")), ("dong", gettext_lazy("đã đóng"))),
            lambda found, s: found.filter(closed_at__isnull=s == "mo"),
        ),
    )  # fmt: skip
    order = "-day"
    nothing = gettext_lazy("Chưa có đợt vận động nào. Hãy lập đợt đầu tiên từ một danh sách việc.")


@needs("record")
def overview(request: HttpRequest) -> HttpResponseBase:
    """The campaigns of one's units."""
    return Campaigns(request, campaigns.seen_by(user_of(request))).response("outreach/campaigns.html")


@needs("record")
def make(request: HttpRequest) -> HttpResponseBase:
    """Make a campaign: what is asked, then the answers to check, then it is there."""
    user, units = user_of(request), looked_at(request)
    data: QueryDict | None = request.POST if request.method == "POST" else kept(request)
    first = {
        "source": request.GET.get("danh-sach", ""),
        "group": request.GET.get("nhom", ""),
        "phone": bool(request.GET.get("co-dien-thoai")),
        "words": request.GET.get("ten", ""),
        "kind": Campaign.Kind.CALL,
    }
    form = CampaignForm(data, groups=groups(), initial=first)
    given = str(data.get("mark", "")) if data is not None else ""
    given = given or mark()
    context: dict[str, Any] = {"form": form, "mark": given, "units": _named(units)}
    if data is not None and data.get("go") != "again" and form.is_valid():
        told = form.cleaned_data
        wish = Wish(
            kind=told["kind"],
            name=told["name"],
            source=told["source"],
            units=units,
            filters=form.filters,
            window=told["window"],
            fixed_cost=told["fixed_cost"] or 0,
            contact_cost=told["contact_cost"] or 0,
            target=told["target"],
        )
        try:
            if request.method == "POST" and data.get("go") == "confirm":
                made = campaigns.make(wish, user, given[:40])
                messages.success(request, _("Đã lập đợt vận động."))
                return HttpResponseRedirect(reverse("outreach:campaign", args=[made.pk]))
            seen = campaigns.foresee(wish, user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            context |= {"wish": wish, "seen": seen, "answers": _answers(form), "carried": _carried(data)}
            return render(request, "outreach/check.html", context)
    if data is not None and data.get("go") == "again":
        context["form"] = CampaignForm(groups=groups(), initial=data.dict())
    return render(request, "outreach/make.html", context, status=422 if form.errors and "wish" not in context else 200)


@needs("record")
def campaign(request: HttpRequest, number: int) -> HttpResponseBase:
    """How far a campaign is, whom to meet next, and where its papers and results are."""
    user, of = user_of(request), campaign_at(request, number)
    mine = campaigns.members(of, user)
    waiting = [] if of.closed else contacts.next_to_call(mine, NEXT)
    context = {
        "campaign": of,
        "source": lists.title(of.source),
        "filters": filters_told(of),
        "units": _named(frozenset(mine.order_by().values_list("unit", flat=True).distinct())),
        "whole": campaigns.whole(of, user),
        **progress_of(mine),
        "waiting": rows(waiting, of),
        "answer_choices": Contact.Answer.choices,
        "goes_out": of.kind in PAPER,
        "papers": notices.latest(of, user),
        "mark": mark(),
    }
    return render(request, "outreach/campaign.html", context)


@require_POST
@needs("record")
def close(request: HttpRequest, number: int) -> HttpResponseBase:
    """Close a campaign."""
    of = campaign_at(request, number)
    try:
        campaigns.close(of, user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã đóng đợt vận động."))
    return HttpResponseRedirect(reverse("outreach:campaign", args=[of.pk]))


def progress_of(mine: QuerySet[Member]) -> dict[str, Any]:
    """How far a campaign is, as the page shows it."""
    done = contacts.progress(mine)
    return {
        "progress": done,
        "percent": round(100 * done.contacted / done.people) if done.people else 0,
        "answers": [(str(Contact.Answer(a).label), n) for a, n in done.answers],
    }


def phone_text(phone: str) -> str:
    """A telephone as people here write it: 0912 345 678."""
    digits = f"0{phone[3:]}" if phone.startswith("+84") else phone
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip() if digits.isdigit() and len(digits) == 10 else digits


def rows(members: list[Member], of: Campaign) -> list[dict[str, Any]]:
    """People to be met, as a page shows each: with a mark of its own, so that a second press records nothing."""
    return [
        {
            "member": m,
            "href": person_href(m.person_id),
            "why": why(m),
            "phone": phone_text(m.person.phone),
            "answer": str(Contact.Answer(m.answer).label) if m.answer else "",
            "channel": contacts.CHANNEL[Campaign.Kind(of.kind)],
            "mark": mark(),
        }
        for m in members
    ]


def why(member: Member) -> str:
    """Why somebody is on the list, as it stood on the campaign's day."""
    if member.uncovered:
        return _("hết hạn %(day)s") % {"day": day(member.insured_to)} if member.insured_to else _("chưa có thẻ")
    if member.insured_to:
        return _("thẻ đến %(day)s") % {"day": day(member.insured_to)}
    return _("đổi nhóm từ %(month)s") % {"month": month(member.next_month)} if member.next_month else ""


def filters_told(of: Campaign) -> list[str]:
    """How a campaign's list was narrowed, in words."""
    found = []
    if group := of.filters.get("nhom"):
        found.append(next((said(text) for key, text in groups() if key == group), group))
    if of.filters.get("co-dien-thoai"):
        found.append(_("có điện thoại"))
    if words := of.filters.get("ten"):
        found.append(f"«{words}»")
    return found


def _named(units: frozenset[str]) -> list[str]:
    return sorted(sources.unit_name(u) for u in units)


def _answers(form: CampaignForm) -> list[tuple[str, str, str]]:
    """What was answered: the question, the answer, the kind of it."""
    told = form.cleaned_data
    picked = dict(form.fields["group"].choices)  # type: ignore[attr-defined]
    narrowed = [str(picked[told["group"]])] if told["group"] else []
    narrowed += [_("có điện thoại")] if told["phone"] else []
    narrowed += [f"«{told['words']}»"] if told["words"] else []
    return [
        (_("Danh sách"), lists.title(told["source"]), "text"),
        (_("Chỉ những người"), ", ".join(narrowed) or _("mọi người trong danh sách"), "text"),
        (_("Tiếp cận bằng cách nào"), str(Campaign.Kind(told["kind"]).label), "text"),
        (_("Tên đợt vận động"), told["name"], "text"),
        (_("Lời nhắn cho người dân"), told["target"] or "–", "text"),
        (_("Theo dõi bao nhiêu ngày"), _("%(n)s ngày") % {"n": told["window"]}, "text"),
        (_("Chi phí chung, đồng"), told["fixed_cost"] or 0, "money"),
        (_("Chi phí mỗi lần liên hệ, đồng"), told["contact_cost"] or 0, "money"),
    ]


def _carried(data: Any) -> list[tuple[str, str]]:
    return [(k, v) for k, vs in data.lists() if k not in ("csrfmiddlewaretoken", "go", "mark") for v in vs]
