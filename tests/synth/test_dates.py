"""Day numbers against Python's own calendar."""

from __future__ import annotations

import calendar
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from baophu.synth.dates import add_months, birthday, date_in_year, day, month_of, month_start, text, year_of

dates = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(dates)
def test_a_day_is_written_and_read_back(date: dt.date) -> None:
    number = day(date.isoformat())
    assert text(number) == date.isoformat()
    assert (int(year_of(number)), int(month_of(number))) == (date.year, date.month)
    assert text(int(month_start(number))) == date.replace(day=1).isoformat()
    assert int(date_in_year(date.year, date.month, date.day)) == number


@given(dates, st.integers(-200, 400))
def test_months_later_is_the_same_day_or_the_last_of_the_month(date: dt.date, months: int) -> None:
    month = date.year * 12 + date.month - 1 + months
    last = calendar.monthrange(month // 12, month % 12 + 1)[1]
    expected = dt.date(month // 12, month % 12 + 1, min(date.day, last))
    assert text(int(add_months(day(date.isoformat()), months))) == expected.isoformat()


def test_a_leap_day_has_its_birthday_on_28_february() -> None:
    assert text(int(birthday(day("2016-02-29"), 6))) == "2022-02-28"
