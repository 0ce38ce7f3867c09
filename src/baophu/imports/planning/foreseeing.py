"""For whom support begins or ends if a plan were carried out: asked of `decisions`, told by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baophu.imports.planning.plan import Plan
from baophu.law.model import Book


@dataclass(frozen=True, slots=True)
class Foresight:
    """How many people support begins and ends for. `told` is False where it could not be reckoned."""

    told: bool = False
    begins: int = 0
    ends: int = 0
    changes: int = 0
    persons: Mapping[int, str] = field(default_factory=dict)
    households: Mapping[int, str] = field(default_factory=dict)

    def of_row(self, person: int | None, household: int | None) -> str:
        """`begins`, `ends`, or "" for a row."""
        return self.persons.get(person or 0, "") or self.households.get(household or 0, "")

    def as_data(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {"told": self.told, "begins": self.begins, "ends": self.ends, "changes": self.changes}

    @staticmethod
    def from_data(kept: Mapping[str, Any]) -> Foresight:
        """As it was kept in JSON; whom it concerns stands with the rows."""
        return Foresight(kept["told"], kept["begins"], kept["ends"], kept["changes"])


def foresee(plan: Plan, today: date, book: Book) -> Foresight:
    """Ask `decisions` what the plan's changes would come to."""
    return Foresight()
