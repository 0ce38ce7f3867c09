"""Days and months as the rules on cards count them: date to date; a short month's last day stands for later ones."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from baophu.engine.months import first_day, last_day, month_of

DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter: 31 January + 1 is 28 February."""
    month = first_day(month_of(day) + months)
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))


def full_months(start: date, end: date) -> int:
    """Months that have run out between two days, date to date; 0 when `end` is not after `start`."""
    if end <= start:
        return 0
    months = month_of(end) - month_of(start)
    return months if add_months(start, months) <= end else months - 1


def begun_months(start: date, end: date) -> int:
    """Months that have at least begun between two days, date to date: three months and a day are four."""
    months = full_months(start, end)
    return months if end <= start or add_months(start, months) == end else months + 1


def full_years(born: date, day: date) -> int:
    """Age in full years on a day."""
    return full_months(born, day) // 12


def last_of_month(day: date) -> date:
    """The last day of the month a day lies in."""
    return last_day(month_of(day))


def day_of_year(year: int, text: str) -> date:
    """`09-30` of a year; ValueError when the text is no such day."""
    month, _, day = text.partition("-")
    return date(year, int(month), int(day))
