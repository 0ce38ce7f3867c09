"""How rows of facts become months: the first day decides, views of a fact, defaults, facts that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from baophu.engine.months import parse, show
from baophu.law.errors import LawError

from .laws import LABEL, choice
from .running import answers, running
from .small import FACTS, Data, book, decided, group, household, row, somebody, true
from .world import Human, Row, Stay, Value, World

Spells = tuple[Row, ...]
WHOLE: Data = {"job_whole": {"level": "person", "reads": "job", "counts": "whole_month", "label": LABEL}}
SINCE: Data = {"job_since": {"level": "person", "since": "job", "label": LABEL}}


def months_in(name: str, law: tuple[Data, ...], person: Human, facts: Data | None = None) -> list[str]:
    """The months of 2020 in which a person pays in a group."""
    with running(book(*law, facts=facts), World((person,)), parse("2020-01"), parse("2020-12")) as run:
        found = answers(run)
    return [show(month) for (_, month), answer in sorted(found.items()) if answer.outcome.group == name]


def test_a_month_is_decided_on_the_facts_of_its_first_day() -> None:
    law = (group("veteran", "veteran"),)
    assert months_in("veteran", law, somebody(veteran=[true("2020-03-15", "2020-05-01")])) == ["2020-04", "2020-05"]
    assert months_in("veteran", law, somebody(veteran=[true("2020-03-01", "2020-03-31")])) == ["2020-03"]
    assert months_in("veteran", law, somebody(veteran=[true("2020-03-02", "2020-03-31")])) == []


def test_an_age_is_reached_on_the_birthday_and_decided_on_the_first_of_a_month() -> None:
    law = (group("six", "age = 6"),)
    assert months_in("six", law, somebody(born=date(2014, 3, 1)))[0] == "2020-03"
    assert months_in("six", law, somebody(born=date(2014, 3, 2)))[0] == "2020-04"
    assert months_in("six", law, somebody(born=date(2012, 2, 29))) == []
    assert months_in("six", law, somebody(born=date(2013, 2, 28)))[-1] == "2020-02"


def test_whoever_is_born_or_dies_in_a_month_is_decided_while_alive_on_its_first_day() -> None:
    baby = replace(somebody(born=date(2020, 4, 1)), died=date(2020, 6, 1))
    assert months_in("everybody", (), baby) == ["2020-04", "2020-05", "2020-06"]
    later = replace(somebody(born=date(2020, 4, 2)), died=date(2020, 4, 30))
    assert months_in("everybody", (), later) == []


def test_months_outside_stays_are_not_decided() -> None:
    stays = (
        Stay(1, "00001", True, date(2020, 2, 10), date(2020, 4, 1)),
        Stay(2, "outside", False, date(2020, 4, 2), date(2020, 6, 30)),
        Stay(1, "00001", True, date(2020, 11, 1)),
    )
    found = months_in("everybody", (), replace(somebody(), stays=stays))
    assert found == ["2020-03", "2020-04", "2020-05", "2020-06", "2020-11", "2020-12"]


def test_a_month_since_is_that_in_which_the_row_began_even_in_its_middle() -> None:
    law = (group("fresh", "month - job_since < 3"),)
    worker = somebody(job=[row("worker", "2020-02-15")])
    assert months_in("fresh", law, worker, SINCE) == ["2020-03", "2020-04"]
    twice = somebody(job=[row("worker", "2020-02-01", "2020-08-31"), row("clerk", "2020-09-01")])
    assert months_in("fresh", law, twice, SINCE) == ["2020-02", "2020-03", "2020-04", "2020-09", "2020-10", "2020-11"]


def test_no_month_since_begins_with_the_default_even_when_it_is_written() -> None:
    law = (group("never", "job_since = 'never'"),)
    written = somebody(job=[row("worker", "2020-01-01", "2020-03-31"), row("none", "2020-04-01", "2020-10-31")])
    assert months_in("never", law, written, SINCE)[:2] == ["2020-04", "2020-05"]
    facts = SINCE | {"job": choice("person", ["worker", "none"], "worker")}
    assert months_in("never", law, written, facts) == ["2020-01", "2020-02", "2020-03", "2020-11", "2020-12"]


def test_a_first_month_may_count_whole() -> None:
    law = (group("works", "job_whole = 'worker'"),)
    assert months_in("works", law, somebody(job=[row("worker", "2020-03-20", "2020-04-01")]), WHOLE) == [
        "2020-03",
        "2020-04",
    ]
    assert months_in("works", law, somebody(job=[row("worker", "2020-03-20", "2020-03-25")]), WHOLE) == ["2020-03"]


def test_of_two_values_in_a_month_that_counts_whole_the_one_that_begins_in_it_is_read() -> None:
    law = (group("works", "job_whole = 'worker'"), group("writes", "job_whole = 'clerk'", "veteran"))
    spells = [row("worker", "2020-01-01", "2020-03-09"), row("clerk", "2020-03-10", "2020-03-20"),
              row("worker", "2020-03-21", "2020-05-14"), row("clerk", "2020-05-15")]  # fmt: skip
    person = somebody(job=spells, veteran=[true("2000-01-01")])
    assert months_in("works", law, person, WHOLE) == ["2020-01", "2020-02", "2020-03", "2020-04"]
    assert months_in("writes", law, person, WHOLE)[0] == "2020-05"


def test_a_household_fact_may_count_its_first_month_whole_twice_in_a_month() -> None:
    facts = {
        "escaped": {"level": "household", "type": "flag", "label": LABEL},
        "escaped_whole": {"level": "household", "reads": "escaped", "counts": "whole_month", "label": LABEL},
    }
    law = book(group("escaped", "escaped_whole", "not veteran"), facts=facts)
    told = household(escaped=[true("2020-01-01", "2020-03-05"), true("2020-03-20", "2020-04-30")])
    assert decided(law, "2020-03", somebody(), households=told).outcome.group == "escaped"


@pytest.mark.parametrize(
    ("fact", "default", "condition"),
    [
        ("children", 2, "children = 2"),
        ("listed", "2020-06", "listed = '2020-06'"),
        ("veteran", True, "veteran"),
        ("job", "clerk", "job = 'clerk'"),
        ("tribe", "sea", "tribe = 'sea'"),
    ],
)
def test_a_default_holds_outside_the_rows(fact: str, default: int | str, condition: str) -> None:
    others: dict[str, Value] = {"children": 5, "listed": parse("2019-01"), "veteran": False, "job": "worker"}
    person = replace(somebody(), facts={fact: (row(others.get(fact, "low"), "2020-03-01", "2020-10-31"),)})
    facts = {fact: FACTS[fact] | {"default": default}}
    assert months_in("default", (group("default", condition),), person, facts) == [
        "2020-01", "2020-02", "2020-11", "2020-12"
    ]  # fmt: skip


def test_a_code_that_no_rule_names_is_not_taken_for_the_default() -> None:
    law = book(group("others", "tribe <> 'low'"))
    assert decided(law, "2020-05", replace(somebody(), fixed={"tribe": "unheard"})).outcome.group == "others"
    assert decided(law, "2020-05", somebody(tribe=[row("unheard", "2000-01-01")])).outcome.group == "others"
    assert decided(law, "2020-05", replace(somebody(), fixed={"tribe": "low"})).outcome.group == "everybody"


@pytest.mark.parametrize(
    ("fact", "value", "condition"),
    [
        ("job", "clerk", "job = 'clerk'"),
        ("job", "clerk", "job_whole = 'clerk'"),
        ("veteran", True, "veteran"),
        ("children", 3, "children > 2"),
        ("listed", parse("2019-11"), "month - listed < 12"),
    ],
)
def test_a_fact_that_never_changes_may_be_a_column_of_people(fact: str, value: int | str, condition: str) -> None:
    law = book(group("so", condition), facts=WHOLE)
    assert decided(law, "2020-05", replace(somebody(), fixed={fact: value})).outcome.group == "so"
    assert decided(law, "2020-05", somebody()).outcome.group == "everybody"


def test_amounts_follow_their_rows_and_are_nothing_outside_them() -> None:
    law = book(premium={"premium": {"for": ["all"], "of": "least(wage, 20 * reference)", "rate": "rate"}})
    person = somebody(wage=[row(900_000, "2020-03-02", "2020-05-31"), row(9_000_000, "2020-06-01", "2020-06-30")])
    found = {month: decided(law, month, person).premium for month in ("2020-03", "2020-04", "2020-06", "2020-07")}
    assert found == {"2020-03": 0, "2020-04": 900_000, "2020-06": 2_000_000, "2020-07": 0}


def area_fact(start: str, value: bool = True) -> Data:
    return {"fact": "island", "value": value, "from": start, "units": ["00001"], "by": "A", "sure": "V"}


def test_the_book_s_own_area_facts_hold_where_no_table_tells_of_areas() -> None:
    law = book(group("islander", "island"), area_facts=[area_fact("2020-03-10")])
    assert decided(law, "2020-03", somebody()).outcome.group == "everybody"
    assert decided(law, "2020-04", somebody()).outcome.group == "islander"
    assert decided(law, "2020-04", somebody(), areas={"00001": {}}).outcome.group == "everybody"


def test_two_spells_of_an_area_fact_that_overlap_are_refused() -> None:
    with pytest.raises(LawError, match="area fact island: unit 00001 has it twice on 2020-06-01"):
        book(group("islander", "island"), area_facts=[area_fact("2020-03-10"), area_fact("2020-06-01")])
