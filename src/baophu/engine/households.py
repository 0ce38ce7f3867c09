"""The household stage: who is first, second, third … among those of a household who join in tapering groups.

The rank is counted among members of one household who join unsupported in these groups in the same calendar year
(Law on Health Insurance, Article 13): by the month of joining, then by person number. Those who are not insured are
ranked behind those who are: it is the price at which they could join.
"""

from __future__ import annotations

import duckdb


def rank_members(
    con: duckdb.DuckDBPyConnection, tapering: list[int], source: str = "piece", ranked: str = "ranked"
) -> None:
    """Make table `ranked(sid, a, b, from_a, rank)`: parts of pieces in tapering outcomes, split at year ends.

    `source` has `sid, person, household, a, b, outcome, card`; `from_a` is the piece's own first month.
    """
    chosen = ", ".join(str(o) for o in tapering) or "-1"
    con.execute(
        f"""create or replace temp table joined as
            select sid, person, household, a as from_a, card, y as year,
              greatest(a, y * 12) as a, least(b, y * 12 + 11) as b
            from {source}, lateral unnest(range(a // 12, b // 12 + 1)) as years(y)
            where outcome in ({chosen})"""
    )
    con.execute(
        f"""create or replace table {ranked} as
           with joiner as (select household, year, person, max(card) as card,
                             min(case when card = 1 then a end) as since, min(a) as could
                           from joined group by household, year, person),
           placed as (select household, year, person, (row_number() over (partition by household, year
                        order by card desc, coalesce(since, could), person))::int as rank from joiner)
           select j.sid, j.from_a, j.a, j.b, p.rank from joined j join placed p using (household, year, person)"""
    )
    con.execute("drop table joined")
