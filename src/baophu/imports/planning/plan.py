"""A plan: what each row of a list would do, and everything that would be written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baophu.imports.matching.scores import Candidate
from baophu.imports.planning.register import Key
from baophu.imports.planning.timeline import Timeline
from baophu.imports.reading.rows import Fault, ReadRow
from baophu.law.model import Text


@dataclass(frozen=True, slots=True)
class Told:
    """One change as people read it: `what` is a fact's name, or a field of the person (`person.phone`), `stay`,
    `died`, `born`, `cover`."""

    what: str
    before: str
    after: str
    start: date | None
    end: date | None = None

    def as_data(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "from": self.start.isoformat() if self.start else None,
            "to": self.end.isoformat() if self.end else None,
        }


@dataclass(slots=True)
class PlannedRow:
    """A row of the file and what becomes of it; `number` 0: somebody who is no longer on a full list.

    `kind` is one of `Row.Kind`; `person` and `household` are numbers of the register, negative while only planned.
    """

    number: int
    kind: str
    read: ReadRow | None
    name: str = ""
    person: int | None = None
    household: int | None = None
    faults: list[Fault] = field(default_factory=list)
    hints: list[Text] = field(default_factory=list)
    changes: list[Told] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be recorded, under a negative number. `household`: an existing one, or a negative number that those
    who share it have in common. `birth`: as a newborn."""

    number: int
    row: int
    fields: Mapping[str, Any]
    household: int
    unit: str
    permanent: bool
    day: date
    birth: bool


@dataclass(frozen=True, slots=True)
class Moving:
    """Somebody of the register who moves; unit `outside`: out of the province, `household` None: as before."""

    person: int
    row: int
    day: date
    unit: str
    household: int | None
    permanent: bool | None


@dataclass(frozen=True, slots=True)
class Death:
    """Somebody who died."""

    person: int
    row: int
    day: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for cover."""

    person: int
    row: int
    months: int
    start: date | None
    paid_on: date | None
    amount: int | None
    receipt: str


@dataclass(slots=True)
class Plan:
    """Everything a list would write. `fields`: person → field → before and after."""

    rows: list[PlannedRow] = field(default_factory=list)
    timelines: dict[Key, Timeline] = field(default_factory=dict)
    fields: dict[int, dict[str, tuple[str, str]]] = field(default_factory=dict)
    newcomers: list[Newcomer] = field(default_factory=list)
    moves: list[Moving] = field(default_factory=list)
    deaths: list[Death] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    def changed(self) -> dict[Key, Timeline]:
        """Timelines that would be written."""
        return {key: line for key, line in self.timelines.items() if line.added() or line.retracted()}

    def empty(self) -> bool:
        """Whether nothing would be written."""
        others = (self.fields, self.newcomers, self.moves, self.deaths, self.requests)
        return not any(others) and not self.changed()

    def digest(self) -> str:
        """A hash of everything that would be written: the same plan on the same register has the same."""
        lines = [
            [key, line.retracted(), [(s.start, s.end, s.value) for s in line.added()]]
            for key, line in sorted(self.changed().items())
        ]
        asked = [
            [type(one).__name__, repr(one)] for one in (*self.newcomers, *self.moves, *self.deaths, *self.requests)
        ]
        fields = sorted((person, sorted(changes.items())) for person, changes in self.fields.items())
        return hashlib.sha256(json.dumps([lines, asked, fields], default=str).encode()).hexdigest()
