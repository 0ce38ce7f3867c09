"""The toy law book, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

import baophu
from baophu.law.model import Book
from baophu.law.read import read_book


@pytest.fixture(scope="session")
def toy() -> Book:
    return read_book(Path(baophu.__file__).parent / "lawbook" / "toy")
