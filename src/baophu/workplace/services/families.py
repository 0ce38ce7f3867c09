"""Who lives in a household, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baophu.accounts.models import User
from baophu.accounts.services import units_of
from baophu.decisions.models import Current
from baophu.registry.models import (
    Household,
    Person,
    Stay,
)
from baophu.workplace.services.telling import Cover, cover_of


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household today, how they stand; `mine`: of one's units, so that they may be opened."""

    person: Person
    stay: Stay
    current: Current | None
    cover: Cover
    head: bool
    mine: bool

    @property
    def missing(self) -> bool:
        """Not insured today."""
        return self.cover.state not in ("insured", "ending")


def family(household: Household, today: date, user: User) -> list[Member]:
    """Who lives in a household today, the head first, then the eldest."""
    stays = list(Stay.objects.known().on(today).filter(household=household).select_related("person", "unit"))
    standing = Current.objects.select_related("outcome").in_bulk([stay.person_id for stay in stays])
    units = units_of(user)
    found = [
        Member(
            stay.person, stay, standing.get(stay.person_id), cover_of(standing.get(stay.person_id), today),
            household.head_id == stay.person_id, units is None or stay.unit_id in units,
        )
        for stay in stays
    ]  # fmt: skip
    return sorted(found, key=lambda m: (not m.head, m.person.born, m.person.pk))
