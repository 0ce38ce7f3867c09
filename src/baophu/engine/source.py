"""The facts tables as they come: which there are, which columns they must have, and one way to open them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

SPELL = {"from": "DATE", "to": "DATE"}
COLUMNS: dict[str, dict[str, str]] = {
    "people": {"person": "BIGINT", "born": "DATE", "died": "DATE", "sex": "VARCHAR"},
    "stays": {"person": "BIGINT", "household": "BIGINT", "unit": "VARCHAR", "permanent_resident": "BOOLEAN", **SPELL},
    "person_status": {"person": "BIGINT", "fact": "VARCHAR", "value": "VARCHAR", **SPELL},
    "person_amount": {"person": "BIGINT", "fact": "VARCHAR", "value": "BIGINT", **SPELL},
    "household_status": {"household": "BIGINT", "fact": "VARCHAR", "value": "VARCHAR", **SPELL},
    "area_status": {"unit": "VARCHAR", "fact": "VARCHAR", "value": "VARCHAR", **SPELL},
    "cards": {"person": "BIGINT", **SPELL},
}
NEEDED = ("people", "stays")


class FactsError(Exception):
    """Facts that cannot be decided on: which table, which row, what is wrong and what would do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts tables by name: Parquet files of a folder, or Arrow tables in memory. `about` says where they come from."""

    tables: Mapping[str, Path | pa.Table]
    about: Mapping[str, Any]

    @property
    def simulated(self) -> bool:
        return bool(self.about.get("simulated"))

    def last_day(self, today: date) -> date:
        """The last day on which anybody can be born: today, or where a simulation ends."""
        until = self.about.get("to") if self.simulated else None
        return max(today, date.fromisoformat(until)) if until else today

    def where(self, table: str) -> str:
        """The name a reader knows a table by."""
        source = self.tables.get(table)
        return str(source) if isinstance(source, Path) else f"table {table}"


def open_facts(folder: Path) -> Facts:
    """The facts tables of a folder; FactsError when it is not one."""
    if not folder.is_dir():
        raise FactsError(f"{folder} is not a folder; make one with `baophu synth make {folder}`")
    tables = {name: folder / f"{name}.parquet" for name in COLUMNS if (folder / f"{name}.parquet").exists()}
    about = folder / "about.json"
    return _checked(Facts(dict(tables), json.loads(about.read_text(encoding="utf-8")) if about.exists() else {}))


def in_memory(tables: Mapping[str, pa.Table], about: Mapping[str, Any] | None = None) -> Facts:
    """Facts tables held as Arrow tables."""
    return _checked(Facts(dict(tables), about or {}))


def _checked(facts: Facts) -> Facts:
    missing = [name for name in NEEDED if name not in facts.tables]
    if missing:
        raise FactsError(f"no table {' and no table '.join(missing)}; a province needs {', '.join(NEEDED)}")
    return facts


def attach(con: duckdb.DuckDBPyConnection, facts: Facts, person_facts: frozenset[str]) -> None:
    """Make every table a view `in_<name>` with a `row` number counted from 1; FactsError on a column that is off.

    `person_facts` are the facts that may be columns of `people`.
    """
    for name, columns in COLUMNS.items():
        source = facts.tables.get(name)
        if source is None:
            continue
        if isinstance(source, Path):
            try:
                con.execute(f"create view raw_{name} as select * from read_parquet({_text(str(source))})")
            except duckdb.Error as error:
                raise FactsError(f"{source}: not a Parquet file that can be read ({_first_line(error)})") from error
            row = "file_row_number + 1 as row"
            scan = f"read_parquet({_text(str(source))}, file_row_number = true)"
        else:
            con.register(f"arrow_{name}", source)
            con.execute(f"create view raw_{name} as select * from arrow_{name}")
            row, scan = "row_number() over () as row", f"arrow_{name}"
        present = {r[0]: r[1] for r in con.execute(f"describe raw_{name}").fetchall()}
        optional = person_facts | {"name"} if name == "people" else frozenset()
        _columns_fit(facts.where(name), present, columns, optional)
        kept = [f'cast("{c}" as {t}) as "{c}"' for c, t in columns.items()]
        kept += [f'"{c}"' for c in present if c in optional]
        con.execute(f"create view in_{name} as select {', '.join(kept)}, {row} from {scan}")


def _columns_fit(where: str, present: Mapping[str, str], needed: Mapping[str, str], optional: frozenset[str]) -> None:
    for column, kind in needed.items():
        if column not in present:
            raise FactsError(f"{where}: column `{column}` is missing; it needs {', '.join(needed)}")
        if not _kind_fits(present[column], kind):
            raise FactsError(f"{where}: column `{column}` is {present[column]}, it must be {kind}")
    for column in present:
        if column not in needed and column not in optional:
            raise FactsError(f"{where}: column `{column}` is not known; the columns are {', '.join(needed)}")


def _kind_fits(found: str, wanted: str) -> bool:
    whole = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
    text = found == "VARCHAR" or found.startswith(("ENUM", "DICTIONARY"))
    if wanted == "DATE":
        return found in ("DATE", '"NULL"', "NULL")
    return (wanted == "BIGINT" and found in whole) or (wanted == "VARCHAR" and text) or found == wanted


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
