"""Writing a load into PostgreSQL: one transaction, rows by COPY."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow.csv as csv
from django.db import connection

from baophu.registry.services.loading.shapes import Shape

PORTION = 100_000


@contextmanager
def ready() -> Iterator[None]:
    """Nothing to prepare."""
    yield


def stand_aside(tables: Sequence[str]) -> list[str]:
    """Drop foreign keys, unique rules and indexes of tables and switch their triggers off.

    The statements that bring all of it back are to be run in the order given; foreign keys are checked by then.
    """
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local maintenance_work_mem = '256MB'")
        cursor.execute(
            """select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
               where conrelid = any(%s::regclass[]) and contype in ('f', 'u') order by contype desc, conname""",
            [list(tables)],
        )
        rules = cursor.fetchall()
        cursor.execute(
            """select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
               where i.indrelid = any(%s::regclass[])
                 and not exists (select 1 from pg_constraint where conindid = i.indexrelid)""",
            [list(tables)],
        )
        indexes = cursor.fetchall()
        for table, name, _ in rules:
            cursor.execute(f'alter table {table} drop constraint "{name}"')
        for name, _ in indexes:
            cursor.execute(f"drop index {name}")
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
    back = [sql for _, sql in indexes]
    back += [f"select setval(pg_get_serial_sequence('{t}', 'id'), greatest(max(id), 1)) from {t}" for t in tables]
    back += [f'alter table {table} add constraint "{name}" {sql}' for table, name, sql in rules]
    return back + [f"alter table {table} enable trigger user" for table in tables]


def rows(con: duckdb.DuckDBPyConnection, shape: Shape) -> Iterator[int]:
    """Write the rows of a table; how many, portion by portion."""
    columns = ", ".join(f'"{column}"' for column in shape.columns)
    options = csv.WriteOptions(include_header=False)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {shape.table} ({columns}) from stdin (format csv)") as into,
    ):
        for batch in con.sql(shape.query).to_arrow_reader(PORTION):
            text = io.BytesIO()
            csv.write_csv(batch, text, options)
            into.write(text.getvalue())
            yield batch.num_rows
