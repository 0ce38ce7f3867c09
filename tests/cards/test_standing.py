"""The exact day: the facts of a day decide, not those of the first of its month."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.engine.cards.errors import NotTold
from baophu.engine.cards.standing import as_on, decision_on, facts_on
from baophu.engine.one import Person, Spell
from baophu.law.model import Book

NEAR_POOR = [Spell("near_poor", date(2025, 9, 17), date(2025, 11, 20))]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 9, 16), "5a"),
        (date(2025, 9, 17), "4a"),
        (date(2025, 9, 30), "4a"),
        (date(2025, 11, 20), "4a"),
        (date(2025, 11, 21), "5a"),
    ],
)
def test_a_status_counts_from_its_first_to_its_last_day(book: Book, day: date, expected: str) -> None:
    person = Person("an", date(1980, 1, 1), facts={"living_standard": NEAR_POOR})
    assert decision_on(book, [person], "an", day).outcome.letter == expected


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 3, 14), "3h"), (date(2026, 3, 15), "5a")])
def test_an_age_turns_on_the_birthday(book: Book, day: date, expected: str) -> None:
    assert decision_on(book, [Person("be", date(2020, 3, 15))], "be", day).outcome.letter == expected


def test_a_newborn_is_decided_on_the_day_of_birth(book: Book) -> None:
    person = Person("be", date(2026, 7, 20))
    assert decision_on(book, [person], "be", date(2026, 7, 20)).outcome.letter == "3h"
    with pytest.raises(NotTold, match="is born on 2026-07-20, after 2026-07-19"):
        decision_on(book, [person], "be", date(2026, 7, 19))


def test_somebody_unknown_is_refused(book: Book) -> None:
    with pytest.raises(NotTold, match="nobody here is called 'binh'; there are an"):
        decision_on(book, [Person("an", date(1980, 1, 1))], "binh", date(2026, 1, 1))


def test_other_spells_stay_as_they_are() -> None:
    early, late = Spell("poor", date(2024, 1, 1), date(2024, 12, 31)), Spell("poor", date(2026, 1, 1))
    ended = Spell("near_poor", date(2025, 1, 1), date(2025, 11, 20))
    moved = as_on(Person("an", date(1980, 1, 1), facts={"living_standard": [early, ended, late]}), date(2025, 11, 25))
    assert moved.facts["living_standard"] == [early, Spell("near_poor", date(2025, 1, 1), date(2025, 10, 31)), late]


def test_a_spell_that_ended_within_the_month_before_the_day_is_gone() -> None:
    brief = Spell("near_poor", date(2025, 11, 2), date(2025, 11, 20))
    assert as_on(Person("an", date(1980, 1, 1), facts={"living_standard": [brief]}), date(2025, 11, 25)).facts == {}


def test_facts_of_household_area_and_stay(book: Book) -> None:
    an = Person("an", date(1980, 1, 1), household="h", permanent_resident=True, facts={"island": [Spell(True)]})
    binh = Person("binh", date(1955, 1, 1), household="h", facts={"living_standard": NEAR_POOR})
    names = ["living_standard", "island", "ethnicity", "permanent_resident", "living_here", "left_hardship"]
    assert facts_on(book, [an, binh], "an", date(2025, 10, 1), names) == {
        "age": 45,
        "living_standard": "near_poor",
        "island": True,
        "ethnicity": "kinh",
        "permanent_resident": True,
        "living_here": True,
        "left_hardship": 0,
    }


def test_facts_that_say_since_when(book: Book) -> None:
    an = Person("an", date(1980, 1, 1), facts={"trafficking_victim": [Spell(True, date(2026, 3, 10))]})
    assert facts_on(book, [an], "an", date(2026, 5, 1), ["trafficking_since"])["trafficking_since"] == 2026 * 12 + 3
    assert facts_on(book, [an], "an", date(2026, 3, 9), ["trafficking_since"])["trafficking_since"] == 0
