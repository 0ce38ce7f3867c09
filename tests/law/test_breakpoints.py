"""Where conditions can turn: nothing turns anywhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from baophu.law.breakpoints import Breakpoints, breakpoints
from baophu.law.expression import read_condition
from baophu.law.interpret import Situation, holds
from baophu.law.model import Book
from baophu.law.scalars import month_of
from baophu.law.situations import conjuncts
from baophu.law.tree import Node

from .helpers import vocabulary
from .random_conditions import SITUATIONS, WITHOUT_AMOUNTS


def found(text: str, book: Book) -> Breakpoints:
    return breakpoints([read_condition(text, vocabulary(book))], book.facts, book.parameters)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("age >= 6", {6}),
        ("age < 6", {6}),
        ("6 > age", {6}),
        ("age <= 6", {7}),
        ("age > 6", {7}),
        ("age = 6", {6, 7}),
        ("age <> 6", {6, 7}),
        ("not age between 6 and 17", {6, 18}),
        ("age in (6, 9)", {6, 7, 9, 10}),
        ("age >= elderly_age", {70, 65}),
        ("veteran or age >= 80 and pension", {80}),
    ],
)
def test_ages(text: str, ages: set[int], toy: Book) -> None:
    assert found(text, toy).ages == ages


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("month - left_hardship < 36", {("left_hardship", 36)}),
        ("36 > month - left_hardship", {("left_hardship", 36)}),
        ("left_hardship - month > -36", {("left_hardship", 36)}),
        ("month - left_hardship <= 36", {("left_hardship", 37)}),
        ("month < left_hardship + 36", {("left_hardship", 36)}),
        ("month >= left_hardship", {("left_hardship", 0)}),
        ("month - left_hardship between 0 and 11", {("left_hardship", 0), ("left_hardship", 12)}),
        ("month - left_hardship < grace_months + 1", {("left_hardship", 13)}),
        ("lately_hard", {("left_hardship", 12)}),
    ],
)
def test_months_since_a_fact(text: str, since: set[tuple[str, int]], toy: Book) -> None:
    assert found(text, toy).since == since


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("month >= '2025-07'", {"2025-07"}),
        ("month + 6 >= '2025-07'", {"2025-01"}),
        ("month > '2025-07'", {"2025-08"}),
        ("month >= list_from", {"2015-01", "2022-01"}),
        ("month between '2025-01' and '2025-12'", {"2025-01", "2026-01"}),
    ],
)
def test_months_of_the_calendar(text: str, months: set[str], toy: Book) -> None:
    assert found(text, toy).months == {month_of(m) for m in months}


def test_a_month_fact_compared_with_months(toy: Book) -> None:
    points = found("left_hardship >= '2021-01' and left_hardship <> 'never'", toy)
    assert points.fact_months == {"left_hardship": {month_of("2021-01"), 0, 1}}
    assert points.since == frozenset()


def test_words_a_choice_is_compared_with(toy: Book) -> None:
    points = found("work = 'fisher' or work in ('employee') or people <> 'hill'", toy)
    assert points.words == {"work": {"fisher", "employee"}, "people": {"hill"}}


def test_comparisons_of_amounts_are_kept_whole(toy: Book) -> None:
    node = read_condition("wage between 1000 and 2 * reference", vocabulary(toy))
    assert found("wage between 1000 and 2 * reference", toy).amounts == (node,)
    assert len(found("children >= 3 and wage > pension_amount", toy).amounts) == 2


@settings(deadline=None, max_examples=150)
@given(tree=WITHOUT_AMOUNTS, situation=SITUATIONS)
def test_truth_turns_only_at_the_ages_found(tree: Node, situation: Situation, toy: Book) -> None:
    ages = breakpoints([tree], toy.facts, toy.parameters).ages
    truths = [holds(tree, replace(situation, age=age)) for age in range(121)]
    assert {age for age in range(1, 121) if truths[age] != truths[age - 1]} <= ages


@settings(deadline=None, max_examples=150)
@given(tree=WITHOUT_AMOUNTS, situation=SITUATIONS)
def test_truth_turns_only_in_the_months_found(tree: Node, situation: Situation, toy: Book) -> None:
    points = breakpoints([tree], toy.facts, toy.parameters)
    since = {int(situation.facts[name]) + offset for name, offset in points.since}
    months = range(month_of("1989-01"), month_of("2099-12"))
    truths = [holds(tree, replace(situation, month=month)) for month in months]
    turns = {month for month, now, before in zip(months[1:], truths[1:], truths, strict=False) if now != before}
    assert turns <= points.months | since


def test_conjuncts_are_what_must_all_hold(toy: Book) -> None:
    node = read_condition("lately_hard and (veteran or pension)", vocabulary(toy))
    assert len(list(conjuncts(node))) == 3
