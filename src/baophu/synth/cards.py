"""Cover without buying: the spells in which each rule of cards.yaml gives a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, add_months, birthday, date_in_year, day, month_of, month_start, year_of
from baophu.synth.facts import Facts
from baophu.synth.folk import Folk
from baophu.synth.settings import Places, Settings, SettingsError, dice
from baophu.synth.spells import Spells, intersect, spells, subtract, union
from baophu.synth.stays import Stays


@dataclass(frozen=True)
class Automatic:
    """Cover that comes by itself: the union, and every spell with the kind of its rule."""

    cover: Spells
    parts: Spells
    kind: NDArray[np.int8]  # position in `kinds`, for each of the parts
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """What the rules look at."""

    folk: Folk
    facts: Facts
    stays: Stays
    presence: Spells
    households: dict[str, Spells]  # spells of people in households of a living standard
    config: Settings
    places: Places


def automatic(world: World, seed: int) -> Automatic:
    """Evaluate all rules."""
    rules: list[dict[str, Any]] = world.config.cards["automatic"]["rules"]
    kinds = tuple(dict.fromkeys(r["kind"] for r in rules))
    parts, kind = [], []
    for rule in rules:
        part = _given(_right(rule, world), rule, world, dice(seed, f"card {rule['name']}"))
        parts.append(part)
        kind.append(np.full(len(part), kinds.index(rule["kind"]), dtype=np.int8))
    together = Spells(*(np.concatenate([getattr(p, f) for p in parts]) for f in ("owner", "start", "end")))
    return Automatic(intersect(union(together), world.presence), together, np.concatenate(kind), kinds)


def _right(rule: dict[str, Any], world: World) -> Spells:
    """The spells in which the conditions of a rule hold together."""
    conditions = []
    if "fact" in rule:
        conditions.append(union(*world.facts.of(rule["fact"], rule.get("values"))))
    if "living_standard" in rule:
        conditions.append(union(*(world.households[v] for v in rule["living_standard"])))
    if "child_until" in rule:
        conditions.append(_children(world.folk, rule["child_until"], world.config))
    if "ages" in rule:
        conditions.append(_aged(world.folk, rule["ages"]))
    if "units" in rule or "permanent" in rule or "minority" in rule:
        conditions.append(_living(rule, world))
    if not conditions:
        raise SettingsError(f"cards.yaml: rule '{rule['name']}' has no condition")
    first = day(rule["from"]) if "from" in rule else 0
    last = day(rule["to"]) if "to" in rule else OPEN
    out = conditions[0].within(first, last)
    for other in conditions[1:]:
        out = intersect(out, other.within(first, last))
    return out


def _children(folk: Folk, until: dict[str, int], config: Settings) -> Spells:
    """From birth to the end of the month of 72 months, or to the day of that year (30 September) for those who reach
    the age by its month."""
    six = add_months(folk.born, until["months"])
    school = date_in_year(year_of(six), until["month"], until["day"])
    month_end = month_start(six, 1) - 1
    end = np.where(month_of(six) <= until["month"], school, month_end)
    who = np.flatnonzero(end >= config.start)
    return spells(who, np.maximum(folk.born[who], config.start), end[who])


def _aged(folk: Folk, ages: list[int]) -> Spells:
    low, high = ages
    start = birthday(folk.born, low)
    who = np.flatnonzero(start < OPEN)
    return spells(who, np.maximum(start[who], 0), np.minimum(birthday(folk.born[who], high) - 1, OPEN))


def _living(rule: dict[str, Any], world: World) -> Spells:
    """Stays in the units of the rule, of permanent residents, of minorities, as asked."""
    stays = world.stays
    keep = stays.here()
    if "units" in rule:
        wanted = {"minority_area": world.places.minority_area, "islands": world.places.islands}[rule["units"]]
        keep &= wanted[stays.unit]
    if rule.get("permanent", False):
        keep &= stays.permanent
    if rule.get("minority", False):
        keep &= world.folk.ethnicity[stays.spells.owner] > 0
    return union(stays.spells.take(keep))


def _given(right: Spells, rule: dict[str, Any], world: World, rng: np.random.Generator) -> Spells:
    """The cards that follow from a right: not everybody's, some late, some beyond its end."""
    takes = rng.random(len(world.folk)) < rule["take_up"]
    out = right.take(takes[right.owner] & (right.end >= world.config.start) & (right.start <= world.config.end))
    start, end = out.start.copy(), out.end.copy()
    if "late" in rule:
        low, high = rule["late"]["months"]
        months = rng.integers(low, high, len(out), endpoint=True)
        months = np.where(rng.random(len(out)) < rule["late"]["share"], months, 0)
        start = np.where(start > world.config.start, add_months(start, months), start)
    if "months_more" in rule:
        end = np.where(end < OPEN, add_months(end, rule["months_more"]), end)
        end = np.where(end < OPEN, month_start(end, 1) - 1, end)
    if not rule.get("open", False):
        end = np.where(end > world.config.end, world.config.end, end)
    return spells(out.owner, start, end)


def of_households(facts: Facts, stays: Stays) -> dict[str, Spells]:
    """The spells of people whose household is of a living standard by the national measure."""
    here = stays.here()
    order = np.argsort(stays.household[here], kind="stable")
    household = stays.household[here][order]
    lived = stays.spells.take(here).take(order)
    local = [s for s in facts.of_households if s.fact == "poverty_standard"]
    by_province = union(*(s.spells for s in local)) if local else None
    out = {}
    for status in facts.of_households:
        if status.fact != "living_standard":
            continue
        for code, value in enumerate(status.values):
            held = union(status.spells.take(status.code == code))
            if by_province is not None:
                held = subtract(held, by_province)
            out[value] = _members(held, household, lived)
    return out


def _members(held: Spells, household: NDArray[np.int32], lived: Spells) -> Spells:
    """Spells of households as spells of the people who live in them then; `lived` is sorted by `household`."""
    first = np.searchsorted(household, held.owner, side="left")
    count = np.searchsorted(household, held.owner, side="right") - first
    row = np.repeat(np.arange(len(held)), count)
    begin = np.cumsum(count) - count
    stay = first[row] + np.arange(len(row)) - begin[row]
    return union(
        spells(
            lived.owner[stay],
            np.maximum(held.start[row], lived.start[stay]),
            np.minimum(held.end[row], lived.end[stay]),
        )
    )
