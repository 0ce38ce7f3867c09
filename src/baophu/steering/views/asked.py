"""What a page's address asks for, read strictly: what cannot be is 404."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from baophu.engine.months import parse
from baophu.steering.access import Seen
from baophu.steering.models import Kept
from baophu.steering.services import reading

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A page of rows that are all at hand: its rows, its number from 1, how many pages and rows there are."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def piece(request: HttpRequest, rows: Sequence[T], size: int, key: str = "trang") -> Piece[T]:
    """The page asked for, by default the first; 404 for one there is not."""
    written = request.GET.get(key, "1")
    pages = max(1, -(-len(rows) // size))
    if not (written.isascii() and written.isdigit()) or not 1 <= int(written) <= pages:
        raise Http404(_("Không có trang này."))
    number = int(written)
    return Piece(rows[(number - 1) * size : number * size], number, pages, len(rows))


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
