"""What changed in the facts from one month to the next: which status ended or began, which stay, which card.

A month is decided on the facts of its first day, so what turns a month has its exact day between the first day of the
month before (exclusive) and the month's own first day (inclusive). `day` is always the first day on which the new
state of things holds: the day after a status, a stay or a card ended, or the day on which another began.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from baophu.engine.encode import first_full, month
from baophu.engine.months import show
from baophu.engine.source import Facts
from baophu.insight.run import InsightError
from baophu.law.model import AreaSpell, Book

COLUMNS = "m int, fact varchar, old varchar, new varchar, day date"


def changes(con: duckdb.DuckDBPyConnection, facts: Facts, book: Book, turn: str, first: int, last: int) -> None:
    """Make `change_person`, `change_household`, `change_area`, `change_stay`, `change_card` for months `first..last`.

    The first three are (key, m, fact, old, new, day) where the value from month `m` on differs from the one before, an
    empty text meaning the default; `change_stay` and `change_card` are (person, m, day) where one ended in the month
    before. Only people and households of the table `turn` are looked at.
    """
    for table, key in (("person", "person"), ("household", "household"), ("area", "unit")):
        source = _scan(con, facts, f"{table}_status")
        if table == "area" and source is None:
            source = _own_areas(con, book)
        where = "true" if table == "area" else f"{key} in (select {key} from {turn})"
        _statuses(con, f"change_{table}", key, source, where, first, last)
    for table, name in (("stay", "stays"), ("card", "cards")):
        source = _scan(con, facts, name)
        ended = f"""select distinct person, {month('"to"')} + 1 as m, "to" + 1 as day from {source}
            where person in (select person from {turn}) and {month('"to"')} between {first - 1} and {last - 1}"""
        rows = ended if source else "select null::bigint as person, 0 as m, null::date as day where false"
        con.execute(f"create or replace temp table change_{table} as {rows}")


def _statuses(
    con: duckdb.DuckDBPyConnection, name: str, key: str, source: str | None, where: str, first: int, last: int
) -> None:
    if source is None:
        kind = "varchar" if key == "unit" else "bigint"
        con.execute(f"create or replace temp table {name} ({key} {kind}, {COLUMNS})")
        return
    con.execute(
        f"""create or replace temp table {name} as
            with spell as (
              select {key}, fact, value, "from", "to", {first_full('"from"')} as a, {month('"to"')} as b
              from {source} where {where}),
            ended as (select * from spell where b between {first - 1} and {last - 1} and a <= b),
            begun as (select * from spell where a between {first} and {last} and (b is null or a <= b))
            select coalesce(e.{key}, s.{key}) as {key}, coalesce(e.b + 1, s.a) as m, coalesce(e.fact, s.fact) as fact,
              coalesce(e.value, '') as old, coalesce(s.value, '') as new, coalesce(e."to" + 1, s."from") as day
            from ended e full join begun s on s.{key} = e.{key} and s.fact = e.fact and s.a = e.b + 1
            where coalesce(e.value, '') <> coalesce(s.value, '')"""
    )


def _scan(con: duckdb.DuckDBPyConnection, facts: Facts, table: str) -> str | None:
    source = facts.tables.get(table)
    if source is None:
        return None
    if isinstance(source, Path):
        if not source.exists():
            raise InsightError(f"{source} is gone; causes are read from the facts the run was decided from")
        return f"read_parquet('{str(source).replace(chr(39), chr(39) * 2)}')"
    con.register(f"insight_{table}", source)
    return f"insight_{table}"


def _own_areas(con: duckdb.DuckDBPyConnection, book: Book) -> str:
    """The law book's own area facts, as if they had come in a table."""
    rows = [_row(unit, spell, book) for spell in _spells(book) for unit in spell.units]
    kinds = [("unit", pa.string()), ("fact", pa.string()), ("value", pa.string())]
    schema = pa.schema([*kinds, ("from", pa.date32()), ("to", pa.date32())])
    con.register("insight_area_status", pa.Table.from_pylist(rows, schema=schema))
    return "insight_area_status"


def _spells(book: Book) -> Iterable[AreaSpell]:
    return book.area_facts


def _row(unit: str, spell: AreaSpell, book: Book) -> dict[str, object]:
    is_month = book.facts[spell.fact].type == "month" and isinstance(spell.value, int)
    value = show(int(spell.value)) if is_month else str(spell.value).lower()
    return {"unit": unit, "fact": spell.fact, "value": value, "from": spell.start, "to": spell.end}
