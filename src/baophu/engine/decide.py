"""Facts and a law book in, decisions out: the run from end to end, step by named step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from baophu.engine.cells import Cuts, decode, make_cells
from baophu.engine.check import check_facts
from baophu.engine.compiled import CompiledLaw, compile_law
from baophu.engine.encode import encode
from baophu.engine.households import lay_ranks
from baophu.engine.layout import Layout
from baophu.engine.periods import Period
from baophu.engine.rulings import Rulings, cells_in, decide_cells
from baophu.engine.source import Facts, attach
from baophu.engine.spells import cut
from baophu.law.model import Book

ANSWERS = ("period", "outcome", "price", "tapers")
Progress = Callable[[str, float], None]


def silent(step: str, done: float) -> None:
    """No progress shown."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Facts packed for a law and a span of months: tables `stay`, `spell`, `profile`, `profile_fact` in `con`.

    `tables` names the facts tables there were, each a view `in_<name>`.
    """

    con: duckdb.DuckDBPyConnection
    law: CompiledLaw
    tables: frozenset[str] = frozenset()

    @property
    def book(self) -> Book:
        return self.law.book

    @property
    def first(self) -> int:
        return self.law.first

    @property
    def last(self) -> int:
        return self.law.last

    @property
    def layout(self) -> Layout:
        return self.law.layout

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.law.periods

    @property
    def cuts(self) -> Cuts:
        return self.law.cuts


@dataclass(frozen=True, slots=True)
class Decided:
    """A run: `ruling` and `laid` in `loaded.con`, and what the numbers in them mean.

    `laid(person, household, unit, birth, a, b, period, outcome, price, rank, card, <amounts>)` tiles each person's
    months without gap or overlap; `card` is 1 where the person is insured.
    """

    loaded: Loaded
    rulings: Rulings

    def amounts(self, source: str, columns: str) -> str:
        """SQL giving `columns` of interval-like `source` with `premium` and each payer's amount a month."""
        return self.rulings.prices.amounts_sql(source, columns)


def connect(memory: str = "1650MB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own, bounded in memory; what does not fit goes to a temporary folder."""
    con = duckdb.connect()
    con.execute(f"set memory_limit = '{memory}'")
    con.execute("set preserve_insertion_order = false")
    if threads:
        con.execute(f"set threads = {threads}")
    return con


def load(
    facts: Facts,
    book: Book,
    first: int,
    last: int,
    *,
    also: Sequence[Book] = (),
    progress: Progress = silent,
    today: date | None = None,
) -> Loaded:
    """Check and pack facts for the months `first..last`; FactsError names the row that is wrong.

    `also` names drafts that will be compared: what they can tell apart is kept apart.
    """
    law = compile_law(book, first, last, also=also)
    progress("reading and checking facts", 0.0)
    con = check(facts, book, today or facts.last_day(date.today()))
    progress("turning dates into months", 0.2)
    encode(con, facts, book, law.layout, first, last)
    progress("cutting time where facts change", 0.35)
    return pack(con, law, frozenset(facts.tables))


def check(facts: Facts, book: Book, today: date) -> duckdb.DuckDBPyConnection:
    """A connection with the tables attached, all of them sound; FactsError names the row that is wrong."""
    con = connect()
    attach(con, facts, fixed_facts(book))
    check_facts(con, facts, book, today)
    return con


def fixed_facts(book: Book) -> frozenset[str]:
    """Facts of a person that may be columns of `people`: no amounts, nothing derived."""
    of_people = (f for f in book.facts.values() if f.level == "person" and f.type != "money")
    return frozenset(f.name for f in of_people if not f.reads and not f.since)


def pack(con: duckdb.DuckDBPyConnection, law: CompiledLaw, tables: frozenset[str] = frozenset()) -> Loaded:
    """From encoded tables to spells and profiles."""
    cut(con, law.layout)
    decode(con, law.layout)
    return Loaded(con, law, tables)


def decide(loaded: Loaded, *, progress: Progress = silent) -> Decided:
    """Decide every profile, age class and stretch of time, then lay the rulings along each person's time."""
    progress("deciding profiles", 0.55)
    rulings = rule(loaded)
    progress("laying decisions along each person's time", 0.6)
    lay(loaded, rulings)
    return Decided(loaded, rulings)


def rule(loaded: Loaded) -> Rulings:
    """Only the rulings: what the law says of every profile."""
    make_cells(loaded.con, loaded.layout, loaded.periods, loaded.cuts)
    return decide_cells(loaded.con, loaded.law.asked, cells_in(loaded.con))


def piece_sql(
    columns: Sequence[str], spell: str = "spell", ruling: str = "ruling", answers: Sequence[str] = ANSWERS
) -> str:
    """SQL of spells met with rulings: `columns` of the spell and `answers` of the ruling with `a`, `b`."""
    listed = ", ".join(f"s.{c}" for c in columns)
    found = ", ".join(f"r.{c}" for c in answers)
    return f"""select {listed}, {found},
        greatest(s.a, r.a, s.birth + 12 * r.age) as a, least(s.b, r.b, s.birth + 12 * r.next_age - 1) as b
      from {spell} s join {ruling} r using (profile)
      where r.a <= s.b and r.b >= s.a and s.birth + 12 * r.age <= least(s.b, r.b)
        and s.birth + 12 * r.next_age > greatest(s.a, r.a)"""


def lay(loaded: Loaded, rulings: Rulings) -> None:
    """Make `laid`, the intervals of people, from spells, rulings and ranks."""
    con, layout = loaded.con, loaded.layout
    columns = ["person", "household", "unit", "birth", "card", *layout.amounts]
    con.execute(f"create or replace table piece as {piece_sql(columns)}")
    lay_ranks(con, [*columns, *ANSWERS], "piece", "laid")
