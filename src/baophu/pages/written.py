"""Numbers, money, days and spans as they stand on a page: one way in both languages, never broken over a line."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from baophu.insight import format as fmt
from baophu.law.scalars import NEVER

NARROW = "\N{NO-BREAK SPACE}"
NONE = "–"


def whole(number: int | None) -> str:
    """1358000 as 1.358.000; a dash for nothing."""
    return NONE if number is None else fmt.whole(number)


def money(amount: int | None) -> str:
    """1263600 as 1.263.600 ₫."""
    return NONE if amount is None else _glued(fmt.dong(amount))


def short_money(amount: int | None) -> str:
    """Large amounts in millions or billions: 72,3 tỷ ₫."""
    from baophu.pages.texts import language

    return NONE if amount is None else _glued(fmt.short_dong(amount, language()))


def percent(share: Fraction | Decimal | float | int | None, places: int = 2) -> str:
    """Fraction(9571, 10000) as 95,71 %."""
    return NONE if share is None else _glued(fmt.percent(Fraction(share), places))


def points(difference: Fraction | Decimal | float | None, places: int = 2) -> str:
    """A difference of rates in points: +0,15."""
    return NONE if difference is None else fmt.points(Fraction(difference), places)


def day(value: date | datetime | None) -> str:
    """25/12/1980; of a moment its day here."""
    if value is None:
        return NONE
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return fmt.day(value)


def moment(value: datetime | None) -> str:
    """14:05 25/12/2025, in local time."""
    if value is None:
        return NONE
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M}{NARROW}{fmt.day(local.date())}"


def month(value: date | int | None) -> str:
    """07/2025, of a day or of a month counted `year * 12 + month - 1`."""
    if value is None or value == NEVER:
        return NONE
    return fmt.month(value) if isinstance(value, int) else f"{value.month:02d}/{value.year}"


def span(start: date | None, end: date | None) -> str:
    """Both days inclusive: 01/01/2026 – 31/12/2030; open ends in words."""
    if start is None and end is None:
        return _("không giới hạn thời gian")
    if end is None:
        return _("từ %(start)s") % {"start": day(start)}
    if start is None:
        return _("đến hết %(end)s") % {"end": day(end)}
    return day(start) if start == end else f"{day(start)}{NARROW}– {day(end)}"


def cell(value: Any, kind: str) -> str:
    """A value of a list or a chart's table, by kind: text, number, money, percent, day, month, moment, flag."""
    if value is None or value == "":
        return NONE
    match kind:
        case "number":
            return whole(value)
        case "money":
            return money(value)
        case "percent":
            return percent(value)
        case "day":
            return day(value)
        case "month":
            return month(value)
        case "moment":
            return moment(value)
        case "flag":
            return _("có") if value else _("không")
        case _:
            from baophu.pages.texts import said

            return said(value)


def _glued(text: str) -> str:
    return text.replace(" ", NARROW)
