"""Who may open which person or household: asked in the query, and every opening logged with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services import log_look, log_looks, units_of
from baophu.registry.models import Household, Person, Stay
from baophu.registry.services.merging import standing
from baophu.workplace.errors import Merged, NotSeen

WAYS = {
    "tim": "tìm kiếm",
    "viec": "danh sách việc hôm nay",
    "ho": "từ hộ gia đình",
    "nhap": "từ danh sách nhập",
    "trung": "xem hồ sơ trùng",
    "ghi": "ghi thay đổi",
    "lap": "lập báo giá",
    "so-lieu": "danh sách sau một con số",
}
"""Ways to a person's record, as they stand in addresses (`?tu=tim`), and how the log calls them."""

OPENED = "mở hồ sơ"
TRIED = "thử mở hồ sơ ngoài địa bàn"


def reason(way: str, what: str = "") -> str:
    """Why a record was opened, as the log says it."""
    return ": ".join(filter(None, (what or OPENED, WAYS.get(way, ""))))


def person(user: User, number: int, why: str, page: str = "") -> Person:
    """A person of one's units, the opening logged.

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
            log_look(user, number, TRIED, page)
        raise NotSeen
    log_look(user, number, why, page)
    return found


def household(user: User, number: int, why: str, page: str = "") -> tuple[Household, list[Stay]]:
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
            log_looks(user, [stay.person_id for stay in stays], TRIED, page)
        raise NotSeen
    log_looks(user, [stay.person_id for stay in mine], why, page)
    return found, mine


def seen_many(user: User, persons: Iterable[int], why: str, page: str = "") -> None:
    """People of a list were shown with more than a figure."""
    listed = list(persons)
    if listed:
        log_looks(user, listed, why, page)
