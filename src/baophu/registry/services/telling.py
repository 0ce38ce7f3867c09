"""What was true on a day, as it was known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from baophu.registry.models import (
    Card,
    Entry,
    Household,
    HouseholdChange,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonChange,
    PersonStatus,
    Stay,
)
from baophu.registry.services.households import from_text as household_field
from baophu.registry.services.people import from_text as person_field


@dataclass(frozen=True, slots=True)
class PersonAsOf:
    """A person on a day, as known at a moment.

    `person` is an unsaved copy with the fields as they stood (numbers, name, birth, death, sex, `merged_into`); `stay`,
    `card` None when there is none; `statuses`, `amounts` by fact; `household_statuses` those of the household lived in.
    """

    person: Person
    day: date
    known_at: datetime | None
    stay: Stay | None
    statuses: dict[str, PersonStatus]
    amounts: dict[str, PersonAmount]
    household_statuses: dict[str, HouseholdStatus]
    card: Card | None

    @property
    def household_id(self) -> int | None:
        """The household lived in."""
        return self.stay.household_id if self.stay else None

    @property
    def unit_id(self) -> str | None:
        """The unit lived in; `outside` for elsewhere."""
        return self.stay.unit_id if self.stay else None


def person_on(person: Person, day: date, known_at: datetime | None = None) -> PersonAsOf | None:
    """Everything the register says of a person on a day, as known at a moment (None: now).

    None when the record did not exist then. Rows are read by the number of this record: before two records were merged
    each has its own.
    """
    then = fields_at(person, known_at)
    if then is None:
        return None
    stay = (
        Stay.objects.known(known_at).on(day).filter(person=person).select_related("unit", "household", "entry").first()
    )
    of_household = (
        HouseholdStatus.objects.known(known_at).on(day).filter(household=stay.household_id).select_related("entry")
        if stay
        else []
    )
    statuses = PersonStatus.objects.known(known_at).on(day).filter(person=person).select_related("entry")
    amounts = PersonAmount.objects.known(known_at).on(day).filter(person=person).select_related("entry")
    return PersonAsOf(
        person=then,
        day=day,
        known_at=known_at,
        stay=stay,
        statuses={row.fact: row for row in statuses},
        amounts={row.fact: row for row in amounts},
        household_statuses={row.fact: row for row in of_household},
        card=Card.objects.known(known_at).on(day).filter(person=person).select_related("entry").first(),
    )


def fields_at(person: Person, known_at: datetime | None = None) -> Person | None:
    """A copy of a person with the fields as known at a moment; None when the record did not exist."""
    then = Person.objects.select_related("entry").get(pk=person.pk)
    if known_at is None:
        return then
    if then.entry.at > known_at:
        return None
    for one in PersonChange.objects.filter(person=person, entry__at__gt=known_at).order_by("-id"):
        column = "merged_into_id" if one.field == "merged_into" else one.field
        setattr(then, column, person_field(one.field, one.before))
    return then


def household_at(household: Household, known_at: datetime | None = None) -> Household | None:
    """A copy of a household with the fields as known at a moment; None when it did not exist."""
    then = Household.objects.select_related("entry").get(pk=household.pk)
    if known_at is None:
        return then
    if then.entry.at > known_at:
        return None
    for one in HouseholdChange.objects.filter(household=household, entry__at__gt=known_at).order_by("-id"):
        setattr(then, one.field, household_field(one.field, one.before))
    return then


def entries_of(person: Person) -> list[Entry]:
    """Every act of recording that concerned a person, the latest first."""
    numbers: set[int] = {person.entry_id}
    for model in (PersonStatus, PersonAmount, Stay, Card):
        for made, gone in model._default_manager.filter(person=person).values_list("entry_id", "retracted_id"):
            numbers.add(made)
            numbers.update([gone] if gone else [])
    numbers.update(PersonChange.objects.filter(person=person).values_list("entry_id", flat=True))
    return list(Entry.objects.filter(pk__in=numbers).select_related("by", "document").order_by("-id"))
