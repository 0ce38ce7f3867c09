"""A few people are decided as they are in a run, to the đồng."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from baophu.engine.compiled import compile_law
from baophu.engine.few import decide_few
from baophu.engine.months import parse
from baophu.engine.register import register_of
from baophu.engine.sound import surely_sound
from baophu.engine.totals import monthly_totals
from baophu.law.model import Book

from .laws import Law, laws
from .residents import FIRST, LAST, worlds
from .running import alone, answers, running
from .small import LONG_AGO, book, group, row, somebody
from .test_oracle import MANY, SOME, book_of
from .world import World, facts_of


@MANY
@given(laws(), worlds(8))
def test_a_few_are_decided_as_in_a_run(law: Law, world: World) -> None:
    book = book_of(law)
    with running(book, world, FIRST, LAST) as decided:
        expected = answers(decided)
    assert alone(book, world, FIRST, LAST) == expected


@SOME
@given(laws(), worlds(8))
def test_somebody_with_their_households_is_decided_as_among_all(law: Law, world: World) -> None:
    book = book_of(law)
    with running(book, world, FIRST, LAST) as decided:
        expected = answers(decided)
    for person in world.people[:3]:
        homes = {s.household for s in person.stays}
        near = [p.number for p in world.people if homes & {s.household for s in p.stays}]
        found = alone(book, world.only(*near), FIRST, LAST)
        mine = {key: answer for key, answer in expected.items() if key[0] == person.number}
        assert {key: answer for key, answer in found.items() if key[0] == person.number} == mine


def simple() -> Book:
    return book(group("worker", "job = 'worker'"))


def test_neighbouring_months_in_which_nothing_differs_are_one_interval() -> None:
    working = [row("worker", "2020-03-01", "2020-04-30"), row("worker", "2020-05-01", "2020-08-31")]
    law = compile_law(simple(), parse("2020-01"), parse("2020-12"))
    few = decide_few(law, facts_of(World((somebody(job=working),)), simple()))
    found = [(r["a"], r["b"], few.outcomes[r["outcome"]].group) for r in few.intervals.to_pylist()]
    spans = [("2020-01", "2020-02", "everybody"), ("2020-03", "2020-08", "worker"), ("2020-09", "2020-12", "everybody")]
    assert found == [(parse(a), parse(b), group) for a, b, group in spans]


def test_whoever_lives_nowhere_in_the_span_has_no_interval() -> None:
    law = compile_law(simple(), parse("2020-01"), parse("2020-12"))
    gone = replace(somebody(), died=LONG_AGO.replace(year=2010))
    few = decide_few(law, facts_of(World((gone,)), simple()))
    assert few.intervals.num_rows == 0
    assert few.outcomes == ()
    assert monthly_totals(law, register_of(facts_of(World((gone,)), simple()))).table.num_rows == 0


def test_whoever_never_lived_anywhere_is_not_decided() -> None:
    nowhere = replace(somebody(2, job=[row("worker", "2020-03-01")]), stays=())
    world = World((somebody(), nowhere), with_cards=True)
    assert {person for person, _ in alone(simple(), world, FIRST, LAST)} == {1}
    register = register_of(facts_of(replace(world, with_cards=False), simple()))
    totals = monthly_totals(compile_law(simple(), FIRST, LAST), register)
    assert set(totals.table["heads"].to_pylist()) == {1}


def test_what_is_sound_is_known_at_one_look() -> None:
    told = somebody(job=[row("worker", "2020-03-01")], wage=[row(1, "2020-03-01")], children=[row(2, "2020-03-01")])
    assert surely_sound(facts_of(World((told,), with_cards=True), simple()), simple(), LONG_AGO)
