"""A child is born: birth, residence and card in one act (Decree 63/2024)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from baophu.law.model import Text
from baophu.registry.errors import NotThere
from baophu.registry.models import Entry, Household, Person, Unit
from baophu.registry.services.households import unit_on
from baophu.registry.services.people import new_person
from baophu.registry.services.residence import settle_in, stay_on
from baophu.registry.signals import newborn


def be_born(
    entry: Entry,
    *,
    mother: Person | None = None,
    household: Household | None = None,
    unit: str | Unit | None = None,
    permanent: bool = True,
    **given: Any,
) -> Person:
    """A newborn: `name`, `born`, `sex` and what else is known of a person, living from birth with the mother or in a
    household (and unit, where the household is nowhere yet).

    Sends `newborn` in the same transaction, so that the card stands on the same entry. WrongField as for a new person;
    NotThere when mother or household live nowhere on the day of birth.
    """
    with transaction.atomic():
        child = new_person(entry, **given)
        stay = stay_on(mother, child.born) if mother else None
        home = household or (stay.household if stay else None)
        place = unit or (stay.unit if stay and not household else unit_on(home, child.born) if home else None)
        if home is None or place is None:
            raise NotThere(
                Text(
                    f"Không rõ trẻ ở đâu ngày {child.born}: mẹ hoặc hộ không có nơi cư trú; hãy cho đơn vị và hộ.",
                    f"where the child lives on {child.born} is unknown: mother or household live nowhere that day; "
                    "give unit and household",
                )
            )
        settle_in(child, home, place, permanent, child.born, entry)
        newborn.send(Person, person=child, entry=entry)
    return child
