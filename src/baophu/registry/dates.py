"""Birth dates as people know them: the day, or only the month or the year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from baophu.law.model import Text
from baophu.registry.errors import Problem

ELDEST = 1850
"""No birth before; the engine refuses it too."""

_DAY_FIRST = re.compile(r"(?:(?:(\d{1,2})[/.\-])?(\d{1,2})[/.\-])?(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4})")


@dataclass(frozen=True, slots=True)
class Born:
    """A birth date and how much of it is known; what is not known is the first day or month."""

    day: date
    known: Literal["day", "month", "year"]


def read_born(text: str) -> Born | Problem:
    """`03/04/1980` is 3 April; also 3-4-1980, 1980-04-03, 03041980 (ID cards), 04/1980 and 1980. 00/00/1980 is 1980."""
    given = text.strip()
    if iso := _ISO.fullmatch(given):
        year, month, day = (int(part or 0) for part in iso.groups())
    elif written := _PACKED.fullmatch(given) or _DAY_FIRST.fullmatch(given):
        day, month, year = (int(part or 0) for part in written.groups())
    else:
        return _wrong(text)
    if year < ELDEST or (day and not month):
        return _wrong(text)
    try:
        return Born(date(year, month or 1, day or 1), "day" if day else "month" if month else "year")
    except ValueError:
        return _wrong(text)


def _wrong(text: str) -> Problem:
    return Problem(
        "born",
        "date",
        Text(
            f"“{text}” không phải ngày sinh; viết như 25/12/1980, 12/1980 hoặc 1980.",
            f"'{text}' is no birth date; write it like 25/12/1980, 12/1980 or 1980.",
        ),
    )
