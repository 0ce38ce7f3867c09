"""A few people written by hand: what a case, a counter or an explanation asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import baophu
from baophu.engine.months import parse
from baophu.engine.one import Decision, Person, Spell, decide_people
from baophu.engine.source import FactsError
from baophu.law.model import Book
from baophu.law.read import read_book

from . import oracle
from .small import book
from .world import Human, Row, Stay, World

TOY = Path(baophu.__file__).parent / "lawbook" / "toy"
AN = Person("an", date(1980, 1, 5), unit="00001", permanent_resident=True)
SINCE = date(1900, 1, 1)


@pytest.fixture(scope="module")
def toy() -> Book:
    return read_book(TOY)


def at(law: Book, month: str, *people: Person) -> Decision:
    """What is decided for the first of the people in a month."""
    return decide_people(law, people, parse(month), parse(month)).at(people[0].key, parse(month))


def spell(value: int | bool | str, start: str, end: str | None = None) -> Spell:
    return Spell(value, date.fromisoformat(start), None if end is None else date.fromisoformat(end))


def test_somebody_written_by_hand_is_decided_as_in_the_tables(toy: Book) -> None:
    facts = {
        "work": [spell("employee", "2000-01-01", "2020-05-31")],
        "wage": [spell(8_000_000, "2000-01-01", "2020-05-31")],
        "living_standard": [spell("near_poor", "2020-02-15", "2023-06-30")],
        "study": [spell("student", "2021-09-01", "2025-06-30")],
    }
    small = decide_people(toy, [replace(AN, facts=facts)], parse("2015-01"), parse("2026-12"))
    rows = {name: tuple(Row(s.value, s.start, s.end) for s in spells) for name, spells in facts.items()}
    household = {1: {"living_standard": rows.pop("living_standard")}}
    stays = (Stay(1, "00001", True, SINCE),)
    world = World((Human(1, AN.born, stays=stays, facts=rows),), household)
    for (_, month), verdict in oracle.decide(toy, world, parse("2015-01"), parse("2026-12")).items():
        found = small.at("an", month)
        assert (found.outcome.group, found.premium, found.rank) == (verdict.group, verdict.premium, verdict.rank)
        assert found.amounts == verdict.amounts(toy.payers)


def test_intervals_are_in_order_and_follow_each_other(toy: Book) -> None:
    rows = decide_people(toy, [AN], parse("2015-01"), parse("2026-12")).intervals("an")
    assert (rows[0][0], rows[-1][1]) == (parse("2015-01"), parse("2026-12"))
    assert all(before[1] + 1 == after[0] for before, after in pairwise(rows))


def test_the_order_given_is_the_order_of_joining(toy: Book) -> None:
    family = [replace(AN, key=key, household="h") for key in ("chi", "an", "bo")]
    small = decide_people(toy, family, parse("2016-03"), parse("2016-03"))
    found = {person.key: small.at(person.key, parse("2016-03")) for person in family}
    assert {key: (d.rank, d.premium) for key, d in found.items()} == {
        "chi": (1, 45_000),
        "an": (2, 31_500),
        "bo": (3, 27_000),
    }


def test_people_without_a_household_are_each_on_their_own(toy: Book) -> None:
    assert at(toy, "2016-03", AN, replace(AN, key="bo")).rank == 1
    assert at(toy, "2016-03", replace(AN, key="bo"), AN).rank == 1


def test_members_who_agree_on_a_household_fact_say_it_once(toy: Book) -> None:
    one = replace(AN, household="h", facts={"living_standard": [spell("poor", "2015-01-01", "2016-02-10")]})
    other = replace(AN, key="bo", household="h", facts={"living_standard": [spell("poor", "2015-06-01", "2016-05-31")]})
    silent = replace(AN, key="chi", household="h")
    for people in ((one, other, silent), (other, silent, one), (silent, one, other)):
        assert at(toy, "2016-04", *people).outcome.group == "poor"
        assert at(toy, "2016-06", *people).outcome.group == "household"


def test_members_who_contradict_each_other_are_refused(toy: Book) -> None:
    one = replace(AN, household="h", facts={"living_standard": [spell("poor", "2015-01-01")]})
    other = replace(AN, key="bo", household="h", facts={"living_standard": [spell("near_poor", "2016-01-01")]})
    with pytest.raises(FactsError) as found:
        at(toy, "2016-04", one, other)
    said = "bo: the household's living_standard is poor and near_poor on 2016-01-01; members must agree"
    assert str(found.value) == said


def test_a_fact_of_the_area_holds_for_whoever_it_is_said_of_only(toy: Book) -> None:
    islander = replace(AN, facts={"island": [Spell(True)]})
    assert at(toy, "2018-01", islander).outcome.group == "islander"
    assert at(toy, "2018-01", replace(AN, key="bo"), islander).outcome.group == "household"


def test_facts_of_the_area_that_are_not_said_are_those_of_the_unit(toy: Book) -> None:
    hill = {"people": [Spell("hill")]}
    of_mountain = replace(AN, unit="00002", facts=hill)
    assert at(toy, "2018-01", of_mountain).outcome.group == "hill"
    assert at(toy, "2018-01", replace(of_mountain, facts={**hill, "island": [Spell(False)]})).outcome.group == "hill"
    eased = replace(of_mountain, facts={**hill, "hardship": [Spell("none")]})
    assert at(toy, "2018-01", eased).outcome.group == "household"


def test_whoever_names_no_unit_lives_where_no_area_fact_holds(toy: Book) -> None:
    assert at(toy, "2024-06", replace(AN, unit=None, born=date(1950, 1, 5))).amounts["province"] == 54_000
    elsewhere = replace(AN, unit=None, permanent_resident=False, born=date(1950, 1, 5))
    assert at(toy, "2024-06", elsewhere).amounts["province"] == 0


def test_an_unknown_fact_is_refused_with_those_there_are() -> None:
    with pytest.raises(FactsError) as found:
        at(book(), "2020-05", replace(AN, facts={"jobs": [Spell("clerk")]}))
    assert str(found.value).startswith("an: no fact of a person is called 'jobs'; the facts are job, veteran")


def test_a_fact_of_the_stay_is_no_fact_of_a_person() -> None:
    with pytest.raises(FactsError, match="an: no fact of a person is called 'permanent_resident'"):
        at(book(), "2020-05", replace(AN, facts={"permanent_resident": [Spell(True)]}))


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(FactsError, match="no unit has the code 00009"):
        at(book(), "2020-05", replace(AN, unit="00009"))
    with pytest.raises(FactsError, match="an: no unit has the code '00009'"):
        at(book(), "2020-05", replace(AN, unit="00009", facts={"island": [Spell(True)]}))


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(FactsError, match="job is never 'clrk'; did you mean 'clerk'"):
        at(book(), "2020-05", replace(AN, facts={"job": [Spell("clrk")]}))


def test_nothing_is_decided_before_birth_and_after_death() -> None:
    small = decide_people(book(), [replace(AN, born=date(2020, 3, 2), died=date(2020, 6, 30))],
                          parse("2020-01"), parse("2020-12"))  # fmt: skip
    assert [(a, b) for a, b, _ in small.intervals("an")] == [(parse("2020-04"), parse("2020-06"))]
    with pytest.raises(FactsError, match="an is not decided in 2020-07: not yet born, dead, or not living anywhere"):
        small.at("an", parse("2020-07"))
