"""What a page's address asks for, read strictly: what cannot be is 404."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from baophu.engine.months import parse
from baophu.steering.access import Seen
from baophu.steering.models import Kept
from baophu.steering.services import reading


def month(request: HttpRequest, seen: Seen, key: str = "thang") -> int:
    """A month of the figures as 2025-07; left out: theirs."""
    return month_or_none(request, seen, key) or seen.kept.month


def month_or_none(request: HttpRequest, seen: Seen, key: str) -> int | None:
    written = request.GET.get(key, "")
    if not written:
        return None
    try:
        found = parse(written)
    except ValueError as error:
        raise Http404(_("Không có tháng này.")) from error
    if not seen.kept.first <= found <= seen.kept.last:
        raise Http404(_("Không có số liệu của tháng này."))
    return found


def unit(request: HttpRequest, seen: Seen, key: str = "xa") -> str:
    """A unit's code; empty for the province."""
    code = request.GET.get(key, "")
    if code and code not in seen.book.areas:
        raise Http404(_("Không có đơn vị này."))
    return code


def year(request: HttpRequest, years: list[int], default: int, key: str = "nam") -> int:
    """One of some years."""
    written = request.GET.get(key, "")
    if not written:
        return default
    if not written.isdigit() or int(written) not in years:
        raise Http404(_("Không có số liệu của năm này."))
    return int(written)


def day(request: HttpRequest, key: str) -> date | None:
    written = request.GET.get(key, "")
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Http404(_("Không có ngày này.")) from error


def kept(request: HttpRequest) -> Kept:
    """The figures an address is pinned to (a report's), else those kept last."""
    number = request.GET.get("so-lieu", "")
    if not number:
        return reading.in_use()
    found = Kept.objects.filter(pk=int(number)).first() if number.isdigit() else None
    if found is None:
        raise Http404(_("Số liệu này không còn được lưu."))
    return found
