"""Writing a load into SQLite: one connection, one transaction, rows in big portions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import duckdb
from django.db import OperationalError, connection

from baophu.registry.services.loading.shapes import Shape

PORTION = 50_000
_CACHE_KB = 262_144


@contextmanager
def ready() -> Iterator[None]:
    """Foreign keys aside (the facts were checked), and the journal that does not write everything twice.

    With a rollback journal a process that is killed leaves a file that rolls back when it is opened next. Where another
    process has the register open the journal stays as it is, which is only slower.
    """
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("pragma foreign_keys = off")
    raw.execute(f"pragma cache_size = -{_CACHE_KB}")
    with suppress(OperationalError, raw.OperationalError):
        raw.execute("pragma journal_mode = delete")
    try:
        yield
    finally:
        connection.close()  # the next one opens with the settings of every day


def stand_aside(tables: Sequence[str]) -> list[str]:
    """Drop triggers and indexes of tables; the statements that bring them back, which are to be run in this order."""
    marks = ", ".join(["%s"] * len(tables))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select type, name, sql from sqlite_master where tbl_name in ({marks}) and sql is not null"
            " and type in ('index', 'trigger') order by type",
            list(tables),
        )
        found = cursor.fetchall()
        for kind, name, _ in found:
            cursor.execute(f'drop {kind} "{name}"')
    return [sql for _, _, sql in found]


def rows(con: duckdb.DuckDBPyConnection, shape: Shape) -> Iterator[int]:
    """Write the rows of a table; how many, portion by portion."""
    columns = ", ".join(f'"{column}"' for column in shape.columns)
    marks = ", ".join("?" * len(shape.columns))
    insert = f"insert into {shape.table} ({columns}) values ({marks})"
    raw: Any = connection.connection
    found = con.execute(_plain(con, shape))
    while portion := found.fetchmany(PORTION):
        raw.executemany(insert, portion)
        yield len(portion)


def _plain(con: duckdb.DuckDBPyConnection, shape: Shape) -> str:
    """The query with dates as texts, which is how SQLite keeps them."""
    kinds = {r[0]: r[1] for r in con.execute(f"describe {shape.query}").fetchall()}
    told = ", ".join(f'cast("{c}" as varchar)' if kinds[c] == "DATE" else f'"{c}"' for c in shape.columns)
    return f"select {told} from ({shape.query})"
