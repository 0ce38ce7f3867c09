"""Households of the reference day: couples, their children, their parents, and people on their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import YEAR, Days, Whole, ages
from baophu.synth.people import Reference
from baophu.synth.pools import Pool, even, pair, window
from baophu.synth.settings import Settings, by_age, dice

NOBODY = -1


@dataclass(frozen=True)
class Homes:
    """Who lives with whom; arrays of shape (people,) unless said."""

    household: NDArray[np.int32]
    mother: NDArray[np.int32]  # position of the mother they live with, or -1
    spouse: NDArray[np.int32]  # position, or -1
    at_home: NDArray[np.bool_]  # lives with the parents
    formed: Days  # day on which the person's own household began; long ago for those who never moved
    extended: NDArray[np.bool_]  # shape (households,): three generations


def _within(age: NDArray[np.float64], limits: list[float]) -> NDArray[np.bool_]:
    low, high = limits
    return np.asarray((age >= low) & (age < high), dtype=np.bool_)


def _between(limits: list[float], count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    low, high = limits
    return rng.uniform(low, high, count)


class _Builder:
    def __init__(self, people: Reference, config: Settings, seed: int) -> None:
        self.p = people
        self.config = config.people
        self.today = config.reference
        self.long_ago = config.start - 1
        self.rng = dice(seed, "households")
        self.age = ages(people.born, config.reference)
        self.n = len(people.born)
        self.near = people.unit.astype(np.int64) * 64 + people.ethnicity  # unit and ethnicity
        self.unit = people.unit.astype(np.int64)
        self.spouse = np.full(self.n, NOBODY, dtype=np.int32)
        self.mother = np.full(self.n, NOBODY, dtype=np.int32)

    def couples(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Marry people of one unit, first within an ethnicity, then across."""
        rule = self.config["marriage"]
        chance = np.where(self.p.male, by_age(rule, "men", self.age), by_age(rule, "women", self.age))
        seeking = self.rng.random(self.n) < chance
        key = self.p.born + self.rng.normal(0, rule["age_noise_years"] * YEAR, self.n)
        key = np.where(self.p.male, key, key - rule["wife_younger_years"] * YEAR)
        husbands, wives = [], []
        for group in (self.near, self.unit):
            men, women = (np.flatnonzero(seeking & (self.p.male == side)) for side in (True, False))
            a, b = pair((men, group[men], key[men]), (women, group[women], key[women]), self.rng)
            seeking[a] = seeking[b] = False
            husbands.append(a)
            wives.append(b)
        husband, wife = np.concatenate(husbands), np.concatenate(wives)
        self.spouse[husband], self.spouse[wife] = wife, husband
        self.lone_mother = seeking & ~self.p.male & _within(self.age, rule["lone_mother_ages"])
        return husband, wife

    def children(self) -> NDArray[np.bool_]:
        """Give a mother to all under 18 and to part of the unmarried; returns who lives with the parents."""
        rule = self.config["children"]
        until = np.asarray(rule["at_home"]["until"], dtype=float)
        share = np.append(rule["at_home"]["share"], 0.0)
        chance = share[np.searchsorted(until, self.age, side="right")]
        child = (self.spouse == NOBODY) & ~self.lone_mother & (self.rng.random(self.n) < chance)
        mothers = np.flatnonzero(~self.p.male & ((self.spouse != NOBODY) | self.lone_mother))
        pools = [
            (Pool(mothers, self.near[mothers], self.p.born[mothers]), self.near),
            (Pool(mothers, self.unit[mothers], self.p.born[mothers]), self.unit),
        ]
        asking = np.flatnonzero(child)
        for _ in range(4):  # a first choice, then three times for those who came too many or too soon
            asking = asking[np.lexsort((self.p.born[asking], self.near[asking]))]
            self._find_mothers(asking, pools, rule["mother_age"])
            asking = self._crowded(np.flatnonzero(child & (self.mother != NOBODY)), rule)
        self._find_any_home(np.flatnonzero(child & (self.mother == NOBODY) & (self.age < 18)), mothers)
        return np.asarray(self.mother != NOBODY, dtype=np.bool_)

    def _find_mothers(self, asking: NDArray[np.intp], pools: list[tuple[Pool, Whole]], rule: dict[str, Any]) -> None:
        self.mother[asking] = NOBODY
        at = even(len(asking), self.rng)
        # The typical age at birth lies in the middle of the choice: two halves around it, chosen by `at`.
        early = at > 0.5
        older = np.where(early, rule["typical"], rule["oldest"])
        younger = np.where(early, rule["youngest"], rule["typical"])
        place = np.where(early, (at - 0.5) * 2, at * 2)
        born = self.p.born[asking].astype(np.int64)
        for pool, group in pools:
            for low, high, spot in (
                (older, younger, place),
                (np.full(len(asking), rule["oldest"] + 3), np.full(len(asking), rule["youngest"] - 1), at),
            ):
                left = self.mother[asking] == NOBODY
                who = asking[left]
                first = born[left] - (low[left] * YEAR).astype(np.int64)
                last = born[left] - (high[left] * YEAR).astype(np.int64)
                self.mother[who] = pool.pick(group[who], first, last, spot[left])

    def _crowded(self, children: NDArray[np.intp], rule: dict[str, Any]) -> NDArray[np.intp]:
        order = children[np.lexsort((self.p.born[children], self.mother[children]))]
        mother, born = self.mother[order], self.p.born[order]
        same = np.append(False, mother[1:] == mother[:-1])
        close = same & (np.append(0, np.diff(born)) < rule["spacing_days"])
        begin = np.maximum.accumulate(np.where(~same, np.arange(len(order)), 0))
        crowded = close | (np.arange(len(order)) - begin >= rule["most"])
        return np.asarray(order[crowded], dtype=np.intp)

    def _find_any_home(self, asking: NDArray[np.intp], mothers: NDArray[np.intp]) -> None:
        """Children for whom no mother of their unit has the age: any family of the unit, else of the province."""
        for group in (self.unit, np.zeros(self.n, dtype=np.int64)):
            pool = Pool(mothers, group[mothers], self.p.born[mothers])
            left = asking[self.mother[asking] == NOBODY]
            first, last = window(self.p.born[left], *self.config["children"]["any_adult_years"])
            self.mother[left] = pool.pick(group[left], first, last, self.rng.random(len(left)))

    def elders(self, household: NDArray[np.int32], husband: NDArray[np.intp]) -> NDArray[np.int32]:
        """Move part of the old into a child's household; returns the households they joined."""
        rule = self.config["elders"]
        wife = self.spouse[husband]
        old_pair = (self.age[husband] >= rule["from_age"]) & (self.age[wife] >= rule["from_age"])
        moves_pair = husband[old_pair & (self.rng.random(len(husband)) < rule["couples_with_child"])]
        alone = np.flatnonzero((self.spouse == NOBODY) & (self.mother == NOBODY) & (self.age >= rule["from_age"]))
        moves_alone = alone[self.rng.random(len(alone)) < rule["single_with_child"]]
        hosts = husband[self.age[husband] < rule["from_age"] + 5]
        hosts = hosts[~np.isin(hosts, moves_pair)]
        younger, older = rule["child_younger_years"]
        asking = np.concatenate([moves_pair, moves_alone])
        taken = np.empty(0, dtype=np.intp)
        for group in (self.near, self.unit):
            pool = Pool(hosts, group[hosts], self.p.born[hosts])
            first, last = window(self.p.born[asking], -older, -younger)
            host = pool.pick(group[asking], first, last, self.rng.random(len(asking)))
            _, once = np.unique(host, return_index=True)
            ok = np.zeros(len(asking), dtype=bool)
            ok[once] = True
            ok &= (host != NOBODY) & ~np.isin(host, taken)
            household[asking[ok]] = household[host[ok]]
            with_spouse = ok & (self.spouse[asking] != NOBODY)
            household[self.spouse[asking[with_spouse]]] = household[host[with_spouse]]
            taken = np.concatenate([taken, host[ok]])
            asking = asking[~ok]
        return household[taken]

    def formed(self, at_home: NDArray[np.bool_], wife: NDArray[np.intp], lone: NDArray[np.intp]) -> Days:
        """When each person's own household began."""
        rule = self.config["marriage"]
        out = np.full(self.n, self.long_ago, dtype=np.int32)
        eldest = np.full(self.n, self.today + 1, dtype=np.int64)
        kids = np.flatnonzero(at_home)
        np.minimum.at(eldest, self.mother[kids], self.p.born[kids])
        has_child = eldest[wife] <= self.today
        lead = _between(rule["years_before_first_child"], len(wife), self.rng) * YEAR
        usual = self.p.born[wife] + _between(rule["wife_age_without_child"], len(wife), self.rng) * YEAR
        adult = self.p.born[wife] + rule["least_age"] * YEAR
        # A young couple without a child that has not reached its usual age married somewhere before today.
        usual = np.where(usual < self.today, usual, adult + self.rng.random(len(wife)) * (self.today - adult))
        wed = np.maximum(np.where(has_child, eldest[wife] - lead, usual), np.minimum(adult, self.today))
        wed = np.minimum(wed, eldest[wife] - 30)
        out[wife] = out[self.spouse[wife]] = np.maximum(wed, self.long_ago).astype(np.int32)
        leave = self.p.born[lone] + _between(rule["leaves_home_age"], len(lone), self.rng) * YEAR
        grown = self.p.born[lone] + rule["leaves_home_age"][0] * YEAR
        leave = np.where(leave < self.today, leave, grown + self.rng.random(len(lone)) * (self.today - grown))
        out[lone] = np.maximum(leave, self.long_ago).astype(np.int32)
        return out


def households(people: Reference, config: Settings, seed: int) -> Homes:
    """Form the households of the reference day. A child whose family lies in another unit is found there later
    through the household, so `people.unit` of members of one household may differ only for such rare children."""
    build = _Builder(people, config, seed)
    husband, wife = build.couples()
    at_home = build.children()
    household = np.full(build.n, NOBODY, dtype=np.int32)
    household[husband] = household[wife] = np.arange(len(husband))
    mothers = np.flatnonzero(build.lone_mother)
    household[mothers] = len(husband) + np.arange(len(mothers))
    joined = build.elders(household, husband)
    free = (household == NOBODY) & ~at_home
    lone = np.flatnonzero(free)
    household[lone] = len(husband) + len(mothers) + _shared(build, lone)
    household[at_home] = household[build.mother[at_home]]
    number = np.unique(household, return_inverse=True)[1].astype(np.int32)
    extended = np.zeros(int(number.max()) + 1, dtype=bool)
    extended[number[husband[joined]]] = True  # a host couple's number is its place among the couples
    young = lone[build.age[lone] < build.config["marriage"]["by_oneself_until"]]
    return Homes(
        household=number,
        mother=build.mother,
        spouse=build.spouse,
        at_home=at_home,
        formed=build.formed(at_home, wife, young),
        extended=extended,
    )


def _shared(build: _Builder, lone: NDArray[np.intp]) -> NDArray[np.int64]:
    """Number the households of people on their own: the young share by unit, the older live alone."""
    young = build.age[lone] < 35
    size = float(build.config["elders"]["lone_sharing"])
    order = np.lexsort((build.rng.random(len(lone)), build.unit[lone], ~young))
    unit, is_young = build.unit[lone][order], young[order]
    fresh = np.append(True, (unit[1:] != unit[:-1]) | ~is_young[1:])[: len(lone)]
    fresh |= build.rng.random(len(lone)) < 1 / size
    number = np.empty(len(lone), dtype=np.int64)
    number[order] = np.cumsum(fresh) - 1
    return number
