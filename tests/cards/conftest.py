"""The law book the tests ask, read once, and one decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baophu.engine.cards.standing import decision_on
from baophu.engine.one import Decision
from baophu.law.model import Book
from baophu.law.read import read_book

from .people import AN

LAWBOOK = Path(__file__).parents[2] / "src" / "baophu" / "lawbook"


@pytest.fixture(scope="session")
def book() -> Book:
    return read_book(LAWBOOK / "vietnam")


@pytest.fixture(scope="session")
def household(book: Book) -> Decision:
    """What is decided for somebody who joins by household, level 80."""
    return decision_on(book, [AN], "an", date(2026, 2, 1))
