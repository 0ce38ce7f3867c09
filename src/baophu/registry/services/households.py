"""Households: found one, join, leave, head, address and telephone."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import transaction

from baophu.law.model import Text
from baophu.registry.errors import NotThere, Problem, WrongField
from baophu.registry.models import Entry, Household, HouseholdChange, Person, Stay, Unit
from baophu.registry.numbers import read_phone
from baophu.registry.services.entries import touch
from baophu.registry.services.residence import move, stay_on

FIELDS = ("code", "address", "phone", "head")
_LONGEST = {"code": 20, "address": 200}


def members(household: Household, day: date, known_at: datetime | None = None) -> list[Person]:
    """Who lives in a household on a day, by number."""
    stays = Stay.objects.known(known_at).on(day).filter(household=household).order_by("person")
    return [stay.person for stay in stays.select_related("person")]


def unit_on(household: Household, day: date) -> Unit | None:
    """Where a household is on a day: the unit of most of its members."""
    stays = Stay.objects.known().on(day).filter(household=household).select_related("unit")
    units = {stay.unit_id: stay.unit for stay in stays}
    counted = Counter(stay.unit_id for stay in stays)
    return units[max(counted, key=lambda code: (counted[code], code != Unit.OUTSIDE))] if counted else None


def new_household(
    entry: Entry, *, code: str | None = None, address: str = "", phone: str = "", head: Person | None = None
) -> Household:
    """A household nobody lives in yet; people join it. WrongField when a field cannot be."""
    fields = check_household({"code": code, "address": address, "phone": phone, "head": head})
    with transaction.atomic():
        household = Household.objects.create(entry=entry, **fields)
        touch(entry, (), [household.pk])
    return household


def correct_household(household: Household, entry: Entry, **given: Any) -> Household:
    """Correct `code`, `address`, `phone` or `head`; what stood there is kept as a change."""
    fields = check_household(given, household)
    with transaction.atomic():
        change(household, entry, **fields)
    return household


def set_head(household: Household, head: Person | None, day: date, entry: Entry) -> Household:
    """Somebody who lives there becomes the head. NotThere when they do not live there on that day."""
    stay = stay_on(head, day) if head else None
    if head is not None and (stay is None or stay.household_id != household.pk):
        raise NotThere(
            Text(
                f"{head.name} không ở hộ {household.pk} ngày {day}; chủ hộ phải là người trong hộ.",
                f"{head.name} does not live in household {household.pk} on {day}; the head is one of its members",
            )
        )
    return correct_household(household, entry, head=head)


def join(person: Person, household: Household, day: date, entry: Entry, permanent: bool | None = None) -> Stay:
    """From `day` on a person lives in a household, where it is. NotThere when nobody lives in it on that day."""
    place = unit_on(household, day)
    if place is None:
        raise NotThere(
            Text(
                f"Hộ {household.pk} không có ai ngày {day}, nên không rõ ở đâu; hãy ghi chuyển đến với đơn vị.",
                f"nobody lives in household {household.pk} on {day}, so it is nowhere; record a move with its unit",
            )
        )
    before = stay_on(person, day)
    unit = None if before is not None and before.unit_id == place.code else place
    return move(person, day, entry, household=household, unit=unit, permanent=permanent)


def leave(person: Person, day: date, entry: Entry, unit: str | Unit | None = None) -> Household:
    """From `day` on a person is a household of their own, where they live or in another unit."""
    with transaction.atomic():
        own = new_household(entry, head=person)
        move(person, day, entry, household=own, unit=unit)
        for old in Household.objects.filter(head=person, stays__person=person).exclude(pk=own.pk).distinct():
            change(old, entry, head_id=None)
    return own


def check_household(given: dict[str, Any], known: Household | None = None) -> dict[str, Any]:
    """Fields of a household as they would be kept; WrongField with everything wrong with them."""
    right: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, value in given.items():
        if field not in FIELDS:
            raise TypeError(f"a household has no field {field!r}")
        if field == "head":
            right["head_id"] = value.pk if isinstance(value, Person) else value
            continue
        text = " ".join(str(value or "").split())
        if field == "phone":
            number = read_phone(text) if text else ""
            problems += [number] if isinstance(number, Problem) else []
            right["phone"] = number
        elif len(text) > _LONGEST[field]:
            longest = _LONGEST[field]
            said = Text(f"Tối đa {longest} ký tự.", f"{longest} characters at most.")
            problems.append(Problem(field, "length", said))
        else:
            right[field] = text or (None if field == "code" else "")
    if right.get("code"):
        others = Household.objects.filter(code=right["code"])
        if other := (others.exclude(pk=known.pk) if known else others).first():
            said = Text(f"Mã hộ này đã thuộc hộ {other.pk}.", f"this code is that of household {other.pk}")
            problems.append(Problem("code", "taken", said))
    if problems:
        raise WrongField(problems)
    return right


def change(household: Household, entry: Entry, **columns: Any) -> None:
    """Set columns of a household that were checked before, and keep what stood there."""
    changes = []
    for column, value in columns.items():
        before, after = as_text(getattr(household, column)), as_text(value)
        setattr(household, column, value)
        if before != after:
            changes.append(HouseholdChange(household=household, field=column, before=before, after=after, entry=entry))
    if changes:
        HouseholdChange.objects.bulk_create(changes)
        household.save(update_fields=[c.field for c in changes])
        touch(entry, (), [household.pk])


def as_text(value: object) -> str:
    """A column as a change keeps it."""
    return "" if value is None or value is False else "true" if value is True else str(value)


def from_text(column: str, text: str) -> Any:
    """A column from what a change keeps."""
    if column == "head_id":
        return int(text) if text else None
    if column == "withdrawn":
        return text == "true"
    return text or (None if column == "code" else "")
