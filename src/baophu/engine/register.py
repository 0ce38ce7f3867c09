"""A register read once: facts tables as columns of small whole numbers, before any law looks at them.

Days are whole numbers counted from 1970, texts are places in a list of those that occur, people, households and units
are places in their lists. A column in which all rows are alike is kept as one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from baophu.engine.codes import joined
from baophu.engine.source import COLUMNS, Facts
from baophu.engine.vectors import Array

OPEN_DAY = (date.max - date(1970, 1, 1)).days
"""The day after which nothing is asked: the end of what has no end."""
KEYS = {
    "person_status": "person",
    "person_amount": "person",
    "cards": "person",
    "household_status": "household",
    "area_status": "unit",
}


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts: for each row the place of its text."""

    codes: Array
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table from day `start` to day `end`: of whom (`key`, a place), what (`said`), and with which amount.

    `pairs` are the facts and values that occur; `said` is a place among them.
    """

    key: Array
    start: Array
    end: Array
    said: Array
    pairs: tuple[tuple[str, str], ...]
    amount: Array


@dataclass(frozen=True, slots=True)
class Register:
    """Stays with their people, and what is told of people, households and units.

    `person`, `household`, `unit` are the names behind the places, numbers in rising order. Columns of stays have a row
    a stay or one for all;
    `fixed` are facts that are columns of people, in rows of stays too.
    """

    person: Array
    household: Array
    unit: tuple[str, ...]
    of_person: Array
    of_household: Array
    of_unit: Array
    permanent: Array
    start: Array
    end: Array
    born: Array
    died: Array
    fixed: Mapping[str, Texts]
    told: Mapping[str, Rows]

    def __len__(self) -> int:
        return len(self.of_person)

    def whose(self, table: str) -> tuple[Array, int]:
        """For each stay the place of whom the rows of a table speak, and how many such places there are."""
        by = KEYS[table]
        if by == "person":
            return self.of_person, len(self.person)
        return (self.of_household, len(self.household)) if by == "household" else (self.of_unit, len(self.unit))


def register_of(facts: Facts) -> Register:
    """The register of facts tables that were checked before (`check_facts`)."""
    people, stays = table_in(facts, "people"), table_in(facts, "stays")
    person, living = _whole(people["person"]), _whole(stays["person"])
    aligned = len(person) == len(living) and bool((person == living).all() and (person[1:] > person[:-1]).all())
    ids, at = (person, slice(None)) if aligned else _places(person, living)
    household, of_household = np.unique(_whole(stays["household"]), return_inverse=True)
    units = _texts(stays["unit"])
    fixed = {name: _texts(people[name]) for name in people.column_names if name not in (*COLUMNS["people"], "name")}
    found = Register(
        person=ids,
        household=household,
        unit=units.listed,
        of_person=np.arange(len(living)) if aligned else np.searchsorted(ids, living),
        of_household=of_household.astype(np.int32),
        of_unit=units.codes,
        permanent=_once(stays["permanent_resident"].combine_chunks().to_numpy(zero_copy_only=False)),
        start=_once(_days(stays["from"])),
        end=_once(_days(stays["to"])),
        born=_days(people["born"])[at],
        died=_once(_days(people["died"])[at]),
        fixed={name: Texts(_once(t.codes[at]), t.listed) for name, t in fixed.items()},
        told={},
    )
    return replace(found, told=dict(_told(facts, found)))


def _places(person: Array, living: Array) -> tuple[Array, Array]:
    """People in the order of their numbers, and for each stay the row of its person."""
    order = np.argsort(person, kind="stable")
    return person[order], order[np.searchsorted(person, living, sorter=order)]


def _told(facts: Facts, register: Register) -> Iterator[tuple[str, Rows]]:
    for name, by in KEYS.items():
        if name in facts.tables:
            table = table_in(facts, name)
            if by == "unit":
                place = pc.index_in(table["unit"].cast(pa.string()), pa.array(register.unit, pa.string()))
                key = _whole(place.fill_null(-1))
            else:
                key = _found(_whole(table[by]), getattr(register, by))
            yield name, _rows(table, name, key)


def _found(numbers: Array, listed: Array) -> Array:
    """The place of each number in a sorted list, -1 where it is not there."""
    place = np.searchsorted(listed, numbers)
    place[place == len(listed)] = 0
    return np.where(listed[place] == numbers, place, -1) if len(listed) else np.full(len(numbers), -1)


def _rows(table: pa.Table, name: str, key: Array) -> Rows:
    """The rows of those who are somewhere in the register."""
    here = key >= 0
    fact = _texts(table["fact"]) if "fact" in table.column_names else Texts(np.zeros(len(key), np.int64), (name,))
    value = _texts(table["value"]) if name.endswith("_status") else Texts(np.zeros(len(key), np.int64), ("",))
    said = joined([fact.codes, value.codes])
    some = said.first()
    texts = zip(fact.codes[some].tolist(), value.codes[some].tolist(), strict=True)
    amount = _whole(table["value"]) if name == "person_amount" else np.zeros(len(key), np.int64)
    columns = (key, _days(table["from"]), _days(table["to"]), said.values, amount)
    key, start, end, places, amount = columns if here.all() else (c[here] for c in columns)
    return Rows(key, start, end, places, tuple((fact.listed[f], value.listed[v]) for f, v in texts), amount)


def table_in(facts: Facts, name: str) -> pa.Table:
    """A facts table in memory, read where it is a file."""
    source = facts.tables[name]
    return pq.read_table(source) if isinstance(source, Path) else source


def _days(column: pa.ChunkedArray) -> Array:
    return _whole(column.cast(pa.date32()).cast(pa.int32()).fill_null(OPEN_DAY))


def _whole(column: pa.ChunkedArray | pa.Array) -> Array:
    numbers: Array = column.to_numpy()
    return numbers


def _texts(column: pa.ChunkedArray) -> Texts:
    """A column of texts, flags or numbers by its texts."""
    coded = column.combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.unify_dictionaries().combine_chunks()
    listed = coded.dictionary.cast(pa.string()).to_pylist()
    return Texts(_whole(coded.indices), tuple(listed))


def _once(column: Array) -> Array:
    """The column, or its first row where all are alike."""
    return column[:1] if len(column) and bool((column == column[0]).all()) else column
