"""Statuses and amounts: record, set, end, correct, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from baophu.engine.spells import AMOUNT_BITS
from baophu.law.model import Text
from baophu.registry.errors import WrongFact
from baophu.registry.models import (
    AreaStatus,
    Entry,
    Household,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonStatus,
    Unit,
)
from baophu.registry.services.facts import check_days, check_value, declared, is_default, level_of
from baophu.registry.services.spells import add, add_all, cut, in_the_way, put, replace, retract
from baophu.registry.services.whereabouts import batches

Owner = Person | Household | Unit
Status = PersonStatus | HouseholdStatus | AreaStatus
R = TypeVar("R", PersonStatus, HouseholdStatus, AreaStatus, PersonAmount)

MODELS: dict[str, type[Status]] = {"person": PersonStatus, "household": HouseholdStatus, "area": AreaStatus}
FIELDS = {"person": "person", "household": "household", "area": "unit"}
LARGEST_AMOUNT = (1 << AMOUNT_BITS) - 1
"""The engine's largest amount a month, in đồng."""


@dataclass(frozen=True, slots=True)
class NewStatus:
    """A status to be set, as a list brings it."""

    owner: Owner
    fact: str
    value: str
    valid_from: date
    valid_to: date | None = None


def record_status(owner: Owner, fact: str, value: str, valid_from: date, valid_to: date | None, entry: Entry) -> Status:
    """Record something true of a person, household or unit, where nothing is recorded yet.

    `value` as in the law book (a flag: `true`). WrongFact: the law book does not declare it, or the days cannot be;
    Overlap: the fact has a row in these days (end or correct it, or use `set_status`).
    """
    level = level_of(owner)
    check_value(level, fact, value)
    check_days(owner, valid_from, valid_to)
    with transaction.atomic():
        return add(MODELS[level], entry, valid_from, valid_to, **{FIELDS[level]: owner}, fact=fact, value=value)


def set_status(
    owner: Owner, fact: str, value: str, valid_from: date, valid_to: date | None, entry: Entry
) -> Status | None:
    """Make a fact have a value from day to day, whatever stood there: that is cut or ended. None: no row was needed.

    The default (`none`, or `false` of a flag) ends what stands. WrongFact as for `record_status`.
    """
    return _set(NewStatus(owner, fact, value, valid_from, valid_to), entry)[0]


def _set(new: NewStatus, entry: Entry) -> tuple[Status | None, bool]:
    """The row added, if any, and whether anything changed."""
    level = level_of(new.owner)
    said = {FIELDS[level]: new.owner, "fact": new.fact, "value": new.value}
    row = MODELS[level](entry=entry, valid_from=new.valid_from, valid_to=new.valid_to, **said)
    with transaction.atomic():
        if is_default(declared(level, new.fact), new.value):
            there = in_the_way(row)
            cut(there, new.valid_from, new.valid_to, entry)
            return None, bool(there)
        check_value(level, new.fact, new.value)
        check_days(new.owner, new.valid_from, new.valid_to)
        added = put(row, entry)
    return added, added is not None


def set_statuses(rows: Iterable[NewStatus], entry: Entry) -> int:
    """`set_status` of many, all or none; how many changed anything. Rows that meet nothing recorded go in at once."""
    given = list(rows)
    alone: dict[type[Status], list[Any]] = {model: [] for model in MODELS.values()}
    meeting: list[NewStatus] = []
    with transaction.atomic():
        busy = _recorded(given)
        for new in given:
            level = level_of(new.owner)
            key = (level, new.owner.pk, new.fact)
            if key in busy or is_default(declared(level, new.fact), new.value):
                meeting.append(new)
                continue
            check_value(level, new.fact, new.value)
            check_days(new.owner, new.valid_from, new.valid_to)
            busy.add(key)
            said = {FIELDS[level]: new.owner, "fact": new.fact, "value": new.value}
            row = MODELS[level](entry=entry, valid_from=new.valid_from, valid_to=new.valid_to, **said)
            alone[MODELS[level]].append(row)
        for many in alone.values():
            add_all(many)
        changed = sum(len(many) for many in alone.values())
        return changed + sum(_set(new, entry)[1] for new in meeting)


def _recorded(given: list[NewStatus]) -> set[tuple[str, Any, str]]:
    """Which of these owners have rows of these facts that are known now."""
    found: set[tuple[str, Any, str]] = set()
    for level, model in MODELS.items():
        owners = {new.owner.pk for new in given if level_of(new.owner) == level}
        facts = {new.fact for new in given if level_of(new.owner) == level}
        field = f"{FIELDS[level]}_id"
        for some in batches(sorted(owners)):
            rows = model.objects.known().filter(**{f"{field}__in": some, "fact__in": facts})
            found.update((level, owner, fact) for owner, fact in rows.values_list(field, "fact"))
    return found


def end_status(row: R, last_day: date, entry: Entry) -> R | None:
    """A row is true only until `last_day`, inclusive; it is withdrawn (None) when that is before it begins.

    WrongFact when it has ended earlier already; NotThere when it was retracted before.
    """
    if row.valid_to is not None and row.valid_to < last_day:
        raise WrongFact(
            Text(
                f"Dòng này đã kết thúc ngày {row.valid_to}, trước {last_day}; muốn kéo dài thì sửa ngày kết thúc.",
                f"the row ended on {row.valid_to}, before {last_day}; to make it longer correct its last day",
            )
        )
    with transaction.atomic():
        if last_day < row.valid_from:
            withdraw_status(row, entry)
            return None
        return row if row.valid_to == last_day else replace(row, entry, valid_to=last_day)


def correct_status(row: R, entry: Entry, **right: Any) -> R:
    """A row was recorded wrong: retract it and add what is right (`value`, `valid_from`, `valid_to`).

    WrongFact, Overlap and NotThere as for recording and ending.
    """
    unknown = set(right) - {"value", "valid_from", "valid_to"}
    if unknown:
        raise TypeError(f"a status is corrected by value, valid_from or valid_to, not {', '.join(sorted(unknown))}")
    owner = getattr(row, row.owner)
    value = right.get("value", row.value)
    if isinstance(row, PersonAmount):
        _check_amount(row.fact, value)
    else:
        check_value(level_of(owner), row.fact, value)
    check_days(owner, right.get("valid_from", row.valid_from), right.get("valid_to", row.valid_to))
    with transaction.atomic():
        return replace(row, entry, **right)


def withdraw_status(row: R, entry: Entry) -> None:
    """A row was never true. NotThere when it was retracted before."""
    with transaction.atomic():
        retract([row], entry)


def record_amount(
    person: Person, fact: str, value: int, valid_from: date, valid_to: date | None, entry: Entry
) -> PersonAmount:
    """Record an amount a month, whole đồng, where nothing is recorded yet. WrongFact and Overlap as `record_status`."""
    _check_amount(fact, value)
    check_days(person, valid_from, valid_to)
    with transaction.atomic():
        return add(PersonAmount, entry, valid_from, valid_to, person=person, fact=fact, value=value)


def set_amount(
    person: Person, fact: str, value: int, valid_from: date, valid_to: date | None, entry: Entry
) -> PersonAmount | None:
    """Make an amount hold from day to day, whatever stood there. None: it was so already; 0 ends what stands."""
    _check_amount(fact, value)
    row = PersonAmount(entry=entry, valid_from=valid_from, valid_to=valid_to, person=person, fact=fact, value=value)
    with transaction.atomic():
        if value == 0:
            cut(in_the_way(row), valid_from, valid_to, entry)
            return None
        check_days(person, valid_from, valid_to)
        return put(row, entry)


def _check_amount(fact: str, value: int) -> None:
    declared("person", fact, money=True)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_AMOUNT:
        raise WrongFact(
            Text(
                f"{fact}: số tiền là số đồng nguyên, từ 0 đến {LARGEST_AMOUNT}, không phải {value}.",
                f"{fact}: an amount is whole đồng, 0 to {LARGEST_AMOUNT}, not {value}",
            )
        )
