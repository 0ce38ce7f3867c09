"""One text of the decision for every engine: on the same cells PostgreSQL and Spark answer as DuckDB does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import psycopg
import pytest

import baophu
from baophu.engine.decision import answer_columns, considered_columns, decision_sql
from baophu.engine.layout import Field, visible
from baophu.engine.months import parse
from baophu.engine.periods import period_at
from baophu.engine.plan import Plan, plans
from baophu.engine.sql import POSTGRES, SPARK, Dialect
from baophu.law.read import read_book

from .running import running
from .world import Human, Row, Stay, World

Rows = Sequence[tuple[Any, ...]]
Put = Callable[[str, Sequence[str], Rows], None]
Ask = Callable[[str], Rows]
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


def same_answers(book: str, dialect: Dialect, put: Put, ask: Ask) -> None:
    """Every column of every answer on every day is the same."""
    cells = asked(book)
    con = duckdb.connect()
    con.execute(f"create table cell ({', '.join(f'{c} integer' for c in cells.columns)})")
    con.executemany(f"insert into cell values ({', '.join('?' * len(cells.columns))})", cells.cells)
    put("cell", cells.columns, cells.cells)
    for plan in cells.plans:
        ours = sorted(con.execute(decision_sql(plan, explain=True)).fetchall())
        theirs = sorted(tuple(row) for row in ask(decision_sql(plan, dialect=dialect, explain=True)))
        names = [*answer_columns(plan), *considered_columns(plan)]
        assert len(ours) == len(theirs) == CELLS
        for mine, other in zip(ours, theirs, strict=True):
            differing = [name for name, a, b in zip(names, mine, other, strict=True) if a != b]
            assert not differing, (plan.period.start, mine[0], differing)
        assert len({row[1:] for row in ours}) > 20, "the cells are too alike to tell anything"


def same_amounts(dialect: Dialect, put: Put, ask: Ask) -> None:
    """What everybody's premium is made of comes out the same, to the đồng."""
    law = read_book(LAWBOOKS / "toy")
    people = tuple(earner(number) for number in range(1, 40))
    columns = "person, a, b, outcome, rank"
    with running(law, World(people), parse("2015-01"), parse("2026-12")) as decided:
        con, prices = decided.loaded.con, decided.rulings.prices
        ours = sorted(con.execute(prices.amounts_sql("laid", columns)).fetchall())
        for table in ("laid", "price"):
            fetched = con.execute(f"select * exclude (unit) from {table}" if table == "laid" else "select * from price")
            put(table, [column[0] for column in fetched.description], fetched.fetchall())
        theirs = sorted(tuple(row) for row in ask(prices.amounts_sql("laid", columns, dialect)))
    assert ours == theirs
    assert len({row[5] for row in ours}) > 20


def earner(number: int) -> Human:
    """Somebody with a wage and, in time, a pension, in a household of three."""
    work = Row("employee", date(2000, 1, 1), date(2016 + number % 9, 5, 31))
    wage = Row(412_345 * number, work.start, work.end)
    pension = Row(True, date(2017 + number % 9, 1, 1))
    facts = {"work": (work,), "wage": (wage,), "pension": (pension,), "pension_amount": (Row(98_765, pension.start),)}
    stay = Stay(number // 3, "00001", True, date(2000, 1, 1))
    return Human(number, date(1950 + number, 3, 15), stays=(stay,), facts=facts if number % 2 else {})


class Postgres:
    """Tables put into PostgreSQL, and questions asked of it."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self.connection = connection

    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        self.connection.execute(f"drop table if exists {table}".encode())
        self.connection.execute(f"create table {table} ({', '.join(f'{c} bigint' for c in columns)})".encode())
        with self.connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin".encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def ask(self, query: str) -> Rows:
        return self.connection.execute(query.encode()).fetchall()


class Spark:
    """Tables put before Spark, and questions asked of it."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        types = ", ".join(f"{column} bigint" for column in columns)
        self.session.createDataFrame([tuple(row) for row in rows], types).createOrReplaceTempView(table)

    def ask(self, query: str) -> Rows:
        found: Rows = self.session.sql(query).collect()
        return found


@pytest.mark.parametrize("book", BOOKS)
def test_postgresql_answers_as_duckdb_does(book: str, postgres: psycopg.Connection[tuple[object, ...]]) -> None:
    server = Postgres(postgres)
    same_answers(book, POSTGRES, server.put, server.ask)


def test_postgresql_works_out_the_same_amounts(postgres: psycopg.Connection[tuple[object, ...]]) -> None:
    server = Postgres(postgres)
    same_amounts(POSTGRES, server.put, server.ask)


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.parametrize("book", BOOKS)
def test_spark_answers_as_duckdb_does(book: str, spark: Any) -> None:
    server = Spark(spark)
    same_answers(book, SPARK, server.put, server.ask)


@pytest.mark.slow
@pytest.mark.spark
def test_spark_works_out_the_same_amounts(spark: Any) -> None:
    server = Spark(spark)
    same_amounts(SPARK, server.put, server.ask)
