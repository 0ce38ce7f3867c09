"""Choosing relatives: of all people of one place and group, one born between two days."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from baophu.synth.dates import Days, Whole

_SHIFT = 17
_ZERO = 1 << 16  # births before 1970 have negative day numbers


class Pool:
    """Candidates sorted by group and day of birth; `people` are their positions in the arrays of the caller."""

    def __init__(self, people: NDArray[np.intp], group: ArrayLike, born: ArrayLike) -> None:
        key = self._key(np.asarray(group), np.asarray(born))
        order = np.argsort(key, kind="stable")
        self._people = people[order]
        self._keys = key[order]

    @staticmethod
    def _key(group: NDArray[np.generic], born: NDArray[np.generic]) -> Whole:
        day = np.clip(born.astype(np.int64) + _ZERO, 0, (1 << _SHIFT) - 1)
        return np.asarray((group.astype(np.int64) << _SHIFT) + day, dtype=np.int64)

    def pick(self, group: ArrayLike, first: ArrayLike, last: ArrayLike, at: ArrayLike) -> NDArray[np.intp]:
        """One candidate for each asker, of the same group and born between `first` and `last`; -1 where none is.

        `at` in [0, 1) says where between the oldest (0) and the youngest (1) of those that fit.
        """
        groups = np.asarray(group)
        low = np.searchsorted(self._keys, self._key(groups, np.asarray(first)), side="left")
        high = np.searchsorted(self._keys, self._key(groups, np.asarray(last)), side="right")
        chosen = low + np.floor(np.asarray(at) * (high - low)).astype(np.intp)
        found = high > low
        if not len(self._people):
            return np.full(groups.shape, -1, dtype=np.intp)
        return np.where(found, self._people[np.minimum(chosen, len(self._people) - 1)], -1)


def even(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """`count` numbers in [0, 1) more even than random ones (golden-ratio steps), leaning to the middle."""
    steps = (rng.random() + np.arange(count) * 0.6180339887498949) % 1.0
    return np.asarray((steps + rng.random(count)) / 2, dtype=np.float64)


def pair(
    men: tuple[NDArray[np.intp], Whole, NDArray[np.float64]],
    women: tuple[NDArray[np.intp], Whole, NDArray[np.float64]],
    rng: np.random.Generator,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Match two sides within groups, in the order of a key; each side is (positions, group, key).

    The larger side of a group loses people at random first, so that the keys of a couple stay close.
    """
    groups = int(max(men[1].max(initial=-1), women[1].max(initial=-1))) + 1
    limit = np.minimum(np.bincount(men[1], minlength=groups), np.bincount(women[1], minlength=groups))
    sides = []
    for who, group, key in (men, women):
        shuffled = np.lexsort((rng.random(len(who)), group))
        begin = np.searchsorted(group[shuffled], np.arange(groups))
        rank = np.arange(len(who)) - begin[group[shuffled]]
        kept = shuffled[rank < limit[group[shuffled]]]
        sides.append(who[kept[np.lexsort((key[kept], group[kept]))]])
    return sides[0], sides[1]


def window(born: Days, younger: float, older: float) -> tuple[Whole, Whole]:
    """Days of birth of people `younger` to `older` years older than those born on `born`."""
    days = born.astype(np.int64)
    return days - int(older * 365.2425), days - int(younger * 365.2425)
