"""Small books with one mistake each, in `books/`; each extends `sound`, in which nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from baophu.engine.lint import Report, lint
from baophu.engine.months import parse
from baophu.law.model import Book
from baophu.law.read import read_book

BOOKS = Path(__file__).parent / "books"
ReadBook = Callable[[str], Book]
Linted = Callable[..., Report]


@pytest.fixture
def sample() -> ReadBook:
    """Reads one of the books beside these tests."""
    return lambda name: read_book(BOOKS / name)


@pytest.fixture
def linted(sample: ReadBook) -> Linted:
    """Lints one of the books over some months."""

    def report(name: str, first: str = "2023-01", last: str = "2024-12") -> Report:
        return lint(sample(name), parse(first), parse(last))

    return report


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the reader pass books it refuses, so that lint is seen to find the mistake by itself."""
    monkeypatch.setattr("baophu.law.read.check_book", lambda book, problems: None)
