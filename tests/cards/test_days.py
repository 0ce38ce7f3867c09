"""Months counted date to date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baophu.engine.cards.days import add_months, begun_months, day_of_year, full_months, full_years, last_of_month

DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2020, 2, 29), 72, date(2026, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 3, 15), 0, date(2026, 3, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_month_later(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "full", "begun"),
    [
        (date(2019, 6, 30), date(2019, 9, 30), 3, 3),
        (date(2019, 6, 30), date(2019, 9, 29), 2, 3),
        (date(2019, 6, 30), date(2019, 10, 1), 3, 4),
        (date(2024, 12, 31), date(2025, 3, 31), 3, 3),
        (date(2025, 1, 1), date(2025, 1, 1), 0, 0),
        (date(2025, 1, 2), date(2025, 1, 1), 0, 0),
    ],
)
def test_months_between(start: date, end: date, full: int, begun: int) -> None:
    assert (full_months(start, end), begun_months(start, end)) == (full, begun)


@given(DAYS, st.integers(0, 120))
def test_as_many_full_months_as_were_added(day: date, months: int) -> None:
    assert full_months(day, add_months(day, months)) == months


@given(DAYS, st.integers(0, 2000))
def test_full_and_begun_months_differ_by_one_at_most(day: date, days: int) -> None:
    end = day + timedelta(days=days)
    full, begun = full_months(day, end), begun_months(day, end)
    assert full <= begun <= full + 1
    assert add_months(day, full) <= end <= add_months(day, begun)


def test_full_years_turn_on_the_birthday() -> None:
    assert full_years(date(1961, 4, 17), date(2026, 4, 16)) == 64
    assert full_years(date(1961, 4, 17), date(2026, 4, 17)) == 65


def test_days_of_months_and_years() -> None:
    assert last_of_month(date(2024, 2, 3)) == date(2024, 2, 29)
    assert day_of_year(2026, "09-30") == date(2026, 9, 30)
    with pytest.raises(ValueError, match="day is out of range"):
        day_of_year(2026, "02-29")
