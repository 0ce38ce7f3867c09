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
from baophu.synth.dates import OPEN, add_months, ages, date_in_year, day
from baophu.synth.settings import by_age, dice
from baophu.synth.spells import Spells, covers, subtract, union


@dataclass(frozen=True)
class Gaps:
    """Spells without automatic cover, once people have noticed; with the score of each."""

    spells: Spells
    score: NDArray[np.float64]


def cards(world: World, automatic: Automatic, average: NDArray[np.bool_], seed: int) -> Spells:
    """All spells of cover. `average`, shape (households,): those of average standard that live on land or sea."""
    gaps = _gaps(world, automatic, average, seed)
    offers = _offers(gaps, world, seed)
    return union(automatic.cover, offers.spells.take(_bought(offers, world, automatic)))


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


def _offers(gaps: Gaps, world: World, seed: int) -> Gaps:
    """The cards people might buy: one for each year of a gap, from a day of their own to that of the next year."""
    rng = dice(seed, "purchases")
    rule = world.config.cards["bought"]
    renewal = rng.integers(0, rule["renewal_days"], len(world.folk), dtype=np.int32)
    of = gaps.spells
    own = renewal[of.owner]
    parts, scores = [], []
    for year in (world.config.years[0] - 1, *world.config.years):
        first = date_in_year(year) + own
        low, high = rule["late_renewal"]["months"]
        late = np.where(rng.random(len(of)) < rule["late_renewal"]["share"], rng.integers(low, high + 1, len(of)), 0)
        start = np.maximum(np.where(late > 0, add_months(first, late), first), of.start)
        end = np.minimum(date_in_year(year + 1) + own - 1, of.end)
        offer = start <= end
        parts.append(Spells(of.owner[offer], start[offer].astype(np.int32), end[offer].astype(np.int32)))
        scores.append((gaps.score + rule["yearly_noise"] * rng.standard_normal(len(of)))[offer])
    together = Spells(*(np.concatenate([getattr(p, f) for p in parts]) for f in ("owner", "start", "end")))
    return Gaps(together, np.concatenate(scores))


def _bought(offers: Gaps, world: World, automatic: Automatic) -> NDArray[np.bool_]:
    """Between two target days those of the highest scores buy, so many that coverage reaches the target."""
    rows = world.config.targets["coverage_fit"]["targets"]
    days = [day(r["on"]) for r in rows]
    start, end = offers.spells.start, offers.spells.end
    out = np.zeros(len(start), dtype=bool)
    for place, (on, row) in enumerate(zip(days, rows, strict=True)):
        after = days[place - 1] if place else -1
        until = on if place + 1 < len(days) else OPEN
        asked = np.flatnonzero((start > after) & (start <= until))
        people = _holding(world.presence, on)
        held = _holding(automatic.cover, on) + int((out & (end >= on)).sum())
        wanted = round(float(row["percent"]) / 100 * people) - held
        score = offers.score[asked]
        limit = _limit(score[_on(offers.spells.take(asked), on)], wanted)
        out[asked[score >= limit]] = True
    return out


def _on(of: Spells, day: int) -> NDArray[np.bool_]:
    return (of.start <= day) & (of.end >= day)


def _holding(of: Spells, day: int) -> int:
    return int(_on(of, day).sum())


def _limit(score: NDArray[np.float64], wanted: int) -> float:
    """The score from which `wanted` of these are taken; all or none where that many are not there."""
    if wanted <= 0:
        return np.inf
    if wanted >= len(score):
        return -np.inf
    return float(np.partition(score, len(score) - wanted)[len(score) - wanted])
