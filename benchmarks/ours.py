"""The common task on baophu: the law book beside this file, the engine as it stands.

Made ready outside the clock: the law book read, the register read (`register_of`).
Timed: compiling the law, months, ages, validity, folding, decisions, amounts and sums.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from baophu import __version__
from baophu.engine.compiled import CompiledLaw, compile_law
from baophu.engine.register import Register, register_of
from baophu.engine.source import Facts, in_memory
from baophu.engine.totals import monthly_totals
from baophu.law.model import Area, Book
from baophu.law.read import read_book
from benchmarks.harness import Contender, serve
from benchmarks.law import COMMUNE_CLASSES, FIRST_MONTH, GROUPS, LIVING_STANDARDS, MONTHS, OCCUPATIONS
from benchmarks.task import COMMUNES, People, Totals

BOOK = Path(__file__).parent / "lawbook"
LAST = FIRST_MONTH + MONTHS - 1


class Ready(NamedTuple):
    """The law book as read, and the register in the engine's form: texts as places in a list, days as numbers."""

    book: Book
    register: Register


def prepare(people: People) -> Ready:
    """The law book and the register read; no law has looked at the register yet."""
    return Ready(toy_book(), register_of(tables(people)))


def toy_book() -> Book:
    """The toy law with a unit for every commune."""
    book = read_book(BOOK)
    areas = {
        code: Area(code, "commune", code, code, "0", 0, (), (0.0, 0.0), (0, 0), book.place)
        for code in map(_code, range(COMMUNES))
    }
    return replace(book, areas=areas)


def calculate(ready: Ready) -> Totals:
    """The totals of the common task: the law compiled, and the register asked under it."""
    return ask((compile_law(ready.book, FIRST_MONTH, LAST), ready.register))


def compiled(people: People) -> tuple[CompiledLaw, Register]:
    """The register read, and the law compiled to its last step."""
    book, register = prepare(people)
    law = compile_law(book, FIRST_MONTH, LAST)
    assert law.asked
    return law, register


def ask(ready: tuple[CompiledLaw, Register]) -> Totals:
    """The totals of the common task under a law compiled beforehand."""
    answer = monthly_totals(*ready)
    found = Totals.empty()
    for row in answer.table.to_pylist():
        month = row["month"] - FIRST_MONTH
        found.premium[month] += row["premium"]
        found.state[month] += row["state"]
        found.province[month] += row["province"]
        found.own[month] += row["own"]
        found.groups[answer.outcomes[row["outcome"]].group][month] += row["heads"]
    assert list(found.groups) == list(GROUPS)
    return found


def _code(commune: int) -> str:
    return f"{commune:05d}"


def tables(people: People) -> Facts:
    """The register as baophu's facts tables."""
    n = len(people)
    person = np.arange(n)
    long_ago = np.full(n, np.datetime64("1900-01-01", "D"))
    nobody = pa.nulls(n, pa.date32())
    units = pa.array([_code(c) for c in range(COMMUNES)]).take(pa.array(people.commune.astype(np.int32)))
    homes, first = np.unique(people.household, return_index=True)
    some = people.standard[first] > 0
    communes, at = np.unique(people.commune, return_index=True)
    classed = people.commune_class[at] > 0
    newly = people.newly[at]
    area = [
        (_code(c), "commune_class", COMMUNE_CLASSES[k])
        for c, k in zip(communes[classed], people.commune_class[at][classed], strict=True)
    ]
    area += [(_code(c), "newly", "true") for c in communes[newly]]
    start = np.datetime64("1900-01-01", "D")
    return in_memory({
        "people": pa.table({
            "person": person, "born": pa.array(people.born), "died": nobody,
            "sex": _texts(["f", "m"], people.sex), "occupation": _texts(OCCUPATIONS, people.occupation),
            "minority": pa.array(people.minority), "rank": pa.array(people.rank.astype(np.int32)),
        }),
        "stays": pa.table({
            "person": person, "household": pa.array(people.household.astype(np.int64)), "unit": units,
            "permanent_resident": pa.array(np.ones(n, bool)), "from": pa.array(long_ago), "to": nobody,
        }),
        "household_status": pa.table({
            "household": pa.array(homes[some].astype(np.int64)),
            "fact": pa.array(["living_standard"] * int(some.sum())),
            "value": _texts(LIVING_STANDARDS, people.standard[first][some]),
            "from": pa.array(people.standard_from[first][some]), "to": pa.array(people.standard_to[first][some]),
        }),
        "area_status": pa.table({
            "unit": [a[0] for a in area], "fact": [a[1] for a in area], "value": [a[2] for a in area],
            "from": pa.array(np.full(len(area), start)), "to": pa.nulls(len(area), pa.date32()),
        }),
    })  # fmt: skip


def _texts(names: tuple[str, ...] | list[str], codes: np.ndarray) -> pa.Array:
    return pa.array(np.array(names)[codes])


CONTENDERS = (
    Contender("baophu", "whole", __version__, calculate, prepare),
    Contender("baophu", "compiled", __version__, ask, compiled),
)

if __name__ == "__main__":
    serve(CONTENDERS)
