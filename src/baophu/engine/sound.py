"""A quick look at a few people's facts: are they surely as they must be?

It refuses nothing. Where it is not sure, `check_facts` looks again, row by row, and says what is wrong and where.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from baophu.engine.check import ELDEST_BORN, KEY, fact_fault, value_fault
from baophu.engine.source import COLUMNS, Facts
from baophu.engine.spells import AMOUNT_BITS
from baophu.law.model import Book

TYPES = {"BIGINT": pa.int64(), "DATE": pa.date32(), "VARCHAR": pa.string(), "BOOLEAN": pa.bool_()}
OPEN = {"died", "to"}
"""Columns that may be empty."""
FOREVER = pa.scalar(date.max)


def surely_sound(facts: Facts, book: Book, today: date) -> bool:
    """Whether tables in memory are sound beyond doubt; False may also mean that it is not known."""
    tables: dict[str, pa.Table] = {}
    for name, table in facts.tables.items():
        if not isinstance(table, pa.Table) or not _shaped(name, table, book):
            return False
        tables[name] = table
    people, stays = tables["people"], tables["stays"]
    fixed = frozenset(people.column_names) - set(COLUMNS["people"]) - {"name"}
    return (
        len(people) > 0
        and len(stays) > 0
        and _people(people, book, fixed, today)
        and _all(pc.is_in(stays["unit"], pa.array([*book.areas, "outside"])))
        and all(_rows(name, tables[name], people["person"], book, fixed) for name in KEY if name in tables)
    )


def _shaped(name: str, table: pa.Table, book: Book) -> bool:
    """Every column is there with its type and is full, and there is no other but facts that never change."""
    columns = COLUMNS[name]
    for column, kind in columns.items():
        if column not in table.column_names or table.schema.field(column).type != TYPES[kind]:
            return False
        if column not in OPEN and table[column].null_count:
            return False
    others = set(table.column_names) - set(columns)
    if name != "people":
        return not others
    return all(c == "name" or (c in book.facts and _never_changes(table, c, book)) for c in others)


def _never_changes(people: pa.Table, name: str, book: Book) -> bool:
    fact = book.facts[name]
    declared = fact.level == "person" and fact.type != "money" and not fact.reads and not fact.since
    return declared and people.schema.field(name).type == pa.string()


def _people(people: pa.Table, book: Book, fixed: frozenset[str], today: date) -> bool:
    born = people["born"]
    return (
        len(pc.unique(people["person"])) == len(people)
        and _all(pc.is_in(people["sex"], pa.array(["m", "f"])))
        and _all(pc.less_equal(born, pa.scalar(today)))
        and _all(pc.greater_equal(born, pa.scalar(ELDEST_BORN)))
        and _all(pc.greater_equal(pc.coalesce(people["died"], FOREVER), born))
        and not any(value_fault(book, fact, text) for fact in fixed for text in pc.unique(people[fact]).to_pylist())
    )


def _rows(name: str, table: pa.Table, people: pa.ChunkedArray, book: Book, fixed: frozenset[str]) -> bool:
    """The rows of a table speak of people that are there, of facts that are declared, and of one thing at a time."""
    start, end = table["from"], pc.coalesce(table["to"], FOREVER)
    known = KEY[name] != "person" or _all(pc.is_in(table["person"], people.combine_chunks()))
    known = known and _all(pc.greater_equal(end, start))
    if name == "area_status":
        known = known and _all(pc.is_in(table["unit"], pa.array(list(book.areas), pa.string())))
    if name == "person_amount":
        value = table["value"]
        known = known and _all(pc.and_(pc.greater_equal(value, 0), pc.less(value, 1 << AMOUNT_BITS)))
    by = [table[KEY[name]]]
    if "fact" in table.column_names:
        by.append(table["fact"])
        values = table["value"].to_pylist() if name != "person_amount" else [""] * len(table)
        pairs = set(zip(table["fact"].to_pylist(), values, strict=True))
        known = known and not any(fact in fixed or fact_fault(book, name, fact, value) for fact, value in pairs)
    return known and _apart(by, start, end)


def _apart(by: list[pa.ChunkedArray], start: pa.ChunkedArray, end: pa.ChunkedArray) -> bool:
    """Whether rows of the same thing follow one another."""
    codes = [column.combine_chunks().dictionary_encode().indices.to_numpy() for column in by]
    first, last = (column.cast(pa.int32()).to_numpy() for column in (start, end))
    order = np.lexsort((first, *codes))
    same = np.logical_and.reduce([c[order][1:] == c[order][:-1] for c in codes])
    return not bool((same & (first[order][1:] <= last[order][:-1])).any())


def _all(flags: pa.ChunkedArray) -> bool:
    return bool(pc.all(flags, min_count=0).as_py())
