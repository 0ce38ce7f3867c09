"""Why: an explanation says what the decision says, condition by condition, and what will change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

import baophu
from baophu.engine.explain import explain
from baophu.engine.explanation import Explanation, to_data
from baophu.engine.few import explain_few
from baophu.engine.months import parse, show
from baophu.engine.source import FactsError
from baophu.law.interpret import holds
from baophu.law.model import Order
from baophu.law.read import read_book

from . import oracle
from .first_day import situation, stay_in
from .laws import Law, laws
from .oracle import Judge, Verdict
from .residents import FIRST, LAST, worlds
from .running import answers, running
from .small import book, group, row, somebody, support, true
from .test_oracle import SOME, book_of
from .world import Human, Row, Stay, World, facts_of

TOY = Path(baophu.__file__).parent / "lawbook" / "toy"
SINCE = date(2000, 1, 1)


@SOME
@given(laws(), worlds(6))
def test_every_condition_and_the_decision_are_those_of_the_law(law: Law, world: World) -> None:
    book = book_of(law)
    with running(book, world, FIRST, LAST) as decided:
        found = answers(decided)
        for person, month in Random(1).sample(sorted(found), min(5, len(found))):
            said = explain(decided, person, month)
            assert explain_few(decided.loaded.law, facts_of(world, book), person, month) == said
            answer = found[person, month]
            assert (said.outcome, said.rank, said.insured) == (answer.outcome, answer.rank, answer.insured)
            assert (said.premium, said.amounts) == (answer.premium, answer.amounts)
            human = next(p for p in world.people if p.number == person)
            stay = stay_in(human, month)
            assert stay is not None
            known = situation(book, world, human, stay, month)
            judge = Judge(book, known)
            for considered in said.considered:
                for line in considered.lines:
                    assert line.holds == holds(line.condition.node, known), (line.condition.text, line.values)
                assert considered.holds == judge.applies(considered.provision)
                assert considered.applied == (considered.provision.ref in answer.outcome.applied)
            in_force = {p.ref for p in judge.provisions if not isinstance(p.effect, Order)}
            assert {c.provision.ref for c in said.considered} == in_force


def decision(verdict: Verdict | None) -> tuple[object, ...] | None:
    """What must differ for a change to be worth telling: everything but the wording of a view."""
    if verdict is None:
        return None
    applied = sorted(verdict.applied)
    return (verdict.group, verdict.held, verdict.benefit, verdict.premium, verdict.insured, verdict.shares, applied)


@SOME
@given(laws(), worlds(6))
def test_what_changes_next_is_what_the_oracle_sees_change(law: Law, world: World) -> None:
    book = book_of(law)
    expected = oracle.decide(book, world, FIRST, LAST)
    with running(book, world, FIRST, LAST) as decided:
        for person, month in Random(2).sample(sorted(expected), min(3, len(expected))):
            said = [change.month for change in explain(decided, person, month, changes=99).next]
            story = [decision(expected.get((person, m))) for m in range(month, LAST + 1)]
            turns = [month + n for n, (a, b) in enumerate(pairwise(story), 1) if a != b]
            assert [show(m) for m in said] == [show(m) for m in turns]


def pensioner() -> Human:
    """Works until the end of May 2021; draws a pension from June 2020; turns seventy on 10 March 2021."""
    facts = {
        "work": (Row("employee", SINCE, date(2021, 5, 31)),),
        "wage": (Row(8_000_000, SINCE, date(2021, 5, 31)),),
        "pension": (Row(True, date(2020, 6, 1)),),
        "pension_amount": (Row(3_000_000, date(2020, 6, 1)),),
    }
    stays = (Stay(1, "00001", True, SINCE, date(2022, 8, 31)),)
    cards = (Row(True, SINCE, date(2021, 12, 31)),)
    return Human(5, date(1951, 3, 10), stays=stays, facts=facts, cards=cards)


def explained(month: str, person: Human) -> Explanation:
    with running(read_book(TOY), World((person,), with_cards=True), parse("2015-01"), parse("2026-12")) as decided:
        return explain(decided, person.number, parse(month), changes=9)


def test_changes_to_come_say_when_and_why() -> None:
    changes = explained("2021-01", pensioner()).next
    told = [(show(c.month), c.because, c.outcome.group if c.outcome else None) for c in changes]
    assert told == [
        ("2021-04", ("age 70",), "pensioner"),
        ("2021-06", ("facts",), "pensioner"),
        ("2022-01", ("law", "card ends"), "pensioner"),
        ("2022-09", ("not living here",), None),
    ]


def test_somebody_who_leaves_and_comes_back_is_told_of_both() -> None:
    away = (Stay(1, "00001", True, SINCE, date(2021, 3, 31)), Stay(1, "00001", True, date(2021, 7, 1)))
    with running(book(), World((replace(somebody(), stays=away),)), parse("2020-01"), parse("2022-12")) as decided:
        told = [(show(c.month), c.because) for c in explain(decided, 1, parse("2021-01")).next]
    assert told == [("2021-04", ("not living here",)), ("2021-07", ("living here",))]


def test_a_provision_that_is_excepted_says_so() -> None:
    rule, exception = support("state", "50%"), support("state", "20%", "veteran") | {"except": "support-0"}
    law_book = book(rule, exception)
    with running(
        law_book, World((somebody(veteran=[true("2020-01-01")]),)), parse("2020-01"), parse("2020-12")
    ) as decided:
        said = {c.provision.id: c for c in explain(decided, 1, parse("2020-05")).considered}
    assert (said["support-0"].excepted, said["support-0"].applied) == (True, False)
    assert (said["support-1"].excepted, said["support-1"].applied) == (False, True)


def test_values_are_those_the_conditions_looked_at() -> None:
    law_book = book(group("some", "job in ('worker', 'clerk')", "children >= 2", "month - listed < 9", "age < 60"))
    worker = somebody(
        born=date(1970, 6, 5), job=[row("clerk", "2019-01-01")], listed=[row(parse("2019-12"), "2020-01-01")]
    )
    with running(law_book, World((worker,)), parse("2020-01"), parse("2020-12")) as decided:
        lines = [line for c in explain(decided, 1, parse("2020-07")).considered for line in c.lines]
    assert [(line.holds, dict(line.values)) for line in lines] == [
        (True, {"job": "clerk"}),
        (False, {"children": "0"}),
        (True, {"listed": "2019-12", "month": "2020-07"}),
        (True, {"age": "50"}),
    ]


def test_an_open_reading_comes_with_its_note() -> None:
    moved = Human(1, date(1980, 1, 5), stays=(Stay(1, "00002", True, SINCE),))
    notes = explained("2022-05", moved).notes
    assert [ref for ref, _ in notes] == ["3/2021/RES#lately-hard"]
    assert notes[0][1].en == "How long is unclear (see grace_months)"


def test_an_explanation_can_be_written_down() -> None:
    data = json.loads(json.dumps(to_data(explained("2021-01", pensioner())), ensure_ascii=False))
    assert (data["group"], data["benefit"], data["premium"]) == ("1a", 95, 360_000)
    assert data["amounts"] == {"employer": 240_000, "employee": 120_000}
    assert data["next"][0] == {
        "from": "2021-04-01",
        "because": ["age 70"],
        "group": "2a",
        "premium": 135_000,
        "amounts": {"pension_fund": 135_000},
    }


def test_whoever_is_not_decided_is_told_what_is_known() -> None:
    with pytest.raises(FactsError, match="person 5 is not decided in 2023-01: the facts know them as living here"):
        explained("2023-01", pensioner())
    nobody = pytest.raises(FactsError, match="nobody with the number 9 is decided in these facts")
    with running(book(), World((somebody(),)), parse("2020-01"), parse("2020-12")) as decided, nobody:
        explain(decided, 9, parse("2020-05"))
