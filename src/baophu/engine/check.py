"""Refuse facts that cannot be decided on, naming the table, the row and what would do.

Each check is one condition on a row, asked of the whole table in one scan; overlaps are asked in one sorted pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import duckdb

from baophu.engine.source import Facts, FactsError
from baophu.engine.spells import AMOUNT_BITS
from baophu.law.model import Book

LARGEST_COUNT = 32_767
ELDEST_BORN = date(1850, 1, 1)
STATUS_LEVEL = {"person_status": "person", "household_status": "household", "area_status": "area"}
KEY = {
    "stays": "person",
    "person_status": "person",
    "person_amount": "person",
    "household_status": "household",
    "area_status": "unit",
    "cards": "person",
}


@dataclass(frozen=True, slots=True)
class Check:
    """`wrong` is a SQL condition on a row; `says` a SQL text of what is wrong and what would do."""

    wrong: str
    says: str


def check_facts(con: duckdb.DuckDBPyConnection, facts: Facts, book: Book, today: date) -> None:
    """FactsError at the first row of a table that cannot be."""
    for table in facts.tables:
        _scan(con, facts, table, _checks(table, book, today))
    fixed = _fixed_facts(con, facts, book)
    for table in KEY:
        if table in facts.tables:
            _values(con, facts, table, book, fixed)
            _no_overlap(con, facts, table)
    _known_people(con, facts)


def _checks(table: str, book: Book, today: date) -> list[Check]:
    if table == "people":
        return [
            Check("person is null", "'`person` is empty; every row needs its number'"),
            Check("born is null", "'person ' || person || ' has no birth date; write one (YYYY-MM-DD)'"),
            Check(
                f"born > date '{today}'",
                f"'person ' || person || ' is born on ' || born || ', after {today}, the last day of all; correct it'",
            ),
            Check(
                f"born < date '{ELDEST_BORN}'",
                f"'person ' || person || ' is born on ' || born || ', before {ELDEST_BORN.year}; correct the date'",
            ),
            Check("died < born", "'person ' || person || ' died on ' || died || ', before birth on ' || born"),
            Check(
                "sex is null or sex not in ('m', 'f')",
                "'person ' || person || ': sex is ' || coalesce(sex, 'empty') || '; it is m or f'",
            ),
        ]
    key = KEY[table]
    checks = [
        Check(f"{key} is null", f"'`{key}` is empty; every row needs it'"),
        Check('"from" is null', f"'{key} ' || {key} || ' has a row without `from`; say since when'"),
        Check('"to" < "from"', f"'{key} ' || {key} || ': ends ' || \"to\" || ' before it begins ' || \"from\""),
    ]
    if table == "stays":
        units = ", ".join(f"'{u}'" for u in [*book.areas, "outside"])
        checks += [
            Check("household is null", "'person ' || person || ' has a stay without a household'"),
            Check(
                f"unit is null or unit not in ({units})",
                "'person ' || person || ': no unit has the code ' || coalesce(unit, 'empty') ||"
                f" '; {book.name} has {len(book.areas)} units, and `outside` is elsewhere'",
            ),
            Check("permanent_resident is null", "'person ' || person || ': permanent_resident is empty'"),
        ]
    if table == "person_amount":
        checks.append(
            Check(
                f"value is null or value < 0 or value >= {1 << AMOUNT_BITS}",
                "'person ' || person || ': ' || coalesce(fact, 'the amount') || ' is ' ||"
                f" coalesce(value::varchar, 'empty') || '; it is whole đồng a month, 0 to {(1 << AMOUNT_BITS) - 1}'",
            )
        )
    if table == "area_status":
        units = ", ".join(f"'{u}'" for u in book.areas)
        checks.append(Check(f"unit not in ({units})", "'no unit has the code ' || unit"))
    return checks


def _scan(con: duckdb.DuckDBPyConnection, facts: Facts, table: str, checks: list[Check]) -> None:
    asked = ", ".join(f"min(row) filter (where {c.wrong})" for c in checks)
    found = con.execute(f"select {asked}, count(*) from in_{table}").fetchall()[0]
    if found[-1] == 0 and table in ("people", "stays"):
        raise FactsError(f"{facts.where(table)} is empty; there is nobody to decide")
    rows = [(row, check) for row, check in zip(found, checks, strict=False) if row is not None]
    if rows:
        row, check = min(rows, key=lambda pair: pair[0])
        said = con.execute(f"select {check.says} from in_{table} where row = {row}").fetchall()[0]
        raise FactsError(f"{facts.where(table)}, row {row}: {said[0]}")


def _fixed_facts(con: duckdb.DuckDBPyConnection, facts: Facts, book: Book) -> frozenset[str]:
    """Facts that are columns of `people`; every value is one the fact allows."""
    columns = [row[0] for row in con.execute("describe in_people").fetchall() if row[0] in book.facts]
    for fact in columns:
        pairs = con.execute(f'select "{fact}"::varchar, min(row) from in_people group by 1').fetchall()
        for value, row in sorted(pairs, key=lambda pair: pair[1]):
            fault = value_fault(book, fact, value)
            if fault:
                raise FactsError(f"{facts.where('people')}, row {row}: {fault}")
    return frozenset(columns)


def _values(con: duckdb.DuckDBPyConnection, facts: Facts, table: str, book: Book, fixed: frozenset[str]) -> None:
    """Every fact is declared for the table's level and no column of `people`, every value is one it allows."""
    if table == "person_amount":
        pairs = con.execute("select fact, '0', min(row) from in_person_amount group by fact").fetchall()
    elif table in STATUS_LEVEL:
        pairs = con.execute(f"select fact, value, min(row) from in_{table} group by fact, value").fetchall()
    else:
        return
    for fact, value, row in sorted(pairs, key=lambda p: p[2]):
        fault = fact_fault(book, table, fact, value)
        if table == "person_status" and fact in fixed:
            fault = f"{fact} is a column of people already; say it in one of the two"
        if fault:
            raise FactsError(f"{facts.where(table)}, row {row}: {fault}")


def fact_fault(book: Book, table: str, fact: str, value: str) -> str | None:
    """What is wrong with a row of a fact and a value in a table; None when it is allowed."""
    level = STATUS_LEVEL.get(table, "person")
    known = [n for n, f in book.facts.items() if f.level == level and not f.reads and not f.since]
    money = {n for n in known if book.facts[n].type == "money"}
    known = [n for n in known if (n in money) == (table == "person_amount")]
    if fact not in known:
        return f"no {level} fact is called {fact!r}{_perhaps(fact, known)}"
    return None if table == "person_amount" else value_fault(book, fact, value)


def value_fault(book: Book, fact: str, value: str | None) -> str | None:
    """What is wrong with a value of a declared fact, as written in a facts table; None when it is allowed."""
    declaration = book.facts[fact]
    if value is None:
        return f"{fact} has no value"
    if declaration.type == "choice" and value not in declaration.values:
        return f"{fact} is never {value!r}{_perhaps(value, list(declaration.values))}"
    if declaration.type == "flag" and value not in ("true", "false"):
        return f"{fact} is true or false, not {value!r}"
    if declaration.type == "month" and not _is_month(value):
        return f"{fact} is a month written 2021-07, not {value!r}"
    if declaration.type == "count" and not (re.fullmatch("[0-9]{1,5}", value) and int(value) <= LARGEST_COUNT):
        return f"{fact} is a whole number from 0 to {LARGEST_COUNT}, not {value!r}"
    return None


def _is_month(text: str) -> bool:
    return re.fullmatch("(1[89]|2[01])[0-9]{2}-(0[1-9]|1[0-2])", text) is not None


def _perhaps(word: str, known: list[str]) -> str:
    near = get_close_matches(str(word), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; it is one of {', '.join(known)}"


def _no_overlap(con: duckdb.DuckDBPyConnection, facts: Facts, table: str) -> None:
    """Rows of one fact of one person never overlap. A table that comes sorted is known from one look at each row."""
    key = KEY[table]
    by = [key, "fact"] if table not in ("stays", "cards") else [key]
    if _sorted_apart(con, table, by):
        return
    listed = ", ".join(by)
    found = con.execute(
        f"""select row, {key}, {"fact" if "fact" in by else "''"}, "from", before from (
              select row, {listed}, "from", lag(coalesce("to", date '9999-12-31'))
                over (partition by {listed} order by "from", "to") as before from in_{table})
            where before >= "from" order by row limit 1"""
    ).fetchall()
    if not found:
        return
    row, who, fact, start, _ = found[0]
    what = {"stays": "lives in two places", "cards": "has two cards"}.get(table, f"has two values of {fact}")
    raise FactsError(
        f"{facts.where(table)}, row {row}: {key} {who} {what} on {start}; end the earlier row before the next begins"
    )


def _sorted_apart(con: duckdb.DuckDBPyConnection, table: str, by: list[str]) -> bool:
    """Whether, in the order in which rows are met, each comes after the one before and begins after its end.

    It is enough in whatever order rows are met: a chain that only goes up meets every pair of neighbours.
    """
    same = " and ".join(f"{c} = p_{c}" for c in by)
    up, tie = [], "true"
    for column in by:
        up.append(f"({tie} and {column} > p_{column})")
        tie = f"{tie} and {column} = p_{column}"
    before = ", ".join(f"lag({c}) over () as p_{c}" for c in by)
    con.execute("set preserve_insertion_order = true")
    found = con.execute(
        f"""select count(*) from (select {", ".join(by)}, "from", {before}, row_number() over () as n,
              lag(coalesce("to", date '9999-12-31')) over () as p_to from in_{table})
            where n > 1 and not ({" or ".join(up)} or ({same} and p_to < "from"))"""
    ).fetchall()
    con.execute("set preserve_insertion_order = false")
    return bool(found[0][0] == 0)


def _known_people(con: duckdb.DuckDBPyConnection, facts: Facts) -> None:
    twice = con.execute(
        "select max(row), person from in_people group by person having count(*) > 1 order by 1 limit 1"
    ).fetchall()
    if twice:
        raise FactsError(f"{facts.where('people')}, row {twice[0][0]}: person {twice[0][1]} is listed twice")
    for table, key in KEY.items():
        if table in facts.tables and key == "person":
            stranger = con.execute(
                f"select row, person from in_{table} anti join in_people using (person) order by row limit 1"
            ).fetchall()
            if stranger:
                where = facts.where(table)
                row, who = stranger[0]
                raise FactsError(f"{where}, row {row}: person {who} is not in people; add them there")
