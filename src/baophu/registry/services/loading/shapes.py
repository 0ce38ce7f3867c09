"""What the register's tables are filled with: one query of DuckDB over the facts tables for each.

Every row hangs on the entry of the load. The numbers of people are made up: well-formed, the same on every run, and
labelled wherever the register is shown (`services.origin`). A personal ID is that of somebody registered in the
province (022), of the person's sex and year; a card bears the letters MH ("mô hình"), which no group of the national
list has. Telephone numbers are not made up: they could be somebody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from baophu.law.model import Book, FactDeclaration
from baophu.registry.models import Entry
from baophu.registry.names import backwards, fold
from baophu.registry.services.facts import is_default, recordable

BORN_IN, PROVINCE, CARD = "022", "22", "MH4"
"""First digits of a personal ID and of a social-insurance number, first characters of a card's number."""

FIRST_CENTURY = 1900
WITH_OLD_ID = 25
"""Years of age from which people had an ID of nine digits before the present one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One table of the register: its columns and the query that gives them, in that order, `rows` of them."""

    table: str
    columns: tuple[str, ...]
    query: str
    rows: int


def shapes(con: duckdb.DuckDBPyConnection, book: Book, today: date) -> list[Shape]:
    """The tables to fill, from the views `in_<table>` (engine.source.attach) that there are."""
    present = {r[0].removeprefix("in_") for r in con.execute("show tables").fetchall() if r[0].startswith("in_")}
    columns = {r[0] for r in con.execute("describe in_people").fetchall()}
    _folded(con, columns)
    _lived_in(con, present, today)
    shaped = [_people(book, columns, present, today), _households()]
    shaped += [(table, _spell(table, source)) for table, source in SOURCES.items() if source in present]
    fixed = _fixed(book, columns)
    if fixed:
        shaped = [pair for pair in shaped if pair[0] != "registry_personstatus"]
        shaped.append(("registry_personstatus", _statuses_with(fixed, "person_status" in present)))
    return [_shape(con, table, query) for table, query in shaped]


SOURCES = {
    "registry_stay": "stays",
    "registry_personstatus": "person_status",
    "registry_personamount": "person_amount",
    "registry_householdstatus": "household_status",
    "registry_areastatus": "area_status",
    "registry_card": "cards",
}
_DAYS = '"from" as valid_from, "to" as valid_to'
_SAYS = {
    "stays": "person as person_id, household as household_id, unit as unit_id, permanent_resident as permanent",
    "person_status": "person as person_id, fact, value",
    "person_amount": "person as person_id, fact, value",
    "household_status": "household as household_id, fact, value",
    "area_status": "unit as unit_id, fact, value",
    "cards": "person as person_id, '' as number, '' as \"group\", '' as ended",
}


def _spell(table: str, source: str) -> str:
    return f"select row as id, {_SAYS[source]}, {_DAYS}, {Entry.LOADED} as entry_id from in_{source} order by row"


def _shape(con: duckdb.DuckDBPyConnection, table: str, query: str) -> Shape:
    columns = tuple(r[0] for r in con.execute(f"describe {query}").fetchall())
    rows = con.execute(f"select count(*) from ({query.rsplit(' order by ', 1)[0]})").fetchall()[0][0]
    return Shape(table, columns, query, rows)


def _people(book: Book, columns: set[str], present: set[str], today: date) -> tuple[str, str]:
    default = str(book.facts["ethnicity"].default) if "ethnicity" in book.facts else ""
    ethnicity = "p.ethnicity" if "ethnicity" in columns else f"'{default}'"
    carded = "exists (select 1 from in_cards c where c.person = p.person)" if "cards" in present else "false"
    social = f"'{PROVINCE}' || lpad((n % 100000000)::varchar, 8, '0')"
    query = f"""select person as id,
        '{BORN_IN}' || ((year(born) - {FIRST_CENTURY}) // 100 * 2 + (sex = 'f')::int) ||
          lpad((year(born) % 100)::varchar, 2, '0') || lpad(serial::varchar, 6, '0') as personal_id,
        case when born <= date '{today}' - interval {WITH_OLD_ID} year
          then '1' || lpad((n % 100000000)::varchar, 8, '0') end as old_id,
        {social} as social_number,
        case when carded then '{CARD}{PROVINCE}' || {social} end as card_number,
        name, name_key, name_back, born, 'day' as born_known, died, sex, ethnicity, '' as phone,
        {Entry.LOADED} as entry_id, unit as unit_id, false as withdrawn
      from (select p.person, p.born, p.died, p.sex, {ethnicity} as ethnicity, {carded} as carded, unit,
          f.name, f.name_key, f.name_back, row_number() over (order by p.person) as n,
          row_number() over (partition by p.sex, year(p.born) order by p.person) as serial
        from in_people p join named using (person) join folded f on f.name = named.name
          left join lived_in using (person))
      order by id"""
    return "registry_person", query


def _households() -> tuple[str, str]:
    return (
        "registry_household",
        f"""select household as id, '' as address, '' as phone, head as head_id, {Entry.LOADED} as entry_id,
            false as withdrawn from house order by id""",
    )


def _folded(con: duckdb.DuckDBPyConnection, columns: set[str]) -> None:
    """`named(person, name)` and `folded(name, name_key, name_back)`: names are folded in the one way there is.

    Facts without names get one of the number: `Người 123`.
    """
    name = "trim(regexp_replace(nfc_normalize(name), '\\s+', ' ', 'g'))" if "name" in columns else "'Người ' || person"
    con.execute(f"create temp table named as select person, {name} as name from in_people")
    names = [r[0] for r in con.execute("select distinct name from named").fetchall()]
    keys = [fold(name) for name in names]
    table = pa.table({"name": names, "name_key": keys, "name_back": [backwards(key) for key in keys]})
    con.register("folded_here", table)
    con.execute("create temp table folded as from folded_here")
    con.unregister("folded_here")


def _lived_in(con: duckdb.DuckDBPyConnection, present: set[str], today: date) -> None:
    """`lived_in(person, unit)` as `whereabouts` says; `house(household, head)`: its eldest member of today heads it."""
    con.execute(
        f"""create temp table lived_in as
            select person, coalesce(arg_max(unit, "from") filter (where "from" <= date '{today}'),
              arg_min(unit, "from")) as unit from in_stays group by person"""
    )
    others = "union select household, null from in_household_status" if "household_status" in present else ""
    con.execute(
        f"""create temp table house as
            select household, arg_min(person, (born, person)) filter (where here) as head from (
              select household, s.person, born, "from" <= date '{today}' and ("to" is null or "to" >= date '{today}')
                and (died is null or died >= date '{today}') as here
              from in_stays s join in_people using (person)
              {others.replace("null", "null, null, false")}) group by household"""
    )


def _fixed(book: Book, columns: set[str]) -> list[FactDeclaration]:
    """Facts of persons that stand as columns of `people` and become statuses."""
    return [fact for name, fact in recordable("person").items() if name in columns]


def _statuses_with(fixed: list[FactDeclaration], also: bool) -> str:
    """Statuses, and what is always true of a person as one from birth on; the default is never written."""
    parts = []
    if also:
        parts.append(f"select person as person_id, fact, value, {_DAYS} from in_person_status")
    for fact in fixed:
        value = f'cast("{fact.name}" as varchar)'
        usual = str(fact.default).lower() if is_default(fact, str(fact.default).lower()) else str(fact.default)
        parts.append(
            f"""select person as person_id, '{fact.name}' as fact, {value} as value, born as valid_from,
                died as valid_to from in_people where {value} <> '{usual}'"""
        )
    rows = " union all ".join(parts)
    return f"""select row_number() over (order by person_id, fact, valid_from) as id, *, {Entry.LOADED} as entry_id
               from ({rows}) order by id"""
