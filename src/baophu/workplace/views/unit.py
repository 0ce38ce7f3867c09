"""My unit: coverage and its change, what is to be done today, and the lists behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.services import log_looks, may
from baophu.accounts.services.reasons import kept
from baophu.insight.causes import CAUSES
from baophu.insight.labels import group_label
from baophu.law.model import Group, Text
from baophu.pages import sources, units
from baophu.pages.lists import Column, Filter, List, choice, exported, flag, words
from baophu.pages.texts import said
from baophu.registry.names import fold
from baophu.workplace.services import figures, worklists
from baophu.workplace.services.routes import in_a_word
from baophu.workplace.views.asked import user_of
from baophu.workplace.views.guard import page
from baophu.workplace.words import born_text


def looked_at(request: HttpRequest) -> frozenset[str] | None:
    """The units looked at: the one chosen, else all of one's own; None: the whole province, with none chosen."""
    chosen = units.chosen(request)
    return frozenset((chosen,)) if chosen else units.units_of(request.user)


@page("see_figures")
def unit(request: HttpRequest) -> HttpResponseBase:
    """An officer's first page; somebody of the province chooses a unit first."""
    codes, user, today = looked_at(request), user_of(request), timezone.localdate()
    if codes is None:
        listed = units.choices(user)
        counts = figures.of_each([code for code, _name in listed])
        context: dict[str, Any] = {"listed": [(code, name, counts.get(code)) for code, name in listed]}
        return render(request, "workplace/units.html", context)
    named = sorted(codes, key=sources.unit_name)
    context = {
        "codes": [(code, sources.unit_name(code)) for code in named],
        "covered": figures.covered(codes, today),
        "aims": figures.aims(codes),
        "work": worklists.work(user, codes, today) if may(user, "read_person") else [],
        "trend": figures.drawn(named[0], now_("Tỷ lệ bao phủ 24 tháng qua")) if len(named) == 1 else None,
        "each": figures.of_each(codes) if len(named) > 1 else {},
    }
    return render(request, "workplace/unit.html", context)


def _groups() -> list[tuple[str, Text]]:
    book = sources.book()
    month = sources.day().year * 12 + sources.day().month - 1
    names = sorted({p.effect.name for p in book.provisions() if isinstance(p.effect, Group)})
    return sorted(((n, group_label(book, n, month)) for n in names), key=lambda pair: pair[1].vi)


def _group(current: Any) -> str:
    return said(group_label(sources.book(), current.group, current.month)) if current.group else ""


def _next(current: Any) -> str:
    if current.next_month is None:
        return ""
    if not current.next_group:
        return now_("không còn nhóm nào")
    return said(group_label(sources.book(), current.next_group, current.next_month))


def _days(number: int) -> Text:
    return Text(f"{number} ngày", f"{number} days")


def _within(found: QuerySet[Any], days: str) -> QuerySet[Any]:
    return found.filter(insured_to__lte=timezone.localdate() + timedelta(days=int(days)))


class People(List):
    """People of a list of work. Each row leads to the person."""

    columns: ClassVar[Sequence[Column]] = (
        Column(
            "name", _("Họ và tên"), "person.name",
            link=lambda c: f"{reverse('work:person', args=[c.person_id])}?tu=viec",
        ),
        Column("born", _("Ngày sinh"), lambda c: born_text(c.person)),
        Column("insured_to", _("Thẻ đến hết ngày"), kind="day", order=("insured_to",), empty=True),
        Column("group", _("Nhóm hiện nay"), _group),
        Column("own", _("Tự đóng mỗi tháng"), kind="money"),
        Column("phone", _("Điện thoại"), "person.phone"),
        Column("unit", _("Đơn vị"), lambda c: sources.unit_name(c.unit_id), only="export"),
        Column("personal_id", _("Số định danh cá nhân"), "person.personal_id", only="export"),
        Column("household", _("Mã hộ"), "household_id", only="export"),
    )  # fmt: skip
    filters: ClassVar[Sequence[Filter]] = (
        words("ten", _("Tên"), lambda found, text: found.filter(person__name_key__contains=fold(text))),
        choice("nhom", _("Nhóm"), _groups, lambda found, group: found.filter(group=group)),
        flag("co-dien-thoai", _("Có điện thoại"), lambda found, _on: found.exclude(person__phone="")),
    )
    order = "insured_to"
    nothing = _("Không có ai trong danh sách này.")


_SOONER = [(str(n), _days(n)) for n in worklists.NEAR[:-1]]


class Ending(People):
    """Cards that end soon."""

    name = "sap-het-han"
    title = _("Thẻ sắp hết hạn trong 90 ngày")
    filters = (
        choice(
            "trong",
            _("Trong"),
            [(str(n), _days(n)) for n in worklists.NEAR[:-1]],
            _within,
            every=_days(worklists.NEAR[-1]),
        ),
        *People.filters,
    )


class Leaving(People):
    """People about to leave their group, and where to."""

    name = "sap-ra-khoi-nhom"
    title = _("Sắp ra khỏi nhóm đang hưởng")
    columns = (
        *People.columns[:2],
        Column("next_month", _("Từ tháng"), kind="month", order=("next_month",)),
        Column("group", _("Nhóm hiện nay"), _group),
        Column("next", _("Sẽ sang"), _next),
        Column("cause", _("Vì sao"), lambda c: said(CAUSES[c.next_cause]) if c.next_cause in CAUSES else ""),
        *People.columns[5:],
    )
    order = "next_month"


class Uncovered(People):
    """People without a card, the cheapest way into one, and their telephone."""

    name = "chua-co-the"
    title = _("Chưa có thẻ")
    columns = (
        *People.columns[:4],
        Column("route", _("Cách rẻ nhất để có thẻ"), in_a_word),
        Column("own", _("Tự đóng mỗi tháng"), kind="money"),
        *People.columns[5:],
    )


class Undecided(People):
    """People who could not be decided."""

    name = "chua-xet-duoc"
    title = _("Quyết định có vấn đề")
    columns = (*People.columns[:2], Column("problem", _("Vấn đề")), *People.columns[5:])
    order = ""


LISTS: dict[str, type[People]] = {one.name: one for one in (Ending, Leaving, Uncovered, Undecided)}


@page("read_person")
def work_list(request: HttpRequest, key: str) -> HttpResponseBase:
    """A list of people to do something for."""
    if key not in LISTS:
        raise Http404
    codes = looked_at(request)
    if codes is None:  # a list is worked on unit by unit
        return HttpResponseRedirect(reverse("work:unit"))
    found = worklists.LISTS[key](codes, timezone.localdate())
    return LISTS[key](request, found).response("workplace/list.html", {"key": key})


def log_export(sender: Any, request: HttpRequest, shown: List, kind: str, **_more: Any) -> None:
    """Whoever leaves with a list of people has looked at them."""
    if isinstance(shown, People):
        why = kept(shown.title, _("in") if kind == "print" else _("tải tệp"))
        log_looks(user_of(request), [current.person_id for current in shown.everything()], why, request.path)


exported.connect(log_export, dispatch_uid="workplace.exported")
