"""Who loses cover or support ahead, why, on which exact day, and what is left to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from baophu.engine.source import Facts
from baophu.insight.lapses import Lapses, lapses
from baophu.insight.run import InsightError
from baophu.law.model import Book

from .helpers import decided, facts_of, small_run, someone, spell

LAW, OLD, NEW = "1/2014/LAW", "3/2021/RES", "4/2024/RES"
BASE = [f"{LAW}#household", f"{LAW}#premium-base"]
HOUSEHOLD, CHILD, NEAR_POOR, FISHER_OLD, FISHER, ELDERLY_OLD, ELDERLY, ISLANDER, EMPLOYEE, LATELY_HARD, POOR = range(11)
OUTCOMES = [
    decided("household", "5", {"own": (100, "")}, applied=BASE),
    decided("child", "3a", {"state": (100, f"{LAW}#state-three")}, applied=[f"{LAW}#child"], section=3),
    decided("near_poor", "4a", {"state": (80, f"{LAW}#state-near-poor"), "province": (15, f"{NEW}#near-poor"),
                                "own": (5, "")}, applied=[f"{LAW}#near-poor"], section=4),
    decided("fisher", "4c", {"state": (30, "2/2017/DEC#state-fisher"), "province": (20, f"{OLD}#fisher"),
                             "own": (50, "")}, applied=["2/2017/DEC#fisher"], section=4),
    decided("fisher", "4c", {"state": (30, "2/2017/DEC#state-fisher"), "own": (70, "")},
            applied=["2/2017/DEC#fisher"], section=4),
    decided("household", "5", {"province": (100, f"{OLD}#elderly")}, applied=BASE),
    decided("household", "5", {"province": (100, f"{NEW}#elderly")}, applied=BASE),
    decided("islander", "3e", {"state": (100, f"{LAW}#state-three")}, applied=["2/2017/DEC#islander"], section=3),
    decided("employee", "1a", {"employer": (67, ""), "employee": (33, "")}, applied=[f"{LAW}#employee"], section=1),
    decided("household", "5", {"province": (100, f"{OLD}#lately-hard")}, applied=BASE),
    decided("poor", "3c", {"state": (100, "")}, applied=[f"{LAW}#poor"], section=3),
]  # fmt: skip
PREMIUM = 67500
PAID = {
    HOUSEHOLD: {"own": 67500},
    CHILD: {"state": 67500},
    NEAR_POOR: {"state": 54000, "province": 10125, "own": 3375},
    FISHER_OLD: {"state": 20250, "province": 13500, "own": 33750},
    FISHER: {"state": 20250, "own": 47250},
    ELDERLY_OLD: {"province": 67500},
    ELDERLY: {"province": 67500},
    ISLANDER: {"state": 67500},
    EMPLOYEE: {"employer": 45000, "employee": 22500},
    LATELY_HARD: {"province": 67500},
    POOR: {"state": 67500},
}


def life(person: int, *parts: tuple[str, str, int], **more: Any) -> list[dict[str, Any]]:
    """Intervals of a person: (first month, last month, outcome)."""
    return [spell(person, a, b, outcome, PREMIUM, **{**more, **PAID[outcome]}) for a, b, outcome in parts]


def ahead(
    book: Book,
    rows: Sequence[Mapping[str, Any]],
    facts: Facts,
    after: str,
    days: int = 90,
    people: Sequence[Mapping[str, Any]] | None = None,
) -> Lapses:
    return lapses(small_run(OUTCOMES, rows, people), book, facts, date.fromisoformat(after), days)


def only(found: Lapses) -> dict[str, Any]:
    rows = found.people.to_pylist()
    assert len(rows) == 1
    return dict(rows[0])


def test_a_child_turns_six(toy: Book) -> None:
    rows = life(1, ("2024-01", "2025-04", CHILD), ("2025-05", "2025-12", HOUSEHOLD), born="2019-05")
    found = ahead(toy, rows, facts_of(), "2025-03-01", people=[someone(1, born="2019-04-10")])
    row = only(found)
    # six on 10 April: April is decided on its first day, so the decision turns in May, the right on the birthday
    assert (row["cause"], row["day"], row["last_day"]) == ("birthday", date(2025, 4, 10), date(2025, 4, 9))
    assert (row["fact"], row["new"], row["provision"]) == ("born", "6", f"{LAW}#child")
    assert (row["cover"], row["support"], row["own_rises"], row["renews"]) == (False, True, True, False)
    assert (row["letter_before"], row["letter_after"], row["payers_after"]) == ("3a", "5", "own")
    assert (row["own_before"], row["own_after"], row["premium_after"]) == (0, 67500, 67500)


def test_a_household_leaves_the_list_of_the_near_poor(toy: Book) -> None:
    rows = life(1, ("2024-01", "2024-12", NEAR_POOR), ("2025-01", "2025-12", HOUSEHOLD), household=7)
    facts = facts_of(household_status=[(7, "living_standard", "near_poor", "2024-01-01", "2024-12-31")])
    row = only(ahead(toy, rows, facts, "2024-12-01", 60))
    assert (row["cause"], row["fact"], row["old"], row["new"]) == ("status", "living_standard", "near_poor", "")
    assert (row["day"], row["last_day"]) == (date(2025, 1, 1), date(2024, 12, 31))
    assert (row["own_before"], row["own_after"]) == (3375, 67500)


def test_a_list_renewed_for_another_year_is_no_lapse(toy: Book) -> None:
    rows = life(1, ("2024-01", "2024-12", NEAR_POOR), ("2025-01", "2025-12", NEAR_POOR), household=7)
    years = [(7, "living_standard", "near_poor", f"{y}-01-01", f"{y}-12-31") for y in (2024, 2025)]
    assert ahead(toy, rows, facts_of(household_status=years), "2024-12-01", 60).total.people == 0


def test_a_resolution_ends_and_nothing_follows(toy: Book) -> None:
    rows = life(1, ("2024-01", "2024-06", FISHER_OLD), ("2024-07", "2025-12", FISHER))
    row = only(ahead(toy, rows, facts_of(), "2024-05-15"))
    assert (row["cause"], row["provision"], row["successor"]) == ("ends_without_successor", f"{OLD}#fisher", "")
    assert (row["day"], row["last_day"]) == (date(2024, 7, 1), date(2024, 6, 30))
    assert (row["support"], row["own_rises"], row["own_before"], row["own_after"]) == (True, True, 33750, 47250)


def running_out(book: Book, number: str) -> Book:
    """The book with an act that ends on the same day, but of its own accord."""
    act = book.instruments[number]
    provisions = tuple(replace(p, ended_by=None) for p in act.provisions)
    return replace(book, instruments={**book.instruments, number: replace(act, provisions=provisions)})


def test_a_resolution_runs_out_and_another_takes_over(toy: Book) -> None:
    rows = life(1, ("2024-01", "2024-06", ELDERLY_OLD), ("2024-07", "2025-12", ELDERLY))
    found = ahead(running_out(toy, OLD), rows, facts_of(), "2024-05-15")
    row = only(found)
    assert (row["cause"], row["successor"]) == ("ends_with_successor", f"{NEW}#elderly")
    assert (row["cover"], row["support"], row["own_rises"], row["renews"]) == (False, False, False, True)
    assert (found.total.people, found.total.renews, found.total.support) == (1, 1, 0)


def test_what_another_act_replaces_goes_on_by_itself(toy: Book) -> None:
    """The old resolution is repealed by the new one: nobody loses and nobody has to be listed again."""
    rows = life(1, ("2024-01", "2024-06", ELDERLY_OLD), ("2024-07", "2025-12", ELDERLY))
    assert ahead(toy, rows, facts_of(), "2024-05-15").total.people == 0


def test_a_status_that_ended_on_the_day_of_the_resolution_is_the_cause(toy: Book) -> None:
    """A pension begins on the day the old resolution ends: under the new one there would be no support either."""
    rows = life(1, ("2024-01", "2024-06", ELDERLY_OLD), ("2024-07", "2025-12", HOUSEHOLD))
    facts = facts_of(person_status=[(1, "pension", "true", "2024-07-01", None)])
    row = only(ahead(toy, rows, facts, "2024-05-15"))
    assert (row["cause"], row["fact"], row["old"], row["new"]) == ("status", "pension", "", "true")
    assert row["day"] == date(2024, 7, 1)


def test_a_card_ends(toy: Book) -> None:
    rows = [*life(1, ("2024-01", "2024-09", HOUSEHOLD)), *life(1, ("2024-10", "2025-12", HOUSEHOLD), card=0)]
    found = ahead(toy, rows, facts_of(cards=[(1, "2023-09-21", "2024-09-20")]), "2024-09-01", 30)
    row = only(found)
    assert (row["cause"], row["day"], row["last_day"]) == ("card_end", date(2024, 9, 21), date(2024, 9, 20))
    assert (row["cover"], row["support"], row["insured_before"]) == (True, False, True)
    assert [(line.key, line.people, line.cover) for line in found.by_cause] == [("card_end", 1, 1)]


def test_the_days_asked_for_are_kept_to_the_day(toy: Book) -> None:
    rows = [*life(1, ("2024-01", "2024-09", HOUSEHOLD)), *life(1, ("2024-10", "2025-12", HOUSEHOLD), card=0)]
    facts = facts_of(cards=[(1, "2023-09-21", "2024-09-20")])
    # the first day without is 21 September: within the day after the 20th, not within the 19 days after the 1st
    assert ahead(toy, rows, facts, "2024-09-20", 1).total.people == 1
    assert ahead(toy, rows, facts, "2024-09-21", 30).total.people == 0
    assert ahead(toy, rows, facts, "2024-09-01", 19).total.people == 0
    assert ahead(toy, rows, facts, "2024-09-01", 20).total.people == 1


def test_an_islander_moves_to_the_mainland(toy: Book) -> None:
    rows = [
        *life(1, ("2024-01", "2024-05", ISLANDER), unit="00003"),
        *life(1, ("2024-06", "2025-12", HOUSEHOLD), unit="00001"),
    ]
    stays = [(1, 1, "00003", True, "2020-01-01", "2024-05-09"), (1, 1, "00001", True, "2024-05-10", None)]
    facts = facts_of(stays=stays)
    row = only(ahead(toy, rows, facts, "2024-05-01", 60))
    assert (row["cause"], row["unit"], row["day"]) == ("moved", "00003", date(2024, 5, 10))


def test_a_unit_stops_being_an_island(toy: Book) -> None:
    rows = life(1, ("2024-01", "2024-08", ISLANDER), ("2024-09", "2025-12", HOUSEHOLD), unit="00003")
    facts = facts_of(area_status=[("00003", "island", "true", "2018-01-01", "2024-08-31")])
    row = only(ahead(toy, rows, facts, "2024-08-15", 30))
    assert (row["cause"], row["fact"], row["last_day"]) == ("area", "island", date(2024, 8, 31))


def test_the_books_own_area_facts_stand_in_for_a_table(toy: Book) -> None:
    """Unit 00002 left hardship on 1 March 2022 (areas.yaml); 12 months later its support ends: time has passed."""
    rows = life(1, ("2022-06", "2023-02", LATELY_HARD), ("2023-03", "2023-12", HOUSEHOLD), unit="00002")
    run = small_run(OUTCOMES, rows, first="2022-01", last="2023-12")
    row = only(lapses(run, toy, facts_of(), date(2023, 2, 1), 40))
    assert (row["cause"], row["day"]) == ("time_limit", date(2023, 3, 1))


def test_a_job_puts_someone_into_another_group(toy: Book) -> None:
    rows = life(1, ("2024-08", "2024-10", ELDERLY), ("2024-11", "2025-12", EMPLOYEE))
    facts = facts_of(person_status=[(1, "work", "employee", "2024-10-15", None)])
    row = only(ahead(toy, rows, facts, "2024-10-01", 60))
    assert (row["cause"], row["fact"], row["new"]) == ("another_group", "work", "employee")
    assert (row["support"], row["own_rises"], row["letter_after"]) == (True, False, "1a")


def test_a_job_on_the_day_a_resolution_ends_is_the_cause(toy: Book) -> None:
    """The person pays in another group from then on: the resolution would not have been asked any more."""
    rows = life(1, ("2024-01", "2024-06", FISHER_OLD), ("2024-07", "2025-12", EMPLOYEE))
    facts = facts_of(person_status=[(1, "work", "employee", "2024-06-20", None)])
    row = only(ahead(toy, rows, facts, "2024-05-15"))
    assert (row["cause"], row["new"], row["day"]) == ("status", "employee", date(2024, 6, 20))


def test_what_the_state_owes_by_the_premium_rule_is_support_too(toy: Book) -> None:
    facts = facts_of(household_status=[(1, "living_standard", "near_poor", "2024-01-01", "2024-06-30"),
                                       (1, "living_standard", "poor", "2024-07-01", "2024-12-31")])  # fmt: skip
    rows = life(1, ("2024-01", "2024-06", NEAR_POOR), ("2024-07", "2024-12", POOR), ("2025-01", "2025-12", HOUSEHOLD))
    assert ahead(toy, rows, facts, "2024-06-01", 60).total.people == 0  # near-poor to poor: 95 % to 100 %
    row = only(ahead(toy, rows, facts, "2024-12-01", 60))
    assert (row["cause"], row["old"], row["support"], row["own_after"]) == ("status", "poor", True, 67500)


def test_a_job_ends_and_the_card_with_it(toy: Book) -> None:
    rows = [*life(1, ("2024-01", "2024-04", EMPLOYEE)), *life(1, ("2024-05", "2025-12", HOUSEHOLD), card=0)]
    facts = facts_of(
        person_status=[(1, "work", "employee", "2020-01-01", "2024-04-20")], cards=[(1, "2020-01-01", "2024-04-30")]
    )
    row = only(ahead(toy, rows, facts, "2024-04-01", 60))
    assert (row["cause"], row["day"]) == ("status", date(2024, 4, 21))
    assert (row["cover"], row["own_rises"], row["own_after"]) == (True, True, 67500)


def test_who_moves_away_is_listed_and_who_dies_is_not(toy: Book) -> None:
    rows = [*life(1, ("2024-01", "2024-05", HOUSEHOLD)), *life(2, ("2024-01", "2024-05", HOUSEHOLD))]
    stays = [(1, 1, "00001", True, "2020-01-01", "2024-05-20"), (2, 2, "00001", True, "2020-01-01", None)]
    facts = facts_of(stays=stays)
    people = [someone(1), someone(2, died="2024-05-12")]
    row = only(ahead(toy, rows, facts, "2024-05-01", 60, people))
    assert (row["person"], row["cause"], row["day"], row["group_after"]) == (1, "left", date(2024, 5, 21), "")
    assert row["cover"]


def test_who_had_nothing_cannot_lose(toy: Book) -> None:
    """Without a card and without support: what changes is only a price."""
    rows = life(1, ("2024-01", "2024-04", EMPLOYEE), ("2024-05", "2025-12", HOUSEHOLD), card=0)
    facts = facts_of(person_status=[(1, "work", "employee", "2020-01-01", "2024-04-20")])
    assert ahead(toy, rows, facts, "2024-04-01", 60).total.people == 0


def test_summaries_count_people_by_cause_unit_and_provision(toy: Book) -> None:
    rows = [
        *life(1, ("2024-01", "2024-06", FISHER_OLD), ("2024-07", "2025-12", FISHER)),
        *life(2, ("2024-01", "2024-06", FISHER_OLD), ("2024-07", "2025-12", FISHER), unit="00002"),
        *life(3, ("2024-01", "2024-06", ELDERLY_OLD), ("2024-07", "2025-12", ELDERLY)),
    ]
    found = ahead(running_out(toy, OLD), rows, facts_of(), "2024-06-01", 30)
    assert [(line.key, line.people, line.support, line.renews) for line in found.by_cause] == [
        ("ends_without_successor", 2, 2, 0), ("ends_with_successor", 1, 0, 1)
    ]  # fmt: skip
    assert [(line.key, line.people) for line in found.by_unit] == [("00001", 2), ("00002", 1)]
    assert [(line.key, line.people) for line in found.by_provision] == [(f"{OLD}#fisher", 2), (f"{OLD}#elderly", 1)]
    assert (found.total.people, found.total.support, found.until) == (3, 2, date(2024, 7, 1))


def test_a_run_that_does_not_reach_so_far_is_refused(toy: Book) -> None:
    rows = life(1, ("2024-01", "2025-12", HOUSEHOLD))
    with pytest.raises(InsightError, match="need the months 2025-12 to 2026-04; this run covers 2024-01 to 2025-12"):
        ahead(toy, rows, facts_of(), "2025-12-15", 90)
    with pytest.raises(InsightError, match="0 days ahead"):
        ahead(toy, rows, facts_of(), "2025-01-15", 0)
