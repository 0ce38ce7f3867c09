"""Fold people before their time is cut: one stands for all whom the law cannot tell apart in any month of the span.

It pays where few people change; where most do, whole histories are nearly unique and `spells` alone is quicker
(benchmarks/PROVINCE.md). A representative keeps its own household's and unit's history, so a fold answers totals but
not questions that depend on the other members of a household.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from baophu.engine.cells import ELDEST, Cuts
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
    """Make `birth_alike(birth, alike)`: months of birth that pass the same ages in the same months of the span.

    The eldest stands for the others, so that it is born before any of them lives anywhere; nobody reaches ELDEST.
    """
    turns = [12 * age for age in cuts.ages if age]
    seen: dict[tuple[int, ...], int] = {}
    births = range(last - 12 * ELDEST + 12, last + 1)
    alike = [seen.setdefault(tuple(min(max(b + t, first), last + 1) for t in turns), b) for b in births]
    con.register("births", pa.table({"birth": pa.array(births, pa.int32()), "alike": pa.array(alike, pa.int32())}))
    con.execute("create or replace temp table birth_alike as select * from births")
    con.unregister("births")


def _histories(con: duckdb.DuckDBPyConnection, layout: Layout, table: str, key: str, first: int, last: int) -> None:
    """Make `<key>_alike(<key>, alike)`: the first of those with the same spells; who has none is left out."""
    values = [*(f"w{i}" for i in range(layout.words)), "card", *layout.amounts]
    one = ", ".join(f"any_value({v}) as {v}" for v in ("a", "b", *values))
    told = ", ".join(f"{v} := {v}" for v in ("a", "b", *values))
    same = ", ".join(("a", "b", *values))
    con.execute(
        f"""create or replace temp table {key}_alike as
            with clipped as (select * replace (greatest(a, {first}) as a, least(b, {last}) as b) from {table}),
            counted as (select {key}, count(*) as spells, {one} from clipped group by {key}),
            many as (select {key}, list(struct_pack({told}) order by {same}) as history
                     from clipped semi join (select {key} from counted where spells > 1) using ({key}) group by {key})
            select {key}, first({key}) over (partition by {same} order by {key}) as alike from counted where spells = 1
            union all
            select {key}, first({key}) over (partition by history order by {key}) as alike from many"""
    )
