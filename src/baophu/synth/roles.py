"""Small groups: merit, relatives, deputies, village posts and other facts of few people, as listed in social.yaml."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, add_months, ages, day
from baophu.synth.facts import Facts, in_life, same
from baophu.synth.folk import Folk, Houses
from baophu.synth.settings import Places, Settings, dice
from baophu.synth.spells import Spells, spells, subtract, union
from baophu.synth.standing import REST, Standing

WORK = ("employment", "force")
"""Facts that exclude each other and study."""


def roles(facts: Facts, folk: Folk, houses: Houses, of: Standing, config: Settings, at: Places, seed: int) -> None:
    """Write the facts of the list; nobody gets two values of one fact."""
    taken: dict[str, NDArray[np.bool_]] = {}
    pensions = union(*facts.of("pension"))
    busy = union(*(s for fact in ("employment", "force", "fund_benefit", "study") for s in facts.of(fact)))
    foreigners = np.flatnonzero(folk.foreign)
    abroad, _ = in_life(spells(foreigners, config.start, OPEN), folk, config)
    facts.statuses.append(same("citizen", "false", abroad))
    for number, role in enumerate(config.social["roles"]["list"]):
        rng = dice(seed, f"role {number}")
        fact = role["fact"]
        free = ~taken.get(fact, np.zeros(len(folk), dtype=bool))
        who = _chosen(role, folk, houses, of, config, at, free, rng)
        taken[fact] = ~free | np.isin(np.arange(len(folk)), who)
        held = _when(role, who, folk, config, rng)
        if fact in WORK:
            held = subtract(held, busy)
            held = held if role.get("beside_pension", False) else subtract(held, pensions)
        facts.statuses.append(same(fact, str(role.get("value", "true")), held))


def _chosen(
    role: dict[str, Any],
    folk: Folk,
    houses: Houses,
    of: Standing,
    config: Settings,
    at: Places,
    free: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.intp]:
    low, high = role["ages"]
    age = ages(folk.born, of.anchor)
    may = free & (age >= low) & (age < high) & (folk.foreign == bool(role.get("foreign", False)))
    if "sex" in role:
        may &= folk.male == (role["sex"] == "m")
    if "standing" in role:
        may &= (of.kind == REST) if role["standing"] == "rest" else of.is_kind(role["standing"])
    if "economies" in role:
        wanted = [at.economies.index(e) for e in role["economies"]]
        may &= np.isin(at.economy[houses.unit[folk.household]], wanted)
    counted = may & folk.present(config.reference)
    wanted_people = role["count"] * folk.present(config.reference).sum() / config.targets["denominator"]["people"]
    chance = min(wanted_people / max(int(counted.sum()), 1), 1.0)
    return np.flatnonzero(may & (rng.random(len(folk)) < chance))


def _when(
    role: dict[str, Any], who: NDArray[np.intp], folk: Folk, config: Settings, rng: np.random.Generator
) -> Spells:
    if "months" in role:
        low, high = role["months"]
        begin = rng.integers(config.start, config.end, len(who), dtype=np.int32)
        begin = np.maximum(begin, folk.enter[who])
        end = add_months(begin, rng.integers(low, high, len(who), endpoint=True)) - 1
        return in_life(spells(who, begin, end), folk, config)[0]
    terms = role.get("spells", [[config.people["span"]["from"], None]])
    parts = [spells(who, day(a), OPEN if b is None else day(b)) for a, b in terms]
    # A role of grown people does not begin before its lowest age.
    held = in_life(union(*parts), folk, config)[0]
    grown = add_months(folk.born[held.owner], role["ages"][0] * 12)
    return spells(held.owner, np.maximum(held.start, grown), held.end)


def dependants(facts: Facts, folk: Folk, of: Standing, officers: Spells, config: Settings, seed: int) -> None:
    """Write `relative_of: force`: members of an officer's household without a standing, while the officer serves."""
    rng = dice(seed, "dependants")
    home = folk.household[officers.owner]
    homes, first = np.unique(home, return_index=True)
    officer = officers.take(first)  # one officer for each household
    number = np.full(int(folk.household.max()) + 1, -1, dtype=np.int64)
    number[homes] = np.arange(len(homes))
    of_home = number[folk.household]
    share = config.social["forces"]["dependants"]
    may = (of_home >= 0) & (of.kind <= REST) & ~folk.foreign
    who = np.flatnonzero(may & (rng.random(len(folk)) < share))
    place = of_home[who]
    held = spells(who, np.maximum(officer.start[place], folk.moved[who]), officer.end[place])
    living_held, _ = in_life(held, folk, config)
    others = union(*facts.of("relative_of"))
    facts.statuses.append(same("relative_of", "force", subtract(union(living_held), others)))
