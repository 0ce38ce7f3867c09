"""Working lives: when people begin, leave and retire from formal work, and serve in the forces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, YEAR, Days, ages, birthday, date_in_year, month_start, year_of
from baophu.synth.folk import Folk, Houses
from baophu.synth.school import School
from baophu.synth.settings import Places, Settings, dice
from baophu.synth.spells import Spells, none, spells, subtract, union
from baophu.synth.standing import REST, YOUNG, Standing

NOT_YET = OPEN


@dataclass(frozen=True)
class Careers:
    """At most one formal career, one time as a conscript and one pension for each person.

    Arrays of shape (people,); a career with `start > end` does not exist; a pension from NOT_YET never comes.
    """

    kind: NDArray[np.int8]  # position in Standing.kinds
    start: Days
    end: Days
    pension: Days
    conscript: Spells

    def spells(self, which: NDArray[np.bool_]) -> Spells:
        """The careers of those in the mask, without their time as conscripts."""
        who = np.flatnonzero(which)
        out = spells(who, self.start[who], self.end[who])
        return subtract(out, self.conscript)


def retirement(folk: Folk, config: Settings) -> Days:
    """The day each person reaches the retirement age of their sex, which rises with the year of reaching it."""
    out = np.zeros(len(folk), dtype=np.int32)
    rule = config.work["retirement"]
    for side, name in ((True, "men"), (False, "women")):
        who = np.flatnonzero(folk.male == side)
        of = rule[name]
        months = np.full(len(who), of["age_months"])
        for _ in range(12):  # the age asked depends on the year in which it is reached: settle by repetition
            year = year_of(birthday(folk.born[who], 0) + (months * (YEAR / 12)).astype(np.int64))
            steps = year - rule["changes_from"]
            asked = of["age_months"] + np.where(steps >= 0, of["first_step"] + steps * of["step"], 0)
            months = np.minimum(asked, of["most"])
        out[who] = month_start(folk.born[who] + (months * (YEAR / 12)).astype(np.int64), 1)
    return out


def careers(
    folk: Folk, houses: Houses, school: School, of: Standing, config: Settings, at: Places, seed: int
) -> Careers:
    """Build each working life around the standing on the anchor day."""
    rng = dice(seed, "careers")
    rule = config.work["careers"]
    count = len(folk)
    code = {name: i for i, name in enumerate(of.kinds)}
    formal = [code[k] for k in rule["leaves_yearly"]]
    kind = (of.kind - 1).astype(np.int8)
    retired = of.is_kind("pension")
    working = np.isin(kind, formal)
    # The work people were retired from: as today's workers', by sex and economy.
    kind[retired] = _past_kind(folk, houses, of, at, retired, rng)
    grown = np.maximum(school.done(folk), birthday(folk.born, 18)) + 1
    free = grown + rng.integers(*_two(rule["search_days"]), count)
    earliest = np.maximum(free, _entry(folk, kind, of, rule, rng))
    begun = np.where(earliest < of.anchor, earliest, free)  # at work before the usual age: from any day they could
    begun = np.where(begun < of.anchor, begun, np.minimum(grown, of.anchor - 1))
    straight = np.where(earliest < of.anchor, rule["straight"], 0.0)
    start = np.where(working, _start(begun, of.anchor, straight, rng), earliest)
    law = _retire_on(folk, kind, of, config, rng)
    end = np.where(working, np.minimum(_leaving(of.anchor, kind, of, rule, rng), law - 1), start - 1)
    pension = np.full(count, NOT_YET)
    through = working & (end == law - 1) & _earns_pension(start, law, kind, of, config, rng)
    pension = np.where(through, law, pension)
    gone = np.where(law <= of.anchor, law, _early(folk, of, config, rng))
    pension = np.where(retired, gone, pension)
    end = np.where(retired, gone - 1, end)
    start = np.where(retired, np.minimum(start, end - 1), start)
    # Of those without a formal standing, some had one, and some will.
    rest = (of.kind == REST) & ~folk.foreign
    former = rule["former"]
    had = rest & (rng.random(count) < former["share"]) & (of.anchor - earliest > former["least_days"])
    years = (config.end - config.reference) / YEAR
    begins = rule["starts_yearly"]
    will = rest & ~had & (ages(folk.born, of.anchor) < begins["until_age"])
    will &= rng.random(count) < begins["share"] * years
    will |= (of.kind == YOUNG) & (rng.random(count) < at.by_economy(rule["first_job"])[_economy(folk, houses, at)])
    kind = np.where(had | will, _common_kind(folk, houses, of, at, had | will, code, rng), kind).astype(np.int8)
    begin, finish = np.sort(earliest + rng.random((2, count)) * (of.anchor - former["days_before"] - earliest), axis=0)
    start, end = np.where(had, begin, start), np.where(had, finish, end)
    low, high = rule["first_job_months"]
    lag = rng.uniform(low, high, count) * (YEAR / 12)
    later = np.where(of.kind == YOUNG, free + lag, of.anchor + rng.random(count) * (config.end - of.anchor))
    start = np.where(will, later, start)
    end = np.where(will, np.minimum(_leaving(np.maximum(start, of.anchor), kind, of, rule, rng), law - 1), end)
    conscript = _conscripts(folk, school, of, config, rng)
    service = of.is_kind("force") & (ages(folk.born, of.anchor) < rule["conscript"]["until_age"]) & folk.male
    start, end = np.where(service, 1, start), np.where(service, 0, end)
    return Careers(
        kind=kind,
        start=np.clip(start, 0, OPEN).astype(np.int32),
        end=np.clip(end, 0, OPEN).astype(np.int32),
        pension=np.clip(pension, 0, OPEN).astype(np.int32),
        conscript=conscript,
    )


def _early(folk: Folk, of: Standing, config: Settings, rng: np.random.Generator) -> NDArray[np.int64]:
    """The day on which people left who have a pension before the law's day: some years ago, at the least age or
    later."""
    rule = config.work["retirement"]["before_the_law"]
    room = of.anchor - birthday(folk.born, rule["least_age"])
    back = rng.random(len(folk)) * np.clip(room, 30, rule["most_years"] * YEAR)
    return np.asarray(of.anchor - back, dtype=np.int64)


def _two(limits: list[int]) -> tuple[int, int]:
    low, high = limits
    return low, high


def _economy(folk: Folk, houses: Houses, at: Places) -> NDArray[np.int8]:
    return at.economy[houses.unit[folk.household]]


def _per_kind(of: Standing, table: dict[str, Any], kind: NDArray[np.int8], default: float) -> NDArray[np.float64]:
    values = np.array([float(table.get(name, default)) for name in of.kinds] + [default])
    return values[kind]  # kind -1 or -2 finds a default at the end; -2 is the last kind, whose figure is unused


def _entry(folk: Folk, kind: NDArray[np.int8], of: Standing, rule: dict[str, Any], rng: np.random.Generator) -> Days:
    low = _per_kind(of, {k: v[0] for k, v in rule["entry_age"].items()}, kind, 18)
    high = _per_kind(of, {k: v[1] for k, v in rule["entry_age"].items()}, kind, 24)
    return (folk.born + (low + rng.random(len(folk)) * (high - low)) * YEAR).astype(np.int32)


def _start(
    earliest: Days, anchor: Days, straight: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """The start of a career that is under way on the anchor day: soon, or at some time."""
    first = np.minimum(earliest, anchor - 1)
    some_time = first + rng.random(len(first)) * (anchor - first)
    soon = first + rng.exponential(0.6 * YEAR, len(first))
    return np.where((rng.random(len(first)) < straight) & (soon < anchor), soon, some_time)


def _leaving(
    after: Days, kind: NDArray[np.int8], of: Standing, rule: dict[str, Any], rng: np.random.Generator
) -> NDArray[np.float64]:
    """The day people give up formal work other than by age."""
    yearly = np.maximum(_per_kind(of, rule["leaves_yearly"], kind, 0.03), 1e-4)
    return np.minimum(after + rng.exponential(1.0, len(after)) / yearly * YEAR, OPEN)


def _retire_on(
    folk: Folk, kind: NDArray[np.int8], of: Standing, config: Settings, rng: np.random.Generator
) -> NDArray[np.int64]:
    """The first day of the pension: the law's day, or earlier for part of some kinds of work."""
    early = config.work["retirement"]["early"]
    share = _per_kind(of, {k: v["share"] for k, v in early.items()}, kind, 0.0)
    months = _per_kind(of, {k: v["months"] for k, v in early.items()}, kind, 0.0)
    goes = rng.random(len(folk)) < share
    return retirement(folk, config).astype(np.int64) - np.where(goes, months * (YEAR / 12), 0).astype(np.int64)


def _earns_pension(
    start: NDArray[np.float64],
    law: NDArray[np.int64],
    kind: NDArray[np.int8],
    of: Standing,
    config: Settings,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    share = _per_kind(of, config.work["retirement"]["pension_share"], kind, 0.9)
    long_enough = law - start > config.work["retirement"]["pension_years"] * YEAR
    return np.asarray(long_enough & (rng.random(len(law)) < share), dtype=np.bool_)


def _past_kind(
    folk: Folk, houses: Houses, of: Standing, at: Places, who: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int8]:
    """A kind of work for each of `who`, drawn as those at work in the same economy and sex have it."""
    names = ("employee", "mine", "official")
    group = _economy(folk, houses, at).astype(np.intp) * 2 + folk.male
    table = np.stack([np.bincount(group[of.is_kind(n)], minlength=2 * len(at.economies)) for n in names], axis=1) + 0.5
    bound = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)[group[who]]
    drawn = (rng.random(int(who.sum()))[:, None] >= bound[:, :-1]).sum(axis=1)
    return np.asarray(np.array([of.kinds.index(n) for n in names])[drawn], dtype=np.int8)


def _common_kind(
    folk: Folk,
    houses: Houses,
    of: Standing,
    at: Places,
    who: NDArray[np.bool_],
    code: dict[str, int],
    rng: np.random.Generator,
) -> NDArray[np.int8]:
    """As `_past_kind`, for the whole array; those not asked get an employee's."""
    out = np.full(len(folk), code["employee"], dtype=np.int8)
    out[who] = _past_kind(folk, houses, of, at, who, rng)
    return out


def _conscripts(folk: Folk, school: School, of: Standing, config: Settings, rng: np.random.Generator) -> Spells:
    """Two years of service: of those in the forces when young, and of part of the other men of the ages."""
    rule = config.work["careers"]["conscript"]
    length = rule["months"]
    serving = of.is_kind("force") & (ages(folk.born, of.anchor) < rule["until_age"]) & folk.male
    others = folk.male & ~serving & ~folk.foreign & (rng.random(len(folk)) < rule["share_of_men"])
    others &= (of.kind == REST) | (of.kind == YOUNG) | of.is_kind("employee") | of.is_kind("mine")
    year = year_of(np.maximum(school.done(folk), birthday(folk.born, 18))) + 1
    year = np.where(serving, year_of(of.anchor) - rng.integers(0, length // 12, len(folk)), year)
    begin = date_in_year(year, rule["month"], 1)
    begin = np.where(serving & (begin > of.anchor), begin - 365, begin)
    begin = np.maximum(begin, school.done(folk) + 1)
    end = date_in_year(year_of(begin) + length // 12, rule["month"], 1) - 1
    # Only service that does not cut into the standing of the anchor day.
    clash = others & (begin <= of.anchor) & (end >= of.anchor)
    chosen = np.flatnonzero((serving | others) & ~clash)
    if not len(chosen):
        return none()
    return union(spells(chosen, begin[chosen], end[chosen]))
