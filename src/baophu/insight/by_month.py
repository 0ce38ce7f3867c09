"""Every month of a run at once: people living in the units and insured, and money due, in one pass each.

What `coverage` and `money` answer for one month or year is answered here for all months, by the same definitions: a
stretch of months adds its people where it begins and takes them away after it ends, and the sums run over the months.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from baophu.insight.run import RunLike, decisions, instrument_of, living, rows_of
from baophu.law.model import Book

FOREVER = 1000
"""Full years beyond every age: the end of the last band."""


def people_by_month(run: RunLike, book: Book, bands: Sequence[int]) -> pa.Table:
    """`month unit group band ethnicity living insured`, a row where somebody lives; counts are people of the data.

    `group` is the stable name of the paying group (empty: none), `band` the full years at which the person's age band
    begins. Counted are people living in the units on the first of the month (`insight.coverage`).
    """
    _register_groups(run)
    starts = sorted({0, *bands})
    ends = [*starts[1:], FOREVER]
    listed = ", ".join(f"({a}, {b})" for a, b in zip(starts, ends, strict=True))
    keys = 'unit, "group", band, ethnicity'
    try:
        return rows_of(
            run,
            f"""with band as (select * from (values {listed}) as v(band, until)),
                piece as (
                  select i.unit, g."group", band.band, coalesce(p.ethnicity, '') as ethnicity, i.card,
                    case when band.band = 0 then i.a else greatest(i.a, i.birth + 12 * band.band) end as a,
                    least(i.b, i.birth + 12 * band.until - 1) as b
                  from interval i join insight_group g using (outcome) left join person p using (person)
                  join band on i.b - i.birth >= 12 * band.band or band.band = 0
                  where {living(book, "i.unit")}),
                step as (
                  select {keys}, a as month, count(*) as living, sum(card) as insured
                  from piece where a <= b group by all
                  union all
                  select {keys}, b + 1, -count(*), -sum(card) from piece where a <= b group by all),
                {_running(keys, ("living", "insured"), run.last)}
                select month, unit, "group", band, ethnicity, living::bigint as living, insured::bigint as insured
                from every_month where living > 0 order by all""",
        )
    finally:
        run.con.unregister("insight_group")


def money_by_month(run: RunLike, book: Book) -> pa.Table:
    """`month unit payer instrument provision amount person_months`: đồng due in each month (`insight.money`).

    `instrument` and `provision` are empty for payers who owe by the premium rule itself.
    """
    known = decisions(run)
    used = tuple(p for p in book.payers if any(s.payer == p for d in known for s in d.shares))
    rows = [
        {"outcome": d.number, "payer": s.payer, "instrument": instrument_of(s.by), "provision": s.by}
        for d in known
        for s in d.shares
    ]
    texts = [(name, pa.string()) for name in ("payer", "instrument", "provision")]
    run.con.register("insight_share", pa.Table.from_pylist(rows, schema=pa.schema([("outcome", pa.int32()), *texts])))
    amounts = "".join(f', sum("{p}")::bigint as "{p}"' for p in used)
    minus = "".join(f', -sum("{p}")::bigint as "{p}"' for p in used)
    where = f"card = 1 and {living(book)}"
    keys = "unit, payer, instrument, provision"
    by_payer = " union all ".join(
        f"""select month, unit, payer, instrument, provision, sum("{p}")::bigint as amount, sum(n)::bigint as heads
            from stretch join insight_share using (outcome) where payer = '{p}' group by all"""
        for p in used
    )
    try:
        return rows_of(
            run,
            f"""with stretch as (
                  select unit, outcome, a as month, count(*) as n{amounts} from interval where {where} group by all
                  union all
                  select unit, outcome, b + 1, -count(*){minus} from interval where {where} group by all),
                step as ({by_payer}),
                {_running(keys, ("amount", "heads"), run.last)}
                select month, unit, payer, instrument, provision, amount::bigint as amount,
                  heads::bigint as person_months
                from every_month where heads > 0 order by all""",
        ) if used else _NO_MONEY  # fmt: skip
    finally:
        run.con.unregister("insight_share")


def _running(keys: str, values: tuple[str, ...], last: int) -> str:
    """CTEs from `step` (what is added in a month) to `every_month` (what there is in each month up to `last`)."""
    summed = ", ".join(f"sum({v}) as {v}" for v in values)
    window = f"over (partition by {keys} order by month)"
    run_up = ", ".join(f"sum({v}) {window} as {v}" for v in values)
    return f"""summed as (select {keys}, month, {summed} from step group by all),
                level as (select {keys}, month as since, lead(month, 1, {last + 1}) {window} as next, {run_up}
                          from summed),
                every_month as (select {keys}, unnest(range(since, least(next, {last + 1})))::int as month,
                                  {", ".join(values)} from level)"""


def _register_groups(run: RunLike) -> None:
    rows = [{"outcome": d.number, "group": d.group} for d in decisions(run)]
    schema = pa.schema([("outcome", pa.int32()), ("group", pa.string())])
    run.con.register("insight_group", pa.Table.from_pylist(rows, schema=schema))


_NO_MONEY = pa.schema(
    [("month", pa.int32()), *((n, pa.string()) for n in ("unit", "payer", "instrument", "provision")),
     ("amount", pa.int64()), ("person_months", pa.int64())]
).empty_table()  # fmt: skip
