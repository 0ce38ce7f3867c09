"""Whether conditions can hold together: what is found does hold, and what holds is found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings

from baophu.law.expression import read_condition
from baophu.law.interpret import Situation, holds
from baophu.law.model import Book
from baophu.law.situations import Search, in_words
from baophu.law.tree import Node

from .helpers import vocabulary
from .random_conditions import SITUATIONS, WITHOUT_AMOUNTS

FROM, TO = date(2022, 1, 1), date(2023, 6, 30)


def find(book: Book, *texts: str, start: date = FROM, end: date | None = TO) -> Situation | None:
    nodes = [read_condition(text, vocabulary(book)) for text in texts]
    return Search(book.facts, book.parameters).find(nodes, start, end)


def test_conditions_that_exclude_each_other(toy: Book) -> None:
    assert find(toy, "work = 'fisher'", "work = 'employee'") is None
    assert find(toy, "age < 6", "age >= elderly_age") is None
    assert find(toy, "wage < 1000", "wage > reference") is None


def test_a_situation_in_words(toy: Book) -> None:
    found = find(toy, "age >= elderly_age and not pension", "work = 'fisher'", "left_hardship = '2022-03'")
    assert found is not None
    assert in_words(found, toy.facts) == "2022-01, age 70, left_hardship = 2022-03, not pension, work = 'fisher'"


def test_the_last_word_nobody_names_stands_for_all_others(toy: Book) -> None:
    found = find(toy, "living_standard not in ('poor', 'near_poor')", "living_standard <> 'none'")
    assert found is not None
    assert found.facts["living_standard"] == "average"
    assert find(toy, "people <> 'hill'") is not None


@pytest.mark.parametrize("bound", ["wage > 999", "wage >= 2 * reference", "wage between 5 and 7", "wage in (5)"])
def test_amounts_are_tried_at_their_bounds(bound: str, toy: Book) -> None:
    found = find(toy, bound, "children > 2")
    assert found is not None
    assert holds(read_condition(bound, vocabulary(toy)), found)


def test_a_month_is_decided_on_its_first_day(toy: Book) -> None:
    march = {"start": date(2022, 3, 2), "end": date(2022, 3, 31)}
    assert find(toy, "veteran", **march) is None
    found = find(toy, "month > '2022-05'", start=date(2022, 3, 2), end=None)
    assert found is not None
    assert in_words(found, toy.facts) == "2022-06"


def test_a_parameter_is_tried_with_each_of_its_values(toy: Book) -> None:
    assert find(toy, "age >= elderly_age", "age < 70") is None
    assert find(toy, "age >= elderly_age", "age < 70", end=date(2024, 7, 1)) is not None


@settings(deadline=None, max_examples=150)
@given(tree=WITHOUT_AMOUNTS, situation=SITUATIONS)
def test_what_can_hold_is_found_and_holds(tree: Node, situation: Situation, toy: Book) -> None:
    assume(holds(tree, situation))
    found = Search(toy.facts, toy.parameters).find([tree], FROM, TO)
    assert found is not None
    assert holds(tree, found)
