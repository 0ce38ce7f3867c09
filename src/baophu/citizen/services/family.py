"""The household: who is covered, who is missing, and what joining would cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baophu.cover.errors import CoverError
from baophu.cover.services.pricing import OWN
from baophu.cover.services.quoting import Line, Priced, price
from baophu.cover.services.words import REASONS
from baophu.decisions.models import Current
from baophu.engine.cards import RuleError
from baophu.engine.cards.effects import payment_terms
from baophu.law.model import Book, Text
from baophu.registry.models import Person, Stay


@dataclass(frozen=True, slots=True)
class Member:
    """One of the household today. `own` is what a month costs them if they join now, `why_not` why they need not."""

    person: Person
    current: Current | None
    until: date | None
    insured: bool
    own: int
    joins: bool
    may_join: bool
    why_not: Text | None
    rank: int

    @property
    def missing(self) -> bool:
        """Not insured today."""
        return not self.insured


@dataclass(frozen=True, slots=True)
class Family:
    """The household and its price for some months; `problem` why there is no price."""

    members: tuple[Member, ...]
    priced: Priced | None
    months: tuple[int, ...]
    problem: str = ""

    @property
    def missing(self) -> int:
        return sum(m.missing for m in self.members)

    @property
    def total(self) -> int:
        """What those who would join pay together, đồng."""
        return self.priced.total if self.priced else 0


JOINABLE = frozenset(("", "insured", "left_out"))


def terms(book: Book, day: date) -> tuple[int, ...]:
    """For how many months may be paid at a time, by the law book; nothing where it is silent."""
    try:
        return tuple(sorted(payment_terms(book, day)[0]))
    except RuleError:
        return ()


def family(book: Book, household: int, today: date) -> Family:
    """Who lives in a household today and what cover would cost those who are missing or end soon."""
    months = terms(book, today)
    priced, problem = None, ""
    if months:
        try:
            priced = price(household, today, max(months))
        except CoverError as error:
            problem = str(error)
    stays = list(Stay.objects.known().on(today).filter(household=household).select_related("person"))
    standing = Current.objects.in_bulk([s.person_id for s in stays])
    lines = {line.person: line for line in priced.lines} if priced else {}
    found = [_member(s.person, standing.get(s.person_id), lines.get(s.person_id), today) for s in stays]
    return Family(tuple(sorted(found, key=lambda m: (m.person.born, m.person.pk))), priced, months, problem)


def _member(person: Person, current: Current | None, line: Line | None, today: date) -> Member:
    first = current.insured_from if current else None
    last = current.insured_to if current else None
    insured = first is not None and first <= today and (last is None or last >= today)
    reason = line.reason if line and not line.joins else ""
    return Member(
        person=person,
        current=current,
        until=last if insured else None,
        insured=insured,
        own=line.month.amounts.get(OWN, 0) if line else (current.own if current else 0),
        joins=bool(line and line.joins),
        may_join=bool(line) and (bool(line and line.joins) or reason in JOINABLE),
        why_not=(line.why_not or REASONS.get(reason)) if line and not line.joins else None,
        rank=line.rank if line else 0,
    )
