"""The engine as these tests ask it: facts and law in, one answer for each person and month."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from baophu.engine.compiled import compile_law
from baophu.engine.decide import Decided, decide, load
from baophu.engine.few import decide_few
from baophu.engine.outcome import Outcome
from baophu.law.model import Book

from .world import World, facts_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says of one person in one month."""

    outcome: Outcome
    rank: int
    insured: bool
    household: int
    unit: str
    premium: int
    amounts: dict[str, int]


@contextmanager
def running(book: Book, world: World, first: int, last: int) -> Iterator[Decided]:
    """A run of the engine, closed afterwards."""
    decided = decide(load(facts_of(world, book), book, first, last))
    try:
        yield decided
    finally:
        decided.loaded.con.close()


def intervals(decided: Decided) -> list[dict[str, Any]]:
    """Every interval with its amounts."""
    columns = "person, household, unit, birth, a, b, period, outcome, rank, card"
    query = f"select * from ({decided.amounts('laid', columns)}) order by person, a"
    found: list[dict[str, Any]] = decided.loaded.con.sql(query).to_arrow_table().to_pylist()
    return found


def answers(decided: Decided) -> dict[tuple[int, int], Answer]:
    """(person, month) → answer; AssertionError where two intervals speak of one month."""
    found: dict[tuple[int, int], Answer] = {}
    payers = decided.loaded.book.payers
    for row in intervals(decided):
        answer = Answer(
            outcome=decided.rulings.outcomes[row["outcome"]],
            rank=row["rank"],
            insured=bool(row["card"]),
            household=row["household"],
            unit=row["unit"],
            premium=row["premium"],
            amounts={payer: row[payer] for payer in payers},
        )
        for month in range(row["a"], row["b"] + 1):
            key = (row["person"], month)
            assert key not in found, f"person {key[0]} is decided twice in month {month}"
            found[key] = answer
    return found


def alone(book: Book, world: World, first: int, last: int) -> dict[tuple[int, int], Answer]:
    """(person, month) → answer, of everybody asked as a few people; AssertionError as in `answers`."""
    few = decide_few(compile_law(book, first, last), facts_of(world, book))
    found: dict[tuple[int, int], Answer] = {}
    for row in few.intervals.to_pylist():
        answer = Answer(
            outcome=few.outcomes[row["outcome"]],
            rank=row["rank"],
            insured=bool(row["card"]),
            household=row["household"],
            unit=row["unit"],
            premium=row["premium"],
            amounts={payer: row[payer] for payer in book.payers},
        )
        for month in range(row["a"], row["b"] + 1):
            assert (row["person"], month) not in found
            found[row["person"], month] = answer
    return found
