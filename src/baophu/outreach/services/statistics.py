"""Shares and their difference with 95 % intervals: Wilson's for one, Newcombe's for two (1998, method 10)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
"""The normal quantile of 95 %, two-sided."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value between its bounds."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether nothing lies outside of it."""
        return self.low > 0 or self.high < 0


def share(hits: int, of: int) -> Interval:
    """A share with Wilson's interval; ValueError where nobody is counted."""
    if of <= 0 or not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    p, zz = hits / of, Z * Z
    middle = (p + zz / (2 * of)) / (1 + zz / of)
    half = Z * sqrt(p * (1 - p) / of + zz / (4 * of * of)) / (1 + zz / of)
    return Interval(p, max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < of else 1.0)


def difference(one: tuple[int, int], other: tuple[int, int]) -> Interval:
    """The first share less the second, each (hits, of), with Newcombe's interval."""
    a, b = share(*one), share(*other)
    value = a.value - b.value
    low = value - sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2)
    high = value + sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2)
    return Interval(value, low, high)
