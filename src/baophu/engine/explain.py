"""Why: one person of a run in one month, with every provision considered, and what comes next."""

from __future__ import annotations

from typing import Any

import duckdb

from baophu.engine.amounts import amounts
from baophu.engine.considered import Seen
from baophu.engine.decide import ANSWERS, Decided, Loaded, piece_sql
from baophu.engine.explanation import Explanation, Interval, explanation
from baophu.engine.households import ranked_sql
from baophu.engine.months import first_day


def explain(decided: Decided, person: int, month: int, changes: int = 3) -> Explanation:
    """Explain a decided person; FactsError when nobody of that number is decided in the month."""
    loaded, rows = decided.loaded, _intervals(decided, person)
    outcomes = decided.rulings.outcomes
    return explanation(loaded.law, outcomes, rows, lambda now: _seen(loaded, now, month), person, month, changes)


def _intervals(decided: Decided, person: int) -> list[Interval]:
    """The person's intervals, from their spells alone: the whole province need not be looked through."""
    con, loaded = decided.loaded.con, decided.loaded
    con.execute(f"create or replace temp table asked_spell as select * from spell where person = {int(person)}")
    columns = ["person", "household", "unit", "birth", "card", *loaded.layout.amounts]
    con.execute(f"create or replace temp table asked_piece as {piece_sql(columns, spell='asked_spell')}")
    ranked = ranked_sql([*columns, *ANSWERS], "asked_piece")
    rows = con.execute(f"select * from ({ranked}) order by a").fetchnumpy()
    own = {name: rows[name] for name in loaded.layout.amounts}
    rulings = decided.rulings
    rows |= amounts(rulings.prices, rulings.outcomes, rows["price"], rows["rank"], own)
    return [dict(zip(rows, row, strict=True)) for row in zip(*(v.tolist() for v in rows.values()), strict=True)]


def _rows(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of a query by column name."""
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _seen(loaded: Loaded, now: Interval, month: int) -> Seen:
    """What the law sees of the person whose spells are `asked_spell`."""
    query = "select s.birth, f.* from asked_spell s join profile_fact f using (profile) where $m between s.a and s.b"
    facts = _rows(loaded.con.execute(query, {"m": month}))[0]
    facts |= {"age": (month - facts["birth"]) // 12, "month": month}
    return Seen(facts, _told(loaded, now["person"], now["household"], month))


def _told(loaded: Loaded, person: int, household: int, month: int) -> dict[str, str]:
    """The facts tables' own words for a person and their household on the first day of the month."""
    day = first_day(month)
    columns = [f.name for f in loaded.layout.fields if f.declaration.level == "person"]
    present = [r[0] for r in loaded.con.execute("describe in_people").fetchall() if r[0] in columns]
    told: dict[str, str] = {}
    if present:
        listed = ", ".join(f'"{c}"::varchar' for c in present)
        row = loaded.con.execute(f"select {listed} from in_people where person = ?", [person]).fetchall()[0]
        told |= {name: value for name, value in zip(present, row, strict=True) if value is not None}
    during = '"from" <= $day and coalesce("to", $day) >= $day'
    sources = {
        "person_status": ("person", person),
        "household_status": ("household", household),
    }
    for table, (key, number) in sources.items():
        if table in loaded.tables:
            query = f"select fact, value from in_{table} where {key} = $number and {during}"
            told |= dict(loaded.con.execute(query, {"number": number, "day": day}).fetchall())
    return told
