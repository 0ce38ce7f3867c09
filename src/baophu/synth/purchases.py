"""Cards that people buy, and the gaps in which they do not.

Between the spells of automatic cover each person is on their own. They buy a card of twelve months on a day of
their own in the year, or do not: a score orders people by how likely they are to buy, and each year as many buy
as bring coverage to the published figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baophu.synth.cards import Automatic, World
from baophu.synth.dates import OPEN, Days, add_months, ages, date_in_year, day
from baophu.synth.settings import Settings, by_age, dice
from baophu.synth.spells import Spells, covers, spells, subtract, union


@dataclass(frozen=True)
class Gaps:
    """Spells without automatic cover, once people have noticed; with the score of each."""

    spells: Spells
    score: NDArray[np.float64]


def cards(world: World, automatic: Automatic, average: NDArray[np.bool_], seed: int) -> Spells:
    """All spells of cover. `average`, shape (households,): those of average standard that live on land or sea."""
    gaps = _gaps(world, automatic, average, seed)
    rng = dice(seed, "purchases")
    rule = world.config.cards["bought"]
    renewal = rng.integers(0, rule["renewal_days"], len(world.folk), dtype=np.int32)
    bought = []
    for year in (world.config.years[0] - 1, *world.config.years):
        bought.append(_card_year(year, gaps, renewal, world, automatic, rng))
    return union(automatic.cover, *bought)


def _gaps(world: World, automatic: Automatic, average: NDArray[np.bool_], seed: int) -> Gaps:
    """The times between automatic cover, less the months in which its end goes unnoticed."""
    rng = dice(seed, "gaps")
    rule = world.config.cards["bought"]["unnoticed"]
    gaps = subtract(world.presence, automatic.cover)
    reason = _reason(gaps, world, automatic)
    names = ("start", "arrival", *automatic.kinds)
    share = np.array([float(rule[n]["share"]) for n in names])[reason]
    low = np.array([int(rule[n]["months"][0]) for n in names])[reason]
    high = np.array([int(rule[n]["months"][1]) for n in names])[reason]
    months = np.where(rng.random(len(gaps)) < share, rng.integers(low, high + 1), 0)
    start = add_months(gaps.start, months)
    keep = start <= gaps.end
    gaps = Spells(gaps.owner[keep], start[keep], gaps.end[keep])
    return Gaps(gaps, _score(gaps, world, average, rng))


def _reason(gaps: Spells, world: World, automatic: Automatic) -> NDArray[np.intp]:
    """What cover came from that ended the day before: 0 the span begins, 1 the person arrives, 2… the kinds."""
    out = np.where(gaps.start <= world.config.start, 0, 1)
    ended = (automatic.parts.owner << 16) + automatic.parts.end + 1
    order = np.argsort(ended, kind="stable")
    key = (gaps.owner << 16) + gaps.start
    at = np.minimum(np.searchsorted(ended[order], key), max(len(order) - 1, 0))
    found = ended[order[at]] == key
    return np.where(found, 2 + automatic.kind[order[at]], out).astype(np.intp)


def _score(gaps: Spells, world: World, average: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.float64]:
    rule = world.config.cards["bought"]
    points = rule["score"]
    folk, stays = world.folk, world.stays
    who = gaps.owner
    stay = np.maximum(covers(stays.spells, who, gaps.start), 0)
    of_household = rule["household_spread"] * rng.standard_normal(len(average))
    of_person = rule["person_spread"] * rng.standard_normal(len(folk))
    score = of_household[stays.household[stay]] + of_person[who]
    score += points["minority_area"] * world.places.minority_area[stays.unit[stay]]
    score += points["average_household"] * average[stays.household[stay]]
    score += points["not_permanent"] * ~stays.permanent[stay]
    score += points["foreign"] * folk.foreign[who]
    return np.asarray(score + by_age(points["ages"], "score", ages(folk.born[who], gaps.start)), dtype=np.float64)


def _card_year(
    year: int, gaps: Gaps, renewal: Days, world: World, automatic: Automatic, rng: np.random.Generator
) -> Spells:
    """The cards bought in one calendar year, each from the person's own day to the day before the next year's."""
    rule = world.config.cards["bought"]
    of = gaps.spells
    first = int(date_in_year(year)) + renewal[of.owner]
    last = int(date_in_year(year + 1)) + renewal[of.owner] - 1
    low, high = rule["late_renewal"]["months"]
    late = np.where(rng.random(len(of)) < rule["late_renewal"]["share"], rng.integers(low, high + 1, len(of)), 0)
    start = np.maximum(np.where(late > 0, add_months(first, late), first), of.start)
    end = np.minimum(last, of.end)
    noise = rule["yearly_noise"] * rng.standard_normal(len(of))
    buys = _buyers(year, start, end, gaps.score + noise, world, automatic)
    card = buys & (start <= end)
    return spells(of.owner[card], start[card], end[card])


def _buyers(
    year: int, start: Days, end: Days, score: NDArray[np.float64], world: World, automatic: Automatic
) -> NDArray[np.bool_]:
    """As many of the highest scores as bring coverage on the target day of the year to its target."""
    on, share = target(year, world.config)
    people = int(((world.presence.start <= on) & (world.presence.end >= on)).sum())
    covered = int(((automatic.cover.start <= on) & (automatic.cover.end >= on)).sum())
    asked = np.flatnonzero((start <= on) & (end >= on))
    wanted = round(share * people) - covered
    if wanted <= 0:
        return np.zeros(len(score), dtype=bool)
    if wanted >= len(asked):
        return np.ones(len(score), dtype=bool)
    limit = np.partition(score[asked], len(asked) - wanted)[len(asked) - wanted]
    return score >= limit


def target(year: int, config: Settings) -> tuple[int, float]:
    """The day of the year on which coverage is fitted, and the share to reach; the first year's also before it."""
    rows = config.targets["coverage_fit"]["years"]
    row = rows[max(year, config.years[0])]
    on = day(row["on"]) if year >= config.years[0] else config.start
    return min(max(on, config.start), OPEN), float(row["percent"]) / 100
