"""The people of a campaign as a list, and the texts of messages to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from baophu.accounts.guard import needs
from baophu.accounts.services import log_looks
from baophu.accounts.services.reasons import kept
from baophu.insight.labels import group_label
from baophu.outreach.models import Contact
from baophu.outreach.models.contact import REACHED
from baophu.outreach.papers import texts
from baophu.outreach.papers.notices import longest
from baophu.outreach.services import campaigns
from baophu.outreach.views.asked import campaign_at, user_of
from baophu.outreach.views.campaigns import phone_text, why
from baophu.pages import sources
from baophu.pages.lists import Column, List, choice, exported, flag, words
from baophu.pages.texts import said
from baophu.registry.names import fold


def _answer(member: Any) -> str:
    return str(Contact.Answer(member.answer).label) if member.answer else ""


def _group(member: Any) -> str:
    return said(group_label(sources.book(), member.group, _this_month())) if member.group else ""


def _this_month() -> int:
    return sources.day().year * 12 + sources.day().month - 1


class Members(List):
    """People of a campaign with what came of the last contact."""

    name = "nguoi-trong-dot"
    title = gettext_lazy("Người trong đợt vận động")
    columns = (
        Column(
            "name", gettext_lazy("Họ và tên"), "person.name", order=("person__name_back",),
            link=lambda m: reverse("outreach:contact", args=[m.campaign_id, m.pk]),
        ),
        Column("phone", gettext_lazy("Điện thoại"), lambda m: phone_text(m.person.phone)),
        Column("why", gettext_lazy("Lúc lập danh sách"), why),
        Column("group", gettext_lazy("Nhóm"), _group),
        Column("answer", gettext_lazy("Kết quả gần nhất"), _answer),
        Column("answered", gettext_lazy("Ngày liên hệ"), kind="day"),
        Column("tried", gettext_lazy("Số lần"), kind="number"),
        Column("note", gettext_lazy("Ghi chú"), lambda m: m.last.note if m.last else "", only="export"),
        Column("household", gettext_lazy("Mã hộ"), "household_id", only="export"),
        Column("address", gettext_lazy("Địa chỉ"), "household.address", only="export"),
        Column("unit", gettext_lazy("Đơn vị"), lambda m: sources.unit_name(m.unit_id), only="export"),
    )  # fmt: skip
    filters = (
        words("ten", gettext_lazy("Tên"), lambda found, t: found.filter(person__name_key__contains=fold(t))),
        choice(
            "ket-qua",
            gettext_lazy("Kết quả"),
            [("chua", gettext_lazy("chưa liên hệ")), ("toi", gettext_lazy("đã tiếp cận")), *Contact.Answer.choices],
            lambda found, a: (
                found.filter(answer="")
                if a == "chua"
                else found.filter(answer__in=REACHED)
                if a == "toi"
                else found.filter(answer=a)
            ),
        ),
        flag("co-dien-thoai", gettext_lazy("Có điện thoại"), lambda found, _on: found.exclude(person__phone="")),
    )
    order = "name"
    nothing = gettext_lazy("Không có ai.")


class Messages(List):
    """Texts of messages, one for each person with a telephone."""

    name = "tin-nhan"
    title = gettext_lazy("Tin nhắn gửi người dân")
    columns = (
        Column("phone", gettext_lazy("Điện thoại")),
        Column("bare", gettext_lazy("Nội dung không dấu")),
        Column("length", gettext_lazy("Số ký tự"), kind="number"),
        Column("full", gettext_lazy("Nội dung có dấu")),
        Column("parts", gettext_lazy("Số tin, có dấu"), kind="number"),
    )
    nothing = gettext_lazy("Không có ai có điện thoại.")


@needs("record")
def members(request: HttpRequest, number: int) -> HttpResponseBase:
    """The people of a campaign: filter, print, take away."""
    of = campaign_at(request, number)
    found = campaigns.members(of, user_of(request)).select_related("last")
    return Members(request, found).response("outreach/members.html", {"campaign": of})


@needs("record")
def messages_of(request: HttpRequest, number: int) -> HttpResponseBase:
    """The texts of messages, without accents and with."""
    of, today = campaign_at(request, number), timezone.localdate()
    mine = campaigns.to_be_told(of, user_of(request), today).exclude(person__phone="")
    found = mine.select_related("person__current").order_by("pk")
    rows = list(texts.messages(found, today, longest(sources.book(), today)))
    return Messages(request, rows, len(rows)).response("outreach/messages.html", {"campaign": of})


def log_export(sender: Any, request: HttpRequest, shown: List, kind: str, **_more: Any) -> None:
    """Whoever leaves with a list of people has looked at them."""
    if isinstance(shown, Members | Messages):
        people = [
            row.member.person_id if isinstance(row, texts.Message) else row.person_id for row in shown.everything()
        ]
        why_ = kept(shown.title, gettext_lazy("in") if kind == "print" else gettext_lazy("tải tệp"))
        log_looks(user_of(request), people, why_, request.path)


exported.connect(log_export, dispatch_uid="outreach.exported")
