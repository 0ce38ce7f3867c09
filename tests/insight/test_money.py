"""Money due: whole đồng, by payer, act, unit and year; the parts always add up."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baophu.engine.months import parse, show
from baophu.insight.money import KEYS, card_years, due, money
from baophu.insight.run import InsightError
from baophu.law.model import Book

from .helpers import PAYERS, decided, small_run, spell

STATE, PROVINCE = "1/2014/LAW#state-near-poor", "3/2021/RES#near-poor"
OUTCOMES = [
    decided("household", "5", {"own": (100, "")}),
    decided("near_poor", "4a", {"state": (70, STATE), "province": (15, PROVINCE), "own": (15, "")}, section=4),
    decided("employee", "1a", {"employer": (67, ""), "employee": (33, "")}, section=1),
]


def test_months_with_a_card_are_due_by_payer_act_and_year(toy: Book) -> None:
    run = small_run(
        OUTCOMES,
        [
            # 10 months of 2024 and 2 of 2025: state 37800 × 10 and × 2
            spell(1, "2024-03", "2025-02", 1, 54000, state=37800, province=8100, own=8100),
            spell(2, "2024-01", "2024-01", 0, 54000, own=54000, card=0),  # no card: nothing is due
            spell(3, "2025-06", "2025-12", 0, 54000, own=54000, unit="00002"),
        ],
    )
    found = money(run, toy)
    assert [(line.payer, line.keys, line.amount, line.person_months) for line in found.by("instrument", "year")] == [
        ("state", ("1/2014/LAW", 2024), 378000, 10),
        ("state", ("1/2014/LAW", 2025), 75600, 2),
        ("province", ("3/2021/RES", 2024), 81000, 10),
        ("province", ("3/2021/RES", 2025), 16200, 2),
        ("own", ("", 2024), 81000, 10),
        ("own", ("", 2025), 16200 + 7 * 54000, 2 + 7),
    ]
    # everybody insured once: 10 months of 54000 in 2024, 2 + 7 in 2025
    assert [(line.keys, line.amount, line.person_months) for line in found.total("year")] == [
        ((2024,), 540000, 10), ((2025,), 486000, 9)
    ]  # fmt: skip
    assert found.premium == 1026000
    assert [line.keys for line in found.by("unit") if line.payer == "own"] == [("00001",), ("00002",)]


def test_heads_and_card_years_are_rounded_to_the_nearest(toy: Book) -> None:
    run = small_run(OUTCOMES, [spell(1, "2024-01", "2024-07", 0, 54000, own=54000)])
    (line,) = money(run, toy).by("year")
    assert (line.person_months, line.months, line.average_heads, line.card_years) == (7, 12, 1, 1)  # 7 / 12
    assert [card_years(n) for n in (5, 6, 17, 18)] == [0, 1, 1, 2]


def test_only_the_months_asked_for_are_due(toy: Book) -> None:
    run = small_run(OUTCOMES, [spell(1, "2024-01", "2025-12", 0, 54000, own=54000)])
    found = money(run, toy, parse("2024-11"), parse("2025-01"))
    assert [(line.keys, line.amount, line.months) for line in found.by("year")] == [
        ((2024,), 108000, 2), ((2025,), 54000, 1)
    ]  # fmt: skip
    with pytest.raises(InsightError, match="2023-12 is not decided"):
        money(run, toy, parse("2023-12"), parse("2024-02"))
    with pytest.raises(InsightError, match="2024-05 to 2024-02 is empty"):
        money(run, toy, parse("2024-05"), parse("2024-02"))


def test_people_elsewhere_cost_the_units_nothing(toy: Book) -> None:
    run = small_run(OUTCOMES, [spell(1, "2024-01", "2024-12", 0, 54000, own=54000, unit="outside")])
    assert money(run, toy).by("year") == ()
    assert money(run, toy).premium == 0


def test_a_run_whose_decisions_and_amounts_differ_is_refused(toy: Book) -> None:
    run = small_run(OUTCOMES, [spell(1, "2024-01", "2024-12", 0, 54000, own=0, state=54000)])
    with pytest.raises(InsightError, match="add up to 0 đồng, the amounts of their intervals to 648000"):
        money(run, toy)


def test_a_key_money_is_not_kept_by_is_refused(toy: Book) -> None:
    found = money(small_run(OUTCOMES, []), toy)
    with pytest.raises(InsightError, match="money is not kept by 'age'; ask by year, unit, instrument, provision"):
        found.by("age")
    with pytest.raises(InsightError, match="not kept by 'instrument'; ask by year, unit"):
        found.total("instrument")


FIRST, LAST = parse("2024-01"), parse("2026-12")


@st.composite
def intervals(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Intervals of any length in three years, with premiums that do not divide evenly."""
    found = []
    for person in range(draw(st.integers(0, 8))):
        a = draw(st.integers(FIRST, LAST))
        b = draw(st.integers(a, LAST))
        premium = draw(st.integers(1, 3_000_000))
        outcome = draw(st.integers(0, 2))
        shares = OUTCOMES[outcome]["shares"]
        parts = {s["payer"]: premium * s["share"] // 100 for s in shares}
        parts[shares[-1]["payer"]] += premium - sum(parts.values())
        unit, card = draw(st.sampled_from(["00001", "00002", "outside"])), draw(st.integers(0, 1))
        found.append(spell(person, show(a), show(b), outcome, premium, card=card, unit=unit, **parts))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=intervals(), first=st.integers(FIRST, LAST), length=st.integers(0, 30))
def test_money_is_what_a_loop_adds_up(toy: Book, rows: list[dict[str, Any]], first: int, length: int) -> None:
    last = min(first + length, LAST)
    expected: Counter[tuple[str, int, str]] = Counter()
    for row in rows:
        for month in range(max(row["a"], first), min(row["b"], last) + 1):
            if row["card"] and row["unit"] != "outside":
                for payer in PAYERS:
                    expected[payer, month // 12, row["unit"]] += row[payer]
    run = small_run(OUTCOMES, rows, first="2024-01", last="2026-12")
    found = money(run, toy, first, last)
    by_payer = {(line.payer, *line.keys): line.amount for line in found.by("year", "unit")}
    assert {key: amount for key, amount in by_payer.items() if amount} == dict(+expected)
    assert sum(line.amount for line in found.by(*KEYS)) == found.premium == sum(expected.values())


def test_due_of_part_of_a_run_leaves_the_rest_out(toy: Book) -> None:
    run = small_run(OUTCOMES, [spell(1, "2024-01", "2025-12", 0, 54000, own=54000)])
    table = due(run, ("own",), parse("2024-12"), parse("2025-02"), "outcome = 0").to_pylist()
    assert sorted((r["year"], r["months"], r["own"]) for r in table) == [(2024, 1, 54000), (2025, 2, 108000)]
