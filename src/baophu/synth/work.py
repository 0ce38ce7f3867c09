"""Employment with its breaks: job loss with unemployment benefit, sickness, maternity, unpaid leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.careers import Careers
from baophu.synth.dates import OPEN, YEAR, add_months, date_in_year, month_start
from baophu.synth.facts import Facts, coded, in_life, same
from baophu.synth.folk import NOBODY, Folk
from baophu.synth.settings import Settings, dice
from baophu.synth.spells import Spells, first_come, none, overlay, spells, subtract, union
from baophu.synth.standing import Standing

BREAKS = ("job_loss", "sick_14_days", "long_sick", "maternity", "unpaid_leave")


@dataclass(frozen=True)
class Jobs:
    """Stretches of work with one employer, sorted and free of overlaps."""

    spells: Spells
    kind: NDArray[np.int8]  # position in Standing.kinds, for each spell


def _career(of: Careers, kinds: tuple[str, ...], names: tuple[str, ...]) -> Spells:
    return of.spells(np.isin(of.kind, [kinds.index(n) for n in names]))


def work(facts: Facts, folk: Folk, of: Standing, careers: Careers, config: Settings, seed: int) -> Jobs:
    """Write `employment` and `fund_benefit` of formal careers; returns the paid jobs, for the wages."""
    rng = dice(seed, "work")
    whole = _career(careers, of.kinds, ("employee", "mine", "official")).within(config.start, OPEN)
    whole, _ = in_life(whole, folk, config)
    breaks, cause = _breaks(whole, folk, of, careers, config, rng)
    # Sick or on maternity leave one stays employed, on the wage of before (Law 46 Art 12(1)a, Decree 146 Art 7).
    without_work = np.isin(cause, [BREAKS.index("job_loss"), BREAKS.index("unpaid_leave")])
    paid, _ = in_life(subtract(whole, breaks.take(without_work)), folk, config)
    kind = careers.kind[paid.owner]
    official = (kind == of.kinds.index("official")).astype(np.int16)
    value = np.where(folk.foreign[paid.owner], 2, official)
    facts.statuses.append(coded("employment", ("employee", "official", "foreign_employee"), value, paid))
    unpaid, _ = in_life(breaks.take(cause == BREAKS.index("unpaid_leave")), folk, config)
    facts.statuses.append(same("employment", "unpaid_leave", unpaid))
    _benefits(facts, breaks, cause, folk, config, rng)
    return Jobs(paid, kind)


def _breaks(
    whole: Spells, folk: Folk, of: Standing, careers: Careers, config: Settings, rng: np.random.Generator
) -> tuple[Spells, NDArray[np.int8]]:
    """Times within careers without work, sorted, free of overlaps and at least a month apart; and their causes."""
    rule = config.work["breaks"]
    kind = careers.kind[whole.owner]
    rates = np.array([float(rule["job_loss"].get(k, 0.0)) for k in of.kinds])
    months = rule["job_loss_months"]
    parts = [
        _at_random(whole, rates[kind], [m * 30.4 for m in months], config, rng, rule["years_with_more"]),
        _at_random(whole, rule["sick_14_days"]["per_year"], rule["sick_14_days"]["days"], config, rng),
        _at_random(whole, rule["long_sick"]["per_year"], rule["long_sick"]["days"], config, rng),
        _maternity(folk, rule["maternity"], rng),
        _at_random(whole, rule["unpaid_leave"]["per_year"], rule["unpaid_leave"]["days"], config, rng),
    ]
    owner = np.concatenate([p.owner for p in parts])
    start = np.concatenate([p.start for p in parts])
    end = np.concatenate([p.end for p in parts])
    cause = np.repeat(np.arange(len(parts), dtype=np.int8), [len(p) for p in parts])
    order = np.lexsort((start, owner))
    apart = 31  # days, so that a break never follows another at once
    keep = order[first_come(Spells(owner[order], start[order], (end[order] + apart).astype(np.int32)))]
    chosen = Spells(owner[keep], start[keep], end[keep])
    cut, in_chosen, in_work = overlay(chosen, whole)
    inside = (in_work >= 0) & (cut.start <= config.end)
    # A break that began before the span or the job is cut; a job begins with work, not with a break.
    inside &= cut.start > whole.start[np.maximum(in_work, 0)]
    return cut.take(inside), cause[keep][in_chosen][inside]


def _at_random(
    whole: Spells,
    rate: NDArray[np.float64] | float,
    days: list[float],
    config: Settings,
    rng: np.random.Generator,
    more: dict[Any, float] | None = None,
) -> Spells:
    """Breaks at random days of the careers, `rate` a year, with lengths between the two figures of `days`."""
    last = np.minimum(whole.end, config.end)
    years = np.maximum(last - whole.start, 0) / YEAR
    number = rng.poisson(np.broadcast_to(rate, years.shape) * years)
    row = np.repeat(np.arange(len(whole)), number)
    start = whole.start[row] + rng.random(len(row)) * (last - whole.start)[row]
    for year, factor in (more or {}).items():
        first, after = date_in_year([int(year), int(year) + 1])
        pull = (rng.random(len(row)) < (factor - 1) / len(config.years)) & (whole.start[row] < first)
        pull &= last[row] > after
        start = np.where(pull, first + rng.random(len(row)) * (after - first), start)
    end = start + days[0] + rng.random(len(row)) * (days[1] - days[0])
    return spells(whole.owner[row], start.astype(np.int32), end.astype(np.int32))


def _maternity(folk: Folk, rule: dict[str, Any], rng: np.random.Generator) -> Spells:
    """Leave around the birth of each child whose mother is known."""
    child = np.flatnonzero(folk.mother != NOBODY)
    low, high = rule["days_before"]
    start = folk.born[child] - rng.integers(low, high, len(child), dtype=np.int32)
    keep = start > 0
    start = start[keep]
    return spells(folk.mother[child][keep], start, add_months(start, rule["months"]) - 1)


def _benefits(
    facts: Facts, breaks: Spells, cause: NDArray[np.int8], folk: Folk, config: Settings, rng: np.random.Generator
) -> None:
    rule = config.work["breaks"]["unemployment"]
    lost = breaks.take(cause == BREAKS.index("job_loss"))
    claims = rng.random(len(lost)) < rule["share"]
    first = month_start(lost.start, 1)
    low, high = rule["months"]
    last = add_months(first, rng.integers(low, high, len(lost), endpoint=True)) - 1
    benefit = Spells(lost.owner, first, np.minimum(last, lost.end).astype(np.int32))
    benefit = benefit.take(claims & (benefit.start <= benefit.end))
    parts = [benefit] + [breaks.take(cause == BREAKS.index(n)) for n in ("sick_14_days", "long_sick", "maternity")]
    names = ("unemployment", "sick_14_days", "long_sick", "maternity")
    for name, part in zip(names, parts, strict=True):
        cut, _ = in_life(part, folk, config)
        facts.statuses.append(same("fund_benefit", name, cut))


def forces(facts: Facts, folk: Folk, of: Standing, careers: Careers, config: Settings, seed: int) -> Spells:
    """Write `force` of careers in the forces and of conscripts; returns the careers."""
    rng = dice(seed, "forces")
    rule = config.social["forces"]
    career = _career(careers, of.kinds, ("force",))
    values = tuple(rule["careers"])
    chances = np.array([float(v) for v in rule["careers"].values()])
    drawn = rng.choice(len(values), len(folk), p=chances / chances.sum())
    until = rng.random(len(folk)) < rule["conscripts_in_police"]
    serves, _ = in_life(careers.conscript.within(config.start, OPEN), folk, config)
    officers, _ = in_life(career.within(config.start, OPEN), folk, config)
    facts.statuses.append(coded("force", values, drawn[officers.owner], officers))
    facts.statuses.append(coded("force", ("army", "police"), until[serves.owner], serves))
    return officers if len(officers) else none()


def paid_by_state(facts: Facts) -> Spells:
    """When people are employed, serve, or have a pension or a benefit of the fund."""
    sets = [s for fact in ("employment", "force", "pension", "fund_benefit") for s in facts.of(fact)]
    return union(*sets)
