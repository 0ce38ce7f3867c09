"""Sets of spells of many owners at once: union, intersection and difference.

An owner is a person or a household, numbered from 0. The trick that keeps everything one sorted array: an owner
and a day become one 64-bit number (`owner * 2**16 + day`), so that the spells of all owners lie on one line and
never touch those of another owner.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from baophu.synth.dates import Days, Whole

SHIFT = 16
_MASK = (1 << SHIFT) - 1


@dataclass(frozen=True)
class Spells:
    """Spells of owners: three arrays of one length, both days inclusive."""

    owner: Whole
    start: Days
    end: Days

    def __len__(self) -> int:
        return len(self.owner)

    def take(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> Spells:
        """The spells chosen by a mask or by positions."""
        return Spells(self.owner[which], self.start[which], self.end[which])

    def within(self, first: int, last: int) -> Spells:
        """The spells cut to the days `first` to `last`; what lies wholly outside goes."""
        start = np.maximum(self.start, np.int32(first))
        end = np.minimum(self.end, np.int32(last))
        keep = start <= end
        return Spells(self.owner[keep], start[keep], end[keep])


def spells(owner: ArrayLike, start: ArrayLike, end: ArrayLike) -> Spells:
    """Spells from three things that broadcast to one length; empty ones (`end < start`) are left out."""
    wide = np.broadcast_arrays(
        np.asarray(owner, dtype=np.int64), np.asarray(start, dtype=np.int32), np.asarray(end, dtype=np.int32)
    )
    keep = wide[1] <= wide[2]
    return Spells(wide[0][keep], wide[1][keep], wide[2][keep])


def none() -> Spells:
    """No spells."""
    return spells(np.empty(0), np.empty(0), np.empty(0))


def _keys(of: Spells) -> tuple[Whole, Whole]:
    base = of.owner << SHIFT
    return base + of.start, base + of.end


def _from_keys(start: Whole, end: Whole) -> Spells:
    return Spells(start >> SHIFT, (start & _MASK).astype(np.int32), (end & _MASK).astype(np.int32))


def union(*sets: Spells) -> Spells:
    """All days of all sets, as sorted spells that neither overlap nor touch."""
    start = np.concatenate([_keys(s)[0] for s in sets])
    end = np.concatenate([_keys(s)[1] for s in sets])
    if not len(start):
        return none()
    order = np.argsort(start, kind="stable")
    start, end = start[order], np.maximum.accumulate(end[order])
    first = np.ones(len(start), dtype=bool)
    first[1:] = start[1:] > end[:-1] + 1
    last = np.append(first[1:], True)
    return _from_keys(start[first], end[last])


def overlay(a: Spells, b: Spells) -> tuple[Spells, Whole, Whole]:
    """Cut `a` where `b` begins and ends.

    Both must be sorted and free of overlaps within themselves. Returns the pieces of `a`, and for each piece the
    position of its spell in `a` and of the spell of `b` that covers it (-1 where none does).
    """
    a_start, a_end = _keys(a)
    b_start, b_end = _keys(b)
    # One line of events: the day a spell starts, and the day after it ends. Ends sort before starts of one day.
    events = np.concatenate([(a_end + 1) << 2, ((b_end + 1) << 2) + 1, (a_start << 2) + 2, (b_start << 2) + 3])
    events.sort(kind="stable")  # four sorted runs: merging them is nearly free
    kind = events & 3
    at = events >> 2
    a_open = np.cumsum(np.where(kind == 2, 1, 0)) - np.cumsum(np.where(kind == 0, 1, 0))
    b_open = np.cumsum(np.where(kind == 3, 1, 0)) - np.cumsum(np.where(kind == 1, 1, 0))
    a_seen = np.cumsum(kind == 2) - 1
    b_seen = np.cumsum(kind == 3) - 1
    keep = (a_open[:-1] > 0) & (at[1:] > at[:-1])
    in_b = np.where(b_open[:-1][keep] > 0, b_seen[:-1][keep], -1)
    return _from_keys(at[:-1][keep], at[1:][keep] - 1), a_seen[:-1][keep], in_b


def intersect(a: Spells, b: Spells) -> Spells:
    """The days in both; both sorted and free of overlaps."""
    pieces, _, in_b = overlay(a, b)
    return pieces.take(in_b >= 0)


def subtract(a: Spells, b: Spells) -> Spells:
    """The days of `a` not in `b`; both sorted and free of overlaps."""
    pieces, _, in_b = overlay(a, b)
    return pieces.take(in_b < 0)


def covers(of: Spells, owner: ArrayLike, on: ArrayLike) -> Whole:
    """For each owner and day, the position of the spell of `of` (sorted) that covers the day, or -1."""
    key = (np.asarray(owner, dtype=np.int64) << SHIFT) + np.asarray(on, dtype=np.int64)
    start, end = _keys(of)
    at = np.searchsorted(start, key, side="right") - 1
    inside = (at >= 0) & (key <= end[np.maximum(at, 0)]) if len(start) else np.zeros(key.shape, dtype=bool)
    return np.where(inside, at, -1).astype(np.int64)


def first_come(of: Spells) -> NDArray[np.bool_]:
    """A mask of spells that keeps, owner by owner, each spell that starts after all kept before it have ended.

    Wants the spells sorted by owner and start; loops as often as spells overlap in a chain (a few times).
    """
    start, end = _keys(of)
    keep = np.ones(len(start), dtype=bool)
    while True:
        at = np.flatnonzero(keep)
        clash = start[at[1:]] <= end[at[:-1]]
        # Drop only those whose predecessor stays, so that a chain loses every second spell at most per round.
        clash[1:] &= ~clash[:-1]
        if not clash.any():
            return keep
        keep[at[1:][clash]] = False


def runs(length: ArrayLike) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each row repeated `length` times: the row's position, and the count 0, 1, 2 … within it."""
    times = np.asarray(length, dtype=np.intp)
    row = np.repeat(np.arange(len(times)), times)
    begin = np.cumsum(times) - times
    return row, np.arange(len(row)) - begin[row]
