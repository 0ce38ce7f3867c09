"""A person's visits, as they are shown to them: the sensitive ones only where they asked."""

from __future__ import annotations

from dataclasses import dataclass

from baophu.care.models import Visit
from baophu.care.services.visits import of_person
from baophu.registry.models import Person

MOST = 200
"""Visits shown, the latest first."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits that were not taken back, the latest first; `hidden` how many sensitive ones are not among them."""

    rows: tuple[Visit, ...]
    hidden: int

    @property
    def fund(self) -> int:
        """What the fund paid for those shown, đồng."""
        return sum(v.fund for v in self.rows)

    @property
    def paid(self) -> int:
        """What the person paid for those shown: copayments and the rest."""
        return sum(v.copay + v.own for v in self.rows)


def visits_of(person: Person, *, sensitive: bool = False) -> Visits:
    """The visits of a person; with `sensitive` all of them."""
    rows = of_person(person)
    shown = rows if sensitive else rows.filter(sensitive=False)
    listed = shown.select_related("facility", "facility__unit").order_by("-date_out", "-id")[:MOST]
    return Visits(tuple(listed), 0 if sensitive else rows.filter(sensitive=True).count())
