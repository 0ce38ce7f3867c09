"""A person's cards and groups of the last years, one after another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baophu.decisions.services import lawbooks
from baophu.decisions.services.years import decisions_of
from baophu.engine.months import first_day, last_day, month_of
from baophu.insight.labels import group_label
from baophu.law.model import Text
from baophu.registry.models import Card, Person


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
    for row in decisions_of(person.pk, today.year - BACK, today.year).rows:
        label = group_label(book, row.outcome.group, row.a)
        first, last = first_day(row.a), last_day(row.b)
        before = groups[-1] if groups else None
        if before is not None and before.text == label and before.own == row.own:
            groups[-1] = Spell("group", before.first, last, label, own=row.own)
        else:
            groups.append(Spell("group", first, last, label, own=row.own))
    return sorted([*cards, *(g for g in groups if g.first <= today)], key=lambda s: (s.first, s.kind), reverse=True)
