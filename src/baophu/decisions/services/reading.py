"""Rows of the register as Arrow tables, through Django's own connection: what a transaction has written is seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import connection

from baophu.law.model import Book


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a facts table and where the register keeps it."""

    name: str
    stored: str
    kind: pa.DataType


def known(horizon: int | None) -> list[str]:
    """SQL conditions: recorded and not retracted, now or as far as the entry `horizon`."""
    if horizon is None:
        return ["retracted_id is null"]
    return [f"entry_id <= {horizon}", f"(retracted_id is null or retracted_id > {horizon})"]


def rows_of(
    table: str,
    columns: Sequence[Column],
    conditions: Sequence[str],
    *,
    key: str = "",
    ids: Sequence[int] = (),
    since: date | None = None,
    order: str = "",
) -> pa.Table:
    """Rows of a table of the register; `key` and `ids` narrow them, `since` leaves out what ended before."""
    where = list(conditions)
    parameters: list[Any] = []
    if key:
        where.append(among(key))
        parameters.append(numbers(ids))
    if since is not None:
        where.append("(valid_to is null or valid_to >= %s)")
        parameters.append(since.isoformat() if connection.vendor == "sqlite" else since)
    listed = ", ".join(_taken(column) for column in columns)
    query = f"select {listed} from {table} where {' and '.join(where) or 'true'}"
    with connection.cursor() as cursor:
        cursor.execute(f"{query} order by {order}" if order else query, parameters)
        rows = cursor.fetchall()
    arrays = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return pa.table({c.name: _array(c, values) for c, values in zip(columns, arrays, strict=True)})


def whole_area_rows(book: Book) -> pa.Table:
    """The law book's own facts of areas as rows of a facts table."""
    rows = [(u, s.fact, s.value, s.start, s.end) for s in book.area_facts for u in s.units]
    return pa.table(
        {
            "unit": pa.array([r[0] for r in rows], pa.string()),
            "fact": pa.array([r[1] for r in rows], pa.string()),
            "value": pa.array([_written(r[2], book.facts[r[1]].type) for r in rows], pa.string()),
            "from": pa.array([r[3] for r in rows], pa.date32()),
            "to": pa.array([r[4] for r in rows], pa.date32()),
        }
    )


def _written(value: int | bool | str, kind: str) -> str:
    if kind == "month" and isinstance(value, int):
        return f"{value // 12}-{value % 12 + 1:02d}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def among(key: str) -> str:
    """SQL: a column is among numbers, however many, given as one parameter."""
    return f"{key} = any(%s)" if connection.vendor == "postgresql" else f"{key} in (select value from json_each(%s))"


def numbers(ids: Sequence[int]) -> list[int] | str:
    """The parameter of `among`."""
    return list(ids) if connection.vendor == "postgresql" else json.dumps(list(ids))


def _taken(column: Column) -> str:
    """SQL of a column; a day as the days since 1970, which no driver turns into an object of its own."""
    if not pa.types.is_date(column.kind):
        return column.stored
    if connection.vendor == "postgresql":
        return f"{column.stored} - date '1970-01-01'"
    return f"cast(julianday({column.stored}) - 2440587.5 as integer)"


def _array(column: Column, values: Sequence[object]) -> pa.Array:
    if pa.types.is_date(column.kind):
        return pa.array(values, pa.int32()).cast(column.kind)
    if pa.types.is_boolean(column.kind):
        return pa.array([bool(v) for v in values], column.kind)
    return pa.array(values, column.kind)
