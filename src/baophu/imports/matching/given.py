"""Many values in one query: a table of what is given, on both databases, and nothing in the SQL but its parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

CHUNK = 20_000
"""Values in one query."""

_TYPES = {"text": "text", "date": "date", "whole": "bigint"}


def rows_for(
    sql: str, columns: dict[str, str], values: Sequence[tuple[Any, ...]], after: Sequence[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """Rows of a query that begins at `{given}`, a table `g` of the values with these columns (text, date, whole).

    The query joins to it with `{join} table on …`, and SQLite is held to that order. Dates come back as dates on
    PostgreSQL and as texts on SQLite: see `as_date`. `after` are the parameters that follow the given values.
    """
    for start in range(0, len(values), CHUNK):
        some = values[start : start + CHUNK]
        table, parameters = _table(columns, some)
        join = "cross join" if connection.vendor == "sqlite" else "join"
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{given}", table).replace("{join}", join), [*parameters, *after])
            yield from cursor.fetchall()


def as_date(value: object) -> date | None:
    """A date as a raw query gives it."""
    return value if isinstance(value, date) or value is None else date.fromisoformat(str(value))


def _table(columns: dict[str, str], values: Sequence[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{_TYPES[kind]}[]" for kind in columns.values())
        listed = [list(column) for column in zip(*values, strict=True)]
        return f"unnest({arrays}) as g({', '.join(columns)})", listed
    picked = ", ".join(f"json_extract(value, '$[{place}]') as {name}" for place, name in enumerate(columns))
    return f"(select {picked} from json_each(%s)) as g", [json.dumps(values, default=str, ensure_ascii=False)]
