"""From facts to answers: the engine decides, the run is written and opened, and every question is asked of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import baophu.insight
from baophu.engine.decide import decide, load
from baophu.engine.months import parse
from baophu.engine.source import Facts, open_facts
from baophu.engine.store import Run, open_run, write_run
from baophu.insight.coverage import coverage
from baophu.insight.expiry import expiry
from baophu.insight.lapses import lapses
from baophu.insight.money import money
from baophu.insight.people import supported
from baophu.law.model import Book
from baophu.law.read import read_book


def table(**columns: tuple[pa.DataType, list[object]]) -> pa.Table:
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def written(folder: Path) -> Facts:
    """Five people: a child, a woman of 72, two near-poor of one household, a man whose card ends on 20 May 2025."""
    folder.mkdir()
    whole, word, days = pa.int64(), pa.string(), pa.date32()
    people = [1, 2, 3, 4, 5]
    born = ["2019-04-10", "1952-06-15", "1980-03-02", "1982-03-02", "1970-01-01"]
    tables = {
        "people": table(
            person=(whole, people), born=(days, [day(b) for b in born]), died=(days, [None] * 5),
            sex=(word, ["f", "f", "m", "f", "m"]),
        ),
        "stays": table(
            person=(whole, people), household=(whole, [1, 2, 3, 3, 4]), unit=(word, ["00001"] * 3 + ["00002"] * 2),
            permanent_resident=(pa.bool_(), [True] * 5), **{"from": (days, [day("2015-01-01")] * 5)},
            to=(days, [None] * 5),
        ),
        "person_status": table(
            person=(whole, []), fact=(word, []), value=(word, []), **{"from": (days, [])}, to=(days, [])
        ),
        "household_status": table(
            household=(whole, [3]), fact=(word, ["living_standard"]), value=(word, ["near_poor"]),
            **{"from": (days, [day("2024-01-01")])}, to=(days, [day("2025-04-30")]),
        ),
        "cards": table(
            person=(whole, people), **{"from": (days, [day("2015-01-01")] * 5)},
            to=(days, [None, None, None, None, day("2025-05-20")]),
        ),
    }  # fmt: skip
    for name, content in tables.items():
        pq.write_table(content, folder / f"{name}.parquet")
    (folder / "about.json").write_text('{"simulated": true, "weight": 10}', encoding="utf-8")
    return open_facts(folder)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, toy: Book) -> tuple[Run, Facts]:
    place = tmp_path_factory.mktemp("whole")
    facts = written(place / "facts")
    decided = decide(load(facts, toy, parse("2024-01"), parse("2025-12"), today=date(2026, 1, 1)))
    write_run(decided, facts, place / "run", 0.0, place / "facts")
    return open_run(place / "run"), facts


def test_coverage_and_money(told: tuple[Run, Facts], toy: Book) -> None:
    run, _ = told
    assert coverage(run, toy, date(2025, 5, 31)).total.rate == 1
    assert coverage(run, toy, date(2025, 6, 1)).total.rate == Fraction(4, 5)
    found = money(run, toy, parse("2025-01"), parse("2025-01"))
    by_payer = {line.payer: line.amount for line in found.by()}
    # 67500 each in January 2025: the child by the State, the woman of 72 by the province, the near-poor 80 % State and
    # 15 % province, the man of 54 by himself
    assert by_payer == {
        "state": 67500 + 2 * 54000,
        "province": 67500 + 2 * 10125,
        "own": 2 * 3375 + 67500,
    }
    assert found.premium == 5 * 67500


def test_supports_by_act(told: tuple[Run, Facts], toy: Book) -> None:
    run, _ = told
    found = {c.name: (c.people, c.person_months) for c in supported(run, toy, payers=["province"])}
    # the old resolution to June 2024, the new one from July: the woman of 72 throughout, the near-poor to April 2025
    assert found == {"3/2021/RES": (3, 6 * 3), "4/2024/RES": (3, 18 + 2 * 10)}


def test_lapses_with_their_causes_and_days(told: tuple[Run, Facts], toy: Book) -> None:
    run, facts = told
    rows = lapses(run, toy, facts, date(2025, 3, 31), 60).people.to_pylist()
    assert [(r["person"], r["cause"], str(r["last_day"]), r["letter_after"], r["own_after"]) for r in rows] == [
        (1, "birthday", "2025-04-09", "5", 67500),  # six on 10 April
        (3, "status", "2025-04-30", "5", 67500),  # near-poor to the end of April: first and second of the household
        (4, "status", "2025-04-30", "5", 47250),  # 70 %
        (5, "card_end", "2025-05-20", "5", 67500),
    ]


def test_what_ends_and_what_follows(told: tuple[Run, Facts], toy: Book) -> None:
    run, _ = told
    found = {e.provision: e for e in expiry(run, toy, date(2024, 1, 1), kinds=["support"]).endings if e.people}
    old = found["3/2021/RES#elderly"]
    assert (old.end, old.people, old.monthly, old.ended_by) == (date(2024, 6, 30), 1, 54000, "4/2024/RES")
    assert [f.provision for f in old.follows or ()] == ["4/2024/RES#elderly"]
    assert found["4/2024/RES#elderly"].follows is None


def test_nothing_here_knows_a_province() -> None:
    """No act, no unit and no letter of Article 12 of any book stands in the code."""
    code = "\n".join(p.read_text(encoding="utf-8") for p in Path(baophu.insight.__file__).parent.glob("*.py"))
    book = read_book(Path(baophu.__file__).parent / "lawbook" / "quang_ninh")
    names = {*book.instruments, *(a.name for a in book.areas.values() if len(a.name) > 4), *book.areas, book.title.vi}
    assert [name for name in names if name in code] == []
