"""Quarters of the account with the finance body: a whole number, `year * 4 + 0…3`."""

from __future__ import annotations

import re
from datetime import date

from baophu.cover.errors import NoSuchThing, NotReady
from baophu.cover.models import Settlement
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.cards.days import DAY
from baophu.engine.cards.effects import amount
from baophu.engine.cards.errors import RuleError
from baophu.law.model import Book

_TEXT = re.compile(r"(\d{4})[ -]?[QqIi]?([1-4])")
CLOSE_DAY = "year_close_day"


def quarter_of(day: date) -> int:
    """The quarter a day lies in."""
    return day.year * 4 + (day.month - 1) // 3


def first_of(quarter: int) -> date:
    """The first day of a quarter."""
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


def last_of(quarter: int) -> date:
    """The last day of a quarter."""
    return first_of(quarter + 1) - DAY


def year_of(quarter: int) -> int:
    """The year of a quarter."""
    return quarter // 4


def shown(quarter: int) -> str:
    """`2026Q1`."""
    return f"{quarter // 4}Q{quarter % 4 + 1}"


def parse(text: str) -> int:
    """The quarter in `2026Q1`; NoSuchThing says what was written instead."""
    match = _TEXT.fullmatch(text.strip())
    if not match:
        raise NoSuchThing(f"“{text}” không phải là quý; hãy ghi 2026Q1.", f"'{text}' is no quarter; write 2026Q1.")
    return int(match[1]) * 4 + int(match[2]) - 1


def closed() -> int | None:
    """The last closed quarter, if any is."""
    last = Settlement.objects.order_by("-quarter").values_list("quarter", flat=True).first()
    return None if last is None else int(last)


def accounted_in(day: date) -> int:
    """The quarter in which something known on a day is accounted for.

    After the day on which the year is closed (15 December, Decree 188/2025, Article 7) it is the first of the next
    year; a closed quarter passes it on to the one after the last closed.
    """
    quarter = quarter_of(day)
    if day > close_day(book(), day.year):
        quarter = (day.year + 1) * 4
    last = closed()
    return quarter if last is None else max(quarter, last + 1)


def close_day(law: Book, year: int) -> date:
    """The day by which a year is settled; NotReady when the law book does not say."""
    try:
        told = int(amount(law, CLOSE_DAY, date(year, 12, 1)))
        return date(year, told // 100, told % 100)
    except (RuleError, ValueError) as error:
        raise NotReady(
            f"Sổ luật chưa có ngày khóa sổ của năm {year} (tham số {CLOSE_DAY}).",
            f"The law book does not say when the year {year} is closed (parameter {CLOSE_DAY}).",
        ) from error
