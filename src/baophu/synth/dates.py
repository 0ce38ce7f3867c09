"""Days as whole numbers.

A day is the number of days since 1970-01-01 in an int32; a spell is `(from, to)`, both inclusive. `OPEN` stands
for "still so" and is written as an empty date. All day numbers of spells lie between 0 and `OPEN`, so that a
person and a day fit together in one 64-bit number (see `spells`).
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Days = NDArray[np.int32]
Whole = NDArray[np.int64]

OPEN = 65_000
"""The day that stands for "no end": later than any real day of a spell (2147)."""

YEAR = 365.2425
"""Mean length of a year in days, for ages where the day does not matter."""

_EPOCH = dt.date(1970, 1, 1)

# Calendar tables, so that dates of millions of people are looked up instead of computed: the month number (months
# since 1970-01) of each day from _FIRST on, and the first day of each of these months.
_FIRST = -40_000  # 1860
_DAYS = np.arange(_FIRST, OPEN + 10_000, dtype=np.int64).astype("datetime64[D]")
_MONTH = _DAYS.astype("datetime64[M]").astype(np.int32)
_MONTH_START = np.arange(_MONTH[0], _MONTH[-1] + 2, dtype=np.int64).astype("datetime64[M]")
_MONTH_DAY = _MONTH_START.astype("datetime64[D]").astype(np.int32)


def day(date: str) -> int:
    """The number of a date written `YYYY-MM-DD`."""
    return (dt.date.fromisoformat(date) - _EPOCH).days


def text(number: int) -> str:
    """The date of a day number, as `YYYY-MM-DD`."""
    return (_EPOCH + dt.timedelta(days=number)).isoformat()


def _month(days: ArrayLike) -> NDArray[np.int32]:
    """Months since 1970-01 of each day; days beyond the tables count as their first or last."""
    place = np.clip(np.asarray(days), _FIRST, _FIRST + len(_MONTH) - 1).astype(np.int32) - np.int32(_FIRST)
    return np.asarray(_MONTH[place], dtype=np.int32)


def _day_of(months: ArrayLike) -> Days:
    """The first day of each month number; months beyond the tables count as their first or last."""
    place = np.asarray(months) - _MONTH[0]
    return np.asarray(_MONTH_DAY[np.clip(place, 0, len(_MONTH_DAY) - 1)], dtype=np.int32)


def date_in_year(year: ArrayLike, month: int = 1, dom: int = 1) -> Days:
    """The day number of the given month and day of month in each `year` (any shape)."""
    first = _day_of((np.asarray(year) - 1970) * 12 + (month - 1))
    return np.asarray(first + np.int32(dom - 1), dtype=np.int32)


def year_of(days: ArrayLike) -> NDArray[np.int32]:
    """The calendar year of each day."""
    return np.asarray(_month(days) // 12 + 1970, dtype=np.int32)


def month_of(days: ArrayLike) -> NDArray[np.int32]:
    """The calendar month, 1 to 12, of each day."""
    return np.asarray(_month(days) % 12 + 1, dtype=np.int32)


def month_start(days: ArrayLike, later: int = 0) -> Days:
    """The first day of each day's month, `later` months on."""
    return _day_of(_month(days) + later)


def add_months(days: ArrayLike, months: ArrayLike) -> Days:
    """The same day of the month some months later; the month's last day where it has no such day."""
    at = np.asarray(days, dtype=np.int32)
    month = _month(at)
    target = month + np.asarray(months, dtype=np.int32)
    moved = _day_of(target) + (at - _day_of(month))
    return np.asarray(np.minimum(moved, _day_of(target + 1) - 1), dtype=np.int32)


def birthday(born: ArrayLike, age: ArrayLike) -> Days:
    """The day on which people born on `born` become `age` full years old."""
    return add_months(born, np.asarray(age, dtype=np.int32) * 12)


def ages(born: ArrayLike, at: ArrayLike) -> NDArray[np.float64]:
    """Age in years, with its fraction, on the day `at`; for rates, not for rights."""
    return np.asarray((np.asarray(at) - np.asarray(born)) / YEAR, dtype=np.float64)
