"""The toy country, and copies of its book to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from baophu.law.model import Book
from baophu.law.read import read_book

from .helpers import TOY, Spoil


@pytest.fixture(scope="session")
def toy() -> Book:
    return read_book(TOY)


@pytest.fixture
def copy_of_toy(tmp_path: Path) -> Path:
    """A book of one's own to change."""
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


@pytest.fixture
def spoiled(copy_of_toy: Path) -> Spoil:
    """Replaces a text in one file of a copy of the toy country's book; with nothing to find, writes the file."""

    def change(file: str, find: str, put: str) -> Path:
        path = copy_of_toy / file
        if find:
            text = path.read_text(encoding="utf-8")
            assert text.count(find) >= 1, f"{file} has no {find!r}"
            put = text.replace(find, put, 1)
        path.write_text(put, encoding="utf-8")
        return copy_of_toy

    return change
