"""A few people are decided as they are in a run, to the đồng."""

from __future__ import annotations

from hypothesis import given

from baophu.engine.compiled import compile_law
from baophu.engine.few import Few, decide_few
from baophu.law.model import Book

from .laws import Law, laws
from .residents import FIRST, LAST, worlds
from .running import Answer, answers, running
from .test_oracle import MANY, book_of
from .world import World, facts_of


def said(few: Few, book: Book) -> dict[tuple[int, int], Answer]:
    """(person, month) → answer."""
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


@MANY
@given(laws(), worlds(8))
def test_a_few_are_decided_as_in_a_run(law: Law, world: World) -> None:
    book = book_of(law)
    with running(book, world, FIRST, LAST) as decided:
        expected = answers(decided)
    few = decide_few(compile_law(book, FIRST, LAST), facts_of(world, book))
    assert said(few, book) == expected
