"""The list of people behind a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baophu.accounts.models import User
from baophu.accounts.services import log_looks, may, units_of
from baophu.accounts.services.reasons import kept
from baophu.insight.causes import CAUSES
from baophu.insight.labels import age_label, group_label, provision_label, value_label
from baophu.insight.words import payer_name
from baophu.law.model import Book
from baophu.pages import keyset
from baophu.pages.lists import Column, List
from baophu.pages.sources import unit_name
from baophu.pages.texts import language, said
from baophu.pages.written import day, month
from baophu.steering.access import Seen
from baophu.steering.services.people import Asked, People, Row
from baophu.steering.services.people import people as people_of
from baophu.steering.services.sources import book
from baophu.steering.views import asked

PERSON_PAGE = "work:person"
MOST_EXPORTED = 100_000


def person_page(row: Row) -> str | None:
    """The page of somebody of the register."""
    if row.person is None:
        return None
    try:
        return reverse(PERSON_PAGE, args=[row.person.pk])
    except NoReverseMatch:
        return None


BASE = (
    Column("name", gettext_lazy("Họ và tên"), lambda r: r.name or f"#{r.number}", link=person_page),
    Column("born", gettext_lazy("Ngày sinh"), kind="day"),
    Column("unit", gettext_lazy("Đơn vị"), lambda r: unit_name(r.unit)),
    Column("letter", gettext_lazy("Nhóm")),
    Column("phone", gettext_lazy("Điện thoại"), lambda r: r.person.phone if r.person else "", only="export"),
)
INSURED = Column("insured", gettext_lazy("Có thẻ"), kind="flag")
PAYERS = Column("payers", gettext_lazy("Bên đóng"), lambda r: ", ".join(payer_name(p, language()) for p in r.payers))
MONEY = (
    Column("months", gettext_lazy("Số tháng"), kind="number"),
    Column("amount", gettext_lazy("Số tiền"), kind="money"),
)
LAPSE = (
    Column("day", gettext_lazy("Từ ngày"), kind="day"),
    Column("cause", gettext_lazy("Nguyên nhân"), lambda r: said(CAUSES[r.cause]) if r.cause in CAUSES else r.cause),
)


class Behind(List):
    """People in the order of units; read from the run piece by piece, and counted only by what the figures know."""

    name = "danh-sach-nguoi"
    nothing = gettext_lazy("Không có ai.")

    def __init__(self, request: HttpRequest, source: People, title: str, more: Sequence[Column]) -> None:
        super().__init__(request, source, source.total)
        self.people = source
        self.columns = (*BASE, *more)  # type: ignore[misc]
        self.title = title  # type: ignore[misc]

    @cached_property
    def _page(self) -> tuple[list[Any], str | None, str | None]:
        after, before = self._place("after"), self._place("before")
        back = before is not None and after is None
        if back and before is not None:
            found = self.people.before(before, self.per_page + 1)
            more, found = len(found) > self.per_page, found[-self.per_page :]
        else:
            found = self.people.after(after, self.per_page + 1)
            more, found = len(found) > self.per_page, found[: self.per_page]
        ends = [keyset.token([found[i].unit, found[i].number]) for i in (0, -1)] if found else [None, None]
        return found, ends[1] if more or back else None, ends[0] if (more if back else after is not None) else None

    def _place(self, key: str) -> tuple[str, int] | None:
        written = self.request.GET.get(key)
        if not written:
            return None
        try:
            unit, number = keyset.place(written, 2)
        except keyset.BadPlace as error:
            raise Http404(_("Không có trang này trong danh sách.")) from error
        if not isinstance(unit, str) or not isinstance(number, int):
            raise Http404(_("Không có trang này trong danh sách."))
        return unit, number

    @property
    def previous(self) -> str | None:
        """The address of the page before."""
        return self._query(before=self._page[2]) if self._page[2] else None

    def everything(self) -> Iterator[Any]:
        """Everybody, never read whole into memory."""
        return iter(self.people)


def people(request: HttpRequest) -> HttpResponseBase:
    """The people of a figure; 403 for roles that see no person, nobody of other units."""
    user = request.user
    if not isinstance(user, User) or not may(user, "read_person"):
        raise PermissionDenied("read_person")
    kept = asked.kept(request)
    seen = Seen(kept, book(), hide=False, steer=False, user=user)
    wanted = _asked(request, seen)
    scope = units_of(user)
    if scope is not None and wanted.unit and wanted.unit not in scope:
        raise Http404(_("Không có đơn vị này trong phạm vi của bạn."))
    source = people_of(kept, seen.book, wanted, user)
    more = LAPSE if wanted.lapse else (*MONEY, PAYERS) if wanted.of_money else (INSURED, PAYERS)
    shown = Behind(request, source, _title(seen, wanted), more)
    if shown.file() is None:
        return shown.response("steering/people.html", {"seen": seen})
    if len(source) > MOST_EXPORTED:
        raise Http404(_("Danh sách quá dài để tải; hãy chọn một đơn vị."))
    log_looks(user, (r.number for r in source if r.person), said_why(seen, wanted), request.path)
    return shown.response()


def said_why(seen: Seen, wanted: Asked) -> str:
    """Why these people's lines were taken out: the list they are on."""
    with override("vi"):
        return kept(gettext_lazy("tải danh sách sau một con số"), _title(seen, wanted))


def _asked(request: HttpRequest, seen: Seen) -> Asked:
    get = request.GET
    age = get.get("tuoi")
    if age is not None and (not age.isdigit() or int(age) not in seen.kept.bands):
        raise Http404(_("Không có nhóm tuổi này."))
    lapse = get.get("mat", "")
    if lapse and lapse != "all" and lapse not in CAUSES:
        raise Http404(_("Không có nguyên nhân này."))
    applied = get.get("ap-dung", "")
    if applied and not _known(seen.book, applied):
        raise Http404(_("Sổ luật không có quy định này."))
    payer = get.get("ben", "")
    if payer and payer not in seen.book.payers:
        raise Http404(_("Không có bên đóng này."))
    insured = {"co": True, "chua": False}.get(get.get("bao-phu", ""))
    return Asked(
        month=asked.month(request, seen),
        unit=asked.unit(request, seen),
        group=get.get("nhom"),
        age=int(age) if age is not None else None,
        ethnicity=get.get("dan-toc"),
        insured=True if applied else insured,
        applied=applied,
        payer=payer,
        provision=get.get("quy-dinh", ""),
        instrument=get.get("van-ban", ""),
        last=asked.month_or_none(request, seen, "den-thang"),
        lapse=lapse,
        until=asked.day(request, "den"),
    )


def _known(book_: Book, ref: str) -> bool:
    """Whether this is an act of the law book, or a provision of one."""
    number, _hash, own = ref.partition("#")
    return number in book_.instruments and (not own or any(p.ref == ref for p in book_.provisions()))


def _title(seen: Seen, wanted: Asked) -> str:
    """The list in words: what it was narrowed by."""
    book_ = seen.book
    parts = [unit_name(wanted.unit) if wanted.unit else _("Toàn tỉnh")]
    if wanted.lapse:
        cause = said(CAUSES[wanted.lapse]) if wanted.lapse in CAUSES else _("sắp mất quyền lợi")
        parts.append(cause)
        if wanted.until:
            parts.append(_("đến %(day)s") % {"day": day(wanted.until)})
        return " · ".join(parts)
    if wanted.applied:
        label = said(provision_label(book_, wanted.applied)) if "#" in wanted.applied else wanted.applied
        parts.append(label)
    if wanted.provision:
        parts.append(said(provision_label(book_, wanted.provision)))
    elif wanted.instrument:
        parts.append(wanted.instrument)
    if wanted.payer:
        parts.append(payer_name(wanted.payer, language()))
    if wanted.insured is not None:
        parts.append(_("có thẻ") if wanted.insured else _("chưa có thẻ"))
    if wanted.group is not None:
        parts.append(said(group_label(book_, wanted.group, wanted.month)))
    if wanted.age is not None:
        parts.append(_("tuổi %(band)s") % {"band": said(age_label(seen.kept.bands, wanted.age))})
    if wanted.ethnicity is not None:
        parts.append(said(value_label(book_, "ethnicity", wanted.ethnicity)))
    until = f" – {month(wanted.last)}" if wanted.last is not None and wanted.last != wanted.month else ""
    parts.append(f"{month(wanted.month)}{until}")
    return " · ".join(parts)
