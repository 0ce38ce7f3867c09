"""The people of the reference day: unit, ethnicity, age and sex, raked to the published margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import YEAR, Days
from baophu.synth.raking import Margin, rake, whole
from baophu.synth.settings import Places, Settings, UnitLike, dice, profile

KINH = "kinh"


def ethnicities(config: Settings) -> tuple[str, ...]:
    """Kinh first, then the minorities in the order of people.yaml."""
    return (KINH, *config.people["ethnicity"]["shares"])


@dataclass(frozen=True)
class Reference:
    """People alive and resident on the reference day; arrays of shape (people,)."""

    unit: NDArray[np.int16]
    ethnicity: NDArray[np.int8]
    born: Days
    male: NDArray[np.bool_]


def table(units: Sequence[UnitLike], config: Settings, at: Places) -> NDArray[np.float64]:
    """The raked table of shape (unit, ethnicity, age band, sex: men first), summing to 1."""
    groups = ethnicities(config)
    bands = config.people["ages"]
    share = np.zeros((len(at), len(groups)))
    for row, unit in enumerate(units):
        minorities = profile(unit, config)["ethnicity"]
        share[row, 1:] = [float(minorities.get(name, 0.0)) for name in groups[1:]]
        share[row, 0] = 1 - share[row, 1:].sum()
    age = np.asarray(bands["percent"], dtype=float) / sum(bands["percent"])
    by_group = np.ones((len(groups), len(age)))
    by_group[1:] = bands["minority"]
    men = np.asarray(bands["men"], dtype=float)
    seed = (
        at.weights[:, None, None, None]
        * share[:, :, None, None]
        * (by_group * age)[None, :, :, None]
        * np.stack([men, 1 - men], axis=-1)[None, None, :, :]
    )
    return rake(seed, _margins(config, at, groups, age, seed))


def _margins(
    config: Settings, at: Places, groups: tuple[str, ...], age: NDArray[np.float64], seed: NDArray[np.float64]
) -> list[Margin]:
    ethnicity = config.people["ethnicity"]
    parts = np.array([float(v) for v in ethnicity["shares"].values()])
    minority = float(ethnicity["total_percent"]) / 100
    ratio = float(config.people["sex"]["men_per_100_women"]) / 100
    fixed = np.full((len(at), len(groups)), np.nan)
    for cell in ethnicity["fixed"]:
        if cell["unit"] in at.codes:
            row = at.codes.index(cell["unit"])
            fixed[row, groups.index(cell["ethnicity"])] = at.weights[row] * float(cell["percent"]) / 100
    shares = np.array([1 - minority, *(minority * parts / parts.sum())])
    present = seed.sum(axis=(0, 2, 3)) > 0
    if not present.all():  # units of another place may have none of a group
        shares = np.where(present, shares, 0)
        shares[0] += 1 - shares.sum()
    return [
        Margin("ages", (2,), age),
        Margin("sexes", (3,), np.array([ratio, 1]) / (1 + ratio)),
        Margin("published shares", (0, 1), fixed),
        Margin("ethnicities", (1,), shares),
        Margin("units", (0,), at.weights),
    ]


def reference(units: Sequence[UnitLike], config: Settings, at: Places, people: int, seed: int) -> Reference:
    """`people` whole people drawn from the raked table; birth days spread evenly within an age band."""
    rng = dice(seed, "people")
    counts = whole(table(units, config, at), people, float(rng.uniform()))
    unit, ethnicity, band, sex = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    low = np.append(config.people["ages"]["from"], config.people["ages"]["end"]).astype(float)
    # Towards the end of life the upper ages of a band are rarer: a squared draw leans to the lower end.
    draw = rng.random(people)
    draw = np.where(band == len(low) - 2, draw**2, draw)
    age = low[band] + draw * (low[band + 1] - low[band])
    born = config.reference - np.floor(age * YEAR)
    return Reference(
        unit=unit.astype(np.int16),
        ethnicity=ethnicity.astype(np.int8),
        born=born.astype(np.int32),
        male=sex == 0,
    )
