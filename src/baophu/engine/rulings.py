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
from baophu.engine.prices import Prices
from baophu.engine.source import FactsError
from baophu.engine.sql import DUCKDB, Dialect
from baophu.law.model import Book


@dataclass(frozen=True, slots=True)
class Rulings:
    """The outcomes and prices of a run, by number; table `ruling` says which holds for whom and when."""

    outcomes: tuple[Outcome, ...]
    prices: Prices


def plans(book: Book, layout: Layout, inside: Sequence[Period], scale: int | None = None) -> list[Plan]:
    """How each period is asked; shares in units of `scale`, or of the smallest that makes them whole."""
    least = common_scale(inside)
    if scale is not None and scale % least:
        raise FactsError(f"a share of the draft is not whole in units of 1/{scale}; decide the law with it loaded")
    scale = scale or least
    return [Plan(period, layout, book.payers, scale, book.support_order) for period in inside]


def period_source(periods: Sequence[int], cell: str = "cell") -> str:
    """SQL of the cells of some periods with their facts, as `decision_sql` reads them."""
    chosen = ", ".join(str(p) for p in periods)
    return (
        f"(select c.cell, c.period, c.age, c.a as month, f.* exclude (profile) from {cell} c"
        f" join profile_fact f using (profile) where c.period in ({chosen})) as cells"
    )


def decide_cells(
    con: duckdb.DuckDBPyConnection,
    asked: Sequence[Plan],
    payers: Sequence[str],
    dialect: Dialect = DUCKDB,
    known: Rulings | None = None,
    ruling: str = "ruling",
    cell: str = "cell",
) -> Rulings:
    """Make table `ruling(profile, period, a, b, age, next_age, outcome, price, tapers)` and `price`.

    Periods that differ in amounts only share one query. Neighbouring stretches and age classes that get one outcome
    at one price are joined; `period` is the first of them. Outcomes and prices that are `known` keep their numbers.
    """
    by_text: dict[str, list[Plan]] = {}
    for plan in asked:
        by_text.setdefault(decision_sql(plan, "cells", dialect), []).append(plan)
    shared = _columns(payers)
    con.execute("create or replace temp table answer as " + _empty(shared))
    con.execute("pragma disable_optimizer")  # one scan of few rows: planning it is dearer than running it
    for text, same in by_text.items():
        has = set(answer_columns(same[0]))
        listed = ", ".join(
            c if c in has else f"{'-1' if c.startswith('w_') else '0'} as {c}" for c in ["cell", *shared]
        )
        source = period_source([p.period.index for p in same], cell)
        con.execute(f"insert into answer select {listed} from ({text.replace('from cells', 'from ' + source, 1)})")
    con.execute("pragma enable_optimizer")
    return _number(con, {p.period.index: p for p in asked}, shared, known, ruling, cell)


def _columns(payers: Sequence[str]) -> list[str]:
    shares = [c for payer in payers for c in (f"s_{payer}", f"w_{payer}")]
    return ["paying", "by_group", "by_premium", *shares, "benefit", "by_benefit", "by_taper",
            "held_low", "held_high", "gave_way", "by_choice"]  # fmt: skip


def _empty(columns: list[str]) -> str:
    return "select 0 as cell, " + ", ".join(f"0::bigint as {c}" for c in columns) + " where false"


def _number(
    con: duckdb.DuckDBPyConnection,
    by_period: dict[int, Plan],
    columns: list[str],
    known: Rulings | None,
    ruling: str,
    cell: str,
) -> Rulings:
    """Give every distinct answer its outcome and price."""
    listed = ", ".join(columns)
    con.execute(
        f"""create or replace temp table distinct_answer as select (row_number() over () - 1)::int as answer, *
            from (select distinct period, {listed} from answer join {cell} using (cell))"""
    )
    rows = con.sql("select * from distinct_answer order by answer").to_arrow_table().to_pylist()
    numbers = {o: n for n, o in enumerate(known.outcomes)} if known else {}
    some = next(iter(by_period.values()))
    prices = Prices(
        [p.period for p in by_period.values()], some.layout, some.payers, some.scale, known.prices if known else None
    )
    found: dict[str, list[int]] = {"answer": [], "outcome": [], "price": [], "tapers": []}
    for row in rows:
        decided = outcome(by_period[row["period"]], row)
        number = numbers.setdefault(decided, len(numbers))
        found["answer"].append(row["answer"])
        found["outcome"].append(number)
        found["price"].append(prices.number(row["period"], number, decided))
        found["tapers"].append(int(bool(decided.taper)))
    con.register("numbered", pa.table({n: pa.array(v, pa.int32()) for n, v in found.items()}))
    same = " and ".join(f"a.{c} = d.{c}" for c in columns)
    con.execute(
        f"""create or replace temp table decided as
            select c.profile, c.period, c.a, c.b, c.age, c.next_age, n.outcome, n.price, n.tapers
            from answer a join {cell} c using (cell)
            join distinct_answer d on d.period = c.period and {same} join numbered n using (answer)"""
    )
    con.unregister("numbered")
    _join_neighbours(con, ruling)
    con.execute("drop table answer; drop table distinct_answer; drop table decided")
    outcomes = tuple(numbers)
    prices.write(con, outcomes)
    return Rulings(outcomes, prices)


def _join_neighbours(con: duckdb.DuckDBPyConnection, ruling: str) -> None:
    """Join what follows without a gap and is decided and priced alike: first in time, then in age."""
    con.execute(
        f"""create or replace table {ruling} as
           with timed as (
             select *, sum(fresh) over (partition by profile, age order by a) as run from (
               select *, case when lag(price) over w = price and lag(b) over w = a - 1
                              then 0 else 1 end as fresh
               from decided window w as (partition by profile, age order by a))),
           long as (select profile, age, any_value(next_age) as next_age, min(period) as period, min(a) as a,
                      max(b) as b, any_value(outcome) as outcome, any_value(tapers) as tapers, price
           from timed group by profile, age, run, price),
           aged as (
             select *, sum(fresh) over (partition by profile, a, b order by age) as run from (
               select *, case when lag(price) over w = price and lag(next_age) over w = age
                              then 0 else 1 end as fresh
               from long window w as (partition by profile, a, b order by age)))
           select profile, min(period) as period, a, b, min(age) as age, max(next_age) as next_age,
             any_value(outcome) as outcome, any_value(tapers) as tapers, price
           from aged group by profile, a, b, run, price"""
    )
