"""One text of the decision for every engine: on the same cells PostgreSQL and Spark answer as DuckDB does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import psycopg
import pytest

import baophu
from baophu.engine.decision import Plan, answer_columns, considered_columns, decision_sql
from baophu.engine.layout import Field, visible
from baophu.engine.months import parse
from baophu.engine.periods import period_at
from baophu.engine.rulings import plans
from baophu.engine.sql import DUCKDB, POSTGRES, SPARK, Dialect
from baophu.law.read import read_book

from .postgres import rows_of

Rows = Sequence[tuple[object, ...]]
BOOKS: dict[str, tuple[str, ...]] = {
    "toy": ("2015-01", "2018-01", "2021-07", "2022-02", "2023-07", "2024-07", "2026-01"),
    "quang_ninh": ("2015-01", "2018-12", "2021-08", "2024-03", "2025-08", "2026-03", "2027-06"),
}
LAWBOOKS = Path(baophu.__file__).parent / "lawbook"
CELLS = 1500


@dataclass(frozen=True)
class Asked:
    """A book's plans on some days, and cells of random facts to ask them about."""

    plans: list[Plan]
    columns: tuple[str, ...]
    cells: list[tuple[int, ...]]


@cache
def asked(book: str) -> Asked:
    law = read_book(LAWBOOKS / book)
    inside = [period_at(law, parse(day), parse(day), index) for index, day in enumerate(BOOKS[book])]
    layout = visible(law, inside)
    random = Random(1)
    columns = ("cell", "age", "month", *(f"f_{field.name}" for field in layout.fields))
    cells = []
    for number in range(CELLS):
        month = parse(random.choice(BOOKS[book])) + random.randrange(3)
        often = random.random()
        facts = [some_code(random, field, month) if random.random() < often else 0 for field in layout.fields]
        cells.append((number, random.choice([0, 5, 6, 17, 60, 64, 65, 69, 70, 75, 80, 90]), month, *facts))
    return Asked(plans(law, layout, inside), columns, cells)


def some_code(random: Random, field: Field, month: int) -> int:
    """A value of a visible fact as the law's SQL reads it."""
    if field.declaration.type == "month":
        return random.choice([0, month, month - 1, month - 11, month - 12, month - 36, month - 60])
    if field.declaration.type == "count":
        return random.randrange(5)
    return random.choice(sorted(set(field.codes.values())))


def answers(plan: Plan, dialect: Dialect, ask: Callable[[str], Rows]) -> list[tuple[object, ...]]:
    query = decision_sql(plan, dialect=dialect, explain=True)
    return sorted(tuple(row) for row in ask(query))


def compared(book: str, dialect: Dialect, ask: Callable[[str], Rows]) -> None:
    """Every column of every answer on every day is the same."""
    cells = asked(book)
    con = duckdb.connect()
    con.execute(f"create table cell ({', '.join(f'{c} integer' for c in cells.columns)})")
    con.executemany(f"insert into cell values ({', '.join('?' * len(cells.columns))})", cells.cells)
    decided = 0
    for plan in cells.plans:
        ours = answers(plan, DUCKDB, lambda query: con.execute(query).fetchall())
        theirs = answers(plan, dialect, ask)
        names = [*answer_columns(plan), *considered_columns(plan)]
        assert len(ours) == len(theirs) == CELLS
        for mine, other in zip(ours, theirs, strict=True):
            differing = [name for name, a, b in zip(names, mine, other, strict=True) if a != b]
            assert not differing, (plan.period.start, mine[0], differing)
        decided += len({row[1:] for row in ours})
    assert decided > 20 * len(cells.plans)


@pytest.mark.parametrize("book", BOOKS)
def test_postgresql_answers_as_duckdb_does(book: str, postgres: psycopg.Connection[tuple[object, ...]]) -> None:
    cells = asked(book)
    postgres.execute("drop table if exists cell")
    postgres.execute(f"create table cell ({', '.join(f'{c} integer' for c in cells.columns)})".encode())
    with postgres.cursor() as cursor, cursor.copy("copy cell from stdin") as copy:
        for row in cells.cells:
            copy.write_row(row)
    compared(book, POSTGRES, lambda query: rows_of(postgres, query))


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.parametrize("book", BOOKS)
def test_spark_answers_as_duckdb_does(book: str, spark: Any) -> None:
    cells = asked(book)
    types = ", ".join(f"{c} int" for c in cells.columns)
    spark.createDataFrame(cells.cells, types).createOrReplaceTempView("cell")
    compared(book, SPARK, lambda query: spark.sql(query).collect())
