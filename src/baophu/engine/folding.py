"""Fold people before their time is cut: one stands for all whom the law cannot tell apart in any month of the span.

It pays where few people change; where most do, whole histories are nearly unique and `spells` alone is quicker
(benchmarks/PROVINCE.md). A representative keeps its own household's and unit's history, so a fold answers totals but
not questions that depend on the other members of a household.
"""

from __future__ import annotations

import duckdb

from baophu.engine.cells import Cuts
from baophu.engine.layout import Layout


def fold_stays(con: duckdb.DuckDBPyConnection, layout: Layout, cuts: Cuts, stays: str, first: int, last: int) -> None:
    """Make `stay` of representatives with `n`, the people each stands for, from the SQL of all stays."""
    _births(con, cuts, first, last)
    words = ", ".join(f"s.w{i}" for i in range(layout.words))
    keys = []
    for table, key in (("person_spell", "person"), ("household_spell", "household"), ("area_spell", "unit")):
        keys.append(key)
        _histories(con, layout, table, key, first, last)
    con.execute(
        f"""create table stay as
            select (row_number() over ())::int as sid, * from (
              select {", ".join(f"h_{k}.alike as {k}" for k in keys)}, b.alike as birth, s.a, s.b, {words}, s.card,
                count(*) as n
              from ({stays}) s join birth_alike b using (birth)
              {" ".join(f"left join {k}_alike h_{k} using ({k})" for k in keys)}
              group by all)"""
    )


def _births(con: duckdb.DuckDBPyConnection, cuts: Cuts, first: int, last: int) -> None:
    """Make `birth_alike(birth, alike)`: months of birth that pass the same ages in the same months of the span."""
    turns = [12 * age for age in cuts.ages if age]
    seen: dict[tuple[int, ...], int] = {}
    rows = []
    for birth in range(first - 12 * 200, last + 1):
        passed = tuple(min(max(birth + turn, first), last + 1) for turn in turns)
        rows.append(f"({birth}, {seen.setdefault(passed, birth)})")
    con.execute(f"create or replace temp table birth_alike(birth, alike) as values {', '.join(rows)}")


def _histories(con: duckdb.DuckDBPyConnection, layout: Layout, table: str, key: str, first: int, last: int) -> None:
    """Make `<key>_alike(<key>, alike)`: the first of those with the same spells; who has none is left out."""
    values = [*(f"w{i}" for i in range(layout.words)), "card", *layout.amounts]
    told = ", ".join(f"{v} := {v}" for v in values)
    con.execute(
        f"""create or replace temp table {key}_alike as
            with history as (
              select {key}, list(struct_pack(a := greatest(a, {first}), b := least(b, {last}), {told}) order by a) as h
              from {table} group by {key})
            select {key}, first({key}) over (partition by h order by {key}) as alike from history"""
    )
