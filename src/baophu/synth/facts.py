"""The statuses and amounts collected from all steps, as rows of the facts tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from baophu.synth.dates import OPEN
from baophu.synth.folk import Folk
from baophu.synth.settings import Settings
from baophu.synth.spells import Spells


@dataclass(frozen=True)
class Status:
    """Spells of one fact; `code` points into `values` for each spell."""

    fact: str
    values: tuple[str, ...]
    code: NDArray[np.int16]
    spells: Spells


@dataclass(frozen=True)
class Amount:
    """Spells of one amount of money; `value` in whole đồng a month for each spell."""

    fact: str
    value: NDArray[np.int64]
    spells: Spells


@dataclass
class Facts:
    """What is true of people and households, as the steps find it."""

    statuses: list[Status] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    of_households: list[Status] = field(default_factory=list)

    def of(self, fact: str, values: Sequence[str] | None = None) -> list[Spells]:
        """The spells of a fact of people, one set for each step that gave some; of these values only."""
        found = []
        for status in self.statuses:
            if status.fact == fact:
                wanted = [i for i, v in enumerate(status.values) if values is None or v in values]
                found.append(status.spells.take(np.isin(status.code, wanted)))
        return found


def same(fact: str, value: str, spells: Spells) -> Status:
    """A status with one value for all spells."""
    return Status(fact, (value,), np.zeros(len(spells), dtype=np.int16), spells)


def coded(fact: str, values: Sequence[str], code: ArrayLike, spells: Spells) -> Status:
    """A status whose spells have the values `code` points to."""
    return Status(fact, tuple(values), np.asarray(code, dtype=np.int16), spells)


def in_life(spells: Spells, folk: Folk, config: Settings) -> tuple[Spells, NDArray[np.bool_]]:
    """Cut spells to when the person lives in the province, and open those that outlast the span.

    Returns the spells kept and a mask of which they are, so that values can follow.
    """
    start = np.maximum(spells.start, folk.enter[spells.owner])
    end = np.minimum(spells.end, folk.leave[spells.owner])
    end = np.where(end > config.end, OPEN, end)
    keep = (start <= end) & (start <= config.end)
    return Spells(spells.owner[keep], start[keep].astype(np.int32), end[keep].astype(np.int32)), keep


def living(status: Status, folk: Folk, config: Settings) -> Status:
    """The status cut to the lives."""
    spells, keep = in_life(status.spells, folk, config)
    return Status(status.fact, status.values, status.code[keep], spells)
