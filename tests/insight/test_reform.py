"""A draft against the law: the run's sums and the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from baophu.engine.months import parse
from baophu.engine.outcome import Outcome
from baophu.insight.reasons import because, touched_by
from baophu.insight.reform import Reform, reform
from baophu.insight.run import as_decisions
from baophu.law.model import Book

from .helpers import PAYERS, decided, small_run, spell

ELDERLY, DRAFT = "4/2024/RES#elderly", "DRAFT#elderly-60"


def outcome(
    group: str, shares: Mapping[str, int], supports: Mapping[str, str], *, benefit: int = 80, by_group: str = "g"
) -> Outcome:
    return Outcome(group, "5", 5, by_group, "1/2014/LAW#premium-base", tuple(shares.items()), tuple(supports.items()),
                   benefit, "", "", (group,), (), "")  # fmt: skip


BASE = [outcome("household", {"own": 100}, {}), outcome("near_poor", {"state": 70, "own": 30}, {"state": "s"})]
DRAFTED = [
    outcome("household", {"province": 100}, {"province": DRAFT}),
    outcome("household", {"own": 100}, {}, benefit=95),
    outcome("household", {"own": 100}, {}),
]


@dataclass
class SmallComparison:
    con: duckdb.DuckDBPyConnection
    draft: Book
    base_outcomes: Sequence[Outcome]
    draft_outcomes: Sequence[Outcome]


def changed(
    person: int, first: str, last: str, outcomes: tuple[int, int], base: Mapping[str, int], draft: Mapping[str, int],
    *, card: int = 1, unit: str = "00001", born: str = "1960-01",
) -> dict[str, Any]:  # fmt: skip
    row = {"person": person, "household": person, "unit": unit, "birth": parse(born), "card": card, "a": parse(first),
           "b": parse(last), "period": 0, "base_outcome": outcomes[0], "draft_outcome": outcomes[1], "base_rank": 0,
           "draft_rank": 0, "base_premium": sum(base.values()), "draft_premium": sum(draft.values())}  # fmt: skip
    for payer in PAYERS:
        row |= {f"base_{payer}": base.get(payer, 0), f"draft_{payer}": draft.get(payer, 0)}
    return row


@pytest.fixture
def drafted(toy: Book) -> Reform:
    """A draft supports the elderly from 60 in full and ends the support of the near-poor, from July 2025."""
    run = small_run(
        [
            decided("household", "5", {"own": (100, "")}),
            decided("near_poor", "4a", {"state": (70, "s#x"), "own": (30, "")}),
        ],
        [
            spell(1, "2024-01", "2025-12", 0, 50000, own=50000, born="1960-01"),
            spell(2, "2024-01", "2025-12", 0, 50000, own=50000, card=0, born="1960-01", unit="00002"),
            spell(3, "2024-01", "2025-12", 1, 50000, state=35000, own=15000, born="1990-01"),
            spell(4, "2024-01", "2025-12", 0, 50000, own=50000, born="1990-01"),
        ],
        about={"weight": 20},
    )
    rows = [
        changed(1, "2025-07", "2025-12", (0, 0), {"own": 50000}, {"province": 50000}),
        changed(2, "2025-07", "2025-12", (0, 0), {"own": 50000}, {"province": 50000}, card=0, unit="00002"),
        changed(3, "2025-07", "2025-12", (1, 2), {"state": 35000, "own": 15000}, {"own": 50000}, born="1990-01"),
        changed(4, "2025-11", "2025-12", (0, 1), {"own": 50000}, {"own": 50000}, born="1990-01"),
    ]
    con = duckdb.connect()
    con.register("rows", pa.Table.from_pylist(rows))
    con.execute("create table changed as select * from rows")
    return reform(run, toy, SmallComparison(con, toy, BASE, DRAFTED), date(2025, 11, 1), people=True)


def test_money_is_the_runs_and_the_difference(drafted: Reform) -> None:
    lines = {(a.payer, a.year): (a.base, a.draft, a.difference) for a in drafted.money if a.base or a.draft}
    assert lines == {
        ("state", 2024): (420000, 420000, 0),  # person 3: 35000 × 12
        ("state", 2025): (420000, 210000, -210000),
        ("province", 2025): (0, 300000, 300000),  # person 1 for six months; person 2 has no card
        ("own", 2024): (1380000, 1380000, 0),  # (50000 + 15000 + 50000) × 12
        ("own", 2025): (1380000, 1290000, -90000),  # −300000 of person 1, +35000 × 6 of person 3
    }


def test_people_by_group_before_and_after(drafted: Reform) -> None:
    assert {g.group: (g.base, g.draft) for g in drafted.groups} == {"near_poor": (1, 0), "household": (3, 4)}


def test_cover_that_may_be_won(drafted: Reform) -> None:
    assert (drafted.insured, drafted.living, drafted.newly_free) == (3, 4, 1)  # person 2: free and without a card
    assert (drafted.coverage, drafted.coverage_if) == (Fraction(3, 4), Fraction(1))
    assert drafted.weight == 20


def test_winners_pay_less_or_have_more_for_the_same(drafted: Reform) -> None:
    total = drafted.total
    assert (total.winners, total.losers, total.benefit_up, total.benefit_down) == (3, 1, 1, 0)
    assert total.own == -50000 + 35000  # insured people a month
    assert {s.key: (s.winners, s.losers) for s in drafted.by_unit} == {"00001": (2, 1), "00002": (1, 0)}
    assert {s.key: (s.winners, s.losers) for s in drafted.by_group} == {"household": (3, 0), "near_poor": (0, 1)}
    assert sum(s.winners for s in drafted.by_age) == 3


def test_each_person_has_the_provision_that_makes_the_difference(drafted: Reform) -> None:
    assert drafted.people is not None
    rows = [(r["person"], r["provision"], r["side"]) for r in drafted.people.to_pylist()]
    assert rows == [(1, DRAFT, 1), (2, DRAFT, 1), (3, "s", -1), (4, "1/2014/LAW#premium-base", 1)]


def test_what_makes_the_difference_is_a_support_before_anything_else() -> None:
    base, draft = as_decisions(BASE), as_decisions(DRAFTED)
    assert because(base[0], draft[0]) == DRAFT
    assert because(base[1], draft[2]) == "s"  # only the law has it
    moved = as_decisions([outcome("agri", {"state": 50, "own": 50}, {"state": "t"})])[0]
    assert because(base[1], moved) == "t"  # what the draft puts in its place
    assert because(base[1], moved, losing=True) == "s"  # and what those who lose have lost
    assert because(base[0], draft[2]) == "1/2014/LAW#premium-base"  # the same provisions: the price
    tapered = replace(base[0], taper="1/2014/LAW#taper")
    assert because(tapered, tapered) == "1/2014/LAW#premium-base"
    assert because(tapered, tapered, ranked=True) == "1/2014/LAW#taper"  # another rank in the household
    two = as_decisions([outcome("agri", {"state": 30, "province": 50, "own": 20}, {"state": "t", "province": "u"})])[0]
    assert because(two, base[0], losing=True) == "t"
    assert because(two, base[0], frozenset({"u"}), losing=True) == "u"  # the one the draft repeals
    assert because(base[1], base[1], frozenset({"s"})) == "s"  # the same provision in other words
    regrouped = as_decisions([outcome("household", {"own": 100}, {}, by_group="other")])[0]
    assert because(base[0], regrouped) == "other"


def test_a_draft_touches_what_the_two_laws_do_not_share(toy: Book) -> None:
    month = parse("2025-01")
    act = toy.instruments["4/2024/RES"]
    shorter = tuple(replace(p, end=date(2024, 12, 31)) if p.id == "elderly" else p for p in act.provisions)
    drafted = replace(toy, instruments={**toy.instruments, act.number: replace(act, provisions=shorter)})
    assert touched_by(toy, drafted, month) == {ELDERLY}
    assert touched_by(toy, drafted, parse("2024-12")) == frozenset()
