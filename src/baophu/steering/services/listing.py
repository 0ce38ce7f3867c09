"""Lists kept beside the figures, sorted by unit and number, so that the people behind a figure are read in pieces.

`people.parquet`  everybody living in the units in the figures' month: person, outcome, unit, card, birth, ethnicity and
                  đồng a month by payer
`lapses.parquet`  a row a person and cause: the first lapse after the figures' day, with the outcome of that day
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from baophu.engine.store import Run
from baophu.insight.run import living
from baophu.law.model import Book

PEOPLE, LAPSES = "people.parquet", "lapses.parquet"
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


def _copy(run: Run, query: str, file: Path) -> None:
    path = str(file).replace("'", "''")
    run.con.execute(f"copy ({query}) to '{path}' (format parquet, compression zstd, row_group_size {IN_A_GROUP})")
