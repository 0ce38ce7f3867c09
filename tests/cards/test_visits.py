"""What the fund pays: whole đồng that add up, never a guess, and copayments counted exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baophu.engine.cards import Copay, Cover, NotTold, VisitAsked, visit
from baophu.engine.cards.copays import Paid, year_of
from baophu.engine.one import Decision
from baophu.law.model import Book

from .people import AN

FULL = {"facility": "basic", "former_class": "none", "points": 60, "care": "outpatient", "route": "right"}
FIVE_YEARS = (Cover(date(2020, 1, 1), date(2027, 12, 31)),)
COPAYS = st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 8, 1)), st.integers(0, 6_000_000)), max_size=8)


def asked(on: date = date(2026, 8, 1), cost: int = 1_000_000, **told: str | int | bool) -> VisitAsked:
    return VisitAsked("an", on, cost, {**FULL, **told})


@settings(max_examples=60, deadline=None)
@given(
    on=st.dates(date(2015, 1, 1), date(2027, 12, 31)),
    cost=st.integers(0, 500_000_000),
    told=st.fixed_dictionaries(
        {
            "facility": st.sampled_from(["initial", "other_initial", "basic", "specialised"]),
            "former_class": st.sampled_from(["none", "commune", "district", "provincial", "central"]),
            "points": st.integers(0, 100),
            "care": st.sampled_from(["outpatient", "inpatient"]),
            "route": st.sampled_from(["right", "wrong", "emergency"]),
            "serious_disease": st.booleans(),
        }
    ),
)
def test_fund_and_copay_make_the_cost(
    book: Book, household: Decision, on: date, cost: int, told: dict[str, str | int | bool]
) -> None:
    found = visit(book, [AN], VisitAsked("an", on, cost, told), household)
    assert found.fund + found.copay == cost
    assert 0 <= found.fund <= cost
    assert found.level in (80, 100)
    assert found.fund <= cost * found.level * found.share / 100 < found.fund + 1
    assert found.why


@settings(max_examples=40, deadline=None)
@given(COPAYS)
def test_more_copayments_never_lower_the_level(book: Book, household: Decision, paid: list[tuple[date, int]]) -> None:
    before = replace(asked(), cards=FIVE_YEARS, copays=tuple(Copay(d, a) for d, a in paid))
    after = replace(before, copays=(*before.copays, Copay(date(2026, 7, 31), 1_000_000)))
    one, two = visit(book, [AN], before, household), visit(book, [AN], after, household)
    assert one.level <= two.level
    assert one.year.left >= two.year.left
    assert (one.level == 100) == one.year.passed


@given(COPAYS)
def test_what_is_left_is_the_last_amount_that_does_not_pass(book: Book, paid: list[tuple[date, int]]) -> None:
    day = date(2026, 12, 31)
    copays = [Paid(d, a) for d, a in paid]
    year = year_of(book, copays, day)
    if year.passed:
        assert year.left == 0
    else:
        assert not year_of(book, [*copays, Paid(day, year.left)], day).passed
        assert year_of(book, [*copays, Paid(day, year.left + 1)], day).passed


def test_a_base_that_changes_in_mid_year_is_exact(book: Book) -> None:
    year = year_of(book, [Paid(date(2026, 6, 30), 1_000_000)], date(2026, 7, 1))
    assert year.references == Fraction(1_000_000, 2_340_000)
    assert (year.limit - year.references) * year.base == (6 - Fraction(100, 234)) * 2_530_000


def test_copayments_of_other_years_and_later_days_do_not_count(book: Book) -> None:
    paid = [Paid(date(2025, 12, 31), 20_000_000), Paid(date(2026, 8, 2), 20_000_000)]
    assert year_of(book, paid, date(2026, 8, 1)).references == 0


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"route": "unknown"}, "route is not said"),
        ({"route": "wrong", "facility": "unknown", "former_class": "central"}, "facility is not said"),
        ({"route": "wrong", "facility": "specialised", "former_class": "central", "care": "unknown"}, "care is not"),
        ({"route": "wrong", "facility": "specialised", "former_class": "unknown", "care": "inpatient"}, "former_class"),
        ({"facility": "unknown"}, r"facility is not said and the answer turns on it \(initial: 100% of level 100"),
    ],
)
def test_what_the_answer_turns_on_is_asked_for(
    book: Book, household: Decision, told: dict[str, str], said: str
) -> None:
    with pytest.raises(NotTold, match=said):
        visit(book, [AN], asked(**told), household)


def test_points_are_asked_for_where_they_decide(book: Book, household: Decision) -> None:
    told = {k: v for k, v in FULL.items() if k != "points"} | {"route": "wrong"}
    with pytest.raises(NotTold, match=r"points is not said .*49: 100% .*50: 50% .*70: 0%"):
        visit(book, [AN], VisitAsked("an", date(2026, 8, 1), 1_000_000, told), household)
    former = told | {"former_class": "district"}
    found = visit(book, [AN], VisitAsked("an", date(2026, 8, 1), 1_000_000, former), household)
    assert found.share == 1


def test_what_the_answer_does_not_turn_on_is_not_asked_for(book: Book, household: Decision) -> None:
    told = {"facility": "basic", "care": "inpatient", "route": "wrong"}
    found = visit(book, [AN], VisitAsked("an", date(2026, 8, 1), 1_000_000, told), household)
    assert (found.fund, found.why) == (800_000, ("51/2024/QH15#basic-inpatient", "51/2024/QH15#benefit-80"))


def test_a_copayment_that_cannot_be_placed_is_asked_for(book: Book, household: Decision) -> None:
    unclear = Copay(date(2026, 7, 2), 5, {"route": "wrong", "facility": "specialised"})
    with pytest.raises(NotTold, match="not said"):
        visit(book, [AN], replace(asked(), copays=(unclear,)), household)


def test_what_was_considered_names_what_was_applied(book: Book, household: Decision) -> None:
    found = visit(book, [AN], asked(route="wrong"), household)
    applied = [c for c in found.considered if c.applied]
    assert [c.provision.ref for c in applied] == ["188/2025/NĐ-CP#basic-50-points"]
    assert all(line.holds for line in applied[0].lines)
    off_route = applied[0].lines[0]
    assert (off_route.condition.text, off_route.values) == ("off_route", {"card_valid": "true", "route": "wrong"})


def test_a_cost_below_nothing_is_refused(book: Book, household: Decision) -> None:
    with pytest.raises(NotTold, match="say what it cost"):
        visit(book, [AN], asked(cost=-1), household)


def test_before_the_first_law_there_is_no_answer(book: Book, household: Decision) -> None:
    with pytest.raises(ValueError, match="has no copay_times on 2014-12-31"):
        visit(book, [AN], asked(on=date(2014, 12, 31)), household)
