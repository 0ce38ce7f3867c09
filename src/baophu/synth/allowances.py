"""Allowances and pensions paid without work: disabled people, the old, survivors, the province's own groups."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.careers import NOT_YET, Careers
from baophu.synth.dates import OPEN, YEAR, Days, add_months, ages, birthday, day, month_start
from baophu.synth.facts import Facts, coded, in_life, living, same
from baophu.synth.folk import Folk
from baophu.synth.poverty import AVERAGE, Poverty
from baophu.synth.settings import Settings, by_age, dice
from baophu.synth.spells import Spells, none, spells, subtract, union
from baophu.synth.standing import REST, Standing


def pension(facts: Facts, folk: Folk, careers: Careers, config: Settings, seed: int) -> Spells:
    """Write `pension`; returns when each person has one."""
    rng = dice(seed, "pension kinds")
    rule = config.work["retirement"]["kinds"]
    values = tuple(rule)
    chances = np.array([float(v) for v in rule.values()])
    who = np.flatnonzero(careers.pension < NOT_YET)
    held, _ = in_life(spells(who, careers.pension[who], OPEN), folk, config)
    drawn = rng.choice(len(values), len(held), p=chances / chances.sum())
    facts.statuses.append(coded("pension", values, drawn, held))
    return held


def allowances(
    facts: Facts, folk: Folk, of: Standing, poor: Poverty, pensions: Spells, config: Settings, seed: int
) -> None:
    """Write `social_allowance`, `social_pension` and `survivor_allowance`."""
    rng = dice(seed, "allowances")
    rule = config.social["allowances"]
    old = _old(folk, rule["old"], pensions, config, rng)
    other = _other(folk, of, rule["other"], config, rng)
    province = _province(folk, of, poor, rule["province"], config, rng)
    disabled = _disabled(folk, of, rule, config, rng, union(old, other, province))
    national = union(disabled, old, other)
    facts.statuses.append(same("social_allowance", "national", national))
    facts.statuses.append(same("social_allowance", "province", subtract(province, union(national, pensions))))
    _social_pension(facts, folk, poor, union(disabled, other, pensions), config, rng)
    _survivors(facts, folk, pensions, config, rng)


def _lag(count: int, months: list[int], rng: np.random.Generator) -> NDArray[np.int64]:
    low, high = months
    return rng.integers(low, high, count, endpoint=True)


def _of_age(folk: Folk, age: int, months: list[int], rng: np.random.Generator) -> Days:
    """The first day of the month after a birthday, some months late."""
    return month_start(add_months(birthday(folk.born, age), _lag(len(folk), months, rng)), 1)


def _old(folk: Folk, rule: dict[str, Any], pensions: Spells, config: Settings, rng: np.random.Generator) -> Spells:
    start = _of_age(folk, rule["age"], rule["late_months"], rng)
    takes = (rng.random(len(folk)) < rule["take_up"]) & ~folk.foreign & (start > 0)
    who = np.flatnonzero(takes)
    held, _ = in_life(spells(who, start[who], day(rule["to"])), folk, config)
    return subtract(held, pensions)


def _other(folk: Folk, of: Standing, rule: dict[str, Any], config: Settings, rng: np.random.Generator) -> Spells:
    who = np.flatnonzero((of.kind <= REST) & ~folk.foreign)
    mean_years = sum(rule["months"]) / 24
    span = (config.end - config.start) / YEAR + mean_years
    who = who[rng.random(len(who)) < rule["share"] * span / mean_years]
    begin = config.start - int(mean_years * 365) + rng.integers(0, int(span * 365), len(who), dtype=np.int32)
    end = add_months(begin, _lag(len(who), rule["months"], rng)) - 1
    end = np.minimum(end, birthday(folk.born[who], rule["until_age"]))
    held, _ = in_life(spells(who, begin, end), folk, config)
    return held


def _province(
    folk: Folk, of: Standing, poor: Poverty, rule: dict[str, Any], config: Settings, rng: np.random.Generator
) -> Spells:
    """The province's own groups, each person while of the ages, from the poorest households."""
    limit = np.quantile(poor.score, 1 - rule["poorest"])
    may = (poor.score[folk.household] >= limit) & (of.kind <= REST) & ~folk.foreign
    share = folk.present(config.reference).sum() / config.targets["denominator"]["people"]
    age = ages(folk.born, config.reference)
    parts = [none()]
    for low, high, part in rule["ages"]:
        counted = may & folk.present(config.reference) & (age >= low) & (age < high)
        chance = min(rule["people"] * part * share / max(counted.sum(), 1), 1.0)
        who = np.flatnonzero(may & (rng.random(len(folk)) < chance))
        begin = np.maximum(birthday(folk.born[who], low), day(rule["from"]))
        held, _ = in_life(spells(who, begin, birthday(folk.born[who], high) - 1), folk, config)
        parts.append(held)
    return union(*parts)


def _disabled(
    folk: Folk,
    of: Standing,
    rule: dict[str, Any],
    config: Settings,
    rng: np.random.Generator,
    others: Spells,
) -> Spells:
    """As many as the published total leaves after the other groups."""
    chance = by_age(rule["disabled"], "share", ages(folk.born, of.anchor))
    chance = np.where(of.kind > REST, chance * rule["disabled"]["with_standing"], chance)
    chance[folk.foreign] = 0.0
    chance[others.owner] = 0.0
    on = day(rule["people"]["on"])
    people = rule["people"]["count"] * folk.present(config.reference).sum()
    wanted = people / config.targets["denominator"]["people"] - ((others.start <= on) & (others.end >= on)).sum()
    since = np.where(
        rng.random(len(folk)) < rule["disabled"]["since_before"],
        config.start,
        rng.integers(config.start, config.end, len(folk)),
    )
    # The order of a race in which people run as fast as their chance is: the first `wanted` of those counted.
    race = rng.exponential(size=len(folk)) / np.maximum(chance, 1e-12)
    counted = np.sort(race[folk.present(on) & (since <= on) & (chance > 0)])
    last = counted[min(max(round(float(wanted)), 1), len(counted)) - 1]
    chosen = np.flatnonzero((race <= last) & (chance > 0) & (wanted > 0))
    held, _ = in_life(spells(chosen, since[chosen], OPEN), folk, config)
    return held


def _social_pension(
    facts: Facts, folk: Folk, poor: Poverty, without: Spells, config: Settings, rng: np.random.Generator
) -> None:
    rule = config.social["social_pension"]
    first = day(rule["from"])
    takes = (rng.random(len(folk)) < rule["take_up"]) & ~folk.foreign
    start = np.maximum(_of_age(folk, rule["age"], rule["late_months"], rng), first)
    who = np.flatnonzero(takes)
    by_age_alone = spells(who, start[who], OPEN)
    year = list(config.years).index(int(rule["from"][:4]))
    needy = np.flatnonzero(takes & (poor.level[folk.household, year] > AVERAGE))
    begin = np.maximum(_of_age(folk, rule["poor_age"], rule["late_months"], rng), first)
    end = day(f"{config.years[year]}-12-31")
    by_need = spells(needy, begin[needy], end)
    held, _ = in_life(union(by_age_alone, by_need), folk, config)
    facts.statuses.append(same("social_pension", "true", subtract(held, without)))


def _survivors(facts: Facts, folk: Folk, pensions: Spells, config: Settings, rng: np.random.Generator) -> None:
    rule = config.social["survivors"]
    draw = rng.random(len(folk))
    grown = birthday(folk.born, rule["children"]["until_age"]) - 1
    child = np.flatnonzero((draw < rule["children"]["share"]) & (grown > config.start))
    begin = folk.born[child] + rng.random(len(child)) * (grown[child] - folk.born[child])
    old = np.flatnonzero((draw > 1 - rule["old"]["share"]) & ~folk.foreign)
    since = _of_age(folk, rule["old"]["from_age"], rule["old"]["late_months"], rng)
    both = union(spells(child, np.maximum(begin, 1), grown[child]), spells(old, np.maximum(since[old], 1), OPEN))
    status = living(same("survivor_allowance", "true", both), folk, config)
    facts.statuses.append(same("survivor_allowance", "true", subtract(status.spells, pensions)))
