"""People, person-years and card-years are three counts."""

from __future__ import annotations

from baophu.engine.months import parse
from baophu.insight.people import supported
from baophu.law.model import Book

from .helpers import SmallRun, decided, small_run, spell

OLD, NEAR, NEW = "3/2021/RES#elderly", "3/2021/RES#near-poor", "4/2024/RES#elderly"
OUTCOMES = [
    decided("household", "5", {"province": (100, OLD)}),
    decided("near_poor", "4a", {"state": (70, "1/2014/LAW#state-near-poor"), "province": (30, NEAR)}, section=4),
    decided("household", "5", {"province": (100, NEW)}),
    decided("household", "5", {"own": (100, "")}),
]


def supported_people() -> SmallRun:
    return small_run(
        OUTCOMES,
        [
            # 18 months under the first act over two years, then 6 under the second
            spell(1, "2024-01", "2025-06", 0, 50000, province=50000),
            spell(1, "2025-07", "2025-12", 2, 50000, province=50000),
            # three months as near-poor and three as elderly, both under the first act: one person, one person-year
            spell(2, "2024-01", "2024-03", 1, 50000, state=35000, province=15000),
            spell(2, "2024-04", "2024-06", 0, 50000, province=50000),
            spell(3, "2024-01", "2025-12", 0, 50000, province=50000, card=0),  # entitled, not insured
            spell(4, "2024-01", "2025-12", 3, 50000, own=50000),
        ],
    )


def test_counts_by_act(toy: Book) -> None:
    found = {(c.payer, c.name): c for c in supported(supported_people(), toy)}
    first = found["province", "3/2021/RES"]
    # person 1 in 2024 and 2025, person 2 in 2024: 12 + 6 + 3 + 3 months = 24 = two cards of a year
    assert (first.people, first.person_years, first.person_months, first.card_years) == (2, 3, 24, 2)
    assert first.amount == 18 * 50000 + 3 * 15000 + 3 * 50000
    assert found["province", "4/2024/RES"].people == 1
    assert found["state", "1/2014/LAW"].person_months == 3


def test_by_payer_each_person_counts_once(toy: Book) -> None:
    (count,) = supported(supported_people(), toy, payers=["province"], by="payer")
    assert (count.name, count.people, count.person_years, count.person_months) == ("province", 2, 3, 30)


def test_by_provision_and_within_a_span(toy: Book) -> None:
    span = parse("2024-03"), parse("2024-04")
    found = supported(supported_people(), toy, *span, instruments=["3/2021/RES"], by="provision")
    assert [(c.name, c.people, c.person_months, c.amount) for c in found] == [
        (OLD, 2, 3, 150000),  # person 1 in March and April, person 2 in April
        (NEAR, 1, 1, 15000),
    ]
    assert [(c.first, c.last) for c in found] == [span, span]


def test_nothing_is_supported_by_who_supports_nobody(toy: Book) -> None:
    assert supported(supported_people(), toy, payers=["employer"]) == ()
