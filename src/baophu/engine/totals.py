"""Totals by month of a whole register: fold people, decide what is left, multiply by the count.

Nothing is laid along anybody's time, so a province takes a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np
import pyarrow as pa

from baophu.engine.alike import Alike, History, alike
from baophu.engine.amounts import amounts
from baophu.engine.cells import ELDEST, decoded, parts
from baophu.engine.codes import Codes, joined, numbered_pair
from baophu.engine.compiled import CompiledLaw
from baophu.engine.outcome import Outcome
from baophu.engine.register import Register
from baophu.engine.rulings import Cells, Numbering, together
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


@dataclass(frozen=True, slots=True)
class Heads:
    """How many people (`n`) are in a state in a month; a state is a class of `ages` and a row of `seen`."""

    month: Array
    age: Array
    state: Array
    n: Array
    seen: Array


def monthly_totals(law: CompiledLaw, register: Register) -> Totals:
    """What everybody's premiums come to in each month of the span, and who pays."""
    heads = _insured(law, _heads(law, alike(law, register)))
    cell, cells, facts = _cells(law, heads)
    numbering = Numbering(law.plans)
    outcome, price = np.zeros((2, len(cells["period"])), np.int32)
    asked = Cells(cells, facts)
    for program, periods in together(law.asked):
        rows = asked.of(periods)
        if len(rows):
            told = numbering.number(cells["period"][rows], asked.ask(program, rows))
            outcome[rows], price[rows] = told["outcome"], told["price"]
    own = {name: heads.seen[heads.state, law.layout.words + 1 + i] for i, name in enumerate(law.layout.amounts)}
    each = amounts(numbering.prices, numbering.outcomes, price[cell], np.ones(len(cell), np.int64), own)
    return Totals(_summed(heads, outcome[cell], each), numbering.outcomes)


def _heads(law: CompiledLaw, folded: Alike) -> Heads:
    """Everybody by month, state and age."""
    states = [_states(h) for h in folded.histories]
    months_old = np.arange(12 * ELDEST)
    ages = (np.searchsorted(12 * np.array(law.cuts.ages), months_old, side="right") - 1).astype(np.int32)
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
    return Heads(month, rest[-1], known.values, n, seen)


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


def _insured(law: CompiledLaw, heads: Heads) -> Heads:
    rows = np.flatnonzero(heads.seen[heads.state, law.layout.words])
    return Heads(heads.month[rows], heads.age[rows], heads.state[rows], heads.n[rows], heads.seen)


def _cells(law: CompiledLaw, heads: Heads) -> tuple[Array, dict[str, Array], dict[str, Array]]:
    """The cell of each count, the cells as a table `cell` has them, and the facts of states."""
    facts = decoded(law.layout, list(heads.seen[:, : law.layout.words].T))
    stretches = np.array(parts(law.periods, law.cuts))
    part = np.searchsorted(stretches[:, 1], heads.month, side="right") - 1
    turned = []
    for name, offsets in law.cuts.months:
        if f"f_{name}" in facts:
            month = facts[f"f_{name}"][heads.state]
            turned.append(sum((month > 0) & (heads.month >= month + o) for o in offsets) + np.zeros_like(part))
    cell = joined([heads.state, heads.age, part, *turned])
    first = cell.first()
    columns = {
        "profile": heads.state[first],
        "period": stretches[part[first], 0],
        "a": heads.month[first],
        "age": np.array(law.cuts.ages)[heads.age[first]],
    }
    return cell.values, columns, facts


def _summed(heads: Heads, outcome: Array, each: dict[str, Array]) -> pa.Table:
    """Counts and amounts by month and outcome."""
    known = joined([heads.month, outcome])
    first = known.first()
    columns = {"month": heads.month[first], "outcome": outcome[first].astype(np.int64)}
    for name, values in {"heads": heads.n, **{n: v * heads.n for n, v in each.items()}}.items():
        sums = np.zeros(known.size, np.int64)
        np.add.at(sums, known.values, values)
        columns[name] = sums
    return pa.table(columns)
