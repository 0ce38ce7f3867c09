"""Cut each person's time where a visible fact changes.

A fact's spell adds its bits to a word when it begins and takes them away when it ends, so a person's facts at any
month are a running sum: one sorted pass, whatever the number of facts. People with no change inside their stay
never enter that pass.
"""

from __future__ import annotations

import duckdb

from baophu.engine.layout import Layout


def cut(con: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make `spell(sid, person, household, unit, birth, a, b, w0, …, card, <amounts>)` from the encoded tables.

    Within one spell nothing the law can see changes but age and the law itself. Spells of a stay tile it.
    """
    values = [*(f"w{i}" for i in range(layout.words)), "card", *layout.amounts]
    static = [*(f"w{i}" for i in range(layout.words)), "card"]
    added = ", ".join(f"x.{v}" for v in values)
    joins = "\nunion all\n".join(
        f"select s.sid, s.a as sa, s.b as sb, greatest(x.a, s.a) as a, least(x.b, s.b) as b, {added}"
        f" from {table} x join stay s using ({key}) where x.a <= s.b and x.b >= s.a"
        for table, key in (("person_spell", "person"), ("household_spell", "household"), ("area_spell", "unit"))
    )
    con.execute(f"create temp table overlap as {joins}")
    sums = ", ".join(f"sum({v})::bigint as {v}" for v in values)
    minus = ", ".join(f"-{v}" for v in values)
    plain = ", ".join(values)
    start = ", ".join(
        f"(s.{v} + coalesce(o.{v}, 0))::bigint as {v}" if v in static else f"coalesce(o.{v}, 0)::bigint as {v}"
        for v in values
    )
    con.execute(
        f"""create temp table inner_event as select sid, m, {sums} from (
              select sid, a as m, {plain} from overlap where a > sa
              union all select sid, (b + 1), {minus} from overlap where b < sb)
            group by sid, m having {" or ".join(f"sum({v}) <> 0" for v in values)}"""
    )
    con.execute(
        f"""create temp table opening as
            select s.sid, s.a as m, {start} from stay s
            left join (select sid, {sums} from overlap where a = sa group by sid) o using (sid)"""
    )
    con.execute("drop table overlap")
    running = ", ".join(f"(sum({v}) over w)::bigint as {v}" for v in values)
    con.execute(
        f"""create table spell as
            with moving as (
              select sid, m as a, lead(m) over w as next, {running} from (
                select * from inner_event union all
                select o.* from opening o semi join inner_event i using (sid))
              window w as (partition by sid order by m)),
            settled as (select o.* from opening o anti join inner_event i using (sid))
            select s.sid, s.person, s.household, s.unit, s.birth, t.a, coalesce(t.next - 1, s.b) as b,
              {", ".join(f"t.{v}" for v in values)}
            from (select sid, a, next, {plain} from moving
                  union all select sid, m, null, {plain} from settled) t join stay s using (sid)"""
    )
    con.execute("drop table inner_event; drop table opening")
