"""The engine against the oracle, on random laws and random people."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, assume, given, note, settings

from baophu.law.errors import LawError
from baophu.law.model import Book

from . import oracle
from .laws import Law, laws
from .residents import FIRST, LAST, worlds
from .running import Answer, answers, running
from .world import World

MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(MANY, max_examples=20)


def book_of(law: Law) -> Book:
    """The law as read; laws that the reader refuses are not tried."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return law.read(Path(folder))
        except LawError as error:
            note(str(error))
            assume(False)
            raise


def as_verdict(answer: Answer, scale: int) -> dict[str, object]:
    """What the engine and the oracle must agree on."""
    outcome = answer.outcome
    return {
        "group": outcome.group,
        "letter": outcome.letter,
        "section": outcome.section,
        "held": outcome.held,
        "benefit": outcome.benefit,
        "taper": outcome.taper,
        "rank": answer.rank,
        "applied": frozenset(outcome.applied),
        "insured": answer.insured,
        "household": answer.household,
        "unit": answer.unit,
        "premium": answer.premium,
        "amounts": answer.amounts,
    }


@MANY
@given(laws(), worlds())
def test_the_engine_decides_as_the_oracle_does(law: Law, world: World) -> None:
    book = book_of(law)
    expected = oracle.decide(book, world, FIRST, LAST)
    with running(book, world, FIRST, LAST) as decided:
        found = answers(decided)
    assert found.keys() == expected.keys()
    for key, verdict in expected.items():
        said = as_verdict(found[key], 1)
        wanted = {name: getattr(verdict, name) for name in said if name != "amounts"}
        assert said == {**wanted, "amounts": verdict.amounts(book.payers)}, key
