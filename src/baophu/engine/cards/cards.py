"""When a card begins and ends, whether it waits, and since when cover is continuous (Article 16 of the law)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from baophu.engine.cards.chain import Cover, Gap, bridges, chain_of, covers, gap_facts, gaps_of, last_covered
from baophu.engine.cards.days import DAY, add_months, day_of_year, last_of_month
from baophu.engine.cards.effects import DAYS, Digit, End, Start, moved, parameter, read_rule, rules_on
from baophu.engine.cards.errors import NotTold, RuleError
from baophu.engine.cards.rules import Value, applied, facts_needed, holding, judge, only_one, several
from baophu.engine.cards.standing import decision_on, facts_on, person_called
from baophu.engine.considered import Considered
from baophu.engine.one import Decision, Person
from baophu.law.model import Book, Provision

FIVE_YEARS = "five_year_months"
T = TypeVar("T", Start, End, Digit)


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
    `considered` all that were looked at. `digit` is the benefit digit printed, None where the book knows none.
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
    digit: int | None = None


Asked = tuple[Sequence[Person], CardAsked, Decision | None]
"""All members of the household, the card asked for, and the decision of its day if it is at hand."""


def card(book: Book, people: Sequence[Person], asked: CardAsked, decision: Decision | None = None) -> Card:
    """The card of a person. NotTold asks for what the law turns on; RuleError when the law book is not clear.

    `decision` is the engine's decision for the day when it is at hand; without it the people are decided here.
    """
    (found,) = cards(book, [(people, asked, decision)])
    if isinstance(found, Card):
        return found
    raise found


def cards(book: Book, asked: Iterable[Asked], *, explained: bool = True) -> list[Card | NotTold | RuleError]:
    """The cards of many people, each with what `card` is told; what stops one stands in its place.

    Rules are judged once for each like case, in one query a day, so ten thousand cards cost little more than the
    arithmetic of their days. `explained=False` leaves `considered` out, which takes most of the time of long lists.
    """
    all_ = [_Asking(*a) for a in asked]
    _each(all_, lambda c: _count(book, c))
    _judged(book, all_, "starts", explained)
    _each(all_, lambda c: _begin(book, c))
    _judged(book, all_, "ends", explained)
    _each(all_, lambda c: _end(book, c))
    _judged(book, all_, "digit", explained)
    going = [c for c in all_ if c.failed is None]
    bridged = bridges(book, [gap for c in going for gap in gaps_of(c.held)])
    return [c.failed or _found(book, c, bridged, explained) for c in all_]


class _Asking:
    """A card on its way through the rules; each step fills in what the next one reads."""

    def __init__(self, people: Sequence[Person], asked: CardAsked, decision: Decision | None) -> None:
        self.people, self.asked, self.decision = people, asked, decision
        self.failed: NotTold | RuleError | None = None
        self.facts: dict[str, Value] = {}
        self.judged: dict[str, tuple[Considered, ...]] = {}
        self.used: list[Provision] = []
        self.day = self.valid_from = date.min
        self.last: date | None = None
        self.valid_to: date | None = None
        self.paid_to: date | None = None
        self.waiting_days = 0

    @property
    def person(self) -> Person:
        return person_called(self.people, self.asked.person)

    @property
    def held(self) -> list[Cover]:
        """The cards before, and this one."""
        return [*self.asked.previous, Cover(self.valid_from, self.valid_to, self.asked.paid_on or self.day)]


def _each(all_: Iterable[_Asking], step: Callable[[_Asking], None]) -> None:
    """One step for every card that still goes on; one that cannot is stopped with its reason."""
    for one in all_:
        if one.failed is None:
            try:
                step(one)
            except (NotTold, RuleError) as error:
                one.failed = error


def _count(book: Book, c: _Asking) -> None:
    """The day whose law counts, the decision of that day, and the facts of level `card`."""
    c.last = last_covered(c.asked.previous)
    c.day = _day(c.asked, c.last, c.person)
    c.decision = c.decision or decision_on(book, c.people, c.asked.person, c.day)
    c.facts = _facts(c.asked, c.decision, c.last, c.day, c.person)


def _begin(book: Book, c: _Asking) -> None:
    starting = only_one(c.judged["starts"], "when the card begins", c.day)
    start = _read(starting, Start)
    c.used.append(starting)
    c.valid_from = _first_day(book, starting, start, c.asked, c.person, c.last, c.day)
    c.waiting_days = parameter(book, start.wait, c.day) if start.wait else 0
    c.facts["course_ends_in_card"] = _course_ends_inside(c.asked, c.valid_from)


def _end(book: Book, c: _Asking) -> None:
    ending = only_one(c.judged["ends"], "when the card ends", c.day)
    c.used.append(ending)
    end = _read(ending, End)
    c.valid_to, c.paid_to = _last_days(book, ending, end, c.asked, c.person, c.valid_from, c.day)


def _found(book: Book, c: _Asking, bridged: Mapping[Gap, tuple[str, ...]], explained: bool) -> Card | RuleError:
    kept = chain_of(c.held, bridged)
    assert kept is not None
    assert c.decision is not None
    digits = holding(c.judged["digit"])
    if len(digits) > 1:
        return several(digits, "which digit is printed")
    refs = (*(p.ref for p in c.used), *kept.refs)
    return Card(
        valid_from=c.valid_from,
        valid_to=c.valid_to,
        paid_to=c.paid_to,
        waiting_days=c.waiting_days,
        five_year_since=kept.since,
        five_year_on=add_months(kept.since, parameter(book, FIVE_YEARS, c.day)),
        decision=c.decision,
        why=tuple(dict.fromkeys([*refs, *c.decision.outcome.applied])),
        considered=applied([*c.judged["starts"], *c.judged["ends"]], frozenset(refs)) if explained else (),
        digit=_read(digits[0], Digit).digit if digits else None,
    )


def _judged(book: Book, all_: Sequence[_Asking], what: str, explained: bool) -> None:
    """Judge the rules with a key for all cards: like cases of one day once, all of a day in one query."""
    by_day: dict[date, list[_Asking]] = {}
    for one in all_:
        if one.failed is None:
            by_day.setdefault(one.day, []).append(one)
    for day, here in by_day.items():
        rules = rules_on(book, "card", what, day)
        of_card = {n for n in facts_needed(rules) if book.facts[n].level == "card"}
        of_person = facts_needed(rules) - of_card
        rows: dict[tuple[tuple[str, Value], ...], list[_Asking]] = {}
        for one in here:
            row = facts_on(book, one.people, one.asked.person, day, of_person)
            row |= {n: one.facts[n] for n in of_card if n in one.facts}
            rows.setdefault(tuple(sorted(row.items())), []).append(one)
        for like, considered in zip(
            rows.values(), judge(book, rules, day, [dict(r) for r in rows], explained=explained), strict=True
        ):
            for one in like:
                one.judged[what] = considered


def _day(asked: CardAsked, last: date | None, person: Person) -> date:
    told = (asked.on, asked.paid_on, asked.listed_on, asked.benefit_from, asked.enrolled_on)
    after = last + DAY if last is not None else None
    return next((d for d in (*told, after) if d is not None), person.born)


def _facts(asked: CardAsked, decision: Decision, last: date | None, day: date, person: Person) -> dict[str, Value]:
    """The facts of level `card` (lawbook/vietnam/cards/facts.yaml)."""
    if not decision.outcome.group:
        raise NotTold(f"{asked.person} is in no group on {day}; nobody pays for a card")
    paying: dict[str, Value] = {f"paid_by_{payer}": paid > 0 for payer, paid in decision.amounts.items()}
    return {
        **paying,
        **gap_facts(last, asked.paid_on or day),
        "paying_section": decision.outcome.section,
        "benefit_level": decision.outcome.benefit,
        "listed": asked.listed_on is not None,
        "benefit_dated": asked.benefit_from is not None,
        "enrolled": asked.enrolled_on is not None,
        "covered_at_enrolment": asked.enrolled_on is not None and covers(asked.previous, asked.enrolled_on),
        "grade": asked.grade,
        "to_december": asked.to_december,
        "birth_month": person.born.month,
    }


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
