"""What the engine says of a visit, kept for whoever is alike: nothing is evaluated here.

`engine.cards.visit` turns on few things: the day, what is told of the visit, four facts that are counted (a valid card,
a small visit, five years, the limit passed), the level of the groups held, and the facts of the person which the rules
of routes read (the compiled rules know them). People alike in these get one answer, and the engine is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import ceil

from baophu.engine.cards import Copay, Cover, NotTold, VisitAsked, visit
from baophu.engine.cards.chain import Gap, Judging, bridged, chain_of, gaps_of, judging
from baophu.engine.cards.copays import REFERENCE, TIMES, Paid, Year, year_of
from baophu.engine.cards.days import add_months
from baophu.engine.cards.effects import amount, parameter, rules_on
from baophu.engine.cards.rules import Value, facts_needed
from baophu.engine.cards.standing import facts_on
from baophu.engine.cards.visits import FIVE_YEARS, SMALL
from baophu.engine.one import Decision, Person
from baophu.engine.outcome import Outcome
from baophu.law.dated import Dated, turning_days
from baophu.law.model import Book, Rule
from baophu.law.same import ByDigest
from baophu.law.tree import Builtin, walk

KEPT = 20_000
"""Answers kept in a process."""

CHILD = "child_months"


@dataclass(frozen=True, slots=True)
class Counted:
    """The facts of a visit that are counted, not told."""

    card_valid: bool
    small: bool
    five_years: bool
    limit_passed: bool


@dataclass(frozen=True, slots=True)
class Benefit:
    """The level of the groups somebody holds, in percent, and the provision that gives it."""

    level: int
    by: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """The engine's answer: level in percent and the provision that gives it, share of the route, refs of all that was
    applied, last day of the exemption.
    """

    level: int
    by_level: str
    share: Fraction
    why: tuple[str, ...]
    exempt_to: date | None


@dataclass(frozen=True, slots=True)
class Question:
    """What the answer turns on and was not told: a fact of the law book, and what follows from each value."""

    fact: str
    message: str


Told = Mapping[str, Value]


def ruled(book: Book, person: Person, day: date, told: Told, counted: Counted, benefit: Benefit) -> Ruled | Question:
    """What the engine says of a visit of this person. `told` are the facts of the visit that are known."""
    found = _asked(ByDigest(book), unturned_since(book, day), _alike(book, person, day, told), counted, benefit.level)
    if isinstance(found, Question) or found.by_level:
        return found
    return replace(found, by_level=benefit.by, why=tuple(ref or benefit.by for ref in found.why))


def _alike(book: Book, person: Person, day: date, told: Told) -> _Alike:
    names, by_age = _read_of_people(ByDigest(book), day)
    facts = facts_on(book, [person], person.key, day, names)
    if not by_age:
        facts.pop("age")
    return _Alike((tuple(sorted(facts.items())), tuple(sorted(told.items()))), person, day)


def unturned_since(book: Book, day: date) -> date:
    """The first day of the month, or the last one in it on which the law changed: on all days since, the same facts
    give the same answer."""
    return _unturned_since(ByDigest(book), day)


@lru_cache(maxsize=256)
def _unturned_since(by: ByDigest, day: date) -> date:
    things: list[Dated] = [*by.book.provisions(), *(v for p in by.book.parameters.values() for v in p.values)]
    return max([day.replace(day=1), *(turn for turn in turning_days(things) if turn <= day)])


@lru_cache(maxsize=KEPT)
def _asked(by: ByDigest, since: date, alike: _Alike, counted: Counted, level: int) -> Ruled | Question:
    """The engine's answer; the provision of the group's level stands as "" in it, for it differs among those alike.
    It holds on all days since one on which the law stands still; the engine is asked of that of the first of them."""
    book, day, told = by.book, alike.day, dict(alike.key[1])
    limit = small_limit(book, day)
    asked = VisitAsked(
        person=alike.person.key,
        on=day,
        cost=limit - 1 if counted.small else limit,
        told=told,
        cards=(Cover(day, day),) if counted.card_valid else (),
        five_year_since=_long_ago(book, day) if counted.five_years else day,
        copays=(Copay(day, _beyond(book, day)),) if counted.limit_passed else (),
    )
    decision = Decision(_outcome(level), 0, 0, {})
    try:
        found = visit(book, [alike.person], asked, decision, explained=False)
    except NotTold as error:
        return Question(error.fact, str(error))
    return Ruled(found.level, gives_level(book, found.why), found.share, found.why, found.exempt_to)


def gives_level(book: Book, why: Sequence[str]) -> str:
    """Of the provisions applied the one that gives the level: a rule of the visit, else the benefit of a group."""
    for ref in filter(None, why):
        effect = book.provision(ref).effect
        if not isinstance(effect, Rule) or "level" in effect.keys:
            return ref
    return ""


def counts_by_route(book: Book, route: str, day: date) -> bool:
    """Whether copayments of a route count, where nothing but the route is told."""
    return counts(book, Person("one", date(day.year - 1, 1, 1)), day, {"route": route}) is True


def counts(book: Book, person: Person, day: date, told: Told) -> bool | None:
    """Whether what is left of such a visit counts towards the exemption; None: that turns on what was not told."""
    return _counts(ByDigest(book), unturned_since(book, day), _alike(book, person, day, told))


@lru_cache(maxsize=KEPT)
def _counts(by: ByDigest, since: date, alike: _Alike) -> bool | None:
    """The engine is told of a copayment of one đồng, and its year is looked at."""
    day = alike.day
    probe = VisitAsked(
        person=alike.person.key,
        on=day,
        cost=0,
        told={"facility": "initial", "route": "right"},
        copays=(Copay(day, 1, dict(alike.key[1])),),
    )
    try:
        found = visit(by.book, [alike.person], probe, Decision(_outcome(100), 0, 0, {}), explained=False)
    except NotTold:
        return None
    return found.year.references > 0


class _Alike:
    """Everything an answer turns on, with one of the people it is true of and the day they came."""

    __slots__ = ("day", "key", "person")

    def __init__(
        self,
        key: tuple[tuple[tuple[str, Value], ...], tuple[tuple[str, Value], ...]],
        person: Person,
        day: date,
    ) -> None:
        self.key, self.person, self.day = key, person, day

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=64)
def _read_of_people(by: ByDigest, day: date) -> tuple[tuple[str, ...], bool]:
    """The facts of people that the rules of routes read on a day, and whether they read the age."""
    book = by.book
    rules = [p for key in ("share", "level") for p in rules_on(book, "route", key, day)]
    names = sorted(n for n in facts_needed(rules) if book.facts[n].level != "visit")
    by_age = any(isinstance(n, Builtin) and n.name == "age" for p in rules for c in p.conditions for n in walk(c.node))
    return tuple(names), by_age


def facts_read(book: Book, day: date) -> tuple[str, ...]:
    """Names of the recorded facts of people, households and areas that an answer may turn on."""
    names, _ = _read_of_people(ByDigest(book), day)
    found = (book.facts[book.facts[n].reads or book.facts[n].since or n].name for n in names)
    return tuple(dict.fromkeys(found))


def small_limit(book: Book, day: date) -> int:
    """The cost in đồng from which a visit is no small one any more."""
    by = ByDigest(book)
    return _small_limit(by, day)


@lru_cache(maxsize=64)
def _small_limit(by: ByDigest, day: date) -> int:
    return ceil(amount(by.book, SMALL, day) * amount(by.book, REFERENCE, day))


def year(book: Book, copays: Iterable[tuple[date, int]], day: date) -> Year:
    """How far the copayments of the year of a day have come."""
    return year_of(book, [Paid(on, money) for on, money in copays], day)


def exempt_from(book: Book, day: date) -> int:
    """The limit of a year's copayments in đồng, were all paid on one day."""
    return int(amount(book, TIMES, day) * amount(book, REFERENCE, day))


def continuous_since(book: Book, cards: Sequence[Cover], day: date) -> date | None:
    """Since when cover is continuous on a day; None when none is valid then. The engine judges each gap, once."""
    begun = [card for card in cards if card.start <= day]
    if not any(card.end is None or card.end >= day for card in begun):
        return None
    by = ByDigest(book)
    kept = chain_of(begun, {gap: _bridged(by, gap) for gap in gaps_of(begun)})
    return kept.since if kept else None


@lru_cache(maxsize=KEPT)
def _bridged(by: ByDigest, gap: Gap) -> tuple[str, ...]:
    judged = _judging(by, gap[1])
    return _bridged_alike(by, judged, judged.of(gap))


@lru_cache(maxsize=KEPT)
def _bridged_alike(by: ByDigest, judged: Judging, facts: tuple[Value, ...]) -> tuple[str, ...]:
    return bridged(by.book, judged, facts)


@lru_cache(maxsize=KEPT)
def _judging(by: ByDigest, day: date) -> Judging:
    return judging(by.book, day)


def five_years_on(book: Book, since: date, day: date) -> date:
    """The day on which five years of continuous cover are full."""
    return add_months(since, parameter(book, FIVE_YEARS, day))


def is_child(book: Book, born: date, day: date) -> bool:
    """Whether somebody is of the age at which the State pays for a child."""
    return born <= day < add_months(born, parameter(book, CHILD, day))


def _long_ago(book: Book, day: date) -> date:
    return add_months(day, -parameter(book, FIVE_YEARS, day))


def _beyond(book: Book, day: date) -> int:
    return exempt_from(book, day) + 1


def _outcome(level: int) -> Outcome:
    """A decision of which nothing but the level is read."""
    return Outcome("", "", 0, "", "", (), (), level, "", "", (), (), "")
