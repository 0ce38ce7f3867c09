"""Order is never silent: whatever the situation, exactly one rule says when a card begins, and one when it ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baophu.engine.cards.chain import gap_facts
from baophu.engine.cards.effects import rules_on
from baophu.engine.cards.rules import Row, holding, judge
from baophu.law.model import Book
from baophu.law.read import read_book

PERIODS = [date(2016, 5, 10), date(2020, 5, 10), date(2025, 7, 15), date(2026, 5, 10)]
LAST = st.one_of(st.none(), st.dates(date(2014, 1, 1), date(2027, 12, 31)))
TOLD = st.fixed_dictionaries(
    {
        "age": st.integers(0, 90),
        "paying_section": st.integers(1, 5),
        "paid_by_own": st.booleans(),
        "paid_by_province": st.booleans(),
        "listed": st.booleans(),
        "benefit_dated": st.booleans(),
        "enrolled": st.booleans(),
        "covered_at_enrolment": st.booleans(),
        "to_december": st.booleans(),
        "course_ends_in_card": st.booleans(),
        "grade": st.sampled_from([0, 1, 5, 12]),
        "birth_month": st.integers(1, 12),
        "study": st.sampled_from(["none", "pupil", "student"]),
        "social_allowance": st.sampled_from(["none", "national", "province"]),
        "fund_benefit": st.sampled_from(["none", "unemployment"]),
        "citizen": st.just(True),
        "permanent_resident": st.booleans(),
        "living_here": st.booleans(),
    }
)


def situation(told: Row, last: date | None, day: date) -> Row:
    """Facts that can be true together: a child under six pays under clause 3, and cover is told by its last day."""
    section = {"paying_section": 3} if int(told["age"]) < 6 else {}
    return {**told, **section, **gap_facts(last, day)}


@pytest.fixture(scope="module")
def province() -> Book:
    return read_book(Path(__file__).parent / "quang_ninh")


@pytest.mark.parametrize("day", PERIODS, ids=str)
@pytest.mark.parametrize("what", ["starts", "ends"])
@settings(max_examples=15, deadline=None)
@given(drawn=st.lists(st.tuples(TOLD, LAST), min_size=20, max_size=60))
def test_exactly_one_rule_holds(province: Book, what: str, day: date, drawn: list[tuple[Row, date | None]]) -> None:
    rows = [situation(told, last, day) for told, last in drawn]
    for row, considered in zip(rows, judge(province, rules_on(province, "card", what, day), day, rows), strict=True):
        assert [p.ref for p in holding(considered)][1:] == [], row
        assert holding(considered), row
