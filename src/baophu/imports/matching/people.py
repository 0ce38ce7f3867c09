"""People of the register as they are compared, fetched by what a row says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from baophu.imports.matching.given import as_date, rows_for

_COLUMNS = (
    "p.id, p.personal_id, p.old_id, p.social_number, p.card_number, p.name, p.name_key, p.born, p.born_known, p.sex,"
    " p.died, p.unit_id, p.ethnicity, p.phone, p.merged_into_id"
)
_STANDING = "not p.withdrawn and p.merged_into_id is null"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register. `key` is the folded name, `unit` where the person is looked for."""

    id: int
    personal_id: str
    old_id: str
    social_number: str
    card_number: str
    name: str
    key: str
    born: date
    born_known: str
    sex: str
    died: date | None
    unit: str
    ethnicity: str
    phone: str


def by_numbers(field: str, numbers: Sequence[str]) -> dict[str, list[Known]]:
    """People by one of their numbers; a record that was merged answers with the record it was merged into."""
    sql = f"select g.n, {_COLUMNS} from {{given}} {{join}} registry_person p on p.{field} = g.n where not p.withdrawn"
    found: dict[str, list[Known]] = {}
    gone: dict[str, list[int]] = {}
    for number, *row in rows_for(sql, {"n": "text"}, [(n,) for n in dict.fromkeys(numbers)]):
        if row[-1] is None:
            found.setdefault(str(number), []).append(_known(row))
        else:
            gone.setdefault(str(number), []).append(row[-1])
    survivors = by_ids({i for ids in gone.values() for i in ids})
    for number, ids in gone.items():
        for i in ids:
            if i in survivors and survivors[i] not in found.setdefault(number, []):
                found[number].append(survivors[i])
    return found


def by_ids(ids: Iterable[int]) -> dict[int, Known]:
    """People by the number of their record, or of one that was merged into theirs."""
    sql = f"select g.n, {_COLUMNS} from {{given}} {{join}} registry_person p on p.id = g.n where not p.withdrawn"
    found: dict[int, Known] = {}
    wanted = {i: i for i in ids}
    while wanted:
        onward: dict[int, int] = {}
        rows = {int(n): row for n, *row in rows_for(sql, {"n": "whole"}, [(i,) for i in set(wanted.values())])}
        for asked, at in wanted.items():
            if at not in rows:
                continue
            if rows[at][-1] is None:
                found[asked] = _known(rows[at])
            else:
                onward[asked] = int(rows[at][-1])
        wanted = onward
    return found


def by_birth_and_name(pairs: Sequence[tuple[date, str]]) -> dict[tuple[date, str], list[Known]]:
    """People with exactly this birth date as recorded and this folded name."""
    sql = (
        f"select g.b, {_COLUMNS} from {{given}} {{join}} registry_person p on p.born = g.b and p.name_key = g.k"
        f" where {_STANDING}"
    )
    found: dict[tuple[date, str], list[Known]] = {}
    for _, *row in rows_for(sql, {"b": "date", "k": "text"}, list(dict.fromkeys(pairs))):
        person = _known(row)
        found.setdefault((person.born, person.key), []).append(person)
    return found


def by_birth(days: Iterable[date]) -> dict[date, list[Known]]:
    """People recorded as born on these days."""
    sql = f"select {_COLUMNS} from {{given}} {{join}} registry_person p on p.born = g.b where {_STANDING}"
    found: dict[date, list[Known]] = {}
    for row in rows_for(sql, {"b": "date"}, [(day,) for day in dict.fromkeys(days)]):
        person = _known(row)
        found.setdefault(person.born, []).append(person)
    return found


def by_name_and_year(wanted: Sequence[tuple[str, int]]) -> dict[tuple[str, int], list[Known]]:
    """People with exactly this folded name born in this year."""
    sql = (
        f"select {_COLUMNS} from {{given}} {{join}} registry_person p on p.name_key = g.k"
        f" and p.born between g.a and g.z where {_STANDING}"
    )
    years = [(key, date(year, 1, 1), date(year, 12, 31)) for key, year in dict.fromkeys(wanted)]
    found: dict[tuple[str, int], list[Known]] = {}
    for row in rows_for(sql, {"k": "text", "a": "date", "z": "date"}, years):
        person = _known(row)
        found.setdefault((person.key, person.born.year), []).append(person)
    return found


def by_unit_and_name(wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[Known]]:
    """People of a unit with exactly this folded name."""
    sql = (
        f"select {_COLUMNS} from {{given}} {{join}} registry_person p on p.unit_id = g.u and p.name_key = g.k"
        f" where {_STANDING}"
    )
    found: dict[tuple[str, str], list[Known]] = {}
    for row in rows_for(sql, {"u": "text", "k": "text"}, list(dict.fromkeys(wanted))):
        person = _known(row)
        found.setdefault((person.unit, person.key), []).append(person)
    return found


def of_units(units: Sequence[str], most: int) -> dict[tuple[str, int], list[Known]]:
    """Everybody of some units by unit and birth year, unit after unit until `most` people were fetched."""
    sql = f"select {_COLUMNS} from {{given}} {{join}} registry_person p on p.unit_id = g.u where {_STANDING}"
    found: dict[tuple[str, int], list[Known]] = {}
    fetched = 0
    for unit in units:
        if fetched >= most:
            break
        for row in rows_for(sql, {"u": "text"}, [(unit,)]):
            person = _known(row)
            found.setdefault((unit, person.born.year), []).append(person)
            fetched += 1
    return found


def _known(row: Sequence[Any]) -> Known:
    born = as_date(row[7])
    assert born is not None
    return Known(
        int(row[0]), row[1] or "", row[2] or "", row[3] or "", row[4] or "", row[5], row[6], born, row[8], row[9],
        as_date(row[10]), row[11] or "", row[12], row[13],
    )  # fmt: skip
