"""Coverage is insured over people living in the units, and says what it is counted against."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from baophu.engine.months import parse
from baophu.insight.coverage import coverage, series
from baophu.insight.plain import to_json
from baophu.insight.run import InsightError, weight
from baophu.law.model import Book

from .helpers import SmallRun, decided, small_run, someone, spell

HOUSEHOLD = decided("household", "5", {"own": (100, "")})
CHILD = decided("child", "3a", {"state": (100, "1/2014/LAW#state-three")}, section=3)
OUTCOMES = [HOUSEHOLD, CHILD]


def four() -> SmallRun:
    """Two insured adults, one without a card, a child; one adult moves elsewhere in 2025, one dies in March 2024."""
    return small_run(
        OUTCOMES,
        [
            spell(1, "2024-01", "2025-12", 0, 45000, own=45000),
            spell(2, "2024-01", "2024-03", 0, 45000, own=45000),  # dies on 10 March: still counted on 1 March
            spell(3, "2024-01", "2025-12", 0, 45000, own=45000, card=0, unit="00002"),
            spell(4, "2024-01", "2025-12", 1, 45000, state=45000, born="2019-07", unit="00002"),
            spell(5, "2024-01", "2024-12", 0, 45000, own=45000),
            spell(5, "2025-01", "2025-12", 0, 45000, own=45000, unit="outside"),
        ],
        [
            someone(1, ethnicity="lowland"),
            someone(2, died="2024-03-10", ethnicity="lowland"),
            someone(3, ethnicity="hill", sex="m"),
            someone(4, born="2019-06-15", ethnicity="hill"),
            someone(5),
        ],
        about={"simulated": True, "weight": 20},
    )


def test_counts_everybody_alive_and_living_in_the_units_on_the_first_of_the_month(toy: Book) -> None:
    run = four()
    # March 2024: 1, 2, 3, 4 and 5 live there; all but 3 have a card.  April: 2 is dead.  2025: 5 lives elsewhere.
    found = series(run, toy, [parse("2024-03"), parse("2024-04"), parse("2025-01")])
    assert [(p.insured, p.people) for p in found] == [(4, 5), (3, 4), (2, 3)]


def test_parts_of_every_dimension_add_up_to_the_total(toy: Book) -> None:
    found = coverage(four(), toy, date(2024, 3, 31))
    assert (found.total.insured, found.total.people, found.total.rate) == (4, 5, Fraction(4, 5))
    for name, parts in found.by.items():
        assert sum(p.insured for p in parts) == 4, name
        assert sum(p.people for p in parts) == 5, name


def test_parts_are_labelled_from_the_law_book(toy: Book) -> None:
    found = coverage(four(), toy, date(2024, 3, 31), bands=(0, 6, 60))
    units = {p.key: (p.label.vi, p.insured, p.people) for p in found.by["unit"]}
    assert units == {"00001": ("Phường Bến", 3, 3), "00002": ("Xã Đồi", 1, 2)}
    groups = {p.key: (p.label.en[:3], p.insured, p.people) for p in found.by["group"]}
    assert groups == {"child": ("3a ", 1, 1), "household": ("5 ·", 3, 4)}
    ages = {p.label.vi: (p.insured, p.people) for p in found.by["age"]}
    assert ages == {"0–5": (1, 1), "6–59": (3, 4)}  # born July 2019: four years old in March 2024
    assert {p.key: p.people for p in found.by["ethnicity"]} == {"": 1, "lowland": 2, "hill": 2}


def test_ages_turn_where_the_law_turns_by_default(toy: Book) -> None:
    bands = [int(p.key) for p in coverage(four(), toy, date(2024, 3, 31)).by["age"]]
    assert bands[0] == 0
    assert set(bands) <= {0, 6, 40, 65, 70}  # children under six, veterans of 40, the elderly


def test_change_is_against_the_other_day(toy: Book) -> None:
    found = coverage(four(), toy, date(2025, 1, 1), against=date(2024, 3, 1))
    assert found.total.change == Fraction(2, 3) - Fraction(4, 5)
    hills = next(p for p in found.by["unit"] if p.key == "00002")
    assert hills.change == 0


def test_every_rate_has_its_denominator_and_the_books_own_beside_it(toy: Book) -> None:
    found = coverage(four(), toy, date(2024, 3, 1))
    # one person of the data stands for twenty: 80 insured of 100 living; the book lists 8000 + 3000 + 1000
    assert [(d.people, d.rate) for d in found.denominators] == [(100, Fraction(4, 5)), (12000, Fraction(80, 12000))]
    assert found.simulated
    assert found.weight == 20


def test_a_day_outside_the_run_is_refused(toy: Book) -> None:
    with pytest.raises(InsightError, match="2026-01 is not decided: this run covers 2024-01 to 2025-12"):
        coverage(four(), toy, date(2026, 1, 1))


def test_nobody_there_has_no_rate(toy: Book) -> None:
    empty = coverage(small_run(OUTCOMES, []), toy, date(2024, 3, 1))
    assert empty.total.rate is None
    assert empty.by["unit"] == ()


def test_answers_have_a_plain_form(toy: Book) -> None:
    plain = to_json(coverage(four(), toy, date(2024, 3, 31)))
    assert plain["month"] == "2024-03"
    assert plain["total"]["insured"] == 4
    assert plain["denominators"][0]["rate"] == "4/5"
    with pytest.raises(TypeError, match="float has no plain form"):
        to_json(0.1)


def test_a_weight_that_is_no_whole_number_is_refused() -> None:
    assert weight({}) == 1
    assert weight({"share": 20}) == 20
    with pytest.raises(InsightError, match="weight is 0"):
        weight({"weight": 0})
