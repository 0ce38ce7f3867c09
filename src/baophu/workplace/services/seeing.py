"""Who may open which person or household: asked in the query, and every opening logged with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import Look, User
from baophu.accounts.services import log_looks, units_of
from baophu.accounts.services.reasons import kept
from baophu.registry.models import Household, Person, Stay
from baophu.registry.services.merging import standing
from baophu.workplace.errors import Merged, NotSeen

WAYS: Mapping[str, object] = {
    "tim": _("tìm kiếm"),
    "viec": _("danh sách việc hôm nay"),
    "ho": _("từ hộ gia đình"),
    "nhap": _("từ danh sách nhập"),
    "trung": _("xem hồ sơ trùng"),
    "ghi": _("ghi thay đổi"),
    "lap": _("lập báo giá"),
    "so-lieu": _("danh sách sau một con số"),
}
"""Ways to a person's record, as they stand in addresses (`?tu=tim`), and how the log calls them."""

OPENED = _("mở hồ sơ")
TRIED = _("thử mở hồ sơ ngoài địa bàn")
ONE_ACT = timedelta(minutes=30)
"""A form sent within this time after its page was opened belongs to that look."""


def reason(way: str, what: object = "") -> str:
    """Why a record was opened, as the log keeps it."""
    return kept(what or OPENED, WAYS.get(way, ""))


def _log(user: User, persons: Iterable[int], why: str, page: str, *, again: bool) -> None:
    """Log a look at some people. `again`: a form that is sent; whoever opened its page a little while ago is read on
    in the same act, and is not logged once more. Nobody is left out who was not logged for this page and reason."""
    listed = list(persons)
    if again:
        since = timezone.now() - ONE_ACT
        seen = Look.objects.filter(user=user, person__in=listed, why=why, page=page[:200], at__gte=since)
        listed = sorted(set(listed) - set(seen.values_list("person", flat=True)))
    if listed:
        log_looks(user, listed, why, page)


def person(user: User, number: int, why: str, page: str = "", *, again: bool = False) -> Person:
    """A person of one's units, the opening logged (`again`: a form of a page that was opened before is sent).

    NotSeen when there is none, and for one of another unit, whose trial is logged; Merged for a record merged away.
    """
    units = units_of(user)
    known = Person.objects.filter(withdrawn=False).select_related("unit", "merged_into")
    found = known.in_units(units).filter(pk=number, merged_into=None).first()
    if found is None:
        there = known.filter(pk=number).first()
        stands = standing(there) if there else None
        if stands is not None and stands != there and (units is None or stands.unit_id in units):
            raise Merged(stands.pk)
        if there is not None:
            log_looks(user, [number], kept(TRIED), page)
        raise NotSeen
    _log(user, [number], why, page, again=again)
    return found


def household(
    user: User, number: int, why: str, page: str = "", *, again: bool = False
) -> tuple[Household, list[Stay]]:
    """A household of which somebody lives in one's units today, and the stays of all its members; looks are logged.

    NotSeen when there is none, or none of one's units.
    """
    units = units_of(user)
    found = Household.objects.filter(pk=number, withdrawn=False).select_related("head").first()
    today = timezone.localdate()
    stays = (
        list(
            Stay.objects.known().on(today).filter(household=number).select_related("person", "unit").order_by("person")
        )
        if found
        else []
    )
    mine = [stay for stay in stays if units is None or stay.unit_id in units]
    if found is None or (not mine and units is not None):
        if stays:
            log_looks(user, [stay.person_id for stay in stays], kept(TRIED), page)
        raise NotSeen
    _log(user, [stay.person_id for stay in mine], why, page, again=again)
    return found, mine


def seen_many(user: User, persons: Iterable[int], why: object, page: str = "") -> None:
    """People of a list were shown with more than a figure."""
    _log(user, persons, kept(why), page, again=False)
