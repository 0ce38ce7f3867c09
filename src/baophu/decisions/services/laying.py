"""Changes laid over facts tables in memory: in their days they take the place of what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from baophu.decisions.changes import CardChange, Change, NewPerson, PersonChange, StatusChange, StayChange
from baophu.engine.source import Facts
from baophu.law.model import Book

NEW = 1 << 38
"""Numbers from here on stand for people and households that are not in the register yet: they come last."""

DAY = timedelta(days=1)
Piece = tuple[Any, date, date | None]
"""A value, its first and its last day (None: still so)."""


def inner(number: int) -> int:
    """The number a person or household not in the register yet is decided under."""
    return number if number >= 0 else NEW - number


def outer(number: int) -> int:
    """The number the caller knows a person or household by."""
    return number if number < NEW else NEW - number


def lay_over(pieces: Iterable[Piece], value: Any, start: date, end: date | None) -> list[Piece]:
    """Pieces with `value` from `start` to `end` (None: nothing there), and what they said only outside of it."""
    found: list[Piece] = []
    for said, first, last in pieces:
        if (end is not None and first > end) or (last is not None and last < start):
            found.append((said, first, last))
            continue
        if first < start:
            found.append((said, first, start - DAY))
        if end is not None and (last is None or last > end):
            found.append((said, end + DAY, last))
    if value is not None:
        found.append((value, start, end))
    return sorted(found, key=lambda piece: piece[1])


def with_changes(facts: Facts, changes: Sequence[Change], book: Book, areas: Callable[[], pa.Table]) -> Facts:
    """Facts as they would be with the changes recorded; `areas` gives the facts of areas where changes need them."""
    tables = dict(facts.tables)
    spells: dict[str, dict[tuple[Any, ...], list[tuple[Any, date, date | None]]]] = {}
    for change in changes:
        table, key, value, start, end = _spell(change, book)
        if table:
            spells.setdefault(table, {}).setdefault(key, []).append((value, start, end))
    if "area_status" in spells and "area_status" not in tables:
        tables["area_status"] = areas()
    for table, changed in spells.items():
        found = tables[table]
        assert isinstance(found, pa.Table)
        tables[table] = _laid(found, KEYS[table], VALUES[table], changed)
    people = tables["people"]
    assert isinstance(people, pa.Table)
    tables["people"] = _people(people, changes)
    return Facts(tables, facts.about)


KEYS: dict[str, tuple[str, ...]] = {
    "stays": ("person",),
    "person_status": ("person", "fact"),
    "person_amount": ("person", "fact"),
    "household_status": ("household", "fact"),
    "area_status": ("unit", "fact"),
    "cards": ("person",),
}
VALUES: dict[str, tuple[str, ...]] = {
    "stays": ("household", "unit", "permanent_resident"),
    "person_status": ("value",),
    "person_amount": ("value",),
    "household_status": ("value",),
    "area_status": ("value",),
    "cards": (),
}


def _spell(change: Change, book: Book) -> tuple[str, tuple[Any, ...], tuple[Any, ...] | None, date, date | None]:
    """The table a change belongs to, its key there, its value (None: nothing), first and last day."""
    match change:
        case StatusChange(owner="unit"):
            value = None if change.value is None else (change.value,)
            return "area_status", (change.id, change.fact), value, change.start, change.end
        case StatusChange(owner=owner):
            declared = book.facts.get(change.fact)
            money = declared is not None and declared.type == "money"
            table = "household_status" if owner == "household" else "person_amount" if money else "person_status"
            value = None if change.value is None else (int(change.value) if money else str(change.value),)
            return table, (inner(int(change.id)), change.fact), value, change.start, change.end
        case StayChange():
            gone = change.household is None or change.unit is None
            lives = None if gone else (inner(change.household or 0), change.unit, change.permanent)
            return "stays", (inner(change.person),), lives, change.start, change.end
        case CardChange():
            return "cards", (inner(change.person),), () if change.insured else None, change.start, change.end
        case _:
            return "", (), None, date.min, None


def _laid(
    table: pa.Table,
    keys: tuple[str, ...],
    values: tuple[str, ...],
    changed: dict[tuple[Any, ...], list[tuple[Any, date, date | None]]],
) -> pa.Table:
    """A table of spells with the changes of each key laid over it."""
    owners = list(zip(*(table.column(k).to_pylist() for k in keys), strict=True))
    touched = [i for i, key in enumerate(owners) if key in changed]
    pieces: dict[tuple[Any, ...], list[Piece]] = {key: [] for key in changed}
    for row, i in zip(table.take(pa.array(touched, pa.int64())).to_pylist(), touched, strict=True):
        pieces[owners[i]].append((tuple(row[v] for v in values), row["from"], row["to"]))
    for key, listed in changed.items():
        for value, start, end in listed:
            pieces[key] = lay_over(pieces[key], value, start, end)
    there = set(touched)
    kept = table.take(pa.array([i for i in range(len(owners)) if i not in there], pa.int64()))
    rows = [(*key, *value, first, last) for key, found in sorted(pieces.items()) for value, first, last in found]
    names = (*keys, *values, "from", "to")
    new = {name: pa.array([row[i] for row in rows], table.schema.field(name).type) for i, name in enumerate(names)}
    return pa.concat_tables([kept.select(names), pa.table(new)])


def _people(people: pa.Table, changes: Sequence[Change]) -> pa.Table:
    """People with what changes of them, and those not in the register yet."""
    changed = [c for c in changes if isinstance(c, PersonChange)]
    new = [c for c in changes if isinstance(c, NewPerson)]
    if not changed and not new:
        return people
    rows = {row["person"]: row for row in people.to_pylist()}
    for person in new:
        rows[inner(person.person)] = {"person": inner(person.person), "born": person.born, "died": person.died,
                                      "sex": person.sex, "ethnicity": person.ethnicity}  # fmt: skip
    for change in changed:
        row = rows.get(inner(change.person))
        if row is not None:
            told = {f: getattr(change, f) for f in ("born", "died", "sex", "ethnicity")}
            row |= {f: value for f, value in told.items() if value is not None}
    return pa.Table.from_pylist([rows[n] for n in sorted(rows)], schema=people.schema)
