"""The engine against the oracle on the real law books, for random people with any of the facts the law declares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest

import baophu
from baophu.engine.months import parse
from baophu.law.breakpoints import breakpoints
from baophu.law.model import Book
from baophu.law.read import read_book

from . import oracle
from .running import alone, answers, running
from .test_oracle import as_verdict
from .world import FactRows, Human, Row, Stay, Value, World

LAWBOOKS = Path(baophu.__file__).parent / "lawbook"
SPANS = (("2015-01", "2016-06"), ("2019-10", "2021-12"), ("2024-05", "2026-12"))
COLUMNS = ("sex", "ethnicity")
"""Facts that a province keeps as columns of `people`."""


@cache
def law(name: str) -> Book:
    return read_book(LAWBOOKS / name)


def values_of(book: Book, name: str, day: date) -> Sequence[Value]:
    """What a fact may be, and for a code what the law compares it with and something else."""
    fact = book.facts[name]
    if fact.type == "choice":
        return list(fact.values)
    if fact.type == "month":
        month = day.year * 12 + day.month - 1
        return [month - back for back in (0, 1, 11, 12, 35, 36, 60)]
    nodes = [c.node for p in book.provisions() for c in p.conditions]
    words = breakpoints(nodes, book.facts, book.parameters).words.get(name, frozenset())
    others: dict[str, Sequence[Value]] = {
        "flag": [True, True, False],
        "count": [0, 1, 2, 3],
        "money": [0, 1_500_000, 7_777_777, 60_000_000],
        "code": [*sorted(words), "another"],
    }
    return others[fact.type]


def rows(random: Random, book: Book, level: str, first: date, often: float) -> FactRows:
    """Rows of some of the facts of a level, each with one or two stretches around the span."""
    found: dict[str, tuple[Row, ...]] = {}
    for name, fact in book.facts.items():
        told = fact.level == level and not fact.reads and not fact.since and name not in COLUMNS
        if told and random.random() < often:
            start = first + timedelta(days=random.randrange(-400, 500))
            turn = start + timedelta(days=random.randrange(1, 500))
            values = values_of(book, name, first)
            found[name] = (Row(random.choice(values), start, turn - timedelta(days=1)),)
            if random.random() < 0.6:
                found[name] += (Row(random.choice(values), turn, None),)
    return found


def human(random: Random, book: Book, number: int, first: date) -> Human:
    years = random.choice([0, 5, 6, 15, 18, 40, 59, 64, 65, 69, 70, 74, 75, 79, 80, 95])
    born = date(first.year - years, random.randrange(1, 13), random.randrange(1, 29))
    units = random.sample([*book.areas, "outside"] if book.areas else ["outside"], 1)
    move = first + timedelta(days=random.randrange(1000))
    stays = (
        Stay(number % 4, units[0], random.random() < 0.8, date(2000, 1, 1), move - timedelta(days=1)),
        Stay(random.randrange(4), random.choice([*book.areas, "outside"]), random.random() < 0.8, move),
    )
    facts = rows(random, book, "person", first, random.choice([0.02, 0.08, 0.2]))
    fixed = {"ethnicity": random.choice(values_of(book, "ethnicity", first))}
    return Human(number, min(born, first), sex=random.choice("mf"), stays=stays, facts=facts, fixed=fixed)


@pytest.mark.parametrize("name", ["vietnam", "quang_ninh"])
@pytest.mark.parametrize("span", SPANS, ids=lambda span: span[0])
def test_the_real_law_is_decided_as_the_oracle_does(name: str, span: tuple[str, str]) -> None:
    book = law(name)
    first, last = (parse(month) for month in span)
    random = Random(f"{name} {span}")
    day = date(first // 12, 1, 1)
    people = tuple(human(random, book, number, day) for number in range(1, 41))
    households = {number: rows(random, book, "household", day, 0.5) for number in range(4)}
    world = World(people, households)
    expected = oracle.decide(book, world, first, last)
    with running(book, world, first, last) as decided:
        found = answers(decided)
    assert alone(book, world, first, last) == found
    assert found.keys() == expected.keys()
    for key, verdict in expected.items():
        said = as_verdict(found[key])
        wanted = {name: getattr(verdict, name) for name in said if name != "amounts"}
        assert said == {**wanted, "amounts": verdict.amounts(book.payers)}, key
    assert len({verdict.group for verdict in expected.values()}) > 8
