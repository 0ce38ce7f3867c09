"""The text of a decision comes to the same on arrays as in DuckDB, and so do amounts."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from baophu.engine.amounts import amounts
from baophu.engine.decision import answer_columns, considered_columns, decision_sql, decision_steps
from baophu.engine.months import parse
from baophu.engine.vectors import BLOCK, Reader
from baophu.law.read import read_book

from .running import running
from .test_dialects import BOOKS, CELLS, LAWBOOKS, asked, earner
from .world import World

A = np.array([-1, 0, 1, 2, 7])
P = np.array([True, False, True, False, True])


@pytest.mark.parametrize("book", BOOKS)
def test_arrays_answer_as_duckdb_does(book: str) -> None:
    cells = asked(book)
    con = duckdb.connect()
    con.execute(f"create table cell ({', '.join(f'{c} integer' for c in cells.columns)})")
    con.executemany(f"insert into cell values ({', '.join('?' * len(cells.columns))})", cells.cells)
    columns = con.execute("select * from cell order by cell").fetchnumpy()
    reader = Reader()
    for plan in cells.plans:
        names = [*answer_columns(plan)[1:], *considered_columns(plan)]
        ours = reader.program(decision_steps(plan), names).run(columns, CELLS)
        theirs = con.execute(f"select * from ({decision_sql(plan, explain=True)}) order by cell").fetchnumpy()
        differing = [name for name in names if not np.array_equal(ours[name], theirs[name])]
        assert not differing, plan.period.start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + 2 * a - 1", 3 * A - 1),
        ("(a - 1) * -2", (A - 1) * -2),
        ("a % 3", [-1, 0, 1, 2, 1]),
        ("not p and a < 1 or a = 7", [False, True, False, False, True]),
        ("not (p and a < 1)", [False, True, True, True, True]),
        ("a between 0 and 2 and p", [False, False, True, False, False]),
        ("a in (2, -1)", [True, False, False, True, False]),
        ("a in (1, 2, 3, 4)", [False, False, True, True, False]),
        ("a <> 1", A != 1),
        ("case when p then a when a = 0 then 10 else -1 end", [-1, 10, 1, -1, 7]),
        ("greatest(0, least(a, 2))", [0, 0, 1, 2, 2]),
        ("cast(a as bigint)", A),
        ("((p) = (a > 0))", [False, True, True, False, True]),
        ("(1 = 0) or p", P),
    ],
)
def test_an_expression_means_what_it_means_in_sql(text: str, expected: object) -> None:
    found = Reader().expression(text)({"a": A, "p": P})
    assert np.array_equal(found, expected)
    con = duckdb.connect()
    con.register("t", {"a": A, "p": P})
    assert np.array_equal(con.execute(f"select {text} as x from t").fetchnumpy()["x"], expected)


@pytest.mark.parametrize(
    "text", ["a +", "a b", "case when p then 1 end", "a in ()", "a / 2", "(a", "least(a", "a == 1"]
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"'.+'"):
        Reader().expression(text)


def test_rows_are_worked_out_block_by_block() -> None:
    plan = asked("toy").plans[0]
    program = Reader().program(decision_steps(plan), answer_columns(plan)[1:])
    rows = 2 * BLOCK + 3
    few = {name: np.arange(5, dtype=np.int32) % 2 for name in program.reads}
    many = {name: np.resize(values, rows) for name, values in few.items()}
    for name, values in program.run(many, rows).items():
        assert np.array_equal(values, np.resize(program.run(few, 5)[name], rows)), name
    assert all(len(values) == 0 for values in program.run({n: v[:0] for n, v in few.items()}, 0).values())


def test_amounts_are_worked_out_as_in_duckdb() -> None:
    law = read_book(LAWBOOKS / "toy")
    people = tuple(earner(number) for number in range(1, 40))
    with running(law, World(people), parse("2015-01"), parse("2026-12")) as decided:
        prices, names = decided.rulings.prices, decided.loaded.layout.amounts
        rows = decided.loaded.con.execute("select * exclude (unit) from laid order by person, a").fetchnumpy()
        query = f"select * from ({prices.amounts_sql('laid', 'person, a')}) order by person, a"
        theirs = decided.loaded.con.execute(query).fetchnumpy()
        own = {name: rows[name] for name in names}
        ours = amounts(prices, decided.rulings.outcomes, rows["price"], rows["rank"], own)
    for name, values in ours.items():
        assert np.array_equal(values, theirs[name]), name
    assert len(np.unique(ours["premium"])) > 20


def test_an_amount_that_is_too_large_is_no_amount() -> None:
    law = read_book(LAWBOOKS / "toy")
    with running(law, World((earner(1),)), parse("2015-01"), parse("2026-12")) as decided:
        prices, outcomes = decided.rulings.prices, decided.rulings.outcomes
    price = np.array([number for p, number in prices.numbers.items() if p.base and "least" not in p.base])
    own = {name: np.full(len(price), 1 << 62) for name in decided.loaded.layout.amounts}
    with pytest.raises(OverflowError, match="too large"):
        amounts(prices, outcomes, price, np.zeros(len(price), np.int64), own)
