"""Premium and each payer's amount a month, worked out on arrays: what `Prices.amounts_sql` says, to the đồng."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from math import lcm

import numpy as np

from baophu.engine.outcome import Outcome
from baophu.engine.prices import Prices
from baophu.engine.vectors import Array, Reader


def amounts(
    prices: Prices, outcomes: Sequence[Outcome], price: Array, rank: Array, own: Mapping[str, Array]
) -> dict[str, Array]:
    """`premium` and a column a payer, for rows of prices, ranks in the household and a person's own amounts."""
    told = {name: values[price] for name, values in _by_number(prices, outcomes).items()}
    premium = _tapered(prices, told, _whole(prices, told, own), rank)
    found = {"premium": premium}
    for payer in prices.payers:
        found[payer] = _product(premium, told[f"f_{payer}"]) // prices.scale
    rest = premium - sum((found[p] for p in prices.payers), np.zeros_like(premium))
    for place, payer in enumerate(prices.payers):
        found[payer] = np.where(told["last"] == place, rest, found[payer])
    return found


def _by_number(prices: Prices, outcomes: Sequence[Outcome]) -> dict[str, Array]:
    columns = prices.columns(outcomes)
    order = np.argsort(columns["price"])
    return {name: values[order] for name, values in columns.items()}


def _whole(prices: Prices, told: Mapping[str, Array], own: Mapping[str, Array]) -> Array:
    """The premium before tapering; a formula is worked out where it is meant alone."""
    found = told["whole"].copy()
    reader = Reader()
    for number, (base, rate) in enumerate(prices.formulas(), 1):
        rows = np.flatnonzero(told["formula"] == number)
        if len(rows):
            worth = reader.expression(base)({name: values[rows] for name, values in own.items()})
            found[rows] = _product(worth, rate.numerator) // rate.denominator
    return found


def _tapered(prices: Prices, told: Mapping[str, Array], full: Array, rank: Array) -> Array:
    found = full.copy()
    for number, ranks in enumerate(prices.scales(), 1):
        rows = np.flatnonzero(told["scale"] == number)
        if len(rows):
            units = reduce(lcm, (s.denominator for s in ranks), 1)
            shares = np.array([int(s * units) for s in ranks], np.int64)
            place = rank[rows] - 1
            place[(place < 0) | (place >= len(shares))] = len(shares) - 1
            found[rows] = _product(full[rows], shares[place]) // units
    return found


def _product(values: Array, factors: Array | int) -> Array:
    """Their product; OverflowError rather than a wrong amount."""
    if int(np.max(values, initial=0)) * int(np.max(factors, initial=0)) >= 1 << 63:
        raise OverflowError(f"an amount of {np.max(values)} đồng is too large to be shared")
    return values * factors
