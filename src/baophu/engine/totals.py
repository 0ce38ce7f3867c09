"""Totals by month of a whole register: fold people, decide what is left, multiply by the count.

Nothing is laid along anybody's time, so a province takes a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np
import pyarrow as pa

from baophu.engine.alike import Alike, History, alike
from baophu.engine.codes import Codes, joined, numbered_pair
from baophu.engine.compiled import CompiledLaw
from baophu.engine.monthly import Months, age_classes, decide_months
from baophu.engine.outcome import Outcome
from baophu.engine.register import Register
from baophu.engine.vectors import Array

COUNTED = 1 << 20
"""Up to so many different states are counted by their number, more are numbered first."""


@dataclass(frozen=True, slots=True)
class Totals:
    """`table` has a row a month and outcome, insured people only: `month, outcome, heads, premium, <payers>…`.

    Amounts are totals in đồng; `outcome` is a place in `outcomes`. Outcomes whose premium falls with the rank in the
    household are priced as the first member's; ask intervals for these.
    """

    table: pa.Table
    outcomes: tuple[Outcome, ...]


def monthly_totals(law: CompiledLaw, register: Register) -> Totals:
    """What everybody's premiums come to in each month of the span, and who pays."""
    months, n = _heads(law, alike(law, register))
    insured = np.flatnonzero(months.card(law.layout))
    months, n = months.only(insured), n[insured]
    decided = decide_months(law, months)
    each = decided.amounts(np.ones(len(n), np.int64))
    return Totals(_summed(months.month, decided.outcome, n, each), decided.outcomes)


def _heads(law: CompiledLaw, folded: Alike) -> tuple[Months, Array]:
    """Every state, age and month in which there is anybody, and how many there are."""
    states = [_states(h) for h in folded.histories]
    ages = age_classes(law.cuts)
    found: list[tuple[Array, ...]] = []
    for place in range(law.last + 1 - law.first):
        at = law.first + place
        now = [(state[h.kind, place], len(words)) for h, (state, words) in zip(folded.histories, states, strict=True)]
        columns = [(folded.fixed, len(folded.words)), *now, (ages[at - folded.birth], len(law.cuts.ages))]
        lives = np.where((folded.a <= at) & (at <= folded.b), folded.n, 0)
        row, n = _counted([Codes(*column) for column in columns], lives)
        found.append((np.full(len(row), at), n, *(values[row] for values, _ in columns)))
    month, n, fixed, *rest = (np.concatenate(column) for column in zip(*found, strict=True))
    known = joined([fixed, *rest[:-1]])
    first = known.first()
    seen = folded.words[fixed[first]]
    for state, (_, words) in zip(rest[:-1], states, strict=True):
        seen = seen + words[state[first]]
    return Months(month, rest[-1], known.values, seen), n


def _states(history: History) -> tuple[Array, Array]:
    """The state of each kind in each month, shape (kinds, months), and what each state adds, (states, width)."""
    kinds, months, width = history.added.shape
    rows = history.added.reshape(-1, width)
    known = joined(rows.T)
    return known.values.astype(np.int32).reshape(kinds, months), rows[known.first()]


def _counted(columns: Sequence[Codes], lives: Array) -> tuple[Array, Array]:
    """An example row of each combination of codes anybody has, and how many have it."""
    size = prod(c.size for c in columns)
    if size <= COUNTED:
        key = columns[0].values
        for column in columns[1:]:
            key = key * np.int32(column.size) + column.values
    else:
        known = reduce(numbered_pair, columns).numbered()
        key, size = known.values, known.size
    n = np.bincount(key, weights=lives, minlength=size)  # whole numbers below 2^53 are exact
    somebody = np.flatnonzero(n)
    example = np.empty(size, np.int64)
    example[key] = np.arange(len(key))
    return example[somebody], n[somebody].astype(np.int64)


def _summed(month: Array, outcome: Array, n: Array, each: Mapping[str, Array]) -> pa.Table:
    """Counts and amounts by month and outcome."""
    known = joined([month, outcome])
    first = known.first()
    columns = {"month": month[first], "outcome": outcome[first]}
    for name, values in {"heads": n, **{name: amount * n for name, amount in each.items()}}.items():
        sums = np.zeros(known.size, np.int64)
        np.add.at(sums, known.values, values)
        columns[name] = sums
    return pa.table(columns)
