"""Deaths, births, departures, arrivals, weddings and house moves of the span.

The people of the reference day are known; here come those who died or left before it (their doubles among the
living tell how many, how old and where), and all that happens after it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, YEAR, Days, ages
from baophu.synth.folk import NOBODY, Folk, Houses
from baophu.synth.pools import Pool, pair, window
from baophu.synth.settings import Places, Settings, dice
from baophu.synth.settling import a_mother, permanent_from


def hazard(folk: Folk, config: Settings, on: int) -> NDArray[np.float64]:
    """Yearly chance to die of each person alive on a day, scaled so that the crude rate is as in people.yaml."""
    rule = config.people["deaths"]
    age = np.maximum(ages(folk.born, on), 0)
    force = np.exp(rule["slope"] * age) * np.where(folk.male, 1.0, rule["women"])
    here = folk.present(on)
    infants = np.where(age < 1, rule["infants"], 0.0)
    wanted = rule["per_1000"] / 1000 * here.sum() - infants[here].sum()
    return np.asarray(np.minimum(force * wanted / force[here].sum() + infants, 1.0), dtype=np.float64)


def the_dead(folk: Folk, houses: Houses, config: Settings, seed: int) -> None:
    """Add those who died between the start of the span and the reference day."""
    rng = dice(seed, "the dead")
    today = config.reference
    span = today - config.start
    rule = config.people["deaths"]
    double = np.repeat(
        np.arange(len(folk)), rng.poisson(hazard(folk, config, today) * span / YEAR * rule["people_before"])
    )
    died = config.start + rng.integers(1, span, len(double), dtype=np.int32)
    jitter = rng.integers(0, 1000, len(double), dtype=np.int32)  # the double is not the same person
    born = np.minimum(folk.born[double] - (today - died) - jitter, died)
    host = _hosts(folk, houses, config, double, born, rng)
    alone = (ages(born, died) >= rule["alone"]["from_age"]) & (rng.random(len(double)) < rule["alone"]["share"])
    host[alone] = houses.append(houses.unit[folk.household[double[alone]]], config.start - 1)
    ok = host != NOBODY
    double, died, born, host = double[ok], died[ok], born[ok], host[ok]
    folk.append(
        {
            "born": born,
            "died": died,
            "leave": died,
            "male": folk.male[double],
            "ethnicity": folk.ethnicity[double],
            "household": host,
            "enter": np.maximum(born, config.start),
            "permanent": config.start - 1,
        }
    )


def _hosts(
    folk: Folk, houses: Houses, config: Settings, double: NDArray[np.intp], born: Days, rng: np.random.Generator
) -> NDArray[np.int32]:
    """A settled household for each of the dead: their child's, or their parents' when they died young."""
    settled = (houses.arrived < config.start) & (houses.formed < config.start)
    adults = np.flatnonzero(~folk.at_home & settled[folk.household])
    here = houses.unit[folk.household].astype(np.int64)
    found = np.full(len(double), NOBODY, dtype=np.int32)
    old = ages(born, config.start) > config.people["deaths"]["with_child_from_age"]
    mothers = config.people["children"]["mother_age"]
    younger, older = config.people["elders"]["child_younger_years"]
    for group in (here * 64 + folk.ethnicity, here):
        pool = Pool(adults, group[adults], folk.born[adults])
        left = np.flatnonzero(found == NOBODY)
        first, last = window(born[left], -older, -younger)
        early, late = window(born[left], mothers["youngest"], mothers["oldest"])
        low = np.where(old[left], first, early)
        high = np.where(old[left], last, late)
        chosen = pool.pick(group[double[left]], low, high, rng.random(len(left)))
        found[left] = np.where(chosen == NOBODY, NOBODY, folk.household[chosen])
    return found


def the_departed(folk: Folk, houses: Houses, config: Settings, seed: int) -> None:
    """Add families and young people who left the province before the reference day."""
    rng = dice(seed, "the departed")
    rule = config.people["departures"]
    span = config.reference - config.start
    people = len(folk)
    _clone_families(folk, houses, config, rule["families_per_year"] * span / YEAR, rng, leaving=True)
    age = ages(folk.born[:people], config.reference)
    low, high = rule["lone_ages"]
    young = np.flatnonzero((age >= low) & (age < high) & (folk.leave[:people] == OPEN))
    count = min(rng.binomial(people, min(rule["lone_per_year"] * span / YEAR, 1.0)), len(young))
    double = rng.choice(young, count, replace=False)
    left = config.start + rng.integers(1, span, count, dtype=np.int32)
    born = folk.born[double] - (config.reference - left)
    unit = houses.unit[folk.household[double]]
    mother = _mother_of(folk, houses, config, double, born, unit, rng)
    ok = mother != NOBODY
    folk.append(
        {
            "born": born[ok],
            "leave": left[ok],
            "male": folk.male[double[ok]],
            "ethnicity": folk.ethnicity[double[ok]],
            "household": folk.household[mother[ok]],
            "mother": mother[ok],
            "enter": np.maximum(born[ok], config.start),
            "at_home": True,
            "permanent": config.start - 1,
        }
    )


def _mother_of(
    folk: Folk,
    houses: Houses,
    config: Settings,
    double: NDArray[np.intp],
    born: Days,
    unit: NDArray[np.int16],
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """A mother for each of the doubles, who were born on `born`."""
    kept = folk.born[double]
    folk.born[double] = born
    mother = a_mother(folk, houses, config, double, unit, rng)
    folk.born[double] = kept
    return mother


def _clone_families(
    folk: Folk, houses: Houses, config: Settings, share: float, rng: np.random.Generator, *, leaving: bool
) -> None:
    """Copy a share of the plain households: gone before the reference day, or come after it, at the same ages."""
    present = np.bincount(folk.household[folk.present(config.reference)], minlength=len(houses))
    settled = houses.arrived < config.start
    kind = settled & ~houses.extended if leaving else ~settled
    eligible = np.flatnonzero(kind & (present > 0) & (present < 7))
    mean = present[eligible].mean() if len(eligible) else 1.0
    count = min(round(share * folk.present(config.reference).sum() / mean), len(eligible))
    chosen = rng.choice(eligible, count, replace=False)
    number = np.full(len(houses), NOBODY, dtype=np.int32)
    if leaving:
        day = config.start + rng.integers(1, config.reference - config.start, count, dtype=np.int32)
        number[chosen] = houses.append(houses.unit[chosen], config.start - 1)
    else:
        day = rng.integers(config.reference + 1, config.end, count, dtype=np.int32, endpoint=True)
        number[chosen] = houses.append(houses.unit[chosen], day)
    turn = np.zeros(len(number), dtype=np.int32)
    turn[chosen] = day
    who = np.flatnonzero(number[folk.household[: len(folk)]] != NOBODY)
    who = who[folk.present(config.reference)[who] & ~folk.foreign[who]]
    at = turn[folk.household[who]]
    born = folk.born[who] + (at - config.reference)
    change = {"born": born, "household": number[folk.household[who]], "former": NOBODY, "moved": 0, "died": OPEN}
    if leaving:
        enter = np.maximum(born, config.start)
        folk.clone(who, **change, enter=enter, leave=at, permanent=config.start - 1)
    else:
        folk.clone(who, **change, enter=at, leave=OPEN, permanent=permanent_from(at, config, rng))


def after(folk: Folk, houses: Houses, config: Settings, at: Places, seed: int) -> None:
    """All that happens from the reference day to the end of the span."""
    rng = dice(seed, "after")
    years = (config.end - config.reference) / YEAR
    _deaths(folk, config, years, rng)
    _departures(folk, houses, config, years, rng)
    _births(folk, config, years, rng)
    _weddings(folk, houses, config, years, rng)
    yearly = config.people["arrivals"]["yearly_after_reference"]
    _clone_families(folk, houses, config, yearly * years, rng, leaving=False)


def _deaths(folk: Folk, config: Settings, years: float, rng: np.random.Generator) -> None:
    dies = folk.present(config.reference) & (rng.random(len(folk)) < hazard(folk, config, config.reference) * years)
    day = rng.integers(config.reference + 1, config.end, len(folk), dtype=np.int32, endpoint=True)
    folk.died = np.where(dies, day, folk.died).astype(np.int32)
    folk.leave = np.where(dies, day, folk.leave).astype(np.int32)


def _departures(folk: Folk, houses: Houses, config: Settings, years: float, rng: np.random.Generator) -> None:
    rule = config.people["departures"]
    low, high = rule["lone_ages"]
    age = ages(folk.born, config.reference)
    staying = folk.present(config.reference) & (folk.leave == OPEN)
    young = staying & folk.at_home & (age >= low) & (age < high)
    goes = young & (rng.random(len(folk)) < rule["lone_per_year"] * years * staying.sum() / max(young.sum(), 1))
    day = rng.integers(config.reference + 1, config.end, len(folk), dtype=np.int32, endpoint=True)
    whole = (rng.random(len(houses)) < rule["families_per_year"] * years) & ~houses.extended
    together = rng.integers(config.reference + 1, config.end, len(houses), dtype=np.int32, endpoint=True)
    family = staying & whole[folk.household]
    leave = np.where(family, together[folk.household], np.where(goes, day, OPEN))
    folk.leave = np.minimum(folk.leave, leave).astype(np.int32)


def _births(folk: Folk, config: Settings, years: float, rng: np.random.Generator) -> None:
    rule = config.people["births"]
    age = ages(folk.born, config.reference)
    ready = folk.present(config.reference) & ~folk.male & (folk.spouse != NOBODY)
    low, high = rule["mother_age"]["from"], rule["mother_age"]["to"]
    mothers = np.flatnonzero(ready & (age >= low) & (age < high))
    last = np.full(len(folk), -(1 << 20), dtype=np.int64)
    children = np.flatnonzero(folk.mother != NOBODY)
    np.maximum.at(last, folk.mother[children], folk.born[children])
    day = rng.integers(config.reference + 1, config.end, len(mothers), dtype=np.int32, endpoint=True)
    may = (day - last[mothers] > config.people["children"]["spacing_days"]) & (day < folk.leave[mothers])
    may &= folk.enter[mothers] < day
    mothers, day = mothers[may], day[may]
    weight = np.exp(-(((age[mothers] - rule["mother_age"]["peak"]) / rule["mother_age"]["spread"]) ** 2) / 2)
    wanted = round(rule["per_1000"] / 1000 * folk.present(config.reference).sum() * years)
    order = np.argsort(rng.exponential(size=len(mothers)) / weight, kind="stable")[:wanted]
    mothers, day = mothers[order], day[order]
    boys = rule["men_per_100_women"]
    folk.append(
        {
            "born": day,
            "male": rng.random(len(day)) < boys / (100 + boys),
            "ethnicity": folk.ethnicity[folk.spouse[mothers]],
            "household": folk.household[mothers],
            "enter": day,
            "leave": np.where(folk.leave[mothers] < OPEN, _with_family(folk, mothers), OPEN),
            "mother": mothers,
            "at_home": True,
            "permanent": np.where(folk.permanent[mothers] < config.start, config.start - 1, folk.permanent[mothers]),
        }
    )


def _with_family(folk: Folk, mothers: NDArray[np.intp]) -> Days:
    """Children leave with a family that leaves, and stay when the mother dies."""
    return np.where(folk.died[mothers] < OPEN, OPEN, folk.leave[mothers]).astype(np.int32)


def _weddings(folk: Folk, houses: Houses, config: Settings, years: float, rng: np.random.Generator) -> None:
    rule = config.people["marriage"]
    age = ages(folk.born, config.reference)
    free = folk.present(config.reference) & (folk.spouse == NOBODY) & folk.at_home & (folk.former == NOBODY)
    free &= (age >= rule["later_ages"][0]) & (age < rule["later_ages"][1]) & (folk.leave == OPEN)
    unit = houses.unit[folk.household].astype(np.int64)
    key = np.where(folk.male, folk.born, folk.born - rule["wife_younger_years"] * YEAR).astype(np.float64)
    men, women = (np.flatnonzero(free & (folk.male == side)) for side in (True, False))
    husband, wife = pair((men, unit[men], key[men]), (women, unit[women], key[women]), rng)
    apart = folk.household[husband] != folk.household[wife]
    husband, wife = husband[apart], wife[apart]
    count = min(round(config.people["moves"]["new_couples_per_year"] * years * len(folk)), len(husband))
    chosen = rng.choice(len(husband), count, replace=False)
    husband, wife = husband[chosen], wife[chosen]
    day = rng.integers(config.reference + 1, config.end, count, dtype=np.int32, endpoint=True)
    new = houses.append(houses.unit[folk.household[husband]], day)
    houses.arrived[new] = config.start - 1
    for side in (husband, wife):
        folk.former[side] = folk.household[side]
        folk.household[side] = new
        folk.moved[side] = np.maximum(day, folk.enter[side] + 1)
    folk.spouse[husband], folk.spouse[wife] = wife, husband


def house_moves(folk: Folk, houses: Houses, config: Settings, at: Places, seed: int) -> None:
    """Move part of the households once between units, so that the reference day's unit stays as raked."""
    rng = dice(seed, "moves")
    years = (config.end - config.start) / YEAR
    moves = rng.random(len(houses)) < config.people["moves"]["households_per_year"] * years
    day = rng.integers(config.start + 1, config.end, len(houses), dtype=np.int32, endpoint=True)
    houses.other_unit = rng.choice(len(at), len(houses), p=at.weights).astype(np.int16)
    houses.move = np.where(moves & (houses.other_unit != houses.unit), day, OPEN).astype(np.int32)
