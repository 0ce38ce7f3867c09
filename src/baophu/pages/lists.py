"""A list, declared once: a page of it, a print of it, the same list as CSV and xlsx.

    class Ending(List):
        name = "the-sap-het-han"                       # file name of exports, id of the element
        title = _("Thẻ sắp hết hạn")
        columns = (
            Column("name", _("Họ và tên"), "person.name", order=("person__name_back",), link=lambda c: ...),
            Column("valid_to", _("Hết hạn"), kind="day", order=("valid_to",)),
        )
        filters = (choice("group", _("Nhóm"), groups, lambda cards, g: cards.filter(group=g)),)
        order = "valid_to"                             # "-valid_to": from the last

    def ending(request):
        return Ending(request, Card.objects.known().select_related("person")).response()

The source is a queryset (paged by keyset, never counted) or a sequence (of anything: rows of a question asked of a
run). Query keys: each filter's own, `sort`, `after`, `before`, `as` (csv, xlsx, print).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baophu.pages import keyset
from baophu.pages.columns import BY_VALUE, Column, Filter, choice, day, flag, form_of, words
from baophu.pages.keyset import By
from baophu.pages.rows import Cell, Heading, Row
from baophu.pages.texts import Said, said
from baophu.pages.written import cell

__all__ = ["BY_VALUE", "Cell", "Column", "Filter", "List", "Row", "choice", "day", "exported", "flag", "words"]

exported = Signal()
"""Sent when a list leaves as a file or to the printer: `request`, `shown` (the list), `kind` (csv, xlsx, print)."""

PRINTED = 2000
"""Rows a print shows at most; the whole list is in the files."""


class List:
    """See the module. `total` is said above the list where it is known from elsewhere; nothing is counted for it."""

    name: ClassVar[str] = "danh-sach"
    title: ClassVar[Said] = ""
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    order: ClassVar[str] = ""
    per_page: ClassVar[int] = 50
    nothing: ClassVar[Said] = ""
    exports: ClassVar[bool] = True

    def __init__(self, request: HttpRequest, source: QuerySet[Any] | Sequence[Any], total: int | None = None) -> None:
        self.request, self._source, self.total = request, source, total

    # ---- what was asked

    @cached_property
    def form(self) -> forms.Form:
        """The filters, bound to the query."""
        return form_of(self.filters, self.request.GET, prefix=f"{self.name}-")

    @cached_property
    def narrowed(self) -> QuerySet[Any] | Sequence[Any]:
        """What the filters leave; nothing while one of them is wrong."""
        source = self._source
        if not self.form.is_valid():
            return source.none() if isinstance(source, QuerySet) else ()
        for one in self.filters:
            value = self.form.cleaned_data[one.key]
            if value not in (None, "", False):
                source = one.narrow(source, value)
        return source

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return any(self.request.GET.get(one.key) for one in self.filters)

    @cached_property
    def sorted_by(self) -> tuple[Column | None, bool]:
        """The column sorted by, and whether from the last; what cannot be sorted by is the list's own order."""
        for asked in (self.request.GET.get("sort", ""), self.order):
            for column in self.columns:
                if column.order and column.key == asked.removeprefix("-"):
                    return column, asked.startswith("-")
        return None, False

    # ---- the page

    @cached_property
    def _page(self) -> tuple[list[Any], str | None, str | None]:
        """The things of this page, the places after and before it (None: nothing there)."""
        after, before = self.request.GET.get("after"), self.request.GET.get("before")
        if isinstance(self.narrowed, QuerySet):
            return self._of_queryset(self.narrowed, after, before)
        return self._of_sequence(self.narrowed, after)

    def _by(self) -> list[By]:
        column, down = self.sorted_by
        order = [By(f, down, column.empty) for f in column.order] if column else []
        return [*order, By("pk", down)]

    def _of_queryset(
        self, source: QuerySet[Any], after: str | None, before: str | None
    ) -> tuple[list[Any], str | None, str | None]:
        order, back = self._by(), before is not None and after is None
        rows = keyset.ordered(source, order, back)
        place = before if back else after
        if place is not None:
            try:
                rows = rows.filter(keyset.beyond(order, keyset.place(place, len(order)), back))
                found = list(rows[: self.per_page + 1])
            except (keyset.BadPlace, TypeError, ValueError) as error:
                raise Http404(_("Không có trang này trong danh sách.")) from error
        else:
            found = list(rows[: self.per_page + 1])
        more, found = len(found) > self.per_page, found[: self.per_page]
        if back:
            found.reverse()
        ends = [keyset.token(keyset.values_of(found[i], order)) for i in (0, -1)] if found else ["", ""]
        has_after = bool(found) and (more or back)
        has_before = bool(found) and (more if back else after is not None)
        return found, ends[1] if has_after else None, ends[0] if has_before else None

    def _of_sequence(self, source: Sequence[Any], after: str | None) -> tuple[list[Any], str | None, str | None]:
        try:
            start = keyset.place(after, 1)[0] if after else 0
        except keyset.BadPlace as error:
            raise Http404(_("Không có trang này trong danh sách.")) from error
        if not isinstance(start, int) or start < 0:
            raise Http404(_("Không có trang này trong danh sách."))
        rows = self._sorted(source)
        end = start + self.per_page
        following = keyset.token([end]) if end < len(rows) else None
        previous = keyset.token([max(0, start - self.per_page)]) if start else None
        return rows[start:end], following, previous

    def _sorted(self, source: Sequence[Any]) -> list[Any]:
        column, down = self.sorted_by
        if column is None:
            return list(source)
        known = [r for r in source if column.of(r) is not None]
        return [*sorted(known, key=column.of, reverse=down), *(r for r in source if column.of(r) is None)]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of this page."""
        return tuple(self._row(thing, self.shown_columns) for thing in self._page[0])

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """Columns of the page."""
        return tuple(c for c in self.columns if c.only != "export")

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Heads of the columns, with the addresses that sort by them."""
        by, down = self.sorted_by
        found = []
        for column in self.shown_columns:
            now = ("descending" if down else "ascending") if column is by else ""
            turned = f"-{column.key}" if now == "ascending" else column.key
            found.append(Heading(column, self._query(sort=turned) if column.order else None, now))
        return tuple(found)

    @property
    def next(self) -> str | None:
        """The address of the next page."""
        return self._query(after=self._page[1], sort=self.request.GET.get("sort")) if self._page[1] else None

    @property
    def previous(self) -> str | None:
        """The address of the page before."""
        if self._page[2] is None:
            return None
        key = "before" if isinstance(self.narrowed, QuerySet) else "after"
        return self._query(**{key: self._page[2], "sort": self.request.GET.get("sort")})

    @property
    def whole(self) -> bool:
        """Whether this page is all there is."""
        return self._page[1] is None and self._page[2] is None

    def export_query(self, kind: str) -> str:
        """The address of the whole list as csv, xlsx or print."""
        return self._query(sort=self.request.GET.get("sort"), **{"as": kind})

    @property
    def csv(self) -> str:
        return self.export_query("csv")

    @property
    def xlsx(self) -> str:
        return self.export_query("xlsx")

    @property
    def print(self) -> str:
        return self.export_query("print")

    @property
    def cleared(self) -> str:
        """The address of the list without its filters."""
        params = self.request.GET.copy()
        for key in ("after", "before", "as", *(one.key for one in self.filters)):
            params.pop(key, None)
        return f"?{params.urlencode()}"

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """What the filters' form must keep of the query."""
        own = {"after", "before", "as", *(one.key for one in self.filters)}
        return tuple((k, v) for k, vs in self.request.GET.lists() if k not in own for v in vs)

    def _query(self, **changed: str | None) -> str:
        params = self.request.GET.copy()
        for key in ("after", "before", "as", "sort"):
            params.pop(key, None)
        for key, value in changed.items():
            if value is not None:
                params[key] = value
        return f"?{params.urlencode()}"

    def _row(self, thing: Any, columns: Iterable[Column]) -> Row:
        return Row(thing, tuple(self._cell(thing, c) for c in columns))

    @staticmethod
    def _cell(thing: Any, column: Column) -> Cell:
        value = column.of(thing)
        text = value if column.kind == "html" and isinstance(value, SafeString) else cell(value, column.kind)
        href = column.link(thing) if column.link and value is not None and value != "" else None
        return Cell(column, text, href)

    # ---- the whole of it

    @property
    def export_columns(self) -> tuple[Column, ...]:
        """Columns of files."""
        return tuple(c for c in self.columns if c.only != "page")

    def everything(self) -> Iterator[Any]:
        """Every thing the filters leave, in order, read in pieces."""
        if isinstance(self.narrowed, QuerySet):
            return keyset.ordered(self.narrowed, self._by()).iterator(chunk_size=2000)
        return iter(self._sorted(self.narrowed))

    @property
    def printed(self) -> tuple[Row, ...]:
        """The rows of a print, PRINTED at most."""
        rows: list[Row] = []
        for thing in self.everything():
            if len(rows) == PRINTED:
                break
            rows.append(self._row(thing, self.export_columns))
        return tuple(rows)

    # ---- answers

    def file(self) -> HttpResponseBase | None:
        """The list as what `as` asks for, or None when it asks for a page."""
        from baophu.pages import exports

        kind = self.request.GET.get("as", "")
        if not self.exports or kind not in ("csv", "xlsx", "print"):
            return None
        if not self.form.is_valid():
            return None
        exported.send(type(self), request=self.request, shown=self, kind=kind)
        if kind == "print":
            return render(self.request, "pages/print.html", {"list": self, "rows": self.printed, "limit": PRINTED})
        return exports.csv(self) if kind == "csv" else exports.xlsx(self)

    def response(self, template: str = "pages/list.html", context: dict[str, Any] | None = None) -> HttpResponseBase:
        """A file, a piece for htmx, or the page (`list` in its context)."""
        if (file := self.file()) is not None:
            return file
        if self.request.headers.get("HX-Target") == self.name:
            return render(self.request, "pages/parts/list.html", {"list": self})
        answer: HttpResponse = render(
            self.request, template, {"list": self, "title": said(self.title), **(context or {})}
        )
        return answer
