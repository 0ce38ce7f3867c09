"""Decide every cell, and keep the answers as a small table of rulings and a smaller one of outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from baophu.engine.codes import joined
from baophu.engine.compiled import Asked
from baophu.engine.outcome import Outcome, outcome
from baophu.engine.plan import Plan
from baophu.engine.prices import Prices
from baophu.engine.vectors import Array, Program


@dataclass(frozen=True, slots=True)
class Rulings:
    """The outcomes and prices of a run, by number; table `ruling` says which holds for whom and when."""

    outcomes: tuple[Outcome, ...]
    prices: Prices


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in memory: the columns of the table `cell`, and the visible facts `f_<fact>` of profile 0, 1, 2 …."""

    columns: Mapping[str, Array]
    facts: Mapping[str, Array]

    def of(self, periods: Sequence[int]) -> Array:
        """The places of the cells of some periods."""
        return np.flatnonzero(np.isin(self.columns["period"], periods))

    def only(self, rows: Array) -> Cells:
        """Some of the cells."""
        return Cells({name: values[rows] for name, values in self.columns.items()}, self.facts)

    def ask(self, program: Program, rows: Array) -> dict[str, Array]:
        """What a program answers for some of the cells."""
        profile = self.columns["profile"][rows]
        known = {name: values[profile] for name, values in self.facts.items() if name in program.reads}
        known |= {"age": self.columns["age"][rows], "month": self.columns["a"][rows]}
        return program.run(known, len(rows))


def cells_in(con: duckdb.DuckDBPyConnection, cell: str = "cell") -> Cells:
    """The cells of a table, and what the law sees of each profile."""
    columns = con.execute(f"select * from {cell}").fetchnumpy()
    facts = con.execute("select * from profile_fact order by profile").fetchnumpy()
    return Cells(columns, facts)


def decide_cells(
    con: duckdb.DuckDBPyConnection,
    asked: Sequence[Asked],
    cells: Cells,
    known: Rulings | None = None,
    ruling: str = "ruling",
) -> Rulings:
    """Make table `ruling(profile, period, a, b, age, next_age, outcome, price, tapers)` and `price`.

    Periods that differ in amounts only are asked together. Neighbouring stretches and age classes that get one outcome
    at one price are joined; `period` is the first of them. Outcomes and prices that are `known` keep their numbers.
    """
    plans = [a.plan for a in asked]
    numbering = Numbering(plans, known)
    parts: list[Mapping[str, Array]] = []
    for program, periods in together(asked):
        rows = cells.of(periods)
        if len(rows):
            period = cells.columns["period"][rows]
            told = numbering.number(period, cells.ask(program, rows))
            kept = ("profile", "period", "a", "b", "age", "next_age")
            parts.append({**{c: cells.columns[c][rows] for c in kept}, **told})
    con.register("numbered", pa.table(_stacked(parts)))
    _join_neighbours(con, "numbered", ruling)
    con.unregister("numbered")
    numbering.prices.write(con, numbering.outcomes)
    return Rulings(numbering.outcomes, numbering.prices)


def together(asked: Sequence[Asked]) -> list[tuple[Program, list[int]]]:
    """Programs with the periods they serve."""
    found: dict[Program, list[int]] = {}
    for one in asked:
        found.setdefault(one.program, []).append(one.plan.period.index)
    return list(found.items())


class Numbering:
    """Outcomes and prices, numbered as they are met."""

    def __init__(self, plans: Sequence[Plan], known: Rulings | None = None) -> None:
        self.plans = {p.period.index: p for p in plans}
        self.numbers = {o: n for n, o in enumerate(known.outcomes)} if known else {}
        some = plans[0]
        inside = [p.period for p in plans]
        self.prices = Prices(inside, some.layout, some.payers, some.scale, known.prices if known else None)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self.numbers)

    def number(self, period: Array, answers: Mapping[str, Array]) -> dict[str, Array]:
        """`outcome`, `price` and `tapers` of each row of answers; rows that are alike are looked at once."""
        same = joined([period, *answers.values()])
        first = same.first()
        rows = zip(*(answers[name][first].tolist() for name in answers), strict=True)
        found = np.array(
            [
                self._one(index, dict(zip(answers, row, strict=True)))
                for index, row in zip(period[first].tolist(), rows, strict=True)
            ],
            np.int32,
        ).reshape(-1, 3)
        return {name: found[:, i][same.values] for i, name in enumerate(("outcome", "price", "tapers"))}

    def _one(self, period: int, answer: Mapping[str, int]) -> tuple[int, int, int]:
        decided = outcome(self.plans[period], answer)
        number = self.numbers.setdefault(decided, len(self.numbers))
        return number, self.prices.number(period, number, decided), int(bool(decided.taper))


def _stacked(parts: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    names = ("profile", "period", "a", "b", "age", "next_age", "outcome", "price", "tapers")
    return {n: np.concatenate([np.zeros(0, np.int32), *(p[n] for p in parts)]) for n in names}


def _join_neighbours(con: duckdb.DuckDBPyConnection, decided: str, ruling: str) -> None:
    """Join what follows without a gap and is decided and priced alike: first in time, then in age."""
    con.execute(
        f"""create or replace table {ruling} as
           with timed as (
             select *, sum(fresh) over (partition by profile, age order by a) as run from (
               select *, case when lag(price) over w = price and lag(b) over w = a - 1
                              then 0 else 1 end as fresh
               from {decided} window w as (partition by profile, age order by a))),
           long as (select profile, age, any_value(next_age) as next_age, min(period) as period, min(a) as a,
                      max(b) as b, any_value(outcome) as outcome, any_value(tapers) as tapers, price
           from timed group by profile, age, run, price),
           aged as (
             select *, sum(fresh) over (partition by profile, a, b order by age) as run from (
               select *, case when lag(price) over w = price and lag(next_age) over w = age
                              then 0 else 1 end as fresh
               from long window w as (partition by profile, a, b order by age)))
           select profile, min(period) as period, a, b, min(age) as age, max(next_age) as next_age,
             any_value(outcome) as outcome, any_value(tapers) as tapers, price
           from aged group by profile, a, b, run, price"""
    )
