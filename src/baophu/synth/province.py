"""Making the synthetic province, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from baophu.synth import tables
from baophu.synth.allowances import allowances, pension
from baophu.synth.cards import World, automatic, of_households
from baophu.synth.careers import careers
from baophu.synth.dates import text
from baophu.synth.facts import Facts
from baophu.synth.folk import Folk, Houses
from baophu.synth.households import households
from baophu.synth.money import benefits, pensions, wages
from baophu.synth.movement import after, house_moves, the_dead, the_departed
from baophu.synth.names import names
from baophu.synth.people import ethnicities, reference
from baophu.synth.poverty import AVERAGE, Poverty, poverty
from baophu.synth.purchases import cards
from baophu.synth.roles import dependants, roles
from baophu.synth.school import add_study, school
from baophu.synth.settings import Places, Settings, SettingsError, UnitLike, places, settings
from baophu.synth.settling import settle
from baophu.synth.spells import Spells
from baophu.synth.standing import standing
from baophu.synth.stays import Stays, stays
from baophu.synth.work import forces, work

Progress = Callable[[str, float], None]

LEAST = 200
"""People on the reference day with whom every group of the raking still occurs."""


def _silent(step: str, done: float) -> None:
    """Tell nobody."""


def make(
    out: Path,
    *,
    units: Sequence[UnitLike],
    people: int | None = None,
    seed: int = 2021,
    progress: Progress | None = None,
) -> None:
    """Write the facts tables of a simulated province into the folder `out`.

    `units`: the units of the law book with their populations. `people`: how many live there on the reference day
    (default: the published denominator divided by the default share; at least `LEAST`). The same seed gives the
    same tables.
    `progress` is called with the name of each step and the part of the whole that is done, 0 to 1.
    An `out` that exists is replaced, and only when everything is written.
    """
    config = settings()
    at = places(units, config)
    real = int(config.targets["denominator"]["people"])
    count = people if people is not None else round(real / int(config.people["span"]["default_share"]))
    if count < LEAST:
        raise SettingsError(f"people must be at least {LEAST}, not {count}: fewer cannot have the published shares")
    tell = progress or _silent

    tell("people and households", 0.0)
    folk, houses = _folk(units, config, at, count, seed)
    tell("residence", 0.12)
    lived = stays(folk, houses, config, seed)
    tell("school and work", 0.18)
    facts, poor = _statuses(folk, houses, lived, config, at, seed, tell)
    tell("cards", 0.55)
    cover = _cover(folk, facts, lived, poor, config, at, seed)
    tell("names", 0.80)
    groups = ethnicities(config)
    name = names(folk, groups, config, seed)
    tell("writing", 0.85)
    with tables.folder(Path(out)) as to:
        tables.people(to, folk, groups, name)
        tables.stays(to, lived, at.codes)
        tables.statuses(to, facts.statuses, "person")
        tables.amounts(to, facts.amounts)
        tables.statuses(to, facts.of_households, "household")
        tables.cards(to, cover)
        tables.about(to, _about(config, count, real, seed))
    tell("done", 1.0)


def full_size() -> int:
    """How many people the whole province has on the reference day: one simulated person for each real one."""
    return int(settings().targets["denominator"]["people"])


def _folk(units: Sequence[UnitLike], config: Settings, at: Places, count: int, seed: int) -> tuple[Folk, Houses]:
    today = reference(units, config, at, count, seed)
    folk, houses = settle(today, households(today, config, seed), config, at, seed)
    the_dead(folk, houses, config, seed)
    the_departed(folk, houses, config, seed)
    after(folk, houses, config, at, seed)
    house_moves(folk, houses, config, at, seed)
    # Members of a household follow each other, the oldest first: that is also the order in which they join.
    folk.reorder(np.lexsort((folk.born, folk.household)))
    return folk, houses


def _statuses(
    folk: Folk, houses: Houses, lived: Stays, config: Settings, at: Places, seed: int, tell: Progress
) -> tuple[Facts, Poverty]:
    facts = Facts()
    schooling = school(folk, config, seed)
    add_study(facts, schooling, folk, config, seed)
    stand = standing(folk, houses, schooling, config, at, seed)
    lives = careers(folk, houses, schooling, stand, config, at, seed)
    jobs = work(facts, folk, stand, lives, config, seed)
    officers = forces(facts, folk, stand, lives, config, seed)
    retired = pension(facts, folk, lives, config, seed)
    tell("poverty and allowances", 0.35)
    poor = poverty(facts, folk, houses, stand, lived, config, at, seed)
    allowances(facts, folk, stand, poor, retired, config, seed)
    roles(facts, folk, houses, stand, config, at, seed)
    dependants(facts, folk, stand, officers, config, seed)
    tell("wages and pensions", 0.45)
    wages(facts, jobs, folk, stand, config, seed)
    pensions(facts, folk, config, seed)
    benefits(facts, folk, config)
    return facts, poor


def _cover(folk: Folk, facts: Facts, lived: Stays, poor: Poverty, config: Settings, at: Places, seed: int) -> Spells:
    world = World(folk, facts, lived, lived.presence(), of_households(facts, lived), config, at)
    return cards(world, automatic(world, seed), (poor.level == AVERAGE).any(axis=1), seed)


def _about(config: Settings, count: int, real: int, seed: int) -> dict[str, object]:
    return {
        "simulated": True,
        "label": {"vi": "Dữ liệu mô phỏng, không phải người thật", "en": "Simulated data, no real people"},
        "seed": seed,
        "share": max(1, round(real / count)),
        "weight": max(1, round(real / count)),
        "people": count,
        "real_people": real,
        "reference": text(config.reference),
        "from": text(config.start),
        "to": text(config.end),
    }
