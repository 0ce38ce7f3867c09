"""Dates as lists have them: Excel's numbers, texts with the day first, months, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from baophu.imports.files.sheet import Cell, shown
from baophu.imports.words import say
from baophu.law.model import Text
from baophu.registry.dates import Born, read_born

_EXCEL = date(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 367, 80_000
"""Numbers that Excel shows as dates: 1901 to 2119."""

_WORDS = re.compile(r"\b(ngày|tháng|năm|day|month|year)\b", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_MONTH = re.compile(r"(?:[tT]\s*)?(\d{1,2})\s*[/.\- ]\s*(\d{4})")
_MONTH_LAST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})")
_AMERICAN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, how much of it is known, and whether it can only have been written with the month first."""

    day: date
    known: str = "day"
    month_first: bool = False


def read_date(cell: Cell) -> Dated | Text:
    """A date, a month or a year; the sentence to say when it is none of them."""
    if isinstance(cell, datetime):
        return Dated(cell.date())
    if isinstance(cell, date):
        return Dated(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(cell)
    return _read_text(shown(cell))


@lru_cache(maxsize=50_000)
def _read_text(given: str) -> Dated | Text:
    text = _plain(given)
    read = read_born(text)
    if isinstance(read, Born):
        return Dated(read.day, read.known)
    if (found := _AMERICAN.fullmatch(text)) and int(found[2]) > 12 >= int(found[1]):
        turned = read_born(f"{found[2]}/{found[1]}/{found[3]}")
        if isinstance(turned, Born):
            return Dated(turned.day, "day", month_first=True)
    if text.isdigit() and len(text) == 5:  # a date that Excel saved to CSV as its number
        return _number(int(text))
    return say("no date", text=given)


def read_month(cell: Cell) -> date | Text:
    """The first day of a month: `03/2026`, `T3/2026`, `2026-03`, or any date in it."""
    if isinstance(cell, str):
        text = _plain(cell)
        if found := _MONTH.fullmatch(text):
            return _first_day(int(found[2]), int(found[1]), cell)
        if found := _MONTH_LAST.fullmatch(text):
            return _first_day(int(found[1]), int(found[2]), cell)
    read = read_date(cell)
    if isinstance(read, Text) or read.known == "year":
        return say("no month", text=shown(cell))
    return read.day.replace(day=1)


def read_year(cell: Cell) -> date | Text:
    """The first day of a year: `2026`, or any date in it."""
    read = read_date(cell)
    return say("no year", text=shown(cell)) if isinstance(read, Text) else read.day.replace(month=1, day=1)


def at_edge(day: date, edge: str) -> date:
    """A day moved to an edge of its month or year, or by a day."""
    match edge:
        case "month start":
            return day.replace(day=1)
        case "month end":
            return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        case "year start":
            return day.replace(month=1, day=1)
        case "year end":
            return day.replace(month=12, day=31)
        case "day before":
            return day - timedelta(days=1)
        case "day after":
            return day + timedelta(days=1)
    return day


def swapped(day: date) -> date | None:
    """The date with day and month exchanged; None where that is no other date."""
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def _first_day(year: int, month: int, cell: Cell) -> date | Text:
    if 1 <= month <= 12 and 1900 <= year <= 2200:
        return date(year, month, 1)
    return say("no month", text=shown(cell))


def _number(number: float) -> Dated | Text:
    whole = int(number)
    if 1850 <= whole <= 2200 and whole == number:
        return Dated(date(whole, 1, 1), "year")
    if _FIRST_DAY <= whole <= _LAST_DAY:
        return Dated(_EXCEL + timedelta(days=whole))
    read = read_born(f"{whole:08d}") if len(str(whole)) in (7, 8) else None  # 3041980 was 03041980
    if isinstance(read, Born):
        return Dated(read.day, read.known)
    return say("no date", text=shown(number))


def _plain(text: str) -> str:
    """`ngày 3 tháng 4 năm 1980`, `3 . 4 . 1980` and `1980-04-03 00:00:00` as 3/4/1980 and 1980-04-03."""
    bare = _TIME.sub("", text.strip().lstrip("'"))
    spaced = " ".join(_WORDS.sub(" ", bare).split())
    return re.sub(r"\s*[/.\-]\s*|\s+", lambda m: m[0].strip() or "/", spaced)
