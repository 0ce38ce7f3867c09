"""Small runs written by hand: a few intervals, people and facts over the toy law book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from baophu.engine.months import parse
from baophu.engine.source import Facts

PAYERS = ("employer", "employee", "pension_fund", "state", "province", "own")
SHARE = pa.struct([("payer", pa.string()), ("share", pa.int64()), ("by", pa.string())])
SCALE = 100


@dataclass
class SmallRun:
    """A run in memory with the views of docs/decisions.md."""

    con: duckdb.DuckDBPyConnection
    first: int
    last: int
    about: Mapping[str, Any] = field(default_factory=dict)


def decided(
    group: str,
    letter: str,
    shares: Mapping[str, tuple[int, str]],
    *,
    applied: Sequence[str] = (),
    section: int = 5,
    benefit: int = 80,
) -> dict[str, Any]:
    """An outcome; `shares` are payer → (percent, provision of the support or empty)."""
    parts = [{"payer": p, "share": s, "by": by} for p, (s, by) in shares.items()]
    refs = [*applied, *(part["by"] for part in parts if part["by"] and part["by"] not in applied)]
    return {"group": group, "letter": letter, "section": section, "by_group": "", "by_premium": "", "by_benefit": "",
            "by_choice": "", "taper": "", "benefit": benefit, "scale": SCALE, "shares": parts, "held": [group],
            "applied": refs}  # fmt: skip


def spell(
    person: int, first: str, last: str, outcome: int, premium: int, *, card: int = 1, unit: str = "00001",
    household: int = 0, born: str = "1980-01", **paid: int,
) -> dict[str, Any]:  # fmt: skip
    """An interval: months `first..last` as 2025-07, who pays what a month by payer."""
    amounts = {p: paid.get(p, 0) for p in PAYERS}
    assert sum(amounts.values()) == premium
    return {"person": person, "household": household or person, "unit": unit, "birth": parse(born),
            "a": parse(first), "b": parse(last), "period": 0, "outcome": outcome, "rank": 0, "card": card,
            "premium": premium, **amounts}  # fmt: skip


def someone(
    person: int, born: str = "1980-01-01", sex: str = "f", ethnicity: str = "", died: str | None = None
) -> dict[str, Any]:
    """A row of the view `person`."""
    return {"person": person, "name": f"N{person}", "born": date.fromisoformat(born),
            "died": date.fromisoformat(died) if died else None, "sex": sex, "ethnicity": ethnicity}  # fmt: skip


def small_run(
    outcomes: Sequence[Mapping[str, Any]],
    intervals: Sequence[Mapping[str, Any]],
    people: Sequence[Mapping[str, Any]] | None = None,
    *,
    first: str = "2024-01",
    last: str = "2025-12",
    about: Mapping[str, Any] | None = None,
) -> SmallRun:
    """A run from rows; people default to one row for each person of the intervals."""
    con = duckdb.connect()
    con.execute("set threads = 1")
    numbered = [{"outcome": n, **o} for n, o in enumerate(outcomes)]
    texts = ("group", "letter", "by_group", "by_premium", "by_benefit", "by_choice", "taper")
    names = [("shares", pa.list_(SHARE)), ("held", pa.list_(pa.string())), ("applied", pa.list_(pa.string()))]
    kinds = [("outcome", pa.int32()), ("section", pa.int32()), ("benefit", pa.int32()), ("scale", pa.int64())]
    outcome_schema = pa.schema([*kinds, *((t, pa.string()) for t in texts), *names])
    whole = ("household", "birth", "a", "b", "period", "outcome", "rank", "card")
    interval_schema = pa.schema(
        [("person", pa.int64()), ("unit", pa.string()), *((w, pa.int32()) for w in whole), ("premium", pa.int64()),
         *((p, pa.int64()) for p in PAYERS)]
    )  # fmt: skip
    if people is None:
        people = [someone(person) for person in sorted({i["person"] for i in intervals})]
    person_schema = pa.schema(
        [("person", pa.int64()), ("name", pa.string()), ("born", pa.date32()), ("died", pa.date32()),
         ("sex", pa.string()), ("ethnicity", pa.string())]
    )  # fmt: skip
    tables = {
        "outcome": pa.Table.from_pylist(numbered, schema=outcome_schema),
        "interval": pa.Table.from_pylist(list(intervals), schema=interval_schema),
        "person": pa.Table.from_pylist(list(people), schema=person_schema),
    }
    for name, table in tables.items():
        con.register(f"arrow_{name}", table)
        con.execute(f"create table {name} as select * from arrow_{name}")
        con.unregister(f"arrow_{name}")
    return SmallRun(con, parse(first), parse(last), about or {})


def facts_of(**tables: Sequence[tuple[Any, ...]]) -> Facts:
    """Facts tables from rows in the order of their columns; dates as texts, None for an open end."""
    key = {"person_status": "person", "household_status": "household", "area_status": "unit"}
    found: dict[str, pa.Table] = {}
    for name, rows in tables.items():
        columns = {
            "stays": ["person", "household", "unit", "permanent_resident", "from", "to"],
            "cards": ["person", "from", "to"],
        }.get(name) or [key[name], "fact", "value", "from", "to"]
        kinds = {"person": pa.int64(), "household": pa.int64(), "permanent_resident": pa.bool_(), "from": pa.date32(),
                 "to": pa.date32()}  # fmt: skip
        schema = pa.schema([(c, kinds.get(c, pa.string())) for c in columns])
        records = [
            {c: date.fromisoformat(v) if c in ("from", "to") and v else v for c, v in zip(columns, row, strict=True)}
            for row in rows
        ]
        found[name] = pa.Table.from_pylist(records, schema=schema)
    return Facts(found, {})
