"""The facts of one person and of whoever ever lived in a household with them: enough to decide that person exactly."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from baophu.engine.source import Facts, FactsError, in_memory


def around(facts: Facts, person: int) -> Facts:
    """The facts tables cut to a person and their households' members; FactsError when there is no such person."""
    con = duckdb.connect()
    for name, source in facts.tables.items():
        if isinstance(source, Path):
            path = str(source).replace("'", "''")
            con.execute(f"create view {name} as select * from read_parquet('{path}')")
        else:
            con.register(name, source)
    if not con.execute("select 1 from people where person = ? limit 1", [person]).fetchall():
        raise FactsError(f"{facts.where('people')}: there is no person {person}")
    con.execute(
        """create temp table home as select distinct household from stays where person = $1;""",
        [person],
    )
    con.execute("create temp table member as select distinct person from stays semi join home using (household)")
    con.execute(
        "insert into home select distinct household from stays semi join member using (person) "
        "where household not in (select household from home)"
    )
    kept: dict[str, pa.Table] = {}
    for name in facts.tables:
        if name == "area_status":
            query = "select * from area_status"
        elif name == "household_status":
            query = "select * from household_status semi join home using (household)"
        else:
            query = f"select * from {name} semi join member using (person)"
        kept[name] = con.sql(query).to_arrow_table()
    con.close()
    return in_memory(kept, facts.about)
