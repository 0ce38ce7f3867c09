"""Every example lint gives is a person whom the engine decides as lint says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

import baophu
from baophu.engine.layout import visible
from baophu.engine.lint import Example, Finding, Report, lint
from baophu.engine.lint.situations import situations
from baophu.engine.lint.stretches import stretches
from baophu.engine.lint.traits import traits_of
from baophu.engine.lint.tried import Court
from baophu.engine.lint.ways import owns_of
from baophu.engine.months import first_day, parse
from baophu.engine.one import Decision, Person, Spell, decide_people
from baophu.engine.plan import plans
from baophu.law.model import Book, Order
from baophu.law.read import read_book

Linted = Callable[..., Report]
Sample = Callable[[str], Book]
LAWBOOK = Path(baophu.__file__).parent / "lawbook"


@pytest.fixture(scope="module")
def toy() -> Book:
    return read_book(LAWBOOK / "toy")


def person(book: Book, example: Example) -> Person:
    """Somebody of whom exactly the example is true in its month."""
    said = dict(example.facts)
    facts: dict[str, tuple[Spell, ...]] = {}
    for name, value in said.items():
        declared = book.facts[name]
        if declared.level == "stay" or declared.since:
            continue
        began = next((said[n] for n, f in book.facts.items() if f.since == name and n in said), "1900-01")
        facts[name] = (Spell(_value(declared.type, value), first_day(parse(began))),)
    day = first_day(example.month)
    return Person(
        key="example",
        born=date(day.year - example.age, day.month, 1),
        permanent_resident=said.get("permanent_resident") == "true",
        facts=facts,
    )


def _value(kind: str, written: str) -> int | bool | str:
    if kind == "flag":
        return written == "true"
    return parse(written) if kind == "month" else written


def decision(book: Book, finding: Finding) -> Decision:
    assert finding.example is not None
    month = finding.example.month
    return decide_people(book, [person(book, finding.example)], month, month).at("example", month)


def otherwise(book: Book, name: str) -> Book:
    """The book under the other answer to an open parameter."""
    declared = book.parameters[name]
    values = tuple(v if v.alternative is None else replace(v, value=v.alternative) for v in declared.values)
    return replace(book, parameters={**book.parameters, name: replace(declared, values=values)})


def test_open_provisions_are_applied_in_their_examples(toy: Book) -> None:
    report = lint(toy, parse("2022-01"), parse("2022-12"))
    opened = [f for f in report.findings if f.kind == "open_question"]
    assert [f.cited[0].ref for f in opened] == ["3/2021/RES#lately-hard"]
    assert "3/2021/RES#lately-hard" in decision(toy, opened[0]).outcome.applied


def test_open_parameters_turn_the_decision_of_their_examples(sample: Sample, linted: Linted) -> None:
    book = sample("open_questions")
    opened = [f for f in linted("open_questions").findings if f.cited[0].ref in book.parameters]
    assert len(opened) == 2
    for finding in opened:
        other = otherwise(book, finding.cited[0].ref)
        assert decision(book, finding).outcome.supports == ()
        assert decision(other, finding).outcome.supports == (("province", finding.cited[1].ref),)


def test_losers_are_not_applied_in_their_examples(toy: Book) -> None:
    report = lint(toy, parse("2022-01"), parse("2022-12"))
    losers = [f for f in report.findings if f.kind == "always_loses"]
    assert losers
    for finding in losers:
        applied = decision(toy, finding).outcome.applied
        assert finding.cited[0].ref not in applied
        assert {c.ref for c in finding.cited[1:]} <= set(applied)


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("name", ["no_catch_all", "circle"])
def test_people_without_a_group_are_decided_without_one(name: str, linted: Linted, sample: Sample) -> None:
    book = sample(name)
    for finding in linted(name).of("error"):
        assert decision(book, finding).outcome.group == ""


@pytest.mark.usefixtures("unchecked")
def test_shares_are_cut_in_the_example(linted: Linted, sample: Sample) -> None:
    outcome = decision(sample("over_premium"), linted("over_premium").findings[0]).outcome
    shares = dict(outcome.shares)
    assert dict(outcome.supports)["province"] == "BYLAW#islands"
    assert shares["province"] * 7 == shares["state"] * 3  # 30 %, not 40 %


@pytest.mark.parametrize("month", ["2018-01", "2024-07"])
def test_the_corners_tried_show_every_rule_the_whole_product_shows(toy: Book, month: str) -> None:
    """Small enough to try everything: the same rules hold and decide as in the situations lint tries."""
    stretch = stretches(toy, parse(month), parse(month))[0]
    layout = visible(toy, [stretch.period])
    traits = traits_of(toy, stretch, layout)
    corners, _ = situations(stretch.period, traits, owns_of(stretch, traits))
    axes = np.meshgrid(*(np.arange(len(t.variants), dtype=np.uint8) for t in traits), indexing="ij")
    everything = np.stack([axis.ravel() for axis in axes], axis=1)
    assert len(everything) > 5 * len(corners)
    plan = plans(toy, layout, [stretch.period])[0]
    court = Court(duckdb.connect())
    some = court.decide(plan, traits, corners, stretch.start)
    whole = court.decide(plan, traits, everything, stretch.start)
    for place in (i for i, p in enumerate(stretch.period.provisions) if not isinstance(p.effect, Order)):
        assert some.holds(place).any() == whole.holds(place).any()
        assert some.decides(place).any() == whole.decides(place).any()
    assert (some.number("paying") < 0).any() == (whole.number("paying") < 0).any()
