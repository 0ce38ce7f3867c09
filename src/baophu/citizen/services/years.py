"""What is decided of a person over some years: groups, what they pay, whether they are insured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc

from baophu.decisions.services import lawbooks
from baophu.decisions.services.deciding import decided
from baophu.decisions.services.facts import gather
from baophu.engine.months import first_day, last_day, month_of
from baophu.engine.outcome import Outcome
from baophu.engine.source import FactsError
from baophu.insight.labels import group_label
from baophu.law.model import Text
from baophu.registry.models import Card, Person


@dataclass(frozen=True, slots=True)
class Decision:
    """Months `a` to `b`, both inclusive, in which a person is decided alike; đồng a month."""

    a: int
    b: int
    outcome: Outcome
    rank: int
    insured: bool
    premium: int
    amounts: Mapping[str, int]

    @property
    def own(self) -> int:
        """What the person pays."""
        return next(reversed(list(self.amounts.values())), 0)


@dataclass(frozen=True, slots=True)
class Years:
    """Decisions in order; empty where nothing can be decided (`problem` says why)."""

    rows: tuple[Decision, ...] = ()
    problem: str = ""

    def at(self, month: int) -> Decision | None:
        """The decision of a month."""
        return next((row for row in self.rows if row.a <= month <= row.b), None)


def years_of(person: int, first: int, last: int) -> Years:
    """The decisions of a person from a calendar year to another, as known now and by the law in use."""
    law = lawbooks.compiled(lawbooks.active(), first * 12, last * 12 + 11)
    try:
        gathered = gather((), [person], book=law.book, since=date(first, 1, 1))
        if person in gathered.missing:
            return Years()
        found = decided(law, gathered.facts)
    except FactsError as error:
        return Years(problem=str(error))
    mine = found.intervals.filter(pc.equal(found.intervals["person"], person)).to_pylist()
    rows = (
        Decision(
            row["a"],
            row["b"],
            found.outcomes[row["outcome"]],
            row["rank"],
            row["card"] == 1,
            row["premium"],
            {p: row[p] for p in law.book.payers},
        )
        for row in sorted(mine, key=lambda row: row["a"])
    )
    return Years(tuple(rows))


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that was true from a day to another (None: open): `kind` card or group."""

    kind: str
    first: date
    last: date | None
    text: Text
    number: str = ""
    ended: str = ""
    own: int | None = None

    def tense(self, today: date) -> str:
        """past, now or ahead."""
        if self.first > today:
            return "ahead"
        return "past" if self.last is not None and self.last < today else "now"


BACK = 5
"""Years shown."""


def participation(person: Person, today: date) -> list[Spell]:
    """Cards and groups of the last years, the latest first."""
    book, since = lawbooks.active(), date(today.year - BACK, 1, 1)
    cards = [
        Spell("card", c.valid_from, c.valid_to, group_label(book, c.group, month_of(c.valid_from)), c.number, c.ended)
        for c in Card.objects.known().filter(person=person).within(since, None)
    ]
    groups: list[Spell] = []
    for row in years_of(person.pk, today.year - BACK, today.year).rows:
        label = group_label(book, row.outcome.group, row.a)
        first, last = first_day(row.a), last_day(row.b)
        before = groups[-1] if groups else None
        if before is not None and before.text == label and before.own == row.own:
            groups[-1] = Spell("group", before.first, last, label, own=row.own)
        else:
            groups.append(Spell("group", first, last, label, own=row.own))
    return sorted([*cards, *(g for g in groups if g.first <= today)], key=lambda s: (s.first, s.kind), reverse=True)
