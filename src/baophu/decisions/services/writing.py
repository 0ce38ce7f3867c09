"""The standings of a whole run written beside the people: a table made anew and swapped in one transaction.

Readers see the old table until the new one is whole. Who was decided again since the run's facts were read keeps that
decision, which knows more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from baophu.decisions.models import Current, Redecision
from baophu.decisions.services.snapshot import apart, silent, where
from baophu.decisions.services.standing import COLUMNS

TABLE = Current._meta.db_table
NEXT, STAGE = f"{TABLE}_next", f"{TABLE}_stage"
SWAP_LOCK = 7_201_417
"""The PostgreSQL lock: a swap has it alone, decisions of a few people share it."""

STORED = {"person": "person_id", "household": "household_id", "unit": "unit_id", "outcome": "outcome_id",
          "next_outcome": "next_outcome_id"}  # fmt: skip


def write_back(file: Path, run: int, known_at: datetime, done: Callable[[int], None]) -> int:
    """Put the standings of a Parquet file (COLUMNS) in place of all there are; how many there are then.

    `known_at` is the moment the run's facts tell; `done` is called inside the transaction that swaps, with the count.
    """
    if connection.vendor == "postgresql":
        apart({"job": "stage", **where(), "table": STAGE, "file": str(file)}, silent)
        return _swap_postgresql(run, known_at, done)
    stage = file.parent / "stage.sqlite3"
    try:
        apart({"job": "stage", "vendor": "sqlite", "where": str(stage), "table": STAGE, "file": str(file)}, silent)
        return _swap_sqlite(stage, run, known_at, done)
    finally:
        for left in file.parent.glob("stage.sqlite3*"):
            left.unlink()


def clear() -> None:
    """Remove what a write-back that was killed left behind."""
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {STAGE}")


def _stored() -> list[str]:
    return [f'"{STORED.get(c, c)}"' for c in COLUMNS]


def _insert(source: str, run: int, known_at: datetime) -> str:
    """SQL that fills the new table from the staged rows."""
    taken = [f'cast("{c}" as jsonb)' if c == "amounts" else f'"{c}"' for c in COLUMNS]
    moment: Any = known_at.isoformat()
    if connection.vendor == "sqlite":
        taken = [f'"{c}"' for c in COLUMNS]
        moment = connection.ops.adapt_datetimefield_value(known_at)
    listed = ", ".join([*_stored(), "decided_at", "run_id", "problem"])
    return f"insert into {NEXT} ({listed}) select {', '.join(taken)}, '{moment}', {run}, '' from {source}"


def _keep_newer(known_at: datetime) -> list[tuple[str, list[Any]]]:
    """Statements that give those decided again since then the row they have, or none."""
    moment = connection.ops.adapt_datetimefield_value(known_at)
    newer = f"select person from {Redecision._meta.db_table} where at >= %s"
    columns = ", ".join(f'"{f.column}"' for f in Current._meta.concrete_fields)
    return [
        (f"delete from {NEXT} where person_id in ({newer})", [moment]),
        (f"insert into {NEXT} ({columns}) select {columns} from {TABLE} where person_id in ({newer})", [moment]),
    ]


def _swap_postgresql(run: int, known_at: datetime, done: Callable[[int], None]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local maintenance_work_mem = '256MB'")
        cursor.execute(f"drop table if exists {NEXT}")
        cursor.execute(f"create table {NEXT} (like {TABLE} including defaults)")
        cursor.execute(_insert(STAGE, run, known_at))
        cursor.execute("select indexname, indexdef from pg_indexes where tablename = %s", [TABLE])
        indexes = cursor.fetchall()
        for name, definition in indexes:
            made = definition.replace(f" INDEX {name} ON ", f" INDEX next_{name} ON ")
            cursor.execute(re.sub(rf"\b{TABLE}\b USING", f"{NEXT} USING", made))
        cursor.execute("select pg_advisory_xact_lock(%s)", [SWAP_LOCK])
        for statement, parameters in _keep_newer(known_at):
            cursor.execute(statement, parameters)
        cursor.execute("select conname from pg_constraint where conrelid = %s::regclass and contype = 'p'", [TABLE])
        (primary,) = cursor.fetchone()
        cursor.execute(f"drop table {TABLE}")
        cursor.execute(f"alter table {NEXT} rename to {TABLE}")
        for name, _ in indexes:
            cursor.execute(f"alter index next_{name} rename to {name}")
        cursor.execute(f"alter table {TABLE} add constraint {primary} primary key using index {primary}")
        written = _count(cursor)
        Redecision.objects.filter(at__lt=known_at).delete()
        done(written)
    with connection.cursor() as cursor:
        cursor.execute(f"drop table {STAGE}")
        cursor.execute(f"analyze {TABLE}")
    return written


def _swap_sqlite(stage: Path, run: int, known_at: datetime, done: Callable[[int], None]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("attach database %s as staged", [str(stage)])
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select sql from main.sqlite_master where type = 'table' and name = %s", [TABLE])
            (made,) = cursor.fetchone()
            cursor.execute(
                "select sql from main.sqlite_master where type = 'index' and tbl_name = %s and sql is not null", [TABLE]
            )
            indexes = [sql for (sql,) in cursor.fetchall()]
            cursor.execute(made.replace(f'"{TABLE}"', f'"{NEXT}"', 1))
            cursor.execute(_insert(f"staged.{STAGE}", run, known_at))
            for statement, parameters in _keep_newer(known_at):
                cursor.execute(statement, parameters)
            cursor.execute(f"drop table {TABLE}")
            cursor.execute(f'alter table {NEXT} rename to "{TABLE}"')
            for sql in indexes:
                cursor.execute(sql)
            written = _count(cursor)
            Redecision.objects.filter(at__lt=known_at).delete()
            done(written)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("detach database staged")
    with connection.cursor() as cursor:
        cursor.execute("pragma analysis_limit = 1000")
        cursor.execute(f"analyze {TABLE}")
    return written


def _count(cursor: Any) -> int:
    cursor.execute(f"select count(*) from {TABLE}")
    return int(cursor.fetchone()[0])
