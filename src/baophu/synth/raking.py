"""Raking (iterative proportional fitting) and rounding to whole people.

Deming and Stephan's method: scale the table to each margin in turn until all margins hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]


class RakingError(ValueError):
    """The margins cannot be met from this seed."""


@dataclass(frozen=True)
class Margin:
    """Wanted sums of a table over all axes but `axes`; NaN where nothing is wanted."""

    name: str
    axes: tuple[int, ...]
    wanted: Table


def _sums(table: Table, axes: tuple[int, ...]) -> Table:
    return np.asarray(table.sum(axis=tuple(a for a in range(table.ndim) if a not in axes)), dtype=np.float64)


def _spread(values: Table, axes: tuple[int, ...], ndim: int) -> Table:
    shape = [1] * ndim
    for axis, size in zip(axes, values.shape, strict=True):
        shape[axis] = size
    return values.reshape(shape)


def rake(seed: Table, margins: Sequence[Margin], *, tolerance: float = 1e-6, rounds: int = 500) -> Table:
    """The table nearest to `seed` (in relative entropy) whose sums are the margins'.

    `axes` of each margin must ascend. Raises `RakingError` where a margin wants something of cells that are all
    zero, or where after `rounds` the largest relative miss is above `tolerance`.
    """
    table = np.array(seed, dtype=np.float64)
    for margin in margins:
        empty = (_sums(table, margin.axes) <= 0) & (np.nan_to_num(margin.wanted) > 0)
        if empty.any():
            raise RakingError(f"margin '{margin.name}': {int(empty.sum())} wanted sums have only zero cells")
    miss = np.inf
    for _ in range(rounds):
        miss = 0.0
        for margin in margins:
            have = _sums(table, margin.axes)
            asked = ~np.isnan(margin.wanted)
            factor = np.divide(margin.wanted, have, out=np.ones_like(have), where=asked & (have > 0))
            off = np.abs(factor[asked & (np.nan_to_num(margin.wanted) > 0)] - 1)
            miss = max(miss, float(off.max(initial=0.0)))
            table *= _spread(factor, margin.axes, table.ndim)
        if miss <= tolerance:
            return table
    raise RakingError(f"after {rounds} rounds a margin is still missed by {miss:.2%}")


def whole(table: Table, total: int, offset: float = 0.5) -> NDArray[np.int64]:
    """Whole counts of exactly `total`, each less than one from its share.

    Systematic rounding along the last axes first: every partial sum over leading axes is within one too, so that
    units keep their sizes even when a cell is far below one person. `offset` in [0, 1) shifts the rounding.
    """
    share = table.ravel() / table.sum() * total
    steps = np.floor(np.cumsum(share) + offset)
    steps[-1] = total
    counts = np.diff(steps, prepend=0.0)
    return np.asarray(counts.reshape(table.shape), dtype=np.int64)
