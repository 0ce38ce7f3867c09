"""Lists kept beside the figures, sorted by unit and number, so that the people behind a figure are read in pieces.

`people.parquet`  everybody living in the units in the figures' month: person, outcome, unit, card, birth, ethnicity and
                  đồng a month by payer
`lapses.parquet`  a row a person and cause: the first lapse after the figures' day, with the outcome of that day
`stretches/`      the run's stretches of people living in the units, a file a unit, for the lists of other months:
                  person, outcome, card, birth, first and last month, đồng a month by payer
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from baophu.engine.store import Run
from baophu.insight.run import living, text
from baophu.law.model import Book

PEOPLE, LAPSES, STRETCHES = "people.parquet", "lapses.parquet", "stretches"
IN_A_GROUP = 20_000
"""Rows of a group of the file: what a unit's list reads at least."""


def write(run: Run, book: Book, month: int, lapses: pa.Table | None, folder: Path) -> None:
    """Write the lists of a run's month into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    payers = ", ".join(f'i."{p}"' for p in book.payers)
    run.con.execute(
        f"""create or replace temp table listed as
            select i.person, i.outcome, i.unit, i.card, i.birth, coalesce(p.ethnicity, '') as ethnicity, {payers}
            from interval i left join person p using (person)
            where i.a <= {month} and i.b >= {month} and {living(book, "i.unit")}"""
    )
    _copy(run, "select * from listed order by unit, person", folder / PEOPLE)
    if lapses is not None:
        run.con.register("lapse", lapses)
        _copy(
            run,
            """select l.person, t.outcome, l.unit, l.insured_before::int as card, l.day, l.cause, l.provision
               from lapse l left join listed t using (person)
               qualify row_number() over (partition by l.person, l.cause order by l.day) = 1
               order by l.unit, l.person, l.day, l.cause""",
            folder / LAPSES,
        )
        run.con.unregister("lapse")
    run.con.execute("drop table listed")
    path = text(str(folder / STRETCHES))
    run.con.execute(
        f"""copy (select i.person, i.outcome, i.unit, i.card, i.birth, i.a, i.b, {payers} from interval i
                  where {living(book, "i.unit")})
            to {path} (format parquet, partition_by (unit), compression snappy)"""
    )


def stretches(folder: Path, units: Sequence[str]) -> str:
    """The stretches of some units as an SQL source that opens their files alone; nobody's where they have none."""
    files = [str(file) for unit in units for file in sorted((folder / STRETCHES / f"unit={unit}").glob("*.parquet"))]
    if not files:
        return "(select * from interval where false)"
    return f"read_parquet([{', '.join(map(text, files))}], hive_partitioning = true, hive_types = {{'unit': varchar}})"


def _copy(run: Run, query: str, file: Path) -> None:
    run.con.execute(
        f"copy ({query}) to {text(str(file))} (format parquet, compression zstd, row_group_size {IN_A_GROUP})"
    )
