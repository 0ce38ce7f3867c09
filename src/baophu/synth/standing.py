"""What each adult lives by on their anchor day, raked to the totals of work.yaml.

The anchor day is the reference day, or the nearest day to it on which the person lives in the province.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import Days, ages
from baophu.synth.folk import Folk, Houses
from baophu.synth.raking import Margin, rake
from baophu.synth.school import School
from baophu.synth.settings import Places, Settings, dice

YOUNG, REST = -1, 0
"""Standing of those not yet grown or still studying, and of those without a formal one."""


@dataclass(frozen=True)
class Standing:
    """Arrays of shape (people,)."""

    anchor: Days
    kind: NDArray[np.int8]  # YOUNG, REST, or 1 + position in `kinds`
    kinds: tuple[str, ...]

    def is_kind(self, name: str) -> NDArray[np.bool_]:
        """Who has this standing."""
        return np.asarray(self.kind == 1 + self.kinds.index(name), dtype=np.bool_)


def standing(folk: Folk, houses: Houses, school: School, config: Settings, at: Places, seed: int) -> Standing:
    """Draw a standing for every adult from the raked table (economy, sex, age band, minority, standing)."""
    rng = dice(seed, "standing")
    rule = config.work["standing"]
    kinds = tuple(rule["percent"])
    anchor = np.clip(config.reference, folk.enter, folk.leave).astype(np.int32)
    bands = np.asarray(rule["from"], dtype=float)
    band = np.searchsorted(bands, ages(folk.born, anchor), side="right") - 1
    grown = (band >= 0) & (school.done(folk) + rule["settled_after_days"] < anchor)
    cell = (
        at.economy[houses.unit[folk.household]].astype(np.intp),
        (~folk.male).astype(np.intp),
        np.maximum(band, 0),
        (folk.ethnicity > 0).astype(np.intp),
    )
    shape = (len(at.economies), 2, len(bands), 2)
    counted = grown & folk.present(config.reference)
    heads = np.zeros(shape)
    np.add.at(heads, tuple(c[counted] for c in cell), 1.0)
    share = _raked(heads, _seed(config, at, kinds, shape), config, kinds, folk.present(config.reference).sum())
    luck = _luck(folk, houses, rule["together"], rng)
    bound = np.cumsum(share, axis=-1)[cell]
    kind = (luck[:, None] >= bound[:, :-1]).sum(axis=1)
    return Standing(anchor=anchor, kind=np.where(grown, kind, YOUNG).astype(np.int8), kinds=kinds)


def _seed(config: Settings, at: Places, kinds: tuple[str, ...], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Chances before raking, of shape `(*shape, 1 + kinds)`; the first is REST."""
    rule = config.work["standing"]
    chance = np.zeros((*shape, 1 + len(kinds)))
    for k, name in enumerate(kinds, start=1):
        economy = np.array([float(rule["economy"][e][name]) for e in at.economies])
        sexes = np.array([rule["men"][name], rule["women"][name]], dtype=float)
        minority = np.array([1.0, float(rule["minority"][name])])
        chance[..., k] = economy[:, None, None, None] * sexes[None, :, :, None] * minority
    formal = chance.sum(axis=-1, keepdims=True)
    chance /= np.maximum(formal / 0.97, 1.0)  # nobody is certain to have a formal standing
    chance[..., 0] = 1 - chance.sum(axis=-1)
    return chance


def _raked(
    heads: NDArray[np.float64],
    chance: NDArray[np.float64],
    config: Settings,
    kinds: tuple[str, ...],
    people: float,
) -> NDArray[np.float64]:
    """Shares of the standings in each cell, so that the totals are those of work.yaml."""
    percent = config.work["standing"]["percent"]
    wanted = np.array([float(percent[k]) for k in kinds]) / 100 * people
    totals = np.array([heads.sum() - wanted.sum(), *wanted])
    table = rake(
        heads[..., None] * chance,
        [Margin("people", (0, 1, 2, 3), heads), Margin("standings", (4,), totals)],
        tolerance=1e-4,
    )
    known = heads[..., None] > 0
    share = np.where(known, table / np.maximum(heads[..., None], 1e-9), chance)
    return np.asarray(share / share.sum(axis=-1, keepdims=True), dtype=np.float64)


def _luck(folk: Folk, houses: Houses, together: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Uniform numbers of people, with part of each household having the same one."""
    shared = rng.random(len(houses))[folk.household]
    return np.where(rng.random(len(folk)) < together, shared, rng.random(len(folk)))
