"""Every way in which a book can be wrong, and what its author is told: bad_books.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from .helpers import Spoil, told

BAD = yaml.safe_load(Path(__file__).with_name("bad_books.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: str(bad["bad"]).replace(" ", "-"))
def test_the_author_is_told(bad: dict[str, str], spoiled: Spoil) -> None:
    book = spoiled(bad["file"], bad.get("find", ""), bad["put"])
    assert told(book) == list(bad["says"])


def test_no_two_items_are_called_the_same() -> None:
    assert len({bad["bad"] for bad in BAD}) == len(BAD)


def test_problems_of_several_files_are_told_together(spoiled: Spoil) -> None:
    spoiled("instruments/1-2014-law.yaml", "when: [pension]", "when: [penson]")
    book = spoiled("parameters/reference.yaml", "value: 1200000", "value: 1.2m")
    assert [line.split(":")[0] for line in told(book)] == ["instruments/1-2014-law.yaml", "parameters/reference.yaml"]


def test_a_book_that_extends_itself(spoiled: Spoil) -> None:
    assert told(spoiled("book.yaml", "book: toy", "book: toy\nextends: .")) == [
        "book.yaml:1: extends: the book toy extends itself"
    ]


def test_a_folder_without_a_book(tmp_path: Path) -> None:
    (line,) = told(tmp_path)
    assert line.startswith("book.yaml:1: there is no law book in ")


def test_a_file_that_is_not_text(copy_of_toy: Path) -> None:
    (copy_of_toy / "parameters" / "photo.yaml").write_bytes(b"parameter: a\nlabel: \xff\xfe")
    assert told(copy_of_toy) == ["parameters/photo.yaml:2: the file is not UTF-8 text"]
