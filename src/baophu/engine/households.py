"""The household stage: who is first, second, third … among those of a household who join in tapering groups.

The rank is counted among members of one household who join unsupported in these groups in the same calendar year
(Law on Health Insurance, Article 13): by the month of joining, then by person number. Those who are not insured are
ranked behind those who are: it is the price at which they could join.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb


def lay_ranks(con: duckdb.DuckDBPyConnection, columns: Sequence[str], source: str, laid: str) -> None:
    """Make view `laid(<columns>, a, b, rank)` of `source`: pieces that taper split at year ends and ranked.

    `source` has `<columns>, a, b`, among them `person, household, card, tapers`. Other pieces have rank 0.
    """
    con.execute(f"create or replace table {laid}_joined as {_split_at_years(columns, source)}")
    con.execute(
        f"""create or replace table {laid}_place as
            select household, year, person, (row_number() over (partition by household, year
              order by card desc, coalesce(since, could), person))::int as rank
            from (select household, year, person, max(card) as card, min(case when card = 1 then a end) as since,
                    min(a) as could from {laid}_joined group by household, year, person)"""
    )
    con.execute(f"create or replace view {laid} as {ranked_sql(columns, source, f'{laid}_joined', f'{laid}_place')}")


def _split_at_years(columns: Sequence[str], source: str) -> str:
    """SQL of the pieces that taper, split at year ends, with their `year`."""
    kept = ", ".join(f"p.{c}" for c in columns)
    return f"""select {kept}, greatest(p.a, y * 12) as a, least(p.b, y * 12 + 11) as b, y as year
        from {source} p, lateral unnest(range(p.a // 12, p.b // 12 + 1)) as years(y) where p.tapers = 1"""


def ranked_sql(columns: Sequence[str], source: str, joined: str = "", place: str = "laid_place") -> str:
    """SQL of pieces with their rank; `joined` are those that taper, if they are already split at year ends."""
    kept = ", ".join(f"p.{c}" for c in columns)
    split = joined or f"({_split_at_years(columns, source)})"
    return f"""select {kept}, p.a, p.b, 0 as rank from {source} p where p.tapers = 0
        union all
        select {kept}, p.a, p.b, r.rank from {split} p join {place} r using (household, year, person)"""
