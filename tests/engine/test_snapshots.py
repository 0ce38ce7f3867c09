"""The decision SQL of the toy country, period by period, as it was when somebody last looked.

`pytest tests/engine/test_snapshots.py --snapshot-update` writes it anew; read the difference before keeping it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import baophu
from baophu.engine.decision import decision_sql
from baophu.engine.layout import visible
from baophu.engine.months import parse, show
from baophu.engine.periods import periods
from baophu.engine.plan import plans
from baophu.law.read import read_book

SNAPSHOTS = Path(__file__).parent / "snapshots"
TOY = Path(baophu.__file__).parent / "lawbook" / "toy"


@cache
def texts() -> dict[str, str]:
    """File name → SQL, for every period of the toy country from 2015 to 2026."""
    law = read_book(TOY)
    inside = periods(law, parse("2015-01"), parse("2026-12"))
    asked = plans(law, visible(law, inside), inside)
    return {f"toy-{show(plan.period.start)}.sql": decision_sql(plan) + "\n" for plan in asked}


def test_the_sql_is_that_of_the_snapshots(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--snapshot-update"):
        SNAPSHOTS.mkdir(exist_ok=True)
        for name, text in texts().items():
            (SNAPSHOTS / name).write_text(text, encoding="utf-8")
        for old in SNAPSHOTS.glob("*.sql"):
            if old.name not in texts():
                old.unlink()
    kept = {file.name: file.read_text(encoding="utf-8") for file in SNAPSHOTS.glob("*.sql")}
    assert sorted(kept) == sorted(texts()), "periods came or went; run with --snapshot-update and read the difference"
    for name, text in texts().items():
        assert text == kept[name], f"{name} differs; run with --snapshot-update and read the difference"


def test_periods_that_differ_in_amounts_only_are_asked_alike() -> None:
    assert texts()["toy-2020-07.sql"] == texts()["toy-2018-01.sql"]
