"""Bulk reading and writing in a process of its own: `python -m baophu.decisions.apart`, the job as JSON on stdin.

ADBC brings its own SQLite. Two SQLite libraries in one process break the locks of a file (closing one's handle drops
the other's locks), so the file is opened here, where Django is never imported. PostgreSQL goes the same way: memory
is given back, and there is one way.

Job `read`: rows of the register as Parquet files. Job `stage`: a Parquet file into a table.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

SPELL = ("valid_from", "valid_to")
TABLES: dict[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    "stays": (
        "registry_stay",
        (
            ("person", "person_id", "bigint"),
            ("household", "household_id", "bigint"),
            ("unit", "unit_id", "varchar"),
            ("permanent_resident", "permanent", "boolean"),
        ),
    ),
    "person_status": (
        "registry_personstatus",
        (("person", "person_id", "bigint"), ("fact", "fact", "varchar"), ("value", "value", "varchar")),
    ),
    "person_amount": (
        "registry_personamount",
        (("person", "person_id", "bigint"), ("fact", "fact", "varchar"), ("value", "value", "bigint")),
    ),
    "household_status": (
        "registry_householdstatus",
        (("household", "household_id", "bigint"), ("fact", "fact", "varchar"), ("value", "value", "varchar")),
    ),
    "area_status": (
        "registry_areastatus",
        (("unit", "unit_id", "varchar"), ("fact", "fact", "varchar"), ("value", "value", "varchar")),
    ),
    "cards": ("registry_card", (("person", "person_id", "bigint"),)),
}
"""Facts table → table of the register and (column, stored as, type); first the owner. All are spells."""

PEOPLE = (
    ("person", "id", "bigint"),
    ("born", "born", "date"),
    ("died", "died", "date"),
    ("sex", "sex", "varchar"),
    ("ethnicity", "ethnicity", "varchar"),
    ("name", "name", "varchar"),
    ("merged_into", "merged_into_id", "bigint"),
    ("withdrawn", "withdrawn", "boolean"),
)
PARQUET = "format parquet, compression zstd, compression_level 1"


def connect(vendor: str, where: str) -> Any:
    """A connection in one transaction: every table as of one moment."""
    if vendor == "sqlite":
        import adbc_driver_sqlite.dbapi as sqlite

        return sqlite.connect(where)
    import adbc_driver_postgresql.dbapi as postgresql

    return postgresql.connect(where)


def read(job: Mapping[str, Any]) -> dict[str, Any]:
    """Write every facts table to `job["out"]`; `horizon` is the last entry known, None: now.

    Answers with the last entry seen and the rows of each table.
    """
    out, horizon, vendor = Path(job["out"]), job["horizon"], job["vendor"]
    duck = duckdb.connect()
    duck.execute("set memory_limit = '1200MB'; set preserve_insertion_order = true")
    counts: dict[str, int] = {}
    with connect(vendor, job["where"]) as connection, connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select coalesce(max(id), 0) from registry_entry")
        entry = min(cursor.fetchone()[0], horizon if horizon is not None else sys.maxsize)
        say("people", 0.0)
        counts["people"] = _people(duck, cursor, vendor, out, horizon)
        for place, name in enumerate(TABLES, 1):
            say(name, place / (len(TABLES) + 1))
            counts[name] = _spells(duck, cursor, vendor, name, out, horizon)
    return {"entry": entry, "rows": counts}


def _people(duck: duckdb.DuckDBPyConnection, cursor: Any, vendor: str, out: Path, horizon: int | None) -> int:
    """People as known then: what was changed since is put back, who was merged into another is left out."""
    recorded = f" where entry_id <= {horizon}" if horizon is not None else ""
    cursor.execute(f"select {_taken(PEOPLE, vendor)} from registry_person{recorded}")
    duck.register("raw", cursor.fetch_record_batch())
    duck.execute(f"create table person as select {_given(PEOPLE)} from raw")
    duck.unregister("raw")
    if horizon is not None:
        cursor.execute(
            f"select person_id, field, coalesce(before, ''), id from registry_personchange where entry_id > {horizon}"
        )
        duck.register("raw", cursor.fetch_record_batch())
        duck.execute(
            "create table changed as select person_id::bigint as person, field::varchar as field,"
            " nullif(min_by(\"coalesce\"::varchar, id::bigint), '') as before from raw group by all"
            if vendor == "postgresql"
            else "create table changed as select person_id::bigint as person, field::varchar as field,"
            " nullif(min_by(\"coalesce(before, '')\"::varchar, id::bigint), '') as before from raw group by all"
        )
        duck.unregister("raw")
        for column, _, kind in PEOPLE[1:]:
            value = f"coalesce(c.before::{kind}, false)" if kind == "boolean" else f"c.before::{kind}"
            duck.execute(
                f"update person set {column} = {value} from changed c"
                f" where c.person = person.person and c.field = '{column}'"
            )
    duck.execute("create table kept as select person from person where merged_into is null and not withdrawn")
    shown = ", ".join(column for column, _, _ in PEOPLE[:6])
    query = f"select {shown} from person semi join kept using (person) order by person"
    duck.execute(f"copy ({query}) to '{_quoted(out / 'people.parquet')}' ({PARQUET})")
    duck.execute("drop table person")
    return _count(duck, "kept")


def _spells(
    duck: duckdb.DuckDBPyConnection, cursor: Any, vendor: str, name: str, out: Path, horizon: int | None
) -> int:
    """One table of spells, in the order of owner, fact and day; an area table only where the register has rows."""
    table, columns = TABLES[name]
    columns = (*columns, ("from", "valid_from", "date"), ("to", "valid_to", "date"))
    known = "retracted_id is null"
    if horizon is not None:
        known = f"entry_id <= {horizon} and (retracted_id is null or retracted_id > {horizon})"
    cursor.execute(f"select {_taken(columns, vendor)} from {table} where {known}")
    duck.register("raw", cursor.fetch_record_batch())
    order = ", ".join(f'"{c}"' for c, _, _ in columns if c in (columns[0][0], "fact", "from"))
    of_people = " semi join kept using (person)" if columns[0][0] == "person" else ""
    file = out / f"{name}.parquet"
    given = f"(select {_given(columns)} from raw)"
    duck.execute(f"copy (select * from {given}{of_people} order by {order}) to '{_quoted(file)}' ({PARQUET})")
    duck.unregister("raw")
    found = int(pq.read_metadata(file).num_rows)
    if not found and name == "area_status":
        file.unlink()
    return found


def _taken(columns: Sequence[tuple[str, str, str]], vendor: str) -> str:
    """SQL of the columns as the register has them.

    SQLite keeps days as texts and knows no types of columns: nothing that may be empty is left empty, because the
    type of a column is told from its first rows.
    """
    if vendor == "postgresql":
        return ", ".join(f'{stored} as "{name}"' for name, stored, _ in columns)
    empty = {"date": "''", "varchar": "''", "bigint": "-1", "boolean": "0"}
    return ", ".join(f'coalesce({stored}, {empty[kind]}) as "{name}"' for name, stored, kind in columns)


def _given(columns: Sequence[tuple[str, str, str]]) -> str:
    """SQL of the columns as the facts tables have them."""

    def cast(name: str, kind: str) -> str:
        if kind == "date":
            return f"nullif(\"{name}\"::varchar, '')::date"
        return f'nullif("{name}", -1)::bigint' if name == "merged_into" else f'"{name}"::{kind}'

    return ", ".join(f'{cast(name, kind)} as "{name}"' for name, _, kind in columns)


def stage(job: Mapping[str, Any]) -> dict[str, Any]:
    """Put a Parquet file into the table `job["table"]`, which is made anew."""
    file = pq.ParquetFile(job["file"])
    with connect(job["vendor"], job["where"]) as connection:
        with connection.cursor() as cursor:
            batches = file.iter_batches(batch_size=65_536)
            reader = pa.RecordBatchReader.from_batches(file.schema_arrow, batches)
            cursor.adbc_ingest(job["table"], reader, mode="replace")
        connection.commit()
    return {"rows": file.metadata.num_rows}


def say(step: str, done: float) -> None:
    """A line of progress for who started this process."""
    print(json.dumps({"step": step, "done": done}), flush=True)


def _count(duck: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(duck.execute(f"select count(*) from {table}").fetchall()[0][0])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def main() -> None:
    """Do the job on stdin; the last line of the answer is what came of it."""
    job = json.loads(sys.stdin.read())
    jobs = {"read": read, "stage": stage}
    print(json.dumps({"found": jobs[job["job"]](job)}), flush=True)


if __name__ == "__main__":
    main()
