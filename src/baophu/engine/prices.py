"""What a decision costs: base, premium and payers' amounts, in whole đồng.

`outcome_share` holds each outcome's shares as whole numbers of one scale. Each earlier payer rounds down and the
last payer takes the rest, so the amounts add up to the premium exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import lcm

import duckdb
import pyarrow as pa

from baophu.engine.layout import Layout
from baophu.engine.periods import Period
from baophu.engine.rulings import Rulings
from baophu.engine.sql import DUCKDB, Dialect, amount
from baophu.law.model import Premium, Taper


def price_tables(
    con: duckdb.DuckDBPyConnection, inside: Sequence[Period], rulings: Rulings, payers: Sequence[str]
) -> None:
    """Make `outcome_share(outcome, f_<payer>…, last)` and `taper_share(period, taper, rank, taper_num, taper_den)`.

    `f_<payer>` is a payer's share but 0 for the last payer, whose place among the payers is `last` (-1: nobody).
    """
    rows: dict[str, list[int]] = {"outcome": [], "last": [], **{f"f_{p}": [] for p in payers}}
    for number, outcome in enumerate(rulings.outcomes):
        shares = dict(outcome.shares)
        last = max((i for i, p in enumerate(payers) if shares.get(p)), default=-1)
        rows["outcome"].append(number)
        rows["last"].append(last)
        for i, payer in enumerate(payers):
            rows[f"f_{payer}"].append(0 if i == last else shares.get(payer, 0))
    _table(con, "outcome_share", {n: pa.array(v, pa.int32()) for n, v in rows.items()})


def base_sql(inside: Sequence[Period], rulings: Rulings, layout: Layout, dialect: Dialect = DUCKDB) -> tuple[str, str]:
    """SQL of the premium before tapering, and of the premium, for a row with `period`, `outcome`, `rank`, amounts.

    The base is the law's expression (a wage with its cap, the reference level); base × rate is rounded down.
    """
    wholes: list[str] = []
    tapers: list[str] = []
    for period in inside:
        by_ref = {p.ref: p for p in period.provisions}
        for ref in sorted({o.by_premium for o in rulings.outcomes if o.by_premium in by_ref}):
            effect = by_ref[ref].effect
            assert isinstance(effect, Premium)
            rate = Fraction(period.parameters[effect.rate])
            base = amount(effect.of, layout.names(period))
            numbers = _numbers(n for n, o in enumerate(rulings.outcomes) if o.by_premium == ref)
            whole = dialect.divide(f"cast({base} as bigint) * {rate.numerator}", str(rate.denominator))
            wholes.append(f"when period = {period.index} and outcome in ({numbers}) then {whole}")
        for ref in sorted({o.taper for o in rulings.outcomes if o.taper in by_ref}):
            effect = by_ref[ref].effect
            assert isinstance(effect, Taper)
            numbers = _numbers(n for n, o in enumerate(rulings.outcomes) if o.taper == ref)
            scale = reduce(lcm, (s.denominator for s in effect.shares), 1)
            ranks = " ".join(f"when {r} then {int(s * scale)}" for r, s in enumerate(effect.shares[:-1], 1))
            part = f"case rank {ranks} else {int(effect.shares[-1] * scale)} end" if ranks else str(scale)
            tapers.append(
                f"when period = {period.index} and outcome in ({numbers})"
                f" then {dialect.divide(f'whole * {part}', str(scale))}"
            )
    whole = f"case {' '.join(wholes)} else 0 end" if wholes else "0"
    return whole, (f"case {' '.join(tapers)} else whole end" if tapers else "whole")


def amounts_sql(source: str, columns: str, premium: tuple[str, str], payers: Sequence[str], scale: int,
                dialect: Dialect = DUCKDB) -> str:  # fmt: skip
    """A query giving `columns` of `source` with `premium` and each payer's amount a month.

    `source` has `period`, `outcome`, `rank` and the amounts the law's bases read; it is joined to `outcome_share`.
    """
    whole, tapered = premium
    floors = ", ".join(f"{dialect.divide(f'premium * f_{p}', str(scale))} as p_{p}" for p in payers)
    total = " + ".join(f"p_{p}" for p in payers)
    shares = ", ".join(
        f"p_{p} + case when last = {i} then premium - ({total}) else 0 end as {p}" for i, p in enumerate(payers)
    )
    return f"""select {columns}, premium, {shares} from (
      select *, {floors} from (
        select *, {tapered} as premium from (
          select *, {whole} as whole from {source} join outcome_share using (outcome))))"""


def _numbers(found: object) -> str:
    return ", ".join(str(n) for n in found)  # type: ignore[attr-defined]


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, pa.Array]) -> None:
    con.register("columns_of", pa.table(columns))
    con.execute(f"create or replace table {name} as select * from columns_of")
    con.unregister("columns_of")
