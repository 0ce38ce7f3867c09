"""`load`: facts tables into an empty register, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from django.db import connection, transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.engine.check import check_facts
from baophu.engine.decide import connect
from baophu.engine.source import Facts, attach, open_facts
from baophu.law.model import Book, Text
from baophu.registry.errors import NotEmpty, told
from baophu.registry.law import book as book_in_use
from baophu.registry.models import Entry, Household, Person, Register
from baophu.registry.services.loading import postgres, sqlite
from baophu.registry.services.loading.shapes import Shape, shapes
from baophu.registry.services.units import take_up

Progress = Callable[[str, float], None]

CHECKED, WRITTEN = 0.15, 0.85
"""Where the bar stands when the facts are checked, and when all rows are written."""

READING = Text("đọc và kiểm tra dữ liệu", "reading and checking the facts")
WRITING = Text("ghi vào sổ đăng ký", "writing")
RULES = Text("lập chỉ mục và quy tắc", "indexes and rules")
DONE = Text("xong", "done")

SAMPLED = ("pragma analysis_limit = 1000", "analyze")
"""SQLite looks at a thousand rows of each index, not at all."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought: rows by table of the register, and how long it took."""

    rows: dict[str, int]
    seconds: float
    simulated: bool


def load(folder: Path, by: User | None = None, progress: Progress | None = None) -> Loaded:
    """Fill an empty register from a folder of facts tables (docs/facts-tables.md): whole, or not at all.

    Everything the engine would refuse is refused, FactsError naming file and row, before anything is written; among it
    two rows of one owner and fact that share a day, so that the rows go in without being asked one by one. NotEmpty
    when the register holds anything. Units and their predecessors come from the law book in use. A process killed in
    the middle leaves the register empty.
    """
    began = time.perf_counter()
    show = progress or (lambda _step, _done: None)
    must_be_empty()
    book, facts, today = book_in_use(), open_facts(folder), timezone.localdate()
    show(told(READING), 0.0)
    con = _checked(facts, book, today)
    try:
        tables = shapes(con, book, today)
        show(told(WRITING), CHECKED)
        with _writing(), transaction.atomic():
            must_be_empty()
            _begin(facts, book, by, today)
            _write(con, tables, show)
        if not connection.in_atomic_block:
            _finish()
    finally:
        con.close()
    show(told(DONE), 1.0)
    rows = {shape.table.removeprefix("registry_"): shape.rows for shape in tables}
    return Loaded(rows, time.perf_counter() - began, facts.simulated)


def must_be_empty() -> None:
    """NotEmpty when anything was recorded."""
    for model, what in ((Entry, "entry"), (Person, "person"), (Household, "household")):
        if model._default_manager.exists():
            raise NotEmpty(
                Text(
                    "Sổ đăng ký đã có dữ liệu; chỉ nạp vào sổ trống. Hãy dùng cơ sở dữ liệu mới (DATABASE_URL), "
                    "hoặc khôi phục bản sao lưu bằng `baophu restore FILE --replace`.",
                    f"the register is not empty (it has a {what}); facts are loaded into an empty one only. Use a new "
                    "database (DATABASE_URL), or put a backup back with `baophu restore FILE --replace`",
                )
            )


def _checked(facts: Facts, book: Book, today: date) -> duckdb.DuckDBPyConnection:
    """The facts tables as views of a DuckDB, refused as the engine refuses them."""
    con = connect()
    con.execute("set preserve_insertion_order = true")
    of_persons = frozenset(name for name, fact in book.facts.items() if fact.level == "person")
    attach(con, facts, of_persons)
    check_facts(con, facts, book, facts.last_day(today))
    return con


def _begin(facts: Facts, book: Book, by: User | None, today: date) -> None:
    """The entry of the load, the units, and where it all comes from."""
    take_up(book)
    defaults = {"simulated": facts.simulated, "about": dict(facts.about), "units_on": today}
    Register.objects.update_or_create(pk=1, defaults=defaults)
    Entry.objects.create(pk=Entry.LOADED, at=timezone.now(), by=by, what="load")


def _writing() -> AbstractContextManager[None]:
    """What the database wants around the transaction of a load."""
    return sqlite.ready() if connection.vendor == "sqlite" else postgres.ready()


def _write(con: duckdb.DuckDBPyConnection, tables: list[Shape], show: Progress) -> None:
    """Rules and indexes aside, rows in, rules and indexes back."""
    engine = sqlite if connection.vendor == "sqlite" else postgres
    names = [shape.table for shape in tables]
    total, done = sum(shape.rows for shape in tables) or 1, 0
    put_back = engine.stand_aside(names)
    for shape in tables:
        for count in engine.rows(con, shape):
            done += count
            show(
                f"{told(WRITING)}: {shape.table.removeprefix('registry_')}",
                CHECKED + (WRITTEN - CHECKED) * done / total,
            )
    for number, statement in enumerate(put_back):
        show(told(RULES), WRITTEN + (1 - WRITTEN) * number / len(put_back))
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _finish() -> None:
    """Let the database learn what it holds; PostgreSQL also which pages all may see, so that indexes answer alone."""
    known = ("vacuum (analyze) registry_person", "analyze") if connection.vendor == "postgresql" else SAMPLED
    with connection.cursor() as cursor:
        for statement in known:
            cursor.execute(statement)
