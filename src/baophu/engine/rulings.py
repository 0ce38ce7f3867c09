"""Decide every cell, and keep the answers as a small table of rulings and a smaller one of outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from baophu.engine.decision import Plan, answer_columns, decision_sql
from baophu.engine.layout import Layout
from baophu.engine.outcome import Outcome, common_scale, outcome
from baophu.engine.periods import Period
from baophu.engine.sql import DUCKDB, Dialect
from baophu.law.model import Book


@dataclass(frozen=True, slots=True)
class Rulings:
    """The outcomes of a run, by number; table `ruling` says which holds for whom and when."""

    outcomes: tuple[Outcome, ...]
    scale: int


def plans(book: Book, layout: Layout, inside: Sequence[Period]) -> list[Plan]:
    """How each period is asked."""
    scale = common_scale(inside)
    return [Plan(period, layout, book.payers, scale, book.support_order) for period in inside]


def period_source(periods: Sequence[int]) -> str:
    """SQL of the cells of some periods with their facts, as `decision_sql` reads them."""
    chosen = ", ".join(str(p) for p in periods)
    return (
        "(select c.cell, c.period, c.age, c.a as month, f.* exclude (profile) from cell c"
        f" join profile_fact f using (profile) where c.period in ({chosen})) as cells"
    )


def decide_cells(
    con: duckdb.DuckDBPyConnection, asked: Sequence[Plan], payers: Sequence[str], dialect: Dialect = DUCKDB
) -> Rulings:
    """Make `ruling(profile, period, a, b, age, next_age, outcome)`.

    Periods that differ in amounts only share one query. Age classes that get one outcome are joined.
    """
    by_text: dict[str, list[Plan]] = {}
    for plan in asked:
        by_text.setdefault(decision_sql(plan, "cells", dialect), []).append(plan)
    shared = _columns(payers)
    con.execute("create or replace temp table answer as " + _empty(shared))
    for text, same in by_text.items():
        has = set(answer_columns(same[0]))
        listed = ", ".join(
            c if c in has else f"{'-1' if c.startswith('w_') else '0'} as {c}" for c in ["cell", *shared]
        )
        source = period_source([p.period.index for p in same])
        con.execute(f"insert into answer select {listed} from ({text.replace('from cells', 'from ' + source, 1)})")
    return _number(con, {p.period.index: p for p in asked}, shared)


def _columns(payers: Sequence[str]) -> list[str]:
    shares = [c for payer in payers for c in (f"s_{payer}", f"w_{payer}")]
    return ["paying", "by_group", "by_premium", *shares, "benefit", "by_benefit", "by_taper",
            "held_low", "held_high", "gave_way", "by_choice"]  # fmt: skip


def _empty(columns: list[str]) -> str:
    return "select 0 as cell, " + ", ".join(f"0::bigint as {c}" for c in columns) + " where false"


def _number(con: duckdb.DuckDBPyConnection, by_period: dict[int, Plan], columns: list[str]) -> Rulings:
    listed = ", ".join(columns)
    con.execute(
        f"""create or replace temp table distinct_answer as select (row_number() over () - 1)::int as answer, *
            from (select distinct period, {listed} from answer join cell using (cell))"""
    )
    rows = con.sql("select * from distinct_answer order by answer").to_arrow_table().to_pylist()
    numbers: dict[Outcome, int] = {}
    found = [numbers.setdefault(outcome(by_period[r["period"]], r), len(numbers)) for r in rows]
    con.register("numbered", pa.table({"answer": pa.array(range(len(found)), pa.int32()), "outcome": pa.array(found, pa.int32())}))
    same = " and ".join(f"a.{c} = d.{c}" for c in columns)
    con.execute(
        f"""create or replace table ruling as
            with decided as (
              select c.profile, c.period, c.a, c.b, c.age, c.next_age, n.outcome
              from answer a join cell c using (cell)
              join distinct_answer d on d.period = c.period and {same} join numbered n using (answer)),
            marked as (
              select *, sum(fresh) over (partition by profile, a order by age) as run from (
                select *, case when lag(outcome) over (partition by profile, a order by age) = outcome
                               then 0 else 1 end as fresh from decided))
            select profile, any_value(period) as period, a, any_value(b) as b, min(age) as age,
              max(next_age) as next_age, any_value(outcome) as outcome
            from marked group by profile, a, run"""
    )
    con.unregister("numbered")
    con.execute("drop table answer; drop table distinct_answer")
    some = next(iter(by_period.values()))
    return Rulings(tuple(numbers), some.scale)
