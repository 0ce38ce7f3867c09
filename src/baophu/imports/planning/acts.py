"""What a row's acts come to: days, values, and changes laid over timelines, with contradictions refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baophu.imports.catalogue.model import Day, End, ListType, Set, Value, When
from baophu.imports.planning.plan import PlannedRow, Told
from baophu.imports.planning.register import Key, Level
from baophu.imports.planning.timeline import DAY, OUTCOMES, Outcome, Said, Timeline
from baophu.imports.reading.dates import at_edge
from baophu.imports.reading.rows import Fault, ReadRow
from baophu.imports.words import say
from baophu.law.model import Book, FactDeclaration
from baophu.registry.services.facts import is_default


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row says of a fact of an owner in some days."""

    row: int
    start: date
    end: date | None
    value: Said | None


@dataclass(frozen=True, slots=True)
class Laying:
    """A change to be laid: `value` None ends what stands, `only` narrows that to some values."""

    fact: str
    level: Level
    start: date
    end: date | None
    value: Said | None
    only: frozenset[str]


def first_day(days: Sequence[Day], row: ReadRow) -> date | None:
    """The first of these days that the row gives."""
    for day in days:
        given = row.day(day.column)
        if given is not None:
            return at_edge(given, day.edge)
    return None


def value_of(value: Value, row: ReadRow) -> Said | None:
    """The row's value, or the constant; None where the row gives none."""
    if not value.column:
        return value.constant
    found = row.values.get(value.column)
    if isinstance(found, bool):
        return "true" if found else "false"
    return found if isinstance(found, str | int) else None


def holds(when: When, row: ReadRow) -> bool:
    """Whether an act is meant for a row."""
    return all(row.text(column) in values for column, values in when.items())


def level_of(fact: FactDeclaration) -> Level:
    """In which table a fact stands."""
    return "amount" if fact.type == "money" else fact.level


def layings(row: ReadRow, kind: ListType, book: Book, born: date | None) -> tuple[list[Laying], list[Fault]]:
    """The status changes of a row, and what hinders them. Nothing is true of a person before birth."""
    found: list[Laying] = []
    faults: list[Fault] = []
    for act in kind.acts:
        if not isinstance(act, Set | End) or not holds(act.when, row):
            continue
        fact = book.facts[act.fact]
        value = value_of(act.value, row) if isinstance(act, Set) else None
        if isinstance(act, Set) and value is None:
            continue
        start = first_day(act.start, row)
        if start is None:
            labels = ", ".join(dict.fromkeys(kind.columns[day.column].label.vi for day in act.start))
            english = ", ".join(dict.fromkeys(kind.columns[day.column].label.en for day in act.start))
            faults.append(Fault(act.start[0].column, "", say("no first day", columns=labels, english=english)))
            break
        end = first_day(act.end, row) if isinstance(act, Set) else None
        if born is not None and level_of(fact) != "household" and start < born:
            start = born
        if end is not None and end < start:
            days = {"start": f"{start:%d/%m/%Y}", "end": f"{end:%d/%m/%Y}"}
            faults.append(Fault(act.end[0].column if isinstance(act, Set) else "", "", say("ends before", **days)))
            break
        if value is not None and _default(fact, value):
            value = None
        only = act.values if isinstance(act, End) else frozenset()
        found.append(Laying(act.fact, level_of(fact), start, end, value, only))
    return found, faults


def _default(fact: FactDeclaration, value: Said) -> bool:
    return value == fact.default if isinstance(value, int) else is_default(fact, value)


class Changes:
    """Timelines under the claims of rows."""

    def __init__(self, recorded: dict[Key, Timeline]) -> None:
        self.timelines = recorded
        self.claims: dict[Key, list[Claim]] = {}
        self._outcomes: dict[tuple[Key, Claim], Outcome] = {}

    def contradiction(self, row: int, owner: int, laying: Laying) -> Claim | None:
        """A claim of another row with another value: from the same day, or on days both name the end of.

        From different days without an end the later one follows the earlier (a rise of the wage after hiring).
        """
        for claim in self._meeting(owner, laying):
            bounded = claim.end is not None and laying.end is not None
            if claim.row != row and claim.value != laying.value and (claim.start == laying.start or bounded):
                return claim
        return None

    def same(self, row: int, owner: int, laying: Laying) -> Claim | None:
        """A claim of another row that says the same of days of this one."""
        return next((c for c in self._meeting(owner, laying) if c.row != row and c.value == laying.value), None)

    def _meeting(self, owner: int, laying: Laying) -> list[Claim]:
        last = laying.end or date.max
        claims = self.claims.get((laying.level, owner, laying.fact), ())
        return [c for c in claims if c.start <= last and (c.end or date.max) >= laying.start]

    def lay(self, one: PlannedRow, owner: int, laying: Laying) -> Outcome:
        """Lay a row's change; what it does, and noted on the row as people read it."""
        key = (laying.level, owner, laying.fact)
        line = self.timelines.setdefault(key, Timeline())
        before = line.on(laying.start)
        end = laying.end
        if end is None:  # what another row says from a later day on stays
            later = [c.start for c in self.claims.get(key, ()) if c.start > laying.start]
            end = min(later) - DAY if later else None
        outcome = line.lay(laying.start, end, laying.value, laying.only)
        self.claims.setdefault(key, []).append(Claim(one.number, laying.start, end, laying.value))
        if outcome != "unchanged":
            told = Told(laying.fact, _text(before), _text(laying.value), laying.start, laying.end)
            one.changes.append(told)
        return outcome


def _text(value: Said | None) -> str:
    return "" if value is None else str(value)


def strongest(outcomes: Sequence[Outcome]) -> Outcome:
    """What a row does in one word: that something begins, else changes, else ends, else nothing."""
    return next((one for one in OUTCOMES if one in outcomes), "unchanged")
