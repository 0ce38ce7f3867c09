"""A month is one whole number, `year * 12 + month - 1`; it is decided on the facts of its first day."""

from __future__ import annotations

import re
from datetime import date

_TEXT = re.compile(r"(\d{4})-(\d{2})")


def month_of(day: date) -> int:
    """The month a day lies in."""
    return day.year * 12 + day.month - 1


def first_full(day: date) -> int:
    """The first month whose first day is not before `day`: where something true from that day begins to count."""
    return month_of(day) + (day.day > 1)


def first_day(month: int) -> date:
    """The day on which a month is decided."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month."""
    return date.fromordinal(first_day(month + 1).toordinal() - 1)


def show(month: int) -> str:
    """`2025-07`."""
    return f"{month // 12}-{month % 12 + 1:02d}"


def parse(text: str) -> int:
    """The month in `2025-07`; ValueError says what was written instead."""
    match = _TEXT.fullmatch(text.strip())
    if not match or not 1 <= int(match[2]) <= 12:
        raise ValueError(f"{text!r} is not a month; write it as 2025-07")
    return int(match[1]) * 12 + int(match[2]) - 1
