"""Who lives here today and what is decided for them: one query, of a whole run and of one household alike.

It is asked of a DuckDB connection with the views `interval`, `in_people`, `in_stays`, `in_cards` (the run's intervals
and the facts they were decided from).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from baophu.decisions.services.causes import causes
from baophu.decisions.services.outcomes import noticed_alike, number
from baophu.engine.months import month_of
from baophu.engine.outcome import Outcome
from baophu.insight.causes import Turn
from baophu.insight.run import living
from baophu.law.model import Book

COLUMNS = (
    "person", "household", "unit", "month", "outcome", "group", "letter", "section", "benefit", "rank", "covered",
    "premium", "own", "amounts", "insured_from", "insured_to", "next_month", "next_outcome", "next_group",
    "next_letter", "next_cause", "next_ref",
)  # fmt: skip
"""The columns of a standing, as `Current` has them; `outcome` numbers are those of `services.outcomes`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What standings are asked for: the day, the law, the last month decided, and the outcomes by place."""

    day: date
    book: Book
    last: int
    outcomes: Sequence[Outcome]


def prepare(con: duckdb.DuckDBPyConnection, asked: Asked, persons: Sequence[int] | None = None) -> str:
    """SQL of the standings (COLUMNS) of everybody, or of some persons, who live here on the day.

    Makes what it reads: `standing_outcome`, `standing_turn`, `standing_cause`.
    """
    con.register("standing_outcome", _outcome_table(asked.outcomes))
    con.register("standing_asked", pa.table({"person": pa.array(persons or (), pa.int64())}))
    narrowed = "" if persons is None else " semi join standing_asked using (person)"
    month = month_of(asked.day)
    con.execute(
        f"""create or replace temp table standing_ahead as
            select i.*, o.alike, row_number() over w as place, first_value(o.alike) over w as alike_now,
              first_value(i.outcome) over w as outcome_now, lag(i.b) over w as before
            from interval i{narrowed} join standing_outcome o using (outcome) where i.b >= {month}
            window w as (partition by person order by a)"""
    )
    con.execute(
        f"""create or replace temp table standing_turn as
            with found as (
              select person, birth, outcome_now as was,
                case when before + 1 < a then before + 1 else a end as m,
                case when before + 1 < a then -1 else outcome end as now
              from standing_ahead where place > 1 and (alike <> alike_now or before + 1 < a)
              union all
              select person, any_value(birth), any_value(outcome_now), max(b) + 1, -1
              from standing_ahead group by person having max(b) < {asked.last})
            select person, any_value(birth) as birth, any_value(was) as was, min(m) as m, min_by(now, m) as now
            from found group by person"""
    )
    turns = [Turn(*row) for row in con.execute("select distinct was, now, m from standing_turn").fetchall()]
    con.register("standing_cause", _cause_table(asked, turns))
    return _query(asked, narrowed)


def _query(asked: Asked, narrowed: str) -> str:
    day, book = f"date '{asked.day.isoformat()}'", asked.book
    month = month_of(asked.day)
    pays = ", ".join(f"""case when "{p}" <> 0 then '"{p}": ' || "{p}" end""" for p in book.payers)
    return f"""
      with resident as (
        select s.person, s.household, s.unit from in_stays s join in_people p using (person){narrowed}
        where s."from" <= {day} and coalesce(s."to", {day}) >= {day} and {living(book, "s.unit")}
          and p.born <= {day} and (p.died is null or p.died > {day})),
      marked as (
        select person, "from", coalesce("to", date '9999-12-31') as upto,
          max(coalesce("to", date '9999-12-31')) over (partition by person order by "from"
            rows between unbounded preceding and 1 preceding) as before
        from in_cards{narrowed}),
      numbered as (
        select *, sum(case when before is null or "from" > before + 1 then 1 else 0 end)
          over (partition by person order by "from") as place from marked),
      stretch as (
        select person, min("from") as start, max(upto) as upto from numbered group by person, place),
      insured as (
        select person, min_by({{'a': start, 'b': nullif(upto, date '9999-12-31')}},
          case when start <= {day} and upto >= {day} then 0 when start > {day} then start - {day}
            else 1000000 + ({day} - upto) end) as card
        from stretch group by person),
      turned as (
        select t.*, c.cause, c.ref from standing_turn t join standing_cause c
          on c.was = t.was and c.now = t.now and c.m = t.m
        where c.years is null or t.m - t.birth = 12 * c.years
        qualify row_number() over (partition by t.person order by c.years is null) = 1)
      select r.person, r.household, r.unit, greatest(coalesce(i.a, {month}), {month})::int as month,
        o.number as outcome, coalesce(o."group", '') as "group", coalesce(o.letter, '') as letter,
        coalesce(o.section, 0)::smallint as section, coalesce(o.benefit, 0)::smallint as benefit,
        coalesce(i.rank, 0)::smallint as rank, coalesce(i.card, 0) = 1 as covered,
        coalesce(i.premium, 0)::bigint as premium, coalesce(i."{book.payers[-1]}", 0)::bigint as own,
        '{{' || coalesce(concat_ws(', ', {pays}), '') || '}}' as amounts,
        n.card.a as insured_from, n.card.b as insured_to, t.m::int as next_month, x.number as next_outcome,
        coalesce(x."group", '') as next_group, coalesce(x.letter, '') as next_letter,
        coalesce(t.cause, '') as next_cause, coalesce(t.ref, '') as next_ref
      from resident r left join standing_ahead i on i.person = r.person and i.place = 1
      left join standing_outcome o on o.outcome = i.outcome
      left join turned t on t.person = r.person left join standing_outcome x on x.outcome = t.now
      left join insured n on n.person = r.person"""


def _outcome_table(outcomes: Sequence[Outcome]) -> pa.Table:
    return pa.table(
        {
            "outcome": pa.array(range(len(outcomes)), pa.int32()),
            "number": pa.array([number(o) for o in outcomes], pa.int64()),
            "alike": pa.array(noticed_alike(outcomes), pa.int32()),
            "group": pa.array([o.group for o in outcomes], pa.string()),
            "letter": pa.array([o.letter for o in outcomes], pa.string()),
            "section": pa.array([o.section for o in outcomes], pa.int32()),
            "benefit": pa.array([o.benefit for o in outcomes], pa.int32()),
        }
    )


def _cause_table(asked: Asked, turns: Sequence[Turn]) -> pa.Table:
    found = causes(asked.book, asked.outcomes, turns)
    return pa.table(
        {
            "was": pa.array([c.turn.was for c in found], pa.int32()),
            "now": pa.array([c.turn.now for c in found], pa.int32()),
            "m": pa.array([c.turn.month for c in found], pa.int32()),
            "years": pa.array([c.years for c in found], pa.int32()),
            "cause": pa.array([c.cause for c in found], pa.string()),
            "ref": pa.array([c.ref for c in found], pa.string()),
        }
    )
