"""Files as positioned nodes, read as YAML 1.2."""

from __future__ import annotations

from pathlib import Path

import pytest

from baophu.law.effects import plain
from baophu.law.errors import LawError, Problems
from baophu.law.yaml_file import Listing, Scalar, Table, described, read_yaml

FILE = Path("a.yaml")


def read(text: str) -> object:
    node = read_yaml(FILE, text.encode(), Problems())
    assert node is not None
    return plain(node)


def test_words_of_older_yaml_are_words() -> None:
    assert read("on: off\ny: no\nunit: 06652\nquoted: '12'\ntime: 12:30\nday: 2025-07-01") == {
        "on": "off",
        "y": "no",
        "unit": "06652",
        "quoted": "12",
        "time": "12:30",
        "day": "2025-07-01",
    }


def test_numbers_flags_and_nothing() -> None:
    assert read("a: 12\nb: -3\nc: true\nd: null\ne:\nf: ~\ng: 4.5%") == {
        "a": 12,
        "b": -3,
        "c": True,
        "d": None,
        "e": None,
        "f": None,
        "g": "4.5%",
    }


def test_everything_knows_its_line() -> None:
    table = read_yaml(FILE, b"a:\n  - x\n  -\n    b: y\n", Problems())
    assert isinstance(table, Table)
    place, listing = table.entries["a"]
    assert place.line == 1
    assert isinstance(listing, Listing)
    assert [item.place.line for item in listing.items] == [2, 4]
    assert str(listing.items[0].place) == "a.yaml:2"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [1, 2", "not YAML"),
        ("a: 1\n---\nb: 2\n", "not YAML: but found another document"),
        ("? [a, b]\n: c\n", "a key must be a single word"),
        ("a: &x [*x]", "anchor"),
        ("a: \x07", "not YAML"),
    ],
)
def test_what_is_refused(text: str, sentence: str) -> None:
    problems = Problems()
    read_yaml(FILE, text.encode(), problems)
    with pytest.raises(LawError) as error:
        problems.raise_any()
    assert str(error.value).startswith("a.yaml:")
    assert sentence in str(error.value)


def test_what_an_author_would_call_a_node() -> None:
    place = read_yaml(FILE, b"a", Problems())
    assert isinstance(place, Scalar)
    assert [described(n) for n in (place, Listing((), place.place), Table({}, place.place))] == [
        "'a'",
        "a list",
        "a mapping",
    ]
