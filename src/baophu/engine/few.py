"""The decisions of a handful of people, a household at a counter, under a compiled law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from baophu.engine.compiled import CompiledLaw
from baophu.engine.decide import decide, load
from baophu.engine.outcome import Outcome
from baophu.engine.source import Facts


@dataclass(frozen=True, slots=True)
class Few:
    """Decisions of a few people.

    `intervals` has the columns `person household unit birth a b outcome rank card premium` and one a payer, in the
    order of the book, as a run's `interval` has them (docs/decisions.md), by person and month; `outcome` is a place
    in `outcomes`.
    """

    intervals: pa.Table
    outcomes: tuple[Outcome, ...]


def decide_few(law: CompiledLaw, facts: Facts, *, today: date | None = None) -> Few:
    """Decide a few people on facts tables held in memory; FactsError names the row that is wrong.

    All members of a household must be there, with their facts: the rank in the household hangs on them. `today` is
    the last day on which anybody can be born; without it, the day of the call.
    """
    decided = decide(load(facts, law.book, law.first, law.last, today=today))
    columns = "person, household, unit, birth, a, b, outcome, rank, card"
    query = f"select * from ({decided.amounts('laid', columns)}) order by person, a"
    found = decided.loaded.con.sql(query).to_arrow_table()
    decided.loaded.con.close()
    return Few(found, decided.rulings.outcomes)
