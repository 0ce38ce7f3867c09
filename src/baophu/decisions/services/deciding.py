"""Decide facts held in memory: a household on arrays, thousands of people through DuckDB; and who stands how today."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from baophu.decisions.services import lawbooks
from baophu.decisions.services.standing import Asked, prepare
from baophu.engine.compiled import CompiledLaw
from baophu.engine.decide import decide, load
from baophu.engine.few import decide_few
from baophu.engine.outcome import Outcome
from baophu.engine.source import Facts
from baophu.law.model import Book

FEW = 1_000
"""People up to whom arrays are quicker than a database."""

YEARS_AHEAD = 1
_kept = threading.local()


@dataclass(frozen=True, slots=True)
class Decided:
    """`intervals` as in docs/decisions.md without `period`, by person and month; `outcome` is a place in `outcomes`."""

    intervals: pa.Table
    outcomes: tuple[Outcome, ...]


def law_around(book: Book, day: date) -> CompiledLaw:
    """The law from the first month of a day's year (ranks are counted in a year) to the end of the next year."""
    return lawbooks.compiled(book, day.year * 12, (day.year + YEARS_AHEAD) * 12 + 11)


def decided(law: CompiledLaw, facts: Facts) -> Decided:
    """The decisions of some people; FactsError names the row that cannot be."""
    if facts.tables["people"].num_rows <= FEW:  # type: ignore[union-attr]
        few = decide_few(law, facts)
        return Decided(few.intervals, few.outcomes)
    found = decide(load(facts, law.book, law.first, law.last))
    columns = "person, household, unit, birth, a, b, outcome, rank, card"
    con = found.loaded.con
    intervals = con.sql(f"select * from ({found.amounts('laid', columns)}) order by person, a").to_arrow_table()
    con.close()
    return Decided(intervals, found.rulings.outcomes)


@contextmanager
def asking(**tables: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of this thread with some tables by name."""
    con: duckdb.DuckDBPyConnection | None = getattr(_kept, "con", None)
    if con is None:
        con = _kept.con = duckdb.connect(config={"threads": 1, "memory_limit": "500MB"})
    for name, table in tables.items():
        con.register(name, table)
    try:
        yield con
    finally:
        for name in tables:
            con.unregister(name)


def standings(
    found: Decided, facts: Facts, persons: frozenset[int], law: CompiledLaw, day: date
) -> list[dict[str, Any]]:
    """How some people stand on a day (services.standing.COLUMNS); who does not live here then has no row."""
    views = {f"in_{name}": facts.tables[name] for name in ("people", "stays", "cards")}
    with asking(interval=found.intervals, **views) as con:
        asked = Asked(day, law.book, law.last, found.outcomes)
        rows: list[dict[str, Any]] = con.sql(prepare(con, asked, sorted(persons))).to_arrow_table().to_pylist()
    return rows
