"""What a decision costs: base, premium and payers' amounts, in whole đồng.

A *price* is an outcome in months in which its premium is worked out alike: a fixed amount, or a formula of the
person's own amounts (a wage with its cap). Each earlier payer rounds down and the last payer takes the rest, so the
amounts add up to the premium exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import lcm

import duckdb
import numpy as np
import pyarrow as pa

from baophu.engine.layout import Layout
from baophu.engine.outcome import Outcome
from baophu.engine.periods import Period
from baophu.engine.sql import DUCKDB, Dialect, amount
from baophu.engine.vectors import Array
from baophu.law.interpret import Situation
from baophu.law.interpret import number as worth
from baophu.law.model import Premium, Taper
from baophu.law.tree import facts_read


@dataclass(frozen=True, slots=True)
class Price:
    """`whole` is the premium a month before tapering, in đồng.

    Where it depends on the person's own amounts `whole` is 0, `base` is SQL and the premium is base × `rate`, down.
    """

    outcome: int
    whole: int
    base: str
    rate: Fraction
    ranks: tuple[Fraction, ...]


NOTHING = (0, "", Fraction(0))


class Prices:
    """The prices of a run, numbered as they are asked for."""

    def __init__(
        self,
        inside: Sequence[Period],
        layout: Layout,
        payers: Sequence[str],
        scale: int,
        known: Prices | None = None,
    ) -> None:
        self.periods = {p.index: p for p in inside}
        self.by_ref = {p.index: {r.ref: r for r in p.provisions} for p in inside}
        self.layout = layout
        self.payers = payers
        self.scale = scale
        self.numbers: dict[Price, int] = dict(known.numbers) if known else {}
        self._wholes: dict[tuple[int, str], tuple[int, str, Fraction]] = {}

    def number(self, period: int, number: int, outcome: Outcome) -> int:
        """The number of an outcome's price in a period."""
        whole, base, rate = self._whole(period, outcome.by_premium) if outcome.by_premium else NOTHING
        ranks: tuple[Fraction, ...] = ()
        if outcome.taper:
            effect = self.by_ref[period][outcome.taper].effect
            assert isinstance(effect, Taper)
            ranks = effect.shares
        return self.numbers.setdefault(Price(number, whole, base, rate, ranks), len(self.numbers))

    def _whole(self, index: int, ref: str) -> tuple[int, str, Fraction]:
        """Base × rate, rounded down, as an amount; or SQL of the base and the rate where it depends on the person.

        A base that comes out below nothing is nothing.
        """
        if (index, ref) not in self._wholes:
            period = self.periods[index]
            effect = self.by_ref[index][ref].effect
            assert isinstance(effect, Premium)
            rate = Fraction(period.parameters[effect.rate])
            if facts_read(effect.of):
                base = amount(effect.of, self.layout.names(period))
                found = 0, f"greatest(cast({base} as bigint), 0)", rate
            else:
                base_amount = worth(effect.of, Situation({}, period.parameters, 0, period.start))
                found = max(base_amount, 0) * rate.numerator // rate.denominator, "", Fraction(0)
            self._wholes[index, ref] = found
        return self._wholes[index, ref]

    def formulas(self) -> list[tuple[str, Fraction]]:
        """Bases and rates in use; a price's `formula` column counts them from 1, 0 being a fixed amount."""
        return list(dict.fromkeys((p.base, p.rate) for p in self.numbers if p.base))

    def scales(self) -> list[tuple[Fraction, ...]]:
        """The tapering scales in use, counted from 1 in the same way."""
        return list(dict.fromkeys(p.ranks for p in self.numbers if p.ranks))

    def columns(self, outcomes: Sequence[Outcome]) -> dict[str, Array]:
        """A row a price: `price, whole, formula, scale, last, f_<payer>…`.

        `f_<payer>` is a payer's share in units of the run's scale, but 0 for the last payer, whose place among the
        payers is `last` (-1: nobody pays).
        """
        formulas = {pair: n for n, pair in enumerate(self.formulas(), 1)}
        scales = {ranks: n for n, ranks in enumerate(self.scales(), 1)}
        rows = np.zeros((len(self.numbers), 5 + len(self.payers)), np.int64)
        for row, price in zip(rows, self.numbers, strict=True):
            shares = dict(outcomes[price.outcome].shares)
            last = max((i for i, p in enumerate(self.payers) if shares.get(p)), default=-1)
            formula = formulas[price.base, price.rate] if price.base else 0
            row[1:5] = price.whole, formula, scales[price.ranks] if price.ranks else 0, last
            row[5:] = [0 if i == last else shares.get(payer, 0) for i, payer in enumerate(self.payers)]
        rows[:, 0] = list(self.numbers.values())
        names = ("price", "whole", "formula", "scale", "last", *(f"f_{p}" for p in self.payers))
        return {name: rows[:, i] for i, name in enumerate(names)}

    def write(self, con: duckdb.DuckDBPyConnection, outcomes: Sequence[Outcome]) -> None:
        """Make the table `price` of `columns`."""
        con.register("prices", pa.table(self.columns(outcomes)))
        con.execute("create or replace table price as select * from prices")
        con.unregister("prices")

    def amounts_sql(self, source: str, columns: str, dialect: Dialect = DUCKDB) -> str:
        """A query giving `columns` of `source` with `premium` and each payer's amount a month.

        `source` has `price`, `rank` and the amounts that bases read.
        """
        floors = ", ".join(f"{dialect.divide(f'premium * f_{p}', str(self.scale))} as p_{p}" for p in self.payers)
        total = " + ".join(f"p_{p}" for p in self.payers)
        shares = ", ".join(
            f"case when last = {i} then premium - ({total}) else p_{p} end as {p}" for i, p in enumerate(self.payers)
        )
        return f"""select {columns}, premium, {shares} from (
          select *, {floors} from (
            select *, {self._tapered(dialect)} as premium from (
              select *, {self._whole_sql(dialect)} as full_premium from {source} join price using (price)
            ) as wholes) as premiums) as parts"""

    def _whole_sql(self, dialect: Dialect) -> str:
        whens = " ".join(
            f"when {i} then {dialect.divide(f'{base} * {rate.numerator}', str(rate.denominator))}"
            for i, (base, rate) in enumerate(self.formulas(), 1)
        )
        return f"case formula {whens} else whole end" if whens else "whole"

    def _tapered(self, dialect: Dialect) -> str:
        whens = " ".join(f"when {i} then {_part(ranks, dialect)}" for i, ranks in enumerate(self.scales(), 1))
        return f"case scale {whens} else full_premium end" if whens else "full_premium"


def _part(ranks: tuple[Fraction, ...], dialect: Dialect) -> str:
    scale = reduce(lcm, (s.denominator for s in ranks), 1)
    whens = " ".join(f"when {rank} then {int(share * scale)}" for rank, share in enumerate(ranks[:-1], 1))
    share = f"case rank {whens} else {int(ranks[-1] * scale)} end" if whens else str(int(ranks[-1] * scale))
    return dialect.divide(f"full_premium * {share}", str(scale))
