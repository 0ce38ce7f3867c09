"""Where people live: first stay, moves in, within and out, permanent or temporary residence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from baophu.law.model import Text
from baophu.registry.errors import NotThere
from baophu.registry.models import Entry, Household, Person, Stay, Unit
from baophu.registry.services.facts import check_days
from baophu.registry.services.places import outside
from baophu.registry.services.places import unit as unit_of
from baophu.registry.services.spells import DAY, add, add_all, cut, replace, retract


def stay_on(person: Person, day: date) -> Stay | None:
    """Where a person lives on a day, as known now."""
    return Stay.objects.known().on(day).filter(person=person).select_related("household", "unit").first()


def settle_in(
    person: Person,
    household: Household,
    unit: str | Unit,
    permanent: bool,
    day: date,
    entry: Entry,
    last_day: date | None = None,
) -> Stay:
    """A stay where none is recorded. Overlap when there is one; WrongFact for the days or the unit."""
    check_days(person, day, last_day)
    place = unit_of(unit, day)
    with transaction.atomic():
        return add(Stay, entry, day, last_day, person=person, household=household, unit=place, permanent=permanent)


def move(
    person: Person,
    day: date,
    entry: Entry,
    *,
    unit: str | Unit | None = None,
    household: Household | None = None,
    permanent: bool | None = None,
    last_day: date | None = None,
) -> Stay:
    """From `day` on a person lives in another unit or household, or is registered otherwise; the rest stays as it was.

    The stay of that day ends the day before; what was recorded of later days stays. With `last_day` the person comes
    back afterwards. Somebody who lives nowhere on that day needs unit and household (NotThere else).
    """
    before = stay_on(person, day)
    if before is None and (unit is None or household is None):
        raise NotThere(
            Text(
                f"{person.name} không có nơi cư trú nào ngày {day}; cần cả đơn vị và hộ.",
                f"{person.name} lives nowhere on {day}; give both a unit and a household",
            )
        )
    if before is None:
        after = Stay.objects.known().filter(person=person, valid_from__gt=day).order_by("valid_from").first()
        ends = last_day if last_day or after is None else after.valid_from - DAY
    else:
        ends = before.valid_to if last_day is None else last_day
    check_days(person, day, ends)
    new = Stay(
        person=person,
        household=household or before.household,  # type: ignore[union-attr]
        unit=before.unit if unit is None and before else unit_of(unit or "", day),
        permanent=before.permanent if permanent is None and before else bool(permanent),
        old_unit=before.old_unit if unit is None and before else None,
        valid_from=day,
        valid_to=ends,
        entry=entry,
    )
    with transaction.atomic():
        if before is not None:
            cut([before], day, ends, entry)
        add_all([new])
    return new


def move_out(person: Person, day: date, entry: Entry, last_day: date | None = None) -> Stay:
    """From `day` on a person lives outside the province (until `last_day`, if that is known)."""
    return move(person, day, entry, unit=outside(), permanent=False, last_day=last_day)


def register_as(person: Person, permanent: bool, day: date, entry: Entry) -> Stay:
    """From `day` on a person has permanent residence where they live, or temporary."""
    return move(person, day, entry, permanent=permanent)


def move_household(
    household: Household, unit: str | Unit, day: date, entry: Entry, permanent: bool | None = None
) -> list[Stay]:
    """All who live in a household on a day move together. NotThere when nobody does."""
    persons = [
        stay.person
        for stay in Stay.objects.known().on(day).filter(household=household).order_by("person").select_related("person")
    ]
    if not persons:
        raise NotThere(
            Text(f"Hộ {household.pk} không có ai ngày {day}.", f"nobody lives in household {household.pk} on {day}")
        )
    with transaction.atomic():
        return [move(person, day, entry, unit=unit, permanent=permanent) for person in persons]


def end_stay(stay: Stay, last_day: date, entry: Entry) -> Stay | None:
    """A stay is known to end without knowing where to. None: it was withdrawn, the day being before it begins."""
    with transaction.atomic():
        if last_day < stay.valid_from:
            retract([stay], entry)
            return None
        return replace(stay, entry, valid_to=last_day)


def correct_stay(stay: Stay, entry: Entry, **right: Any) -> Stay:
    """A stay was recorded wrong: retract it and add what is right (`household`, `unit`, `permanent`, days)."""
    fields = {"unit": "unit_id", "household": "household_id"}
    if "unit" in right:
        right["unit"] = unit_of(right["unit"]).code
    if "household" in right:
        right["household"] = right["household"].pk
    check_days(stay.person, right.get("valid_from", stay.valid_from), right.get("valid_to", stay.valid_to))
    with transaction.atomic():
        return replace(stay, entry, **{fields.get(name, name): value for name, value in right.items()})


def withdraw_stays(stays: Sequence[Stay], entry: Entry) -> None:
    """Stays were never true."""
    with transaction.atomic():
        retract(stays, entry)
