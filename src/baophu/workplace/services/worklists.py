"""What is to be done today in a unit: how many, and where the list is. The one place that knows where lists come from.

A count stops at MOST: what is more is said as "more than".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from baophu.accounts.models import User
from baophu.accounts.services import may, units_of, waiting_for
from baophu.decisions.models import Current
from baophu.engine.months import month_of
from baophu.pages.written import day, whole
from baophu.workplace.services import searches
from baophu.workplace.services.differences import differences
from baophu.workplace.services.duplicates import pairs

MOST = 1000
NEAR = (30, 60, 90)
"""Days ahead in which cards that end are counted."""

AHEAD = 3
"""Months ahead in which people leave their group."""

Units = frozenset[str]


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do: what, how many (`more`: than MOST), where; `tone` presses or not."""

    key: str
    title: str
    note: str
    count: int
    href: str
    more: bool = False
    tone: str = ""


def of_units(units: Units) -> QuerySet[Current]:
    """The decisions of today of some units; of one by its index."""
    found = Current.objects.select_related("person", "outcome")
    return found.filter(unit=next(iter(units))) if len(units) == 1 else found.filter(unit__in=units)


def ending(units: Units, today: date, days: int) -> QuerySet[Current]:
    """Cards that end within some days."""
    return of_units(units).filter(insured_to__gte=today, insured_to__lte=today + timedelta(days=days))


def leaving(units: Units, today: date) -> QuerySet[Current]:
    """People whose group ends within the next months."""
    month = month_of(today)
    found = of_units(units).filter(next_month__gt=month, next_month__lte=month + AHEAD)
    return found.exclude(next_group=F("group"))


def uncovered(units: Units, today: date) -> QuerySet[Current]:
    """People without a card today: it ended, or there never was one."""
    return of_units(units).filter(Q(insured_to__lt=today) | Q(insured_from=None))


def undecided(units: Units) -> QuerySet[Current]:
    """People who could not be decided when it was last tried."""
    return of_units(units).exclude(problem="")


LISTS: dict[str, Callable[[Units, date], QuerySet[Current]]] = {
    "sap-het-han": lambda units, today: ending(units, today, max(NEAR)),
    "sap-ra-khoi-nhom": leaving,
    "chua-co-the": uncovered,
    "chua-xet-duoc": lambda units, today: undecided(units),
}
"""The lists by the names of their addresses."""


def work(user: User, units: Units, today: date) -> list[Work]:
    """What is to be done in some units, nothing left out that is nothing: an officer sees that it is done."""
    found = [_ending(units, today)]
    texts = {
        "sap-ra-khoi-nhom": (_("Sắp ra khỏi nhóm đang hưởng"), _("trong ba tháng tới, và sẽ sang nhóm nào"), "soon"),
        "chua-co-the": (_("Chưa có thẻ"), _("với cách tham gia rẻ nhất và số điện thoại"), "soon"),
        "chua-xet-duoc": (_("Quyết định có vấn đề"), _("dữ liệu mâu thuẫn, cần sửa"), "bad"),
    }
    for key, (title, note, tone) in texts.items():
        count, more = _counted(LISTS[key](units, today))
        found.append(Work(key, title, note, count, _href(key), more, tone if count else ""))
    return [*found, *_of_officer(user)]


def _ending(units: Units, today: date) -> Work:
    counts = [_counted(ending(units, today, days)) for days in NEAR]
    note = _("%(a)s trong 30 ngày, %(b)s trong 60, %(c)s trong 90")
    said = [f"{_('hơn')} {whole(n)}" if more else whole(n) for n, more in counts]
    text = note % dict(zip("abc", said, strict=True))
    return Work(
        "sap-het-han",
        _("Thẻ sắp hết hạn"),
        text,
        counts[0][0],
        _href("sap-het-han"),
        counts[0][1],
        "soon" if counts[0][0] else "",
    )


def _of_officer(user: User) -> list[Work]:
    found = []
    if may(user, "import"):
        lists = differences(user)
        text = _("%(a)s dòng chưa chắc là ai, %(b)s dòng xem trước chưa ghi, %(c)s người có lần trước, lần này không")
        parts = (
            sum(d.doubtful + d.unknown for d in lists),
            sum(d.changing for d in lists),
            sum(d.absent for d in lists),
        )
        note = text % dict(zip("abc", map(whole, parts), strict=True))
        found.append(
            Work(
                "differences",
                _("Sai khác với danh sách, chờ xác nhận"),
                note,
                sum(parts),
                reverse("work:differences"),
                tone="soon" if sum(parts) else "",
            )
        )
    if may(user, "propose_merge"):
        count, more = _counted(pairs(user))
        searched = searches.last(units_of(user))
        text = _("tìm lần cuối ngày %(day)s") % {"day": day(searched.ended)} if searched else _("chưa tìm lần nào")
        found.append(
            Work(
                "duplicates",
                _("Hồ sơ có thể trùng"),
                f"{_('hai hồ sơ của một người')}; {text}",
                count,
                reverse("work:duplicates"),
                more,
                "soon" if count else "",
            )
        )
    count = waiting_for(user).count()
    text = _("đề nghị của đồng nghiệp cần người thứ hai")
    found.append(
        Work("proposals", _("Chờ tôi duyệt"), text, count, reverse("work:proposals"), tone="soon" if count else "")
    )
    return found


def _counted(found: QuerySet[Any]) -> tuple[int, bool]:
    count = found.order_by()[: MOST + 1].count()
    return min(count, MOST), count > MOST


def _href(key: str) -> str:
    return reverse("work:list", args=[key])
