"""Why somebody is decided so, sorted for reading: what decides, what holds too, what fails by one condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baophu.decisions.errors import NotDecided
from baophu.decisions.services.explaining import explain_person
from baophu.engine.considered import Considered
from baophu.engine.explanation import Explanation
from baophu.law.model import Ahead, Benefit, Choose, Group, Premium, Support, Taper, Text

ORDER = (Group, Ahead, Choose, Premium, Support, Taper, Benefit)
"""What is read first: the group, then money, then the benefit."""


@dataclass(frozen=True, slots=True)
class Why:
    """The provisions considered: applied, holding without deciding, failing by one condition; `others` are counted.

    `problem` says why there is no explanation; then the rest is empty.
    """

    found: Explanation | None = None
    applied: Sequence[Considered] = ()
    near: Sequence[Considered] = ()
    almost: Sequence[Considered] = ()
    others: Sequence[Considered] = ()
    problem: str = ""

    @property
    def notes(self) -> tuple[tuple[str, Text], ...]:
        """Provisions applied whose reading is open."""
        return self.found.notes if self.found else ()

    def of(self, ref: str) -> Considered | None:
        """A provision considered."""
        return next((c for c in self.applied if c.provision.ref == ref), None)


def why(person: int, day: date) -> Why:
    """The reasons for a person's decision in the month of a day."""
    try:
        found = explain_person(person, day)
    except NotDecided as error:
        return Why(problem=str(error))
    listed = sorted(found.considered, key=_rank)
    applied = [c for c in listed if c.applied]
    near = [c for c in listed if c.holds and not c.applied and c.reaches]
    almost = [c for c in listed if not c.holds and c.reaches and _almost(c)]
    seen = {id(c) for c in (*applied, *near, *almost)}
    return Why(found, applied, near, almost, [c for c in listed if id(c) not in seen])


def _rank(one: Considered) -> int:
    return next((n for n, kind in enumerate(ORDER) if isinstance(one.provision.effect, kind)), len(ORDER))


def _almost(one: Considered) -> bool:
    return sum(not line.holds for line in one.lines) == 1 and len(one.lines) > 1
