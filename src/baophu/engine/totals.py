"""Totals by month of a whole register: fold people, decide what is left, multiply by the count.

Nothing is laid along anybody's time. It pays where people are much alike; where most lives are nearly unique, as on the
simulated province over six years, a run (`decide`) is quicker.
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
from baophu.engine.rulings import Numbering
from baophu.engine.vectors import Array

BLOCK = 1 << 21
"""So many months of representatives are held at a time."""
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
    numbering = Numbering(law.plans)
    found: list[dict[str, Array]] = []
    for block in alike(law, register).blocks(BLOCK // (law.last + 1 - law.first)):
        months, n = _heads(law, block)
        insured = np.flatnonzero(months.card(law.layout))
        months, n = months.only(insured), n[insured]
        decided = decide_months(law, months, numbering)
        each = decided.amounts(np.ones(len(n), np.int64))
        sums = {"heads": n, **{name: amount * n for name, amount in each.items()}}
        found.append(_summed({"month": months.month, "outcome": decided.outcome, **sums}))
    whole = found[0] if len(found) == 1 else _summed({n: np.concatenate([f[n] for f in found]) for n in found[0]})
    return Totals(pa.table(whole), numbering.outcomes)


def _heads(law: CompiledLaw, folded: Alike) -> tuple[Months, Array]:
    """Every state, age and month in which there is anybody, and how many there are."""
    states = [_states(law, h) for h in folded.histories]
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


def _states(law: CompiledLaw, history: History) -> tuple[Array, Array]:
    """The state of each kind in each month, shape (kinds, months), and what each state adds, (states, width)."""
    added = history.rows.by_month(history.kinds, law.first, law.last)
    rows = added.reshape(-1, added.shape[2])
    known = joined(rows.T)
    return known.values.astype(np.int32).reshape(added.shape[:2]), rows[known.first()]


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


def _summed(columns: Mapping[str, Array]) -> dict[str, Array]:
    """The sums of all other columns by `month` and `outcome`."""
    month, outcome = columns["month"], columns["outcome"]
    known = joined([month, outcome])
    first = known.first()
    found = {"month": month[first], "outcome": outcome[first]}
    for name in columns.keys() - found.keys():
        found[name] = np.zeros(known.size, np.int64)
        np.add.at(found[name], known.values, columns[name])
    return {name: found[name] for name in columns}
