"""Carry a plan out: newcomers first, then statuses in bulk, then moves and deaths by the register's own services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from baophu.imports.models import Request
from baophu.imports.planning.plan import Moving, Newcomer, Plan
from baophu.imports.planning.register import Key
from baophu.imports.planning.timeline import Timeline
from baophu.registry.models import (
    Entry,
    Household,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonChange,
    PersonStatus,
    Spell,
    Unit,
)
from baophu.registry.names import backwards, fold
from baophu.registry.services import recording
from baophu.registry.services.entries import touch
from baophu.registry.services.people import from_text

BATCH = 2_000
MODELS: dict[str, tuple[type[Spell], str]] = {
    "person": (PersonStatus, "person_id"),
    "amount": (PersonAmount, "person_id"),
    "household": (HouseholdStatus, "household_id"),
}
Progress = Callable[[str, float], None]


def write(plan: Plan, entry: Entry, tell: Progress) -> None:
    """Write a plan on an entry, inside the caller's transaction. Errors of the register's services pass through."""
    persons, households = _newcomers(plan.newcomers, entry)
    tell("write", 0.2)
    _statuses(plan.changed(), entry, persons, households)
    tell("write", 0.7)
    _fields(plan.fields, entry)
    _requests(plan, entry, persons)
    _moves(plan.moves, entry, households)
    _deaths(plan, entry)
    tell("write", 1.0)


def _newcomers(newcomers: Iterable[Newcomer], entry: Entry) -> tuple[dict[int, int], dict[int, int]]:
    """Record people nobody knew; the numbers they and their households got, by the negative ones of the plan.

    Newborns last, so that a mother of the same list is there.
    """
    persons: dict[int, int] = {}
    founded: dict[int, int] = {}
    for one in sorted(newcomers, key=lambda n: (n.birth, n.row)):
        household = _household(one.household, founded, entry)
        if one.birth:
            fields = dict(one.fields)
            person = recording.be_born(entry, household=household, unit=one.unit, permanent=one.permanent, **fields)
        else:
            person = recording.new_person(entry, **one.fields)
            recording.settle_in(person, household, one.unit, one.permanent, one.day, entry)
        persons[one.number] = person.pk
    return persons, founded


def _household(number: int, founded: dict[int, int], entry: Entry) -> Household:
    if number > 0:
        return Household.objects.get(pk=number)
    if number not in founded:
        founded[number] = recording.new_household(entry).pk
    return Household.objects.get(pk=founded[number])


def _statuses(changed: dict[Key, Timeline], entry: Entry, persons: dict[int, int], households: dict[int, int]) -> None:
    """Rows that are no longer said are retracted, then what is new is added, each table at once."""
    gone: dict[str, list[int]] = {level: [] for level in MODELS}
    new: dict[str, list[Any]] = {level: [] for level in MODELS}
    touched: dict[str, set[int]] = {level: set() for level in MODELS}
    for (level, owner, fact), line in changed.items():
        model, column = MODELS[level]
        numbers = households if level == "household" else persons
        at = owner if owner > 0 else numbers[owner]
        touched[level].add(at)
        gone[level] += line.retracted()
        new[level] += [
            model(
                entry=entry, valid_from=span.start, valid_to=span.end, **{column: at, "fact": fact, "value": span.value}
            )
            for span in line.added()
        ]
    for level, (model, _) in MODELS.items():
        for start in range(0, len(gone[level]), BATCH):
            some = gone[level][start : start + BATCH]
            model._default_manager.filter(pk__in=some, retracted=None).update(retracted=entry)
        model._default_manager.bulk_create(new[level], batch_size=BATCH)
    touch(entry, touched["person"] | touched["amount"], touched["household"])


def _fields(fields: dict[int, dict[str, tuple[str, str]]], entry: Entry) -> None:
    """Fields of people, with what stood there kept."""
    people = Person.objects.in_bulk(list(fields)) if fields else {}
    changes = []
    for number, person in people.items():
        for name, (before, after) in fields[number].items():
            setattr(person, name, from_text(name, after))
            changes.append(PersonChange(person=person, field=name, before=before, after=after, entry=entry))
        person.name_key = fold(person.name)
        person.name_back = backwards(person.name_key)
    names = sorted({name for changed in fields.values() for name in changed})
    if names:
        PersonChange.objects.bulk_create(changes, batch_size=BATCH)
        keys = ["name_key", "name_back"] if "name" in names else []
        Person.objects.bulk_update(people.values(), [*names, *keys], batch_size=500)
        touch(entry, people)


def _requests(plan: Plan, entry: Entry, persons: dict[int, int]) -> None:
    Request.objects.bulk_create(
        (
            Request(
                person_id=asked.person if asked.person > 0 else persons[asked.person],
                months=asked.months,
                start=asked.start,
                paid_on=asked.paid_on,
                amount=asked.amount,
                receipt=asked.receipt[:60],
                entry=entry,
            )
            for asked in plan.requests
        ),
        batch_size=BATCH,
    )


def _moves(moves: Iterable[Moving], entry: Entry, founded: dict[int, int]) -> None:
    for one in moves:
        person = Person.objects.get(pk=one.person)
        if one.unit == Unit.OUTSIDE:
            recording.move_out(person, one.day, entry)
            continue
        assert one.household is not None
        household = _household(one.household, founded, entry)
        recording.move(person, one.day, entry, unit=one.unit, household=household, permanent=one.permanent)


def _deaths(plan: Plan, entry: Entry) -> None:
    for death in plan.deaths:
        recording.die(Person.objects.get(pk=death.person), death.day, entry)
