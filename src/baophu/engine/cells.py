"""Cells: what there is to decide. A profile (facts without age), a stretch of months, an age class.

A few thousand profiles times the law's periods times the age classes that occur: a whole province is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from baophu.engine.layout import Layout
from baophu.engine.periods import Period
from baophu.engine.vectors import Array
from baophu.law.breakpoints import breakpoints
from baophu.law.model import Book

ELDEST = 200
"""An age, in full years, that nobody reaches: the end of the last class."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where decisions can turn besides the dates of the law.

    `ages`: full years at which a class begins, from 0; `months`: for a month fact, the offsets after it at which a
    condition turns; `dates`: months a condition compares the month decided with.
    """

    ages: tuple[int, ...]
    months: tuple[tuple[str, tuple[int, ...]], ...]
    dates: tuple[int, ...]


def cuts_of(book: Book, inside: Sequence[Period]) -> Cuts:
    """The cuts of every condition in force in some periods."""
    nodes = [c.node for period in inside for p in period.provisions for c in p.conditions]
    found = breakpoints(nodes, book.facts, book.parameters)
    months: dict[str, set[int]] = {}
    for fact, offset in found.since:
        months.setdefault(fact, set()).add(offset)
    return Cuts(
        ages=tuple(sorted({0} | {a for a in found.ages if 0 < a < ELDEST})),
        months=tuple((f, tuple(sorted(o))) for f, o in sorted(months.items())),
        dates=tuple(sorted(found.months)),
    )


def decode(con: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make `profile_fact(profile, f_<fact>…)`: the visible facts of each profile as the SQL of the law reads them."""
    table = con.sql("select * exclude (young, old, since, until) from profile order by profile").to_arrow_table()
    words = [table.column(f"w{i}").to_numpy() for i in range(layout.words)]
    con.register("decoded", pa.table({"profile": table.column("profile"), **decoded(layout, words)}))
    con.execute("create or replace table profile_fact as select * from decoded")
    con.unregister("decoded")


def decoded(layout: Layout, words: Sequence[Array]) -> dict[str, Array]:
    """The visible facts `f_<fact>` that stand in words, as the SQL of the law reads them."""
    found: dict[str, Array] = {}
    for field in layout.fields:
        raw = (words[field.word] >> field.shift) & ((1 << field.width) - 1)
        found[f"f_{field.name}"] = (raw ^ field.default).astype(np.int32)
    return found


def parts(inside: Sequence[Period], cuts: Cuts) -> list[tuple[int, int, int]]:
    """(period, first month, last month): the periods, cut at the months conditions name."""
    parts = []
    for period in inside:
        starts = sorted({period.start} | {d for d in cuts.dates if period.start < d <= period.end})
        ends = [s - 1 for s in starts[1:]] + [period.end]
        parts += [(period.index, a, b) for a, b in zip(starts, ends, strict=True)]
    return parts


def make_cells(
    con: duckdb.DuckDBPyConnection, layout: Layout, inside: Sequence[Period], cuts: Cuts, cell: str = "cell"
) -> None:
    """Make `stretch(profile, period, a, b)` and table `cell(cell, profile, period, a, b, age, next_age)`.

    A stretch is a part of a period in which no month fact of the profile crosses an offset; a cell an age class
    (from full year `age` to before `next_age`) of people of the profile during it.
    """
    rows = ", ".join(f"({p}, {a}, {b})" for p, a, b in parts(inside, cuts))
    turns = [
        f"select profile, f_{fact} + {offset} as m from profile_fact where f_{fact} > 0"
        for fact, offsets in cuts.months
        for offset in offsets
        if any(f.name == fact for f in layout.fields)
    ]
    turn = " union ".join(["select null::int as profile, null::int as m where false", *turns])
    con.execute(
        f"""create or replace temp table stretch as
            with part(period, a, b) as (values {rows}),
            seen as (select p.profile, t.period, greatest(t.a, p.since) as a, least(t.b, p.until) as b
                     from profile p join part t on t.a <= p.until and t.b >= p.since),
            turned as (select s.profile, s.period, s.a, s.b, v.m from seen s join ({turn}) v
                       on v.profile = s.profile and v.m > s.a and v.m <= s.b),
            starts as (select profile, period, a as m, b from seen
                       union select profile, period, m, b from turned)
            select profile, period, m as a,
              coalesce(lead(m) over (partition by profile, period order by m) - 1, b) as b from starts"""
    )
    classes = ", ".join(
        f"({age}, {following})" for age, following in zip(cuts.ages, [*cuts.ages[1:], ELDEST], strict=True)
    )
    con.execute(
        f"""create or replace table {cell} as
            with class(age, next_age) as (values {classes})
            select (row_number() over () - 1)::int as cell, s.profile, s.period, s.a, s.b, c.age, c.next_age
            from stretch s join profile p using (profile)
            join class c on p.young + 12 * c.next_age > s.a and p.old + 12 * c.age <= s.b"""
    )
