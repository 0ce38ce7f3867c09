"""Parameters: their values written out, drawn over time, and who reads them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from baophu.law.check import parameters_of
from baophu.law.model import Book, ParameterDeclaration, Provision
from baophu.lawpages.addresses import source_href
from baophu.pages import written
from baophu.pages.charts import Picture, Table, steps
from baophu.pages.columns import Kind

KINDS: dict[str, Kind] = {"money": "money", "share": "percent", "count": "number"}


def value_text(parameter: ParameterDeclaration, value: int | bool | Fraction | None) -> str:
    """A value as it is read; a dash for none."""
    if value is None:
        return written.NONE
    match parameter.type:
        case "money":
            return written.money(int(value))
        case "share":
            return written.percent(Fraction(value), _places(Fraction(value)))
        case "month":
            return written.month(int(value))
        case "flag":
            return _("có") if value else _("không")
        case _:
            return written.whole(int(value))


def _places(share: Fraction) -> int:
    """As many decimals as the share has, four at most."""
    return next((n for n in range(5) if (share * 100 * 10**n).denominator == 1), 4)


def drawn(book: Book, parameter: ParameterDeclaration, day: date) -> Picture | None:
    """Its values over time; None where there is only one, or nothing to measure."""
    kind = KINDS.get(parameter.type)
    if kind is None or len(parameter.values) < 2:
        return None
    rows = [(v.start, v.value) for v in parameter.values]
    last = parameter.values[-1]
    until = last.end or max(day, last.start) + timedelta(days=365)
    table = Table(
        (_("Từ ngày"), _("Giá trị"), _("Căn cứ")),
        ("day", "text", "text"),
        tuple(
            (v.start, value_text(parameter, v.value), (v.by, source_href(book, v.by)) if v.by else None)
            for v in parameter.values
        ),
    )
    return steps(parameter.label, rows, table, kind=kind, until=until, mark=day)


def readers(book: Book, name: str) -> tuple[Provision, ...]:
    """The provisions that read a parameter."""
    return tuple(p for p in book.provisions() if name in parameters_of(p))
