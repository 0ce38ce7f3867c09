"""Decide months one by one: a row is a month in which somebody, or a number of people, is in a state at an age.

Rows the law cannot tell apart are one cell, decided once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from baophu.engine.amounts import amounts
from baophu.engine.cells import ELDEST, Cuts, decoded, parts
from baophu.engine.codes import joined
from baophu.engine.compiled import CompiledLaw
from baophu.engine.layout import Layout
from baophu.engine.outcome import Outcome
from baophu.engine.rulings import Cells, Numbering, together
from baophu.engine.vectors import Array


@dataclass(frozen=True, slots=True)
class Months:
    """Rows of a month, a class of ages (`age_classes`) and a state: the place of a row of `seen`, (states, width)."""

    month: Array
    age: Array
    state: Array
    seen: Array

    def card(self, layout: Layout) -> Array:
        """1 where the row is insured."""
        column: Array = self.seen[:, layout.words]
        return column[self.state]

    def only(self, rows: Array) -> Months:
        return Months(self.month[rows], self.age[rows], self.state[rows], self.seen)


@dataclass(frozen=True, slots=True)
class DecidedMonths:
    """For each row of `months` its outcome (a place in `outcomes`), price, and whether the premium tapers."""

    law: CompiledLaw
    months: Months
    outcome: Array
    price: Array
    tapers: Array
    numbering: Numbering

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.numbering.outcomes

    def amounts(self, rank: Array) -> dict[str, Array]:
        """`premium` and each payer's amount a month for each row, by rank in the household."""
        layout, months = self.law.layout, self.months
        own = {name: months.seen[months.state, layout.words + 1 + i] for i, name in enumerate(layout.amounts)}
        return amounts(self.numbering.prices, self.outcomes, self.price, rank, own)


def age_classes(cuts: Cuts) -> Array:
    """For an age in months its place among `cuts.ages`."""
    found: Array = np.searchsorted(12 * np.array(cuts.ages), np.arange(12 * ELDEST), side="right") - 1
    return found.astype(np.int32)


def decide_months(law: CompiledLaw, months: Months, numbering: Numbering) -> DecidedMonths:
    """Decide every row."""
    place, cells = _cells(law, months)
    found = {name: np.zeros(len(cells.columns["period"]), np.int32) for name in ("outcome", "price", "tapers")}
    for program, periods in together(law.asked):
        rows = cells.of(periods)
        if len(rows):
            told = numbering.number(cells.columns["period"][rows], cells.ask(program, rows))
            for name, values in told.items():
                found[name][rows] = values
    outcome, price, tapers = (values[place] for values in found.values())
    return DecidedMonths(law, months, outcome, price, tapers, numbering)


def _cells(law: CompiledLaw, months: Months) -> tuple[Array, Cells]:
    """The cell of each row, and the cells; a cell's month is one of those in it."""
    words = months.seen[:, : law.layout.words]
    known = joined(words.T)
    facts, profile = decoded(law.layout, list(words[known.first()].T)), known.values[months.state]
    stretches = np.array(parts(law.periods, law.cuts))
    part = np.searchsorted(stretches[:, 1], months.month, side="right") - 1
    turned = []
    for name, offsets in law.cuts.months:
        if f"f_{name}" in facts:
            month = facts[f"f_{name}"][profile]
            turned.append(np.sum([(month > 0) & (months.month >= month + o) for o in offsets], axis=0))
    cell = joined([profile, months.age, part, *turned])
    first = cell.first()
    columns = {
        "profile": profile[first],
        "period": stretches[part[first], 0],
        "a": months.month[first],
        "age": np.array(law.cuts.ages)[months.age[first]],
    }
    return cell.values, Cells(columns, facts)
