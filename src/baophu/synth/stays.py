"""From the lives of people to stays: who lived in which household and unit, from when to when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, YEAR, Days, ages
from baophu.synth.folk import NOBODY, Folk, Houses
from baophu.synth.settings import Settings, dice
from baophu.synth.spells import Spells, runs, union

OUTSIDE = -1
"""The unit of a stay elsewhere."""


@dataclass(frozen=True)
class Stays:
    """Stays sorted by person and day; arrays of one length."""

    spells: Spells  # owner: person
    household: NDArray[np.int32]
    unit: NDArray[np.int16]  # position in the units, or OUTSIDE
    permanent: NDArray[np.bool_]

    def here(self) -> NDArray[np.bool_]:
        """Which stays are in the province."""
        return np.asarray(self.unit != OUTSIDE, dtype=np.bool_)

    def presence(self) -> Spells:
        """When each person lives in the province."""
        return union(self.spells.take(self.here()))


def stays(folk: Folk, houses: Houses, config: Settings, seed: int) -> Stays:
    """Cut each life where the household, its unit, the registration or a time away changes.

    A life has at most one change of each kind, so its cuts are a small table: (people, cuts).
    """
    away_from, away_to = _away(folk, config, seed)
    late = folk.permanent > config.start
    in_first = _move_of(houses, np.where(folk.former == NOBODY, folk.household, folk.former))
    in_last = _move_of(houses, folk.household)
    has_former = folk.former != NOBODY
    cuts = np.stack(
        [
            np.where(has_former, folk.moved, OPEN),
            np.where(has_former & (in_first < folk.moved), in_first, OPEN),
            np.where(has_former & (in_last <= folk.moved), OPEN, in_last),
            np.where(late, folk.permanent, OPEN),
            away_from,
            np.where(away_to < OPEN, away_to + 1, OPEN),
        ],
        axis=1,
    ).astype(np.int32)
    cuts[(cuts <= folk.enter[:, None]) | (cuts > folk.leave[:, None])] = OPEN
    cuts.sort(axis=1)
    cuts[:, 1:][cuts[:, 1:] == cuts[:, :-1]] = OPEN
    cuts.sort(axis=1)
    pieces = 1 + (cuts < OPEN).sum(axis=1)
    who, piece = runs(pieces)
    edges = np.concatenate([folk.enter[:, None], cuts, np.full((len(folk), 1), OPEN, dtype=np.int32)], axis=1)
    start = edges[who, piece]
    end = np.minimum(np.where(edges[who, piece + 1] < OPEN, edges[who, piece + 1] - 1, OPEN), folk.leave[who])
    before = has_former[who] & (start < folk.moved[who])
    household = np.where(before, folk.former[who], folk.household[who])
    outside = (start >= away_from[who]) & (start <= away_to[who])
    return Stays(
        spells=Spells(who.astype(np.int64), start.astype(np.int32), end.astype(np.int32)),
        household=household.astype(np.int32),
        unit=np.where(outside, OUTSIDE, unit_on(houses, household, start, config)).astype(np.int16),
        permanent=folk.permanent[who] <= start,
    )


def _move_of(houses: Houses, household: NDArray[np.int32]) -> Days:
    return houses.move[household]


def unit_on(houses: Houses, household: NDArray[np.int32], on: Days, config: Settings) -> NDArray[np.int16]:
    """The unit of each household on a day: its own on the reference day's side of the move, else the other."""
    move = houses.move[household]
    reference_side = np.where(move <= config.reference, on >= move, on < move)
    return np.where(reference_side, houses.unit[household], houses.other_unit[household]).astype(np.int16)


def _away(folk: Folk, config: Settings, seed: int) -> tuple[Days, Days]:
    """A time outside the province for a few young people who come back."""
    rng = dice(seed, "away")
    rule = config.people["moves"]["outside_for_a_time"]
    start = rng.integers(config.start, config.end, len(folk), dtype=np.int32)
    low, high = rule["months"]
    end = start + (rng.uniform(low, high, len(folk)) * YEAR / 12).astype(np.int32)
    age = ages(folk.born, start)
    chance = rule["share"] * 3  # about a third of people pass the ages at a random day of the span
    goes = (age >= rule["ages"][0]) & (age < rule["ages"][1]) & (rng.random(len(folk)) < chance)
    goes &= (start > folk.enter) & (end < folk.leave)
    goes &= (start > config.reference) | (end < config.reference)  # the reference day is as raked
    return np.where(goes, start, OPEN).astype(np.int32), np.where(goes, end, OPEN).astype(np.int32)
