"""Living standards of households: the review each January, who escapes, and who lives on the land or the sea."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, YEAR, Days, add_months, date_in_year
from baophu.synth.facts import Facts, coded
from baophu.synth.folk import Folk, Houses
from baophu.synth.settings import Places, Settings, dice
from baophu.synth.spells import Spells
from baophu.synth.standing import REST, Standing
from baophu.synth.stays import Stays

NONE, AVERAGE, NEAR_PROVINCE, NEAR, POOR_PROVINCE, POOR = range(6)
"""Levels of a household in a year; `_PROVINCE`: by the province's standard only."""

CHILD_MONTHS = 72
"""Up to this age children have cards of their own, whatever the household (Article 12)."""

STANDARD_OF_LEVEL = (-1, 2, 1, 1, 0, 0)  # position in the values of living_standard


@dataclass(frozen=True)
class Poverty:
    """The score by which households are poor (higher is poorer), and which live on land or sea."""

    score: NDArray[np.float64]  # shape (households,)
    livelihood: NDArray[np.int8]  # position in `livelihoods`, or -1
    livelihoods: tuple[str, ...]
    level: NDArray[np.int8]  # shape (households, years)
    life: Spells  # when each household exists; one spell each, owner = household


def existence(stays: Stays, houses: Houses) -> Spells:
    """From the first stay in each household to its last; nothing (`end < start`) where nobody ever stayed."""
    start = np.full(len(houses), OPEN, dtype=np.int32)
    end = np.zeros(len(houses), dtype=np.int32)
    np.minimum.at(start, stays.household, stays.spells.start)
    np.maximum.at(end, stays.household, stays.spells.end)
    return Spells(np.arange(len(houses), dtype=np.int64), start, end)


def poverty(
    facts: Facts, folk: Folk, houses: Houses, of: Standing, lived: Stays, config: Settings, at: Places, seed: int
) -> Poverty:
    """Write `living_standard`, `poverty_standard`, `escaped_poverty` and `livelihood`."""
    rng = dice(seed, "poverty")
    life = existence(lived, houses)
    resident = max(int(folk.present(config.reference).sum()), 1)
    score = _score(folk, houses, of, config, at, rng)
    kind, names = _livelihood(folk, houses, of, config, at, rng)
    level = _levels(score, life, config.targets["denominator"]["people"] / resident, config, rng)
    _average(level, score, kind, _OpenPeople(folk, houses, of, at), life, config, rng)
    leaves = _decision_days(level, config, rng)
    _write_standards(facts, level, leaves, life, config)
    _write_escapes(facts, level, leaves, life, config)
    farms = np.flatnonzero((kind >= 0) & (life.end >= life.start))
    facts.of_households.append(coded("livelihood", names, kind[farms], _clip(life.take(farms), config)))
    return Poverty(score, kind, names, level, life)


def _clip(of: Spells, config: Settings) -> Spells:
    return Spells(of.owner, of.start, np.where(of.end > config.end, OPEN, of.end).astype(np.int32))


def _score(
    folk: Folk, houses: Houses, of: Standing, config: Settings, at: Places, rng: np.random.Generator
) -> NDArray[np.float64]:
    rule = config.social["poverty"]["score"]
    earner = np.zeros(len(houses), dtype=bool)
    earner[folk.household[of.kind > REST]] = True
    minority = np.zeros(len(houses), dtype=bool)
    minority[folk.household[folk.ethnicity > 0]] = True
    fixed = at.by_economy(rule["economy"])[at.economy[houses.unit]]
    fixed = fixed + np.where(minority, rule["minority"], 0) + np.where(earner, 0, rule["no_earner"])
    return np.asarray(fixed + rule["spread"] * rng.standard_normal(len(houses)), dtype=np.float64)


def _livelihood(
    folk: Folk, houses: Houses, of: Standing, config: Settings, at: Places, rng: np.random.Generator
) -> tuple[NDArray[np.int8], tuple[str, ...]]:
    rule = config.work["livelihood"]
    names = tuple(next(iter(rule["kinds"].values())))
    worker = np.zeros(len(houses), dtype=bool)
    grown = (of.kind == REST) & (of.anchor - folk.born < rule["oldest"] * YEAR)
    worker[folk.household[grown]] = True
    economy = at.economy[houses.unit]
    chosen = worker & (rng.random(len(houses)) < at.by_economy(rule["share"])[economy])
    table = np.array([[float(rule["kinds"][e][n]) for n in names] for e in at.economies])
    bound = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)[economy]
    kind = (rng.random(len(houses))[:, None] >= bound[:, :-1]).sum(axis=1)
    return np.where(chosen, kind, -1).astype(np.int8), names


def _levels(
    score: NDArray[np.float64], life: Spells, weight: float, config: Settings, rng: np.random.Generator
) -> NDArray[np.int8]:
    """The poorest households of each year, as many as the review of that year found; `weight`: real households
    for each simulated one."""
    rule = config.social["poverty"]
    level = np.full((len(score), len(config.years)), NONE, dtype=np.int8)
    for y, year in enumerate(config.years):
        of: dict[str, Any] = rule["years"][year]
        january = int(date_in_year(year))
        alive = np.flatnonzero((life.start <= january) & (life.end >= january))
        yearly = score[alive] + rule["score"]["yearly_noise"] * rng.standard_normal(len(alive))
        ranked = alive[np.argsort(-yearly, kind="stable")]
        provincial = bool(of.get("provincial", False))
        scale = 1 / weight if of.get("counted") == "households" else len(alive) / 100
        poor, near = round(of["poor"] * scale), round(of["near_poor"] * scale)
        national = round(of.get("near_poor_national", of["near_poor"]) * scale)
        level[ranked[:poor], y] = POOR_PROVINCE if provincial else POOR
        level[ranked[poor : poor + near], y] = NEAR_PROVINCE
        level[ranked[poor : poor + national], y] = NEAR
    return level


class _OpenPeople:
    """Those who would join under their household's livelihood: pupils and grown people without a formal standing,
    and not of a minority of the area, where they are insured anyway."""

    def __init__(self, folk: Folk, houses: Houses, of: Standing, at: Places) -> None:
        area = at.minority_area[houses.unit[folk.household]] & (folk.ethnicity > 0)
        self._who = np.flatnonzero((of.kind <= REST) & ~area)
        self._folk = folk
        self._households = len(houses)
        self._grown = add_months(folk.born[self._who], CHILD_MONTHS)

    def share(self, config: Settings) -> float:
        """Simulated people for each real one."""
        return float(self._folk.present(config.reference).sum() / config.targets["denominator"]["people"])

    def on(self, day: int) -> NDArray[np.int64]:
        """How many of them, past the age of children's cards, each household has on a day, shape (households,)."""
        folk, who = self._folk, self._who
        here = who[(folk.enter[who] <= day) & (folk.leave[who] >= day) & (self._grown <= day)]
        return np.bincount(folk.household[here], minlength=self._households)


def _average(
    level: NDArray[np.int8],
    score: NDArray[np.float64],
    kind: NDArray[np.int8],
    who: _OpenPeople,
    life: Spells,
    config: Settings,
    rng: np.random.Generator,
) -> None:
    """Mark working households of average standard until their open members are as many as the scheme's people."""
    rule = config.social["average"]
    liking = rng.standard_normal(len(score)) + 0.4 * score
    for y, year in enumerate(config.years):
        january = int(date_in_year(year))
        people = who.on(january)
        may = (kind >= 0) & (people > 0) & (level[:, y] == NONE) & (life.start <= january) & (life.end >= january)
        able = np.flatnonzero(may)
        yearly = liking[able] + rule["yearly_noise"] * rng.standard_normal(len(able))
        ranked = able[np.argsort(-yearly, kind="stable")]
        wanted = who.share(config) * rule["people"] * rule["years"][year]
        level[ranked[: int(np.searchsorted(np.cumsum(people[ranked]), wanted))], y] = AVERAGE


def _decision_days(level: NDArray[np.int8], config: Settings, rng: np.random.Generator) -> Days:
    """The first day of each year's level, shape (households, years): 1 January, or for part of those who leave
    poverty the day of a decision in the year before."""
    rule = config.social["poverty"]["escape"]
    years = np.array(list(config.years))
    january = np.broadcast_to(date_in_year(years), level.shape).copy()
    left = np.zeros(level.shape, dtype=bool)
    left[:, 1:] = (level[:, :-1] > AVERAGE) & (level[:, 1:] < level[:, :-1])
    early = left & (rng.random(level.shape) >= rule["at_the_review"])
    days = np.full(len(years), 330)
    none_left = np.array([(level[:, y] <= AVERAGE).all() for y in range(len(years))])
    days[none_left] = round(rule["last_months_when_all_leave"] * 30.4)
    return np.where(early, january - rng.integers(1, np.broadcast_to(days, level.shape)), january).astype(np.int32)


def _write_standards(facts: Facts, level: NDArray[np.int8], first: Days, life: Spells, config: Settings) -> None:
    """Rows of equal levels of following years merge into one spell."""
    count = level.shape[0]
    edge = np.concatenate([first, np.full((count, 1), OPEN + 1)], axis=1)
    standard = np.array(STANDARD_OF_LEVEL)[level]
    local = np.isin(level, (NEAR_PROVINCE, POOR_PROVINCE)).astype(np.int64) - 1
    for fact, code, values in (
        ("living_standard", standard, ("poor", "near_poor", "average")),
        ("poverty_standard", local, ("province",)),
    ):
        fresh = np.ones(code.shape, dtype=bool)
        fresh[:, 1:] = code[:, 1:] != code[:, :-1]
        owner, year = np.nonzero(fresh)
        value = code[owner, year]
        begin = edge[owner, year]
        follows = np.append(owner[1:] == owner[:-1], False)
        end = np.where(follows, np.append(begin[1:], 0) - 1, OPEN)
        start = np.maximum(begin, life.start[owner])
        last = np.minimum(end, life.end[owner])
        keep = (value >= 0) & (start <= last) & (start <= config.end)
        rows = Spells(owner[keep], start[keep].astype(np.int32), last[keep].astype(np.int32))
        facts.of_households.append(coded(fact, values, value[keep], _clip(rows, config)))


def _write_escapes(facts: Facts, level: NDArray[np.int8], first: Days, life: Spells, config: Settings) -> None:
    rule = config.social["poverty"]["escape"]["months"]
    before, after = level[:, :-1], level[:, 1:]
    was_poor = before >= POOR_PROVINCE
    still_near = np.isin(after, (NEAR, NEAR_PROVINCE))
    poverty_only = was_poor & still_near
    both = (before > AVERAGE) & (after <= AVERAGE)
    owner, year = np.nonzero(poverty_only | both)
    value = both[owner, year].astype(np.int16)
    start = first[owner, year + 1]
    since = np.array(list(config.years))[year + 1]
    known = np.array(sorted(int(y) for y in rule))
    months = np.array([int(rule[y]) for y in known])[np.searchsorted(known, since, side="right") - 1]
    end = np.where(months > 0, add_months(start, months) - 1, OPEN)
    # The status ends where a new decision comes, and where the household falls back.
    follows = np.append(owner[1:] == owner[:-1], False)
    end = np.where(follows, np.minimum(end, np.append(start[1:], 0) - 1), end)
    end = np.minimum(end, _next_fall(level, owner, year + 1, config))
    begin = np.maximum(start, life.start[owner])
    end = np.minimum(end, life.end[owner])
    keep = (begin <= end) & (begin <= config.end)
    rows = Spells(owner[keep], begin[keep].astype(np.int32), end[keep].astype(np.int32))
    facts.of_households.append(coded("escaped_poverty", ("poverty_only", "both"), value[keep], _clip(rows, config)))


def _next_fall(level: NDArray[np.int8], owner: NDArray[np.intp], year: NDArray[np.intp], config: Settings) -> Days:
    """The last day before a household's level rises again after the year's position `year`; OPEN where it never
    does."""
    rises = np.zeros(level.shape, dtype=bool)
    rises[:, 1:] = (level[:, 1:] > AVERAGE) & (level[:, 1:] > level[:, :-1])
    day = np.where(rises, date_in_year(np.array(list(config.years)))[None, :] - 1, OPEN).astype(np.int32)
    after = np.minimum.accumulate(day[:, ::-1], axis=1)[:, ::-1]
    padded = np.concatenate([after, np.full((len(level), 1), OPEN, dtype=np.int32)], axis=1)
    return np.asarray(padded[owner, np.minimum(year + 1, level.shape[1])], dtype=np.int32)
