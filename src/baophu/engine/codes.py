"""Columns of whole numbers joined into one: rows that are alike in all of them get the same code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Array = NDArray[Any]
WIDEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Codes:
    """A code from 0 to before `size` for every row."""

    values: Array
    size: int

    def numbered(self) -> Codes:
        """The same with the codes that occur alone, in the order in which they are met."""
        found = pa.array(self.values).dictionary_encode()
        return Codes(found.indices.to_numpy().astype(np.int64), len(found.dictionary))

    def first(self) -> Array:
        """The first row of each code; every code has one (`numbered`)."""
        places = np.empty(self.size, np.int64)
        places[self.values[::-1]] = np.arange(len(self.values) - 1, -1, -1)
        return places


def codes_of(values: Array) -> Codes:
    """A column as it stands, from its least value on."""
    if not len(values):
        return Codes(np.zeros(0, np.int64), 1)
    least = int(values.min())
    return Codes(values.astype(np.int64) - least, int(values.max()) - least + 1)


def joined(columns: Iterable[Array]) -> Codes:
    """One code for all columns, numbered."""
    return reduce(numbered_pair, (codes_of(c) for c in columns)).numbered()


def numbered_pair(one: Codes, other: Codes) -> Codes:
    """One code for both; codes are numbered where they would grow too large."""
    if one.size * other.size > WIDEST:
        one = one.numbered()
    if one.size * other.size > WIDEST:
        other = other.numbered()
    if other.size == 1:
        return one
    return Codes(one.values.astype(np.int64) * other.size + other.values, one.size * other.size)
