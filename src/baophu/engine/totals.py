"""Totals by month without laying decisions along anybody's time: fold people first, multiply by the count."""

from __future__ import annotations

import pyarrow as pa

from baophu.engine.decide import Loaded, piece_sql
from baophu.engine.rulings import Rulings


def fold(loaded: Loaded) -> None:
    """Make `fold(profile, birth, a, b, card, <amounts>, n)`: how many people have the same spells."""
    con, keys = loaded.con, ", ".join(["profile", "birth", "a", "b", "card", *loaded.layout.amounts])
    folded = any(row[0] == "n" for row in con.execute("describe stay").fetchall())
    source, count = ("spell join (select sid, n from stay) using (sid)", "sum(n)") if folded else ("spell", "count(*)")
    con.execute(f"create or replace table fold as select {keys}, {count}::bigint as n from {source} group by {keys}")


def monthly_totals(loaded: Loaded, rulings: Rulings) -> pa.Table:
    """One row a month, outcome and amount: `month, outcome, heads, premium, <payers>…`, insured people only.

    Amounts are totals in đồng. Outcomes whose premium falls with the rank in the household are priced as the first
    member's; ask intervals for these.
    """
    con, layout, payers = loaded.con, loaded.layout, loaded.book.payers
    keys = ", ".join(["outcome", "price", *layout.amounts])
    con.execute(
        f"""create or replace temp table heads as
            with piece as ({piece_sql(["n", "card", *layout.amounts], spell="fold")}),
            event as (select {keys}, a as m, sum(n) as d from piece where card = 1 group by {keys}, a
                      union all select {keys}, b + 1, -sum(n) from piece where card = 1 group by {keys}, b),
            key as (select distinct {keys} from event),
            month as (select unnest(range({loaded.first}, {loaded.last} + 1))::int as month)
            select {keys}, month, 1 as rank, sum(d)::bigint as heads
            from event join month on m <= month
            group by {keys}, month having sum(d) <> 0"""
    )
    query = rulings.prices.amounts_sql("heads", "month, outcome, heads")
    sums = ", ".join(f"sum(heads * {p})::bigint as {p}" for p in ["premium", *payers])
    return con.sql(
        f"select month, outcome, sum(heads)::bigint as heads, {sums} from ({query}) group by month, outcome"
    ).to_arrow_table()
