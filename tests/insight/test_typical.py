"""Somebody typical of a group is decided as the law's own cases decide people like them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baophu.insight.typical import typical
from baophu.law.dated import provisions_on
from baophu.law.model import Book, Group
from baophu.law.read import read_book

BOOK = Path(__file__).parents[2] / "src" / "baophu" / "lawbook" / "quang_ninh"
WARD = "06652"
DAY, MONTH = date(2026, 11, 27), 2026 * 12 + 10


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(BOOK)


def test_every_group_one_joins_by_oneself_has_somebody(book: Book) -> None:
    groups = [p.effect for p in provisions_on(book, DAY) if isinstance(p.effect, Group) and p.effect.section >= 4]
    assert len(groups) > 10
    for group in groups:
        found = typical(book, group.name, WARD, MONTH)
        assert found, group.name
        for decision in found:
            assert decision.outcome.group == group.name
            assert sum(decision.amounts.values()) == decision.premium


def test_the_near_poor_pay_nothing_and_a_household_the_whole(book: Book) -> None:
    (near_poor,) = typical(book, "near_poor", WARD, MONTH)
    assert near_poor.amounts["own"] == 0
    (household,) = typical(book, "household", WARD, MONTH)
    assert household.amounts["own"] == household.premium > 0


def test_nobody_is_in_a_group_there_is_not(book: Book) -> None:
    assert typical(book, "no-such-group", WARD, MONTH) == ()
