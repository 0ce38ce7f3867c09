"""Rules as data: order is never silent, unknown keys are refused, a rule's days come from the book alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from baophu.engine.cards import CardAsked, Cover, NotTold, RuleError, card, check_rules
from baophu.engine.cards.effects import End, Level, Start, moved, read_rule, rules_on
from baophu.engine.cards.rules import holding, judge
from baophu.engine.one import Decision
from baophu.law.model import Book, Provision, Rule

from .people import AN

NEW_LAW = "51/2024/QH15"
RENEWED = CardAsked("an", paid_on=date(2026, 5, 10), previous=(Cover(date(2025, 5, 21), date(2026, 5, 20)),))


def changed(book: Book, ref: str, change: Callable[[Provision], Provision]) -> Book:
    """The book with one provision written otherwise."""
    number = ref.partition("#")[0]
    instrument = book.instruments[number]
    assert any(p.ref == ref for p in instrument.provisions)
    provisions = tuple(change(p) if p.ref == ref else p for p in instrument.provisions)
    return replace(book, instruments={**book.instruments, number: replace(instrument, provisions=provisions)})


@pytest.mark.parametrize(
    ("kind", "keys", "said"),
    [
        ("card", {"begins": {"of": "payment"}}, "exactly one of starts, ends, joins"),
        ("card", {"starts": {"of": "payment"}, "ends": {"of": "payment"}}, "exactly one of"),
        ("card", {"starts": {"of": "pay"}}, "of: 'pay' is not known; allowed: payment, previous"),
        ("card", {"starts": {"of": "payment", "waits": 30}}, "the key 'waits' is not known here"),
        ("card", {"starts": {"of": "age"}}, "'months' names the parameter"),
        ("card", {"starts": {"of": "payment", "wait": "no_such_days"}}, "no parameter is called 'no_such_days'"),
        ("card", {"starts": "payment"}, "starts is written {of: …, at: …}"),
        ("card", {"ends": {"of": "start", "at": "13-01"}}, "'13-01' is not one of"),
        ("card", {"ends": {"of": "start", "at": "02-29"}}, "'02-29' is not one of"),
        ("card", {"ends": {"of": "age", "months": "gap_months"}}, "when gap_months has no value"),
        ("card", {"joins": "ten_years"}, "joins: 'ten_years' is not known"),
        ("route", {"share": "60"}, "'60' is not a share"),
        ("route", {"share": "120%"}, "at most 100%"),
        ("route", {"share": "60%", "counts": "yes"}, "counts is true or false"),
        ("route", {"level": 0}, "0 is not a percentage"),
        ("route", {"level": 100, "until": "December"}, "until: 'December'"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_its_place(
    book: Book, kind: str, keys: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(RuleError) as caught:
        check_rules(changed(book, f"{NEW_LAW}#card-runs", lambda p: replace(p, effect=Rule(kind, keys))))
    assert said in str(caught.value)
    assert f"{NEW_LAW}#card-runs" in str(caught.value)
    assert "law-51-2024.yaml:" in str(caught.value)


def test_rules_are_read_into_their_shapes(book: Book) -> None:
    read = {p.id: read_rule(p) for p in book.provisions() if isinstance(p.effect, Rule) and p.instrument == NEW_LAW}
    assert read["card-waits"] == Start("payment", "day", "waiting_days", "", "")
    assert read["card-child"] == End("age", "09-30", "child_months", "month_end")
    assert read["five-years"] == Level(100, "12-31")


def test_the_days_of_an_anchor() -> None:
    day = date(2026, 2, 10)
    found = [moved(day, at) for at in ("day", "month_start", "month_end", "next_month", "09-30")]
    assert found == [day, date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 9, 30)]


def test_two_rules_at_once_without_an_order_are_refused(book: Book, household: Decision) -> None:
    loose = changed(book, f"{NEW_LAW}#card-waits", lambda p: replace(p, conditions=()))
    with pytest.raises(RuleError, match=r"card-renewed \(Điều 16\.3\.b\) and .*card-waits .* hold at once"):
        card(loose, [AN], RENEWED, household)


def test_an_exception_gives_the_order(book: Book, household: Decision) -> None:
    others = (f"{NEW_LAW}#card-renewed", f"{NEW_LAW}#card-short-gap")
    ordered = changed(book, f"{NEW_LAW}#card-waits", lambda p: replace(p, conditions=(), excepts=others))
    assert card(ordered, [AN], RENEWED, household).waiting_days == 30


def test_no_rule_at_all_is_refused(book: Book, household: Decision) -> None:
    with pytest.raises(RuleError, match="no rule of the law book says when the card begins on 2014-12-31"):
        card(book, [AN], CardAsked("an", paid_on=date(2014, 12, 31)), household)


def test_a_draft_moves_the_days(book: Book, household: Decision) -> None:
    """No number of the law stands in the code: other parameters, other answers."""
    parameter = book.parameters["waiting_days"]
    values = tuple(replace(v, value=10) for v in parameter.values)
    draft = replace(book, parameters={**book.parameters, "waiting_days": replace(parameter, values=values)})
    assert card(draft, [AN], CardAsked("an", paid_on=date(2026, 2, 1)), household).valid_from == date(2026, 2, 11)


def test_a_day_the_rule_needs_is_asked_for(book: Book, household: Decision) -> None:
    with pytest.raises(NotTold, match=r"card-waits \(Điều 16\.3\.c\) counts from the payment; say paid_on"):
        card(book, [AN], CardAsked("an", on=date(2026, 2, 1)), household)


def test_several_situations_are_judged_in_one_go(book: Book) -> None:
    rules = rules_on(book, "card", "joins", date(2026, 3, 31))
    considered = judge(book, rules, date(2026, 3, 31), [{"uncovered_days": n} for n in (89, 90, 91)])
    assert [len(holding(c)) for c in considered] == [1, 1, 0]
    assert considered[2][0].lines[0].values == {"uncovered_days": "91", "five_year_gap_days": "90"}


def test_a_fact_nobody_told_is_refused(book: Book) -> None:
    rules = rules_on(book, "card", "joins", date(2026, 3, 31))
    with pytest.raises(RuleError, match="reads the fact uncovered_days"):
        judge(book, rules, date(2026, 3, 31), [{}])
