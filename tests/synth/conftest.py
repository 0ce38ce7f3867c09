"""A small province of a few thousand people, made once, and DuckDB to ask it questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from baophu.synth import Unit, make

UNITS = (
    Unit("06658", "ward", "Cao Xanh", 300_000),
    Unit("06793", "ward", "Cẩm Phả", 300_000),
    Unit("07093", "ward", "Đông Triều", 200_000),
    Unit("06922", "commune", "Quảng Hà", 250_000),
    Unit("06838", "commune", "Bình Liêu", 150_000),
    Unit("07054", "commune", "Quảng La", 60_000),
    Unit("06994", "special_zone", "Vân Đồn", 60_000),
    Unit("99999", "commune", "A commune that units.yaml does not name", 38_000),
)
TABLES = ("people", "stays", "person_status", "person_amount", "household_status", "cards")
PEOPLE = 5_000

Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a simulated province."""
    out = tmp_path_factory.mktemp("synth") / "province"
    make(out, units=UNITS, people=PEOPLE, seed=3)
    return out


def asking(folder: Path) -> Ask:
    """A function that answers SQL over the tables of a folder. A missing `to` is read as 9999-12-31."""
    con = duckdb.connect()
    for name in TABLES:
        ends = "" if name == "people" else """ replace (coalesce("to", date '9999-12-31') as "to")"""
        con.execute(f"create view {name} as select *{ends} from read_parquet('{folder / name}.parquet')")
    return lambda sql: con.execute(sql).fetchall()


@pytest.fixture(scope="session")
def ask(province: Path) -> Ask:
    """SQL over the province."""
    return asking(province)
