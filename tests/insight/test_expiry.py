"""The calendar of what ends: heads, units, money, what follows, what going on costs."""

from __future__ import annotations

from datetime import date

from baophu.engine.months import parse
from baophu.insight.expiry import Ending, expiry, kind_of
from baophu.law.model import Book

from .helpers import SmallRun, decided, small_run, spell

LAW, OLD, NEW = "1/2014/LAW", "3/2021/RES", "4/2024/RES"
ELDERLY_OLD, ELDERLY, HOUSEHOLD, NEAR_OLD, NEAR = range(5)
STATE = (80, f"{LAW}#state-near-poor")
OUTCOMES = [
    decided("household", "5", {"province": (100, f"{OLD}#elderly")}, applied=[f"{LAW}#household"]),
    decided("household", "5", {"province": (100, f"{NEW}#elderly")}, applied=[f"{LAW}#household"]),
    decided("household", "5", {"own": (100, "")}, applied=[f"{LAW}#household"]),
    decided("near_poor", "4a", {"state": STATE, "province": (15, f"{OLD}#near-poor"), "own": (5, "")}, section=4),
    decided("near_poor", "4a", {"state": STATE, "province": (15, f"{NEW}#near-poor"), "own": (5, "")}, section=4),
]


def a_run(first: str = "2024-01", last: str = "2025-12") -> SmallRun:
    near = {"state": 40000, "province": 7500, "own": 2500}
    return small_run(
        OUTCOMES,
        [
            # two elderly under the old resolution, which ends on 30 June 2024: one goes on under the new one
            spell(1, "2024-01", "2024-06", ELDERLY_OLD, 50000, province=50000),
            spell(1, "2024-07", "2025-12", ELDERLY, 60000, province=60000),
            spell(2, "2024-04", "2024-06", ELDERLY_OLD, 50000, province=50000, unit="00002"),
            spell(2, "2024-07", "2025-12", HOUSEHOLD, 60000, own=60000, unit="00002"),
            spell(3, "2024-01", "2024-06", NEAR_OLD, 50000, **near),
            spell(3, "2024-07", "2025-12", NEAR, 50000, **near),
            # entitled without a card: nobody pays, nobody is counted
            spell(4, "2024-01", "2024-06", ELDERLY_OLD, 50000, province=50000, card=0),
            # dies in June: is not among those who follow
            spell(5, "2024-05", "2024-06", ELDERLY_OLD, 50000, province=50000),
        ],
        first=first,
        last=last,
    )


def ending(book: Book, ref: str, run: SmallRun | None = None, since: str = "2024-01-01") -> Ending:
    found = expiry(run or a_run(), book, date.fromisoformat(since), kinds=["support"])
    return next(e for e in found.endings if e.provision == ref)


def test_heads_units_and_money_of_the_last_month(toy: Book) -> None:
    found = ending(toy, f"{OLD}#elderly")
    assert (found.end, found.counted_in, found.payer, found.kind) == (
        date(2024, 6, 30), parse("2024-06"), "province", "support"
    )  # fmt: skip
    assert found.people == 3
    assert [(u.unit, u.name, u.people) for u in found.units] == [("00001", "Phường Bến", 2), ("00002", "Xã Đồi", 1)]
    assert found.monthly == 3 * 50000
    assert found.extension == 12 * 3 * 50000  # at the last month's heads and price
    assert found.last_year == 6 * 50000 + 3 * 50000 + 2 * 50000  # persons 1, 2 and 5 in 2024
    assert found.last_year_months == 6  # the run begins in January


def test_what_follows_is_what_the_same_people_get_next(toy: Book) -> None:
    found = ending(toy, f"{OLD}#elderly")
    assert found.follows is not None
    assert [(f.provision, f.letter, f.people, f.own) for f in found.follows] == [
        ("", "5", 1, 60000),
        (f"{NEW}#elderly", "5", 1, 0),
    ]
    assert found.unsupported_after == 1


def test_a_successor_is_of_the_payer_whose_support_ends(toy: Book) -> None:
    """The State's 80 % go on; what takes the place of the province's 15 % is the new resolution."""
    found = ending(toy, f"{OLD}#near-poor")
    assert found.follows is not None
    assert [(f.provision, f.people) for f in found.follows] == [(f"{NEW}#near-poor", 1)]
    assert (found.monthly, found.last_year) == (7500, 6 * 7500)


def test_what_ends_beyond_the_run_is_counted_in_its_last_month(toy: Book) -> None:
    found = ending(toy, f"{NEW}#elderly")
    assert (found.end, found.counted_in, found.people) == (date(2026, 12, 31), parse("2025-12"), 1)
    assert (found.follows, found.unsupported_after) == (None, None)
    assert (found.monthly, found.last_year, found.last_year_months) == (60000, 12 * 60000, 12)


def test_only_what_ends_in_the_span_and_within_the_run_is_listed(toy: Book) -> None:
    refs = [e.provision for e in expiry(a_run(), toy, date(2024, 7, 1), date(2026, 12, 31)).endings]
    assert f"{NEW}#elderly" in refs
    assert not [r for r in refs if r.startswith(OLD)]
    later = expiry(a_run("2025-01"), toy, date(2024, 1, 1)).endings
    assert not [e for e in later if e.end < date(2025, 1, 1)]


def test_provisions_nobody_pays_under_have_no_money(toy: Book) -> None:
    found = expiry(a_run(), toy, date(2015, 1, 1))
    assert all(e.monthly is None and e.extension is None for e in found.endings if e.kind != "support")
    assert kind_of(toy.provision(f"{LAW}#taper")) == "taper"
    assert kind_of(toy.provision(f"{LAW}#pension-first")) == "other"
