"""Cut each person's time where a visible fact changes.

A fact's spell adds its bits to a word when it begins and takes them away when it ends, so a person's facts at any
month are a running sum: one sorted pass, whatever the number of facts. People with no change inside their stay
never enter that pass.
"""

from __future__ import annotations

from collections.abc import Set

import duckdb

from baophu.engine.layout import WORD_BITS, Layout

AMOUNT_BITS = 40
"""Bits of an amount of money a month: up to a million million đồng."""


def cut(con: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make `spell` and `profile` from the encoded tables.

    `spell(sid, person, household, unit, birth, a, b, profile, card, <amounts>)`: within one nothing the law can see
    changes but age and the law itself; spells of a stay tile it. `profile(profile, w0, …, young, old, since, until)`:
    the facts that occur, with the births and months seen.
    """
    packs = _packs(layout, "x")
    packed = ", ".join(f"{terms} as k{i}" for i, terms in enumerate(packs))
    joins = "\nunion all\n".join(
        f"select s.sid, s.a as sa, s.b as sb, greatest(x.a, s.a) as a, least(x.b, s.b) as b, {packed}"
        f" from {table} x join stay s using ({key}) where x.a <= s.b and x.b >= s.a"
        for table, key in (("person_spell", "person"), ("household_spell", "household"), ("area_spell", "unit"))
    )
    keys = [f"k{i}" for i in range(len(packs))]
    sums = ", ".join(f"sum({k}) as {k}" for k in keys)
    con.execute(f"create temp table overlap as {joins}")
    con.execute(
        f"""create temp table inner_event as select sid, m, {sums} from (
              select sid, a as m, {", ".join(keys)} from overlap where a > sa
              union all select sid, (b + 1), {", ".join(f"-{k}" for k in keys)} from overlap where b < sb)
            group by sid, m having {" or ".join(f"sum({k}) <> 0" for k in keys)}"""
    )
    static = {*(f"w{i}" for i in range(layout.words)), "card"}
    at_start = ", ".join(
        f"({terms} + coalesce(o.k{i}, 0)) as k{i}" for i, terms in enumerate(_packs(layout, "s", static))
    )
    con.execute(
        f"""create temp table opening as
            select s.sid, s.a as m, {at_start} from stay s
            left join (select sid, {sums} from overlap where a = sa group by sid) o using (sid)"""
    )
    con.execute("drop table overlap")
    running = ", ".join(f"sum({k}) over w as {k}" for k in keys)
    listed = ", ".join(keys)
    con.execute(
        f"""create temp table stretch_of_stay as
            with moving as (
              select sid, m as a, lead(m) over w as next, {running} from (
                select * from inner_event union all
                select o.* from opening o semi join inner_event i using (sid))
              window w as (partition by sid order by m))
            select sid, a, next, {listed} from moving
            union all select sid, m, null, {listed} from opening o anti join inner_event i using (sid)"""
    )
    con.execute("drop table inner_event; drop table opening")
    _number_profiles(con, layout)
    columns = _unpacked(layout)
    kept = ", ".join(f"{columns[c]} as {c}" for c in ("card", *layout.amounts))
    same = " and ".join(f"{columns[f'w{i}']} = p.w{i}" for i in range(layout.words))
    con.execute(
        f"""create table spell as
            select s.sid, s.person, s.household, s.unit, s.birth, t.a, coalesce(t.next - 1, s.b) as b, p.profile, {kept}
            from stretch_of_stay t join stay s using (sid) join profile_number p on {same}"""
    )
    con.execute("drop table stretch_of_stay")
    con.execute(
        """create table profile as select p.*, s.young, s.old, s.since, s.until from profile_number p join (
             select profile, max(birth) as young, min(birth) as old, min(a) as since, max(b) as until
             from spell group by profile) s using (profile)"""
    )


def _number_profiles(con: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make `profile_number(profile, w0, …)`: each combination of visible facts that occurs, with a number."""
    columns = _unpacked(layout)
    words = ", ".join(f"{columns[f'w{i}']} as w{i}" for i in range(layout.words))
    con.execute(
        f"""create table profile_number as select (row_number() over () - 1)::int as profile, *
            from (select distinct {words} from stretch_of_stay t)"""
    )


def _fields(layout: Layout) -> list[tuple[int, int, int, str]]:
    """(pack, shift, bits, column): where each column stands in the packs, which are whole numbers of 128 bits."""
    columns = [(f"w{i}", WORD_BITS) for i in range(layout.words)]
    columns += [("card", 1), *((a, AMOUNT_BITS) for a in layout.amounts)]
    placed, pack, shift = [], 0, 0
    for name, bits in columns:
        if shift + bits > 2 * WORD_BITS:
            pack, shift = pack + 1, 0
        placed.append((pack, shift, bits, name))
        shift += bits
    return placed


def _packs(layout: Layout, table: str, only: Set[str] | None = None) -> list[str]:
    """SQL of each pack, from the columns of a table (or only some of them)."""
    placed = _fields(layout)
    terms: list[list[str]] = [[] for _ in range(placed[-1][0] + 1)]
    for pack, shift, _, name in placed:
        if only is None or name in only:
            terms[pack].append(f"({table}.{name}::hugeint << {shift})")
    return [" + ".join(t) or "0::hugeint" for t in terms]


def _unpacked(layout: Layout) -> dict[str, str]:
    """SQL of each column taken out of its pack in a table `t`."""
    return {
        name: f"((t.k{pack} >> {shift}) & {(1 << bits) - 1}::hugeint)::bigint"
        for pack, shift, bits, name in _fields(layout)
    }
