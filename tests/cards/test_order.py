"""Order is never silent: whatever the situation, exactly one rule says when a card begins, and one when it ends."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from baophu.engine.cards.chain import gap_facts
from baophu.engine.cards.effects import rules_on
from baophu.engine.cards.rules import Row, holding, judge
from baophu.law.model import Book
from baophu.law.read import read_book

PERIODS = [date(2016, 5, 10), date(2020, 5, 10), date(2025, 7, 15), date(2026, 5, 10)]
SITUATIONS = 1500


@pytest.fixture(scope="module")
def province() -> Book:
    return read_book(Path(__file__).parents[2] / "src" / "baophu" / "lawbook" / "quang_ninh")


def situation(some: Random, day: date) -> Row:
    """Facts that can be true together: a child under six pays under clause 3, the province supports clauses 4 and 5."""
    age = some.choice([0, 5, 6, 6, 7, 40])
    section = 3 if age < 6 else some.choice([1, 2, 3, 4, 4, 5])
    last = some.choice([None, day, *(day - timedelta(days=n) for n in (1, 2, 89, 90, 91, 120, 400))])
    flags = ("listed", "benefit_dated", "enrolled", "covered_at_enrolment", "to_december", "course_ends_in_card")
    return {
        **gap_facts(last, day),
        **{flag: some.random() < 0.5 for flag in flags},
        "age": age,
        "paying_section": section,
        "paid_by_own": some.random() < 0.5,
        "paid_by_province": section > 3 and some.random() < 0.5,
        "grade": some.choice([0, 1, 5, 12]),
        "birth_month": some.randint(1, 12),
        "study": some.choice(["none", "pupil", "student"]),
        "social_allowance": some.choice(["none", "national", "province"]),
        "fund_benefit": some.choice(["none", "unemployment"]),
        "citizen": True,
        "permanent_resident": some.random() < 0.8,
        "living_here": some.random() < 0.8,
    }


@pytest.mark.parametrize("day", PERIODS, ids=str)
@pytest.mark.parametrize("what", ["starts", "ends"])
def test_exactly_one_rule_holds(province: Book, what: str, day: date) -> None:
    some = Random(7)
    rows = [situation(some, day) for _ in range(SITUATIONS)]
    rules = rules_on(province, "card", what, day)
    for row, considered in zip(rows, judge(province, rules, day, rows), strict=True):
        assert len(holding(considered)) == 1, ([p.ref for p in holding(considered)], row)


@pytest.mark.parametrize("day", PERIODS, ids=str)
def test_every_rule_is_of_use(province: Book, day: date) -> None:
    """No rule that never holds: each is the one that counts in some situation."""
    some = Random(11)
    rows = [situation(some, day) for _ in range(2 * SITUATIONS)]
    for what in ("starts", "ends"):
        rules = rules_on(province, "card", what, day)
        used = {p.ref for considered in judge(province, rules, day, rows) for p in holding(considered)}
        assert used == {p.ref for p in rules}
