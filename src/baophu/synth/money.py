"""Wages, pensions and benefits: an amount for each year or raise, in whole đồng a month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, Days, Whole, ages, date_in_year, day, year_of
from baophu.synth.facts import Amount, Facts
from baophu.synth.folk import Folk
from baophu.synth.settings import Settings, dice
from baophu.synth.spells import Spells, covers, runs, spells, subtract, union
from baophu.synth.standing import Standing
from baophu.synth.work import Jobs

PAID = ("employee", "household_business", "part_time_worker", "unpaid_manager", "commune_part_time", "defence_worker")
"""Values of `employment` that have a wage or a chosen base beside the careers."""


def by_year(of: Spells, config: Settings) -> tuple[Spells, NDArray[np.intp], NDArray[np.int32]]:
    """Cut spells each 1 January; returns the pieces, the position each came from, and its year."""
    first = year_of(of.start)
    last = np.minimum(year_of(of.end), config.years[-1])
    row, step = runs(np.maximum(last - first + 1, 0))
    year = first[row] + step.astype(np.int32)
    start = np.maximum(of.start[row], date_in_year(year))
    end = np.where(year == last[row], of.end[row], np.minimum(of.end[row], date_in_year(year + 1) - 1))
    return Spells(of.owner[row], start.astype(np.int32), end.astype(np.int32)), row, year


def wages(facts: Facts, jobs: Jobs, folk: Folk, of: Standing, config: Settings, seed: int) -> None:
    """Write `wage`: lognormal around the middle of the kind of work, growing with year and experience."""
    rng = dice(seed, "wages")
    luck = rng.standard_normal(len(folk))
    names = (*of.kinds, "other")
    others = subtract(union(*facts.of("employment", PAID)), union(jobs.spells))
    for job, kind in ((jobs.spells, jobs.kind), (others, np.full(len(others), len(of.kinds), dtype=np.int8))):
        pieces, row, year = by_year(job, config)
        facts.amounts.append(Amount("wage", _wage(pieces.owner, kind[row], year, names, luck, folk, config), pieces))


def _wage(
    who: Whole,
    kind: NDArray[np.int8],
    year: NDArray[np.int32],
    names: tuple[str, ...],
    luck: NDArray[np.float64],
    folk: Folk,
    config: Settings,
) -> NDArray[np.int64]:
    rule = config.work["wages"]
    middle = np.array([float(rule["middle"].get(n, rule["middle"]["other"])) for n in names])
    spread = np.array([float(rule["spread"].get(n, rule["spread"]["other"])) for n in names])
    age = ages(folk.born[who], date_in_year(year))
    served = (
        np.clip(age - rule["experience"]["from_age"], 0, rule["experience"]["most_years"])
        - rule["experience"]["most_years"] / 2
    )
    wage = middle[kind] * np.exp(spread[kind] * luck[who] + rule["experience"]["per_year"] * served)
    wage = wage * np.where(folk.male[who], 1.0, rule["women"]) * (1 + rule["growth"]) ** (year - rule["year"])
    lowest = np.array([float(rule["lowest"][y]) for y in config.years])
    wage = np.clip(wage, lowest[year - config.years[0]], rule["highest"])
    return np.asarray(np.rint(wage / rule["step"]) * rule["step"], dtype=np.int64)


def pensions(facts: Facts, folk: Folk, config: Settings, seed: int) -> None:
    """Write `pension_amount`, raised on the days of the raises."""
    rng = dice(seed, "pensions")
    rule = config.work["pensions"]
    held = union(*facts.of("pension"))
    days = [day(d) for d, _ in rule["raises"]]
    factor = np.cumprod([1.0, *(1 + float(p) / 100 for _, p in rule["raises"])])
    level_year = np.searchsorted(days, date_in_year([rule["year"]]), side="right")[0]
    base = rule["middle"] * np.exp(rule["spread"] * rng.standard_normal(len(folk)))
    pieces, step = _cut(held, np.array([*days], dtype=np.int32))
    value = base[pieces.owner] * factor[step] / factor[level_year]
    value = np.maximum(value, rule["lowest"])
    amount = (np.rint(value / rule["step"]) * rule["step"]).astype(np.int64)
    facts.amounts.append(Amount("pension_amount", amount, pieces))


def _cut(of: Spells, days: Days) -> tuple[Spells, NDArray[np.intp]]:
    """Cut spells on given days; returns the pieces, and how many of the days each has behind it."""
    first = np.searchsorted(days, of.start, side="right")
    last = np.searchsorted(days, of.end, side="right")
    row, step = runs(last - first + 1)
    at = first[row] + step
    edges = np.concatenate([[0], days, [OPEN + 1]])
    start = np.maximum(of.start[row], edges[at])
    end = np.minimum(of.end[row], edges[at + 1] - 1)
    return spells(of.owner[row], start, end), at


def benefits(facts: Facts, folk: Folk, config: Settings) -> None:
    """Write `fund_benefit_amount`: a rate of the last wage before the benefit began."""
    rule = config.work["pensions"]
    rates = {"unemployment": rule["unemployment_rate"], "maternity": rule["maternity_rate"]}
    paid = [a for a in facts.amounts if a.fact == "wage"]
    owner = np.concatenate([a.spells.owner for a in paid])
    start = np.concatenate([a.spells.start for a in paid])
    end = np.concatenate([a.spells.end for a in paid])
    value = np.concatenate([a.value for a in paid])
    order = np.lexsort((start, owner))
    known = Spells(owner[order], start[order], end[order])
    for name, rate in rates.items():
        for held in facts.of("fund_benefit", (name,)):
            last = held.start.copy()
            found = np.full(len(held), -1, dtype=np.int64)
            for back in (1, 32):  # the benefit starts at once, or with the next month
                at = covers(known, held.owner, last - back)
                found = np.where(found < 0, at, found)
            found = _last_before(known, held, found)
            keep = found >= 0
            money = value[order][found[keep]] * rate // 100 // 1000 * 1000
            facts.amounts.append(Amount("fund_benefit_amount", money, held.take(keep)))


def _last_before(known: Spells, held: Spells, found: Whole) -> Whole:
    """Where no wage is known for the day, the last one before it."""
    key = (held.owner << 16) + held.start
    at = np.searchsorted((known.owner << 16) + known.start, key) - 1
    same = (at >= 0) & (known.owner[np.maximum(at, 0)] == held.owner)
    return np.where((found < 0) & same, at, found).astype(np.int64)
