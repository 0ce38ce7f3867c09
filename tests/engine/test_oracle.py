"""The engine against the oracle, and what must be true of every run, on random laws and random people."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, assume, given, note, settings

from baophu.engine.compiled import compile_law
from baophu.engine.register import register_of
from baophu.engine.totals import monthly_totals
from baophu.law.errors import LawError
from baophu.law.model import Book

from . import oracle
from .first_day import stay_in
from .laws import Law, laws
from .residents import FIRST, LAST, worlds
from .running import Answer, answers, intervals, running
from .world import World, facts_of

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(MANY, max_examples=12)


def book_of(law: Law) -> Book:
    """The law as read; laws that the reader refuses are not tried."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return law.read(Path(folder))
        except LawError as error:
            note(str(error))
            assume(False)
            raise


def as_verdict(answer: Answer) -> dict[str, object]:
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
        said = as_verdict(found[key])
        wanted = {name: getattr(verdict, name) for name in said if name != "amounts"}
        assert said == {**wanted, "amounts": verdict.amounts(book.payers)}, key


@SOME
@given(laws(), worlds())
def test_shares_add_up_to_the_premium_and_are_never_negative(law: Law, world: World) -> None:
    book = book_of(law)
    with running(book, world, FIRST, LAST) as decided:
        for row in intervals(decided):
            outcome = decided.rulings.outcomes[row["outcome"]]
            shares = [share for _, share in outcome.shares]
            assert all(share > 0 for share in shares)
            assert sum(shares) == (decided.rulings.prices.scale if outcome.by_premium else 0)
            assert all(row[payer] >= 0 for payer in book.payers)
            assert sum(row[payer] for payer in book.payers) == row["premium"]
            assert {payer for payer in book.payers if row[payer]} <= dict(outcome.shares).keys()


@SOME
@given(laws(), worlds())
def test_somebody_alone_is_decided_as_among_others(law: Law, world: World) -> None:
    book = book_of(law)
    with running(book, world, FIRST, LAST) as decided:
        together = answers(decided)
    for person in world.people[:2]:
        with running(book, world.only(person.number), FIRST, LAST) as decided:
            alone = answers(decided)
        assert alone.keys() == {key for key in together if key[0] == person.number}
        for key, answer in alone.items():
            among = together[key]
            assert answer.outcome == among.outcome
            if not answer.outcome.taper:
                assert answer == among
            else:
                assert answer.rank == 1 <= among.rank


@SOME
@given(laws(), worlds())
def test_intervals_tile_the_months_in_which_somebody_lives_somewhere(law: Law, world: World) -> None:
    book = book_of(law)
    with running(book, world, FIRST, LAST) as decided:
        rows = intervals(decided)
    found = Counter((row["person"], month) for row in rows for month in range(row["a"], row["b"] + 1))
    lived = {(p.number, m) for p in world.people for m in range(FIRST, LAST + 1) if stay_in(p, m)}
    assert found == Counter(dict.fromkeys(lived, 1))
    assert all(row["a"] <= row["b"] for row in rows)


@SOME
@given(laws(), worlds())
def test_monthly_totals_are_the_sums_over_intervals(law: Law, world: World) -> None:
    book = book_of(law)
    totals = monthly_totals(compile_law(book, FIRST, LAST), register_of(facts_of(world, book)))
    with running(book, world, FIRST, LAST) as decided:
        rows = [row for row in intervals(decided) if row["card"]]
        outcomes = decided.rulings.outcomes
    names = ("premium", *book.payers)
    expected: Counter[tuple[int, int, str]] = Counter()
    for row in rows:
        for month in range(row["a"], row["b"] + 1):
            expected[month, row["outcome"], "heads"] += 1
            for name in names:
                expected[month, row["outcome"], name] += row[name]
    known = {outcome: number for number, outcome in enumerate(outcomes)}
    numbers = [known.get(outcome, -1) for outcome in totals.outcomes]
    found = {
        (row["month"], numbers[row["outcome"]], name): row[name]
        for row in totals.table.to_pylist()
        for name in ("heads", *names)
    }
    assert found.keys() == expected.keys()
    for (month, outcome, name), value in found.items():
        if name == "heads" or not outcomes[outcome].taper:
            assert value == expected[month, outcome, name], (month, outcome, name)
