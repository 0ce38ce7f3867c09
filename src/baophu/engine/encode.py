"""The adapter of the register: dates become months, texts become bits of a word, and nothing behind it sees either."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from baophu.engine.layout import Field, Layout
from baophu.engine.months import parse
from baophu.engine.source import Facts
from baophu.law.model import AreaSpell, Book

OPEN = 99_999
"""The month after every other: the end of what has no end."""


def month(column: str) -> str:
    """SQL: the month a date lies in."""
    return f"(extract(year from {column}) * 12 + extract(month from {column}) - 1)::int"


def first_full(column: str) -> str:
    """SQL: the first month whose first day is not before a date."""
    return f"({month(column)} + (extract(day from {column}) > 1)::int)"


def encode(con: duckdb.DuckDBPyConnection, facts: Facts, book: Book, layout: Layout, first: int, last: int) -> None:
    """Make `stay` and the spell views `person_spell`, `household_spell`, `area_spell` for the months `first..last`.

    `stay(sid, person, household, unit, birth, a, b, w0, …, card)`: months lived somewhere, with the bits of facts that
    do not change; `*_spell(key, a, b, w0, …, card, <amounts>)`: what is added to these words from month a to b.
    """
    stays = _stays_sql(con, facts, book, layout, first, last)
    con.execute(f"create table stay as select row_number() over () as sid, * from ({stays})")
    zero = {**{f"w{i}": "0::bigint" for i in range(layout.words)}, "card": "0", **dict.fromkeys(layout.amounts, "0")}
    _person_spells(con, facts, layout, zero, first, last)
    for table, key in (("household", "household"), ("area", "unit")):
        rows = [_status(con, facts, layout, f"{table}_status", key, zero, first, last)]
        if table == "area" and "area_status" not in facts.tables:
            rows = [_own_areas(con, book, layout, zero, first, last)]
        _create(con, f"{table}_spell", key, rows, zero)


def _stays_sql(con: duckdb.DuckDBPyConnection, facts: Facts, book: Book, layout: Layout, first: int, last: int) -> str:
    """SQL of `stay` without its number."""
    words = {i: ["0::bigint"] for i in range(layout.words)}
    present = {r[0] for r in con.execute("describe in_people").fetchall()}
    units = ", ".join(f"'{u}'" for u, area in book.areas.items() if area.kind != "outside") or "''"
    stay_flags = {"permanent_resident": "s.permanent_resident", "living_here": f"(s.unit in ({units}))"}
    for field in layout.fields:
        if field.declaration.level == "stay" and field.name in stay_flags:
            code = f"case when {stay_flags[field.name]} then {field.codes['true']} else {field.codes['false']} end"
        elif field.source in present and not field.declaration.since:
            code = _case(f'p."{field.source}"', field)
        else:
            continue
        words[field.word].append(f"({code})::bigint * {1 << field.shift}")
    packed = ", ".join(f"{' + '.join(terms)} as w{i}" for i, terms in words.items())
    card = "0" if "cards" in facts.tables else "1"
    return f"""select * from (
        select s.person, s.household, s.unit, {first_full("p.born")} as birth,
          greatest({first}, {first_full('s."from"')}, {first_full("p.born")}) as a,
          least({last}, coalesce({month('s."to"')}, {OPEN}), coalesce({month("p.died")}, {OPEN})) as b,
          {packed}, {card} as card
        from in_stays s join in_people p using (person)) where a <= b"""


def _case(column: str, field: Field) -> str:
    """The code of a column's text; flags may be stored as booleans, counts as whole numbers."""
    if field.declaration.type == "count":
        return f"xor({column}::int, {field.default})"
    if field.declaration.type == "month":
        return f"xor({column}[1:4]::int * 12 + {column}[6:7]::int - 1, {field.default})"
    other = field.codes.get("", 0)
    whens = " ".join(f"when '{value}' then {code}" for value, code in field.codes.items() if value and code != other)
    return f"case {column}::varchar {whens} else {other} end" if whens else str(other)


def _person_spells(
    con: duckdb.DuckDBPyConnection, facts: Facts, layout: Layout, zero: dict[str, str], first: int, last: int
) -> None:
    rows = [_status(con, facts, layout, "person_status", "person", zero, first, last)]
    start, end = '"from"', '"to"'
    a, b = first_full(start), f"coalesce({month(end)}, {OPEN})"
    if "cards" in facts.tables:
        columns = _list({**zero, "card": "1"})
        rows.append(f"select person, {a} as a, {b} as b, {columns} from in_cards where {_inside(a, b, first, last)}")
    if "person_amount" in facts.tables and layout.amounts:
        listed = ", ".join(f"'{name}'" for name in layout.amounts)
        columns = _list({**zero, **{n: f"case when fact = '{n}' then value else 0 end" for n in layout.amounts}})
        rows.append(
            f"select person, {a} as a, {b} as b, {columns} from in_person_amount"
            f" where fact in ({listed}) and {_inside(a, b, first, last)}"
        )
    _create(con, "person_spell", "person", rows, zero)


def _status(
    con: duckdb.DuckDBPyConnection,
    facts: Facts,
    layout: Layout,
    table: str,
    key: str,
    zero: dict[str, str],
    first: int,
    last: int,
) -> str:
    """What the rows of a status table add, month by month.

    In a view that counts the first month whole, a row begins with its first month and ends before the next row's.
    """
    if table not in facts.tables:
        return ""
    _codebook(con, layout, table)
    start, end = 's."from"', 's."to"'
    b = f"coalesce({month(end)}, {OPEN})"
    parts = [("not whole", f"in_{table}", first_full(start), b)]
    views = {f.source for f in layout.fields if f.declaration.whole_month and f"{f.declaration.level}_status" == table}
    if views:
        listed = ", ".join(f"'{name}'" for name in sorted(views))
        following = f'lead("from") over (partition by {key}, fact order by "from")'
        rows = f"(select *, {following} as following from in_{table} where fact in ({listed}))"
        until = f"least({b}, coalesce({month('s.following')} - 1, {OPEN}))"
        parts.append(("whole", rows, month(start), until))
    words = {f"w{i}": f"w{i} + since{i} * {month(start)}" for i in range(layout.words)}
    return " union all ".join(
        f"select {key}, {a} as a, {b} as b, {_list({**zero, **words})} from {source} s"
        f" join code_{table} using (fact, value) where {which} and {_inside(a, b, first, last)}"
        for which, source, a, b in parts
    )


def _codebook(con: duckdb.DuckDBPyConnection, layout: Layout, table: str) -> None:
    """`code_<table>(fact, value, whole, w…, since…)`: what a row of a fact with a value adds to the words."""
    pairs = con.execute(f"select distinct fact, value from in_{table}").fetchall()
    rows: dict[str, list[object]] = {"fact": [], "value": [], "whole": []}
    rows |= {f"{kind}{i}": [] for i in range(layout.words) for kind in ("w", "since")}
    for fact, value in pairs:
        for whole in (False, True):
            added, since = adds(layout, fact, value, whole)
            if any(added) or any(since):
                for name, item in zip(("fact", "value", "whole"), (fact, value, whole), strict=True):
                    rows[name].append(item)
                for i in range(layout.words):
                    rows[f"w{i}"].append(added[i])
                    rows[f"since{i}"].append(since[i])
    schema = {"fact": pa.string(), "value": pa.string(), "whole": pa.bool_()}
    book = pa.table({n: pa.array(v, schema.get(n, pa.int64())) for n, v in rows.items()})
    con.register("codebook", book)
    con.execute(f"create or replace table code_{table} as select * from codebook")
    con.unregister("codebook")


def adds(layout: Layout, fact: str, value: str, whole: bool) -> tuple[list[int], list[int]]:
    """What a row of a fact with a value adds to each word, and what it adds for each month of its beginning."""
    added, since = [0] * layout.words, [0] * layout.words
    for field in layout.fields:
        if field.source != fact or field.declaration.whole_month != whole:
            continue
        if field.declaration.since:
            if value != field.nothing:
                since[field.word] += 1 << field.shift
        else:
            added[field.word] += code(field, value) << field.shift
    return added, since


def code(field: Field, value: str) -> int:
    """The code of a value written as text."""
    if field.declaration.type == "month":
        return parse(value) ^ field.default
    if field.declaration.type == "count":
        return int(value) ^ field.default
    return field.codes.get(value, field.codes.get("", 0))


def _own_areas(
    con: duckdb.DuckDBPyConnection, book: Book, layout: Layout, zero: dict[str, str], first: int, last: int
) -> str:
    """The law book's own area facts, as if they had come in a table."""
    spells: Iterable[AreaSpell] = book.area_facts
    rows = [(u, s.fact, written(s.value, book.facts[s.fact].type), s.start, s.end) for s in spells for u in s.units]
    kinds = [pa.string(), pa.string(), pa.string(), pa.date32(), pa.date32()]
    names = ["unit", "fact", "value", "from", "to"]
    arrays = {n: pa.array([r[i] for r in rows], k) for i, (n, k) in enumerate(zip(names, kinds, strict=True))}
    con.register("own_areas", pa.table(arrays))
    con.execute("create or replace table in_area_status as select *, 0 as row from own_areas")
    con.unregister("own_areas")
    facts = Facts({"area_status": pa.table({})}, {})
    return _status(con, facts, layout, "area_status", "unit", zero, first, last)


def written(value: int | bool | str, kind: str) -> str:
    """A value of the law book as a facts table writes it."""
    if kind == "month" and isinstance(value, int):
        return f"{value // 12}-{value % 12 + 1:02d}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _create(con: duckdb.DuckDBPyConnection, name: str, key: str, rows: list[str], zero: dict[str, str]) -> None:
    kind = "varchar" if key == "unit" else "bigint"
    empty = f"select null::{kind} as {key}, 0 as a, 0 as b, {_list(zero)} where false"
    con.execute(f"create view {name} as {' union all '.join([empty, *(r for r in rows if r)])}")


def _list(columns: dict[str, str]) -> str:
    return ", ".join(f"{expression} as {name}" for name, expression in columns.items())


def _inside(a: str, b: str, first: int, last: int) -> str:
    return f"({a}) <= {last} and ({b}) >= {first} and ({a}) <= ({b})"
