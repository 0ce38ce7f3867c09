"""The first Folk: the people of the reference day, when they came, and which home they left to marry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, YEAR, Days, ages
from baophu.synth.folk import NOBODY, Folk, Houses
from baophu.synth.households import Homes
from baophu.synth.people import Reference
from baophu.synth.pools import Pool, even, window
from baophu.synth.settings import Places, Settings, dice


def settle(people: Reference, homes: Homes, config: Settings, at: Places, seed: int) -> tuple[Folk, Houses]:
    """People and households of the reference day with their past since the start of the span."""
    count = len(people.born)
    houses = _houses(people, homes, config)
    folk = Folk(
        born=people.born,
        died=np.full(count, OPEN, dtype=np.int32),
        male=people.male,
        ethnicity=people.ethnicity,
        household=homes.household,
        former=np.full(count, NOBODY, dtype=np.int32),
        moved=np.zeros(count, dtype=np.int32),
        enter=np.maximum(people.born, config.start).astype(np.int32),
        leave=np.full(count, OPEN, dtype=np.int32),
        mother=homes.mother,
        spouse=homes.spouse,
        at_home=homes.at_home,
        permanent=np.full(count, config.start - 1, dtype=np.int32),
        foreign=np.zeros(count, dtype=bool),
    )
    _arrivals(folk, houses, homes, config, at, seed)
    _former_homes(folk, houses, homes, config, at, seed)
    _foreigners(folk, houses, config, at, seed)
    return folk, houses


def _houses(people: Reference, homes: Homes, config: Settings) -> Houses:
    number = int(homes.household.max()) + 1
    unit = np.zeros(number, dtype=np.int16)
    young_first = np.argsort(-people.born, kind="stable")  # so that the oldest member says where the house is
    unit[homes.household[young_first]] = people.unit[young_first]
    formed = np.full(number, config.start - 1, dtype=np.int32)
    grown = np.flatnonzero(~homes.at_home)
    formed[homes.household[grown]] = homes.formed[grown]
    formed[homes.extended] = config.start - 1
    return Houses(
        unit=unit,
        arrived=np.full(number, config.start - 1, dtype=np.int32),
        extended=homes.extended,
        formed=formed,
        other_unit=unit.copy(),
        move=np.full(number, OPEN, dtype=np.int32),
    )


def permanent_from(arrived: Days, config: Settings, rng: np.random.Generator) -> Days:
    """The day of permanent registration of those who arrived: some years on, or never."""
    rule = config.people["arrivals"]["permanent"]
    low, high = rule["after_years"]
    after = arrived + rng.uniform(low, high, len(arrived)) * YEAR
    return np.where(rng.random(len(arrived)) < rule["never"], OPEN, after).astype(np.int32)


def _arrivals(folk: Folk, houses: Houses, homes: Homes, config: Settings, at: Places, seed: int) -> None:
    rng = dice(seed, "arrivals")
    rule = config.people["arrivals"]
    economy = at.economy[houses.unit]
    lone = np.ones(len(houses), dtype=bool)
    lone[folk.household[(folk.spouse != NOBODY) | folk.at_home]] = False
    old = np.zeros(len(houses), dtype=bool)
    old[folk.household[ages(folk.born, config.reference) >= 45]] = True
    chance = np.where(lone & ~old, at.by_economy(rule["lone"])[economy], at.by_economy(rule["households"])[economy])
    came = (rng.random(len(houses)) < chance) & ~houses.extended
    day = rng.integers(config.start, config.reference, len(houses), dtype=np.int32, endpoint=True)
    day = np.maximum(day, np.where(lone, day, houses.formed))
    houses.arrived = np.where(came, day, houses.arrived).astype(np.int32)
    registered = permanent_from(houses.arrived, config, rng)
    older = rng.random(len(houses)) < rule["older_not_permanent"]
    settled = np.where(older, OPEN, config.start - 1)
    folk.enter = np.maximum(folk.enter, houses.arrived[folk.household]).astype(np.int32)
    folk.permanent = np.where(came, registered, settled)[folk.household].astype(np.int32)


def _former_homes(folk: Folk, houses: Houses, homes: Homes, config: Settings, at: Places, seed: int) -> None:
    """Those who formed their own household within the span lived with parents before."""
    rng = dice(seed, "former homes")
    native = houses.arrived[folk.household] < config.start
    patrilocal = houses.extended[folk.household] & folk.male
    moved = np.flatnonzero((homes.formed > config.start) & native & ~folk.at_home & ~patrilocal)
    here = houses.unit[folk.household]
    unit = here[moved].copy()
    away = rng.random(len(moved)) >= config.people["marriage"]["own_unit"]
    unit[away] = rng.choice(len(at), int(away.sum()), p=at.weights)
    mother = a_mother(folk, houses, config, moved, unit, rng)
    folk.mother[moved] = mother
    folk.former[moved] = np.where(mother == NOBODY, NOBODY, folk.household[mother])
    folk.moved[moved] = homes.formed[moved]
    lost = moved[folk.former[moved] == NOBODY]  # no family of that age: they came from elsewhere to marry
    folk.enter[lost] = np.maximum(folk.enter[lost], homes.formed[lost])
    folk.permanent[lost] = folk.enter[lost]


def a_mother(
    folk: Folk,
    houses: Houses,
    config: Settings,
    who: NDArray[np.intp],
    unit: NDArray[np.int16],
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """For each person a woman of a settled household of the unit and of an age to be the mother, or -1."""
    settled = (houses.arrived < config.start) & (houses.formed < config.start)
    mothers = np.flatnonzero(~folk.male & ~folk.at_home & settled[folk.household])
    here = houses.unit[folk.household].astype(np.int64)
    found = np.full(len(who), NOBODY, dtype=np.int32)
    rule = config.people["children"]["mother_age"]
    at = even(len(who), rng)
    for wide, group, asked in (
        (0, here * 64 + folk.ethnicity, unit.astype(np.int64) * 64 + folk.ethnicity[who]),
        (3, here, unit.astype(np.int64)),
    ):
        pool = Pool(mothers, group[mothers], folk.born[mothers])
        left = found == NOBODY
        first, last = window(folk.born[who[left]], rule["youngest"], rule["oldest"] + wide)
        found[left] = pool.pick(asked[left], first, last, at[left])
    same = (found != NOBODY) & (folk.household[found] == folk.household[who])
    return np.where(same, NOBODY, found).astype(np.int32)


def _foreigners(folk: Folk, houses: Houses, config: Settings, at: Places, seed: int) -> None:
    """Mark part of the lone arrivals of working age as foreign citizens."""
    rng = dice(seed, "foreigners")
    rule = config.people["foreigners"]
    size = np.bincount(folk.household, minlength=len(houses))
    age = ages(folk.born, config.reference)
    wanted = np.isin(np.array(at.economies)[at.economy[houses.unit[folk.household]]], rule["economies"])
    may = wanted & (houses.arrived[folk.household] >= config.start) & (size[folk.household] == 1)
    may &= (age >= rule["ages"][0]) & (age < rule["ages"][1])
    eligible = np.flatnonzero(may)
    count = min(len(eligible), round(rule["count"] * len(folk) / config.targets["denominator"]["people"]))
    chosen = rng.choice(eligible, count, replace=False)
    folk.foreign[chosen] = True
    folk.permanent[chosen] = OPEN
