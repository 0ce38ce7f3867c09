"""The quarter a report is about: the figures it is made of, and the numbered sources of every figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from baophu.insight.causes import CAUSES
from baophu.insight.labels import age_label, group_label, value_label
from baophu.law.model import Book
from baophu.pages.columns import Kind
from baophu.pages.texts import said
from baophu.pages.written import month, whole
from baophu.steering.models import Kept
from baophu.steering.report.contents import Sources
from baophu.steering.services import progress, reading, targets
from baophu.steering.services.progress import Progress
from baophu.steering.services.reading import Foreseen
from baophu.steering.shown import links

Columns = tuple[tuple[str, Kind], ...]
Row = tuple[Any, ...]


class Quarter:
    """A quarter of a year (1 to 4) in some figures; `month` is its last month, as far as they are known."""

    def __init__(self, kept: Kept, book: Book, year: int, quarter: int) -> None:
        self.kept, self.book, self.year, self.quarter = kept, book, year, quarter
        self.first = year * 12 + 3 * (quarter - 1)
        self.month = min(self.first + 2, kept.month)
        self.source = Sources()

    @cached_property
    def ahead(self) -> Mapping[str, Foreseen]:
        """What is foreseen of each unit."""
        return reading.foreseen(self.kept)

    @cached_property
    def progress(self) -> list[Progress]:
        """How far each target of the year is."""
        return progress.progress(self.kept, targets.in_force(self.year), book=self.book)

    @property
    def of_province(self) -> Progress | None:
        """The target of the whole province."""
        return next((p for p in self.progress if p.of_province), None)

    def dimension(self, name: str) -> tuple[Callable[[str], str], Callable[[str], dict[str, Any]]]:
        """How keys of a dimension are called, and what a list of their people is asked by."""
        if name == "age":
            return lambda k: said(age_label(self.kept.bands, int(k))), lambda k: {"age": int(k)}
        if name == "ethnicity":
            return lambda k: said(value_label(self.book, "ethnicity", k)), lambda k: {"ethnicity": k}
        return lambda k: said(group_label(self.book, k, self.month)), lambda k: {"group": k}

    def people(self, *, at: int | None = None, **asked: Any) -> int:
        """The number of a list of people as source (`shown.links.people`); by default of the quarter's last month."""
        address = links.people(month=self.month if at is None else at, kept=self.kept.pk, **asked)
        return self.source(address, self._said(at, asked))

    def _said(self, at: int | None, asked: Mapping[str, Any]) -> str:
        """A list of people in words."""
        unit = asked.get("unit")
        parts = [self.book.areas[unit].full_name if unit else _("Toàn tỉnh")]
        if "lapse" in asked:
            parts.append(said(CAUSES[asked["lapse"]]))
        if "instrument" in asked:
            parts.append(asked["instrument"])
        named = [n for n in ("age", "ethnicity", "group") if n in asked]
        parts += [self.dimension(n)[0](str(asked[n])) for n in named]
        if "insured" in asked:
            parts.append(_("có thẻ") if asked["insured"] else _("chưa có thẻ"))
        parts.append(month(self.month if at is None else at))
        return " · ".join(parts)


def signed(number: int) -> str:
    """+5, −5, 0."""
    return f"+{whole(number)}" if number > 0 else whole(number)
