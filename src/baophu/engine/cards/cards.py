"""When a card begins and ends, whether it waits, and since when cover is continuous (Article 16 of the law)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from baophu.engine.cards.chain import Cover, chain, covers, gap_facts, last_covered
from baophu.engine.cards.days import DAY, add_months, day_of_year, last_of_month
from baophu.engine.cards.effects import DAYS, End, Start, moved, parameter, read_rule, rules_on
from baophu.engine.cards.errors import NotTold
from baophu.engine.cards.rules import Value, applied, facts_needed, judge, only_one
from baophu.engine.cards.standing import decision_on, facts_on, person_called
from baophu.engine.considered import Considered
from baophu.engine.one import Decision, Person
from baophu.law.model import Book, Provision

FIVE_YEARS = "five_year_months"
T = TypeVar("T", Start, End)


@dataclass(frozen=True, slots=True)
class CardAsked:
    """What is known of a card to come. Each rule says which day it needs; a day that is missing is asked for.

    `on` is the day whose law and facts count; without it the payment, the list, the benefit, the enrolment, the day
    after the last card, or birth, whichever is told first in this order.
    """

    person: str
    on: date | None = None
    paid_on: date | None = None
    listed_on: date | None = None
    benefit_from: date | None = None
    enrolled_on: date | None = None
    course_ends: date | None = None
    months: int | None = None
    grade: int = 0
    to_december: bool = False
    previous: tuple[Cover, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A card: first and last day (None: as long as the status lasts), days waited, five-year chain, and why.

    `paid_to` is the last day the premium is paid for: a child's card runs on behind it. `why` are refs of provisions,
    `considered` all that were looked at.
    """

    valid_from: date
    valid_to: date | None
    paid_to: date | None
    waiting_days: int
    five_year_since: date
    five_year_on: date
    decision: Decision
    why: tuple[str, ...]
    considered: tuple[Considered, ...]


def card(book: Book, people: Sequence[Person], asked: CardAsked, decision: Decision | None = None) -> Card:
    """The card of a person. NotTold asks for what the law turns on; RuleError when the law book is not clear.

    `decision` is the engine's decision for the day when it is at hand; without it the people are decided here.
    """
    person = person_called(people, asked.person)
    last = last_covered(asked.previous)
    day = _day(asked, last, person)
    decision = decision or decision_on(book, people, asked.person, day)
    facts = _facts(book, asked, decision, last, day, person)
    starts = _judged(book, people, asked.person, "starts", day, facts)
    starting = only_one(starts, "when the card begins", day)
    start = _read(starting, Start)
    valid_from = _first_day(book, starting, start, asked, person, last, day)
    facts |= {"course_ends_in_card": _course_ends_inside(asked, valid_from)}
    ends = _judged(book, people, asked.person, "ends", day, facts)
    ending = only_one(ends, "when the card ends", day)
    valid_to, paid_to = _last_days(book, ending, _read(ending, End), asked, person, valid_from, day)
    new = Cover(valid_from, valid_to, asked.paid_on or day)
    kept = chain(book, [*asked.previous, new])
    assert kept is not None
    refs = (starting.ref, ending.ref, *kept.refs)
    return Card(
        valid_from=valid_from,
        valid_to=valid_to,
        paid_to=paid_to,
        waiting_days=parameter(book, start.wait, day) if start.wait else 0,
        five_year_since=kept.since,
        five_year_on=add_months(kept.since, parameter(book, FIVE_YEARS, day)),
        decision=decision,
        why=tuple(dict.fromkeys([*refs, *decision.outcome.applied])),
        considered=applied([*starts, *ends], frozenset(refs)),
    )


def _day(asked: CardAsked, last: date | None, person: Person) -> date:
    told = (asked.on, asked.paid_on, asked.listed_on, asked.benefit_from, asked.enrolled_on)
    after = last + DAY if last is not None else None
    return next((d for d in (*told, after) if d is not None), person.born)


def _facts(
    book: Book, asked: CardAsked, decision: Decision, last: date | None, day: date, person: Person
) -> dict[str, Value]:
    """The facts of level `card` (lawbook/vietnam/cards/facts.yaml)."""
    if not decision.outcome.group:
        raise NotTold(f"{asked.person} is in no group on {day}; nobody pays for a card")
    paying: dict[str, Value] = {f"paid_by_{payer}": paid > 0 for payer, paid in decision.amounts.items()}
    return {
        **paying,
        **gap_facts(last, asked.paid_on or day),
        "paying_section": decision.outcome.section,
        "listed": asked.listed_on is not None,
        "benefit_dated": asked.benefit_from is not None,
        "enrolled": asked.enrolled_on is not None,
        "covered_at_enrolment": asked.enrolled_on is not None and covers(asked.previous, asked.enrolled_on),
        "grade": asked.grade,
        "to_december": asked.to_december,
        "birth_month": person.born.month,
    }


def _judged(
    book: Book, people: Sequence[Person], key: str, what: str, day: date, facts: dict[str, Value]
) -> tuple[Considered, ...]:
    rules = rules_on(book, "card", what, day)
    asked_of_person = facts_needed(rules) - facts.keys()
    row = facts_on(book, people, key, day, [n for n in asked_of_person if book.facts[n].level != "card"]) | facts
    (considered,) = judge(book, rules, day, [row])
    return considered


def _read(provision: Provision, kind: type[T]) -> T:
    effect = read_rule(provision)
    assert isinstance(effect, kind)
    return effect


def _first_day(
    book: Book, provision: Provision, start: Start, asked: CardAsked, person: Person, last: date | None, day: date
) -> date:
    anchors = {
        "payment": asked.paid_on,
        "previous": last + DAY if last is not None else None,
        "list": asked.listed_on,
        "birth": person.born,
        "age": add_months(person.born, parameter(book, start.months, day)) if start.months else None,
        "enrolment": asked.enrolled_on,
        "benefit": asked.benefit_from,
    }
    first = moved(_told(provision, start.of, anchors[start.of]), start.at)
    if start.not_before:
        first = max(first, _told(provision, start.not_before, anchors[start.not_before]))
    return first + DAY * parameter(book, start.wait, day) if start.wait else first


_KEY = {"payment": "paid_on", "list": "listed_on", "enrolment": "enrolled_on", "benefit": "benefit_from",
        "course": "course_ends", "previous": "previous"}  # fmt: skip


def _told(provision: Provision, anchor: str, day: date | None) -> date:
    if day is None:
        raise NotTold(f"{provision.ref} ({provision.article}) counts from the {anchor}; say {_KEY.get(anchor, anchor)}")
    return day


def _paid_months(asked: CardAsked, valid_from: date) -> date | None:
    """The last of the months paid for, counted date to date from the first day."""
    return None if asked.months is None else add_months(valid_from, asked.months) - DAY


def _course_ends_inside(asked: CardAsked, valid_from: date) -> bool:
    end = _paid_months(asked, valid_from)
    ends = asked.course_ends
    return ends is not None and valid_from <= ends and (end is None or ends <= end)


def _last_days(
    book: Book, provision: Provision, end: End, asked: CardAsked, person: Person, valid_from: date, day: date
) -> tuple[date | None, date | None]:
    """Last day of the card and last day paid for."""
    if end.of == "payment":
        last = _paid_months(asked, valid_from)
        last = moved(last, end.at) if last is not None else None
        return last, last
    if end.of == "start":
        last = moved(valid_from, end.at) if end.at in DAYS else _next(valid_from, end.at)
        return last, last
    if end.of == "course":
        last = moved(_told(provision, "course", asked.course_ends), end.at)
        return last, last
    reached = add_months(person.born, parameter(book, end.months, day))
    last = moved(reached, end.at)
    return last, last_of_month(reached - DAY) if end.paid else last


def _next(start: date, at: str) -> date:
    """The first such day of the year on which a card from `start` has run a month at least."""
    first = add_months(start, 1) - DAY
    found = day_of_year(first.year, at)
    return found if found >= first else day_of_year(first.year + 1, at)


def as_cover(found: Card, paid_on: date | None = None) -> Cover:
    """A card decided, as one held before the next."""
    return replace(Cover(found.valid_from, found.valid_to), paid_on=paid_on)
