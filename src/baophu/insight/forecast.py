"""Coverage to a month ahead: what became of people like these before, applied to the people there are now.

The method, in whole and in this order:

1. Everybody living in a unit today is in one of four *standings*, read from the decisions: insured and keeping what
   they have (`keeps`), insured and about to lose support or to pay a larger share by the target month (`loses`: a
   resolution ends, a status ends, a birthday), not insured and about to be paid for in full (`gains`), not insured
   (`out`). So what is already decided to end or begin enters here.
2. For each standing it is counted how many were still living in the unit, and how many were insured, that many months
   later: in the stretch of as many months that ends today, and in the same months a year ago; below HALF a year, which
   sees only a part of the seasons, also two years ago. All counts together are the *rates*. A small unit's rates are
   drawn toward the province's by PULL people, so that one family does not decide.
3. Births and arrivals (`new`) are taken as many as on average in these stretches, insured in the same part.
4. Rates times people, standing by standing, added up, insured over living, is what the standings say.
5. What is decided to come is believed whole: what becomes of those who lose or gain. What the others drift by, one way
   and the other, may be less than what was seen before. Of that drift only a part is believed (`trust`, from 0, those
   rates stay as they are, to 1): the part by which the earlier forecasts as many months ahead, whose outcome was known
   by then, would have been closest. Until there are some, all of it is believed (TRIED of them count for that).
6. The interval is the method's own record: it is asked for every earlier month in which the answer is known by now
   (`trials`), with no more trust than was earned by then, and the band holds LEVEL of what it was wrong by. A unit's
   band is the units' errors, each weighted by the root of the people living there.

No card is assumed to be renewed or not: renewal shows in the rates. Facts recorded late are known to the trials and not
to the forecast, so true errors may be somewhat larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from baophu.engine.months import show
from baophu.insight.run import InsightError, RunLike, month_in
from baophu.insight.standings import NOBODY, STANDINGS, Flow, Flows, flows
from baophu.law.model import Book

PULL = 200
"""People of the province's rates that each unit's are mixed with."""
LEVEL = Fraction(8, 10)
DRIFTING = ("keeps", "out", "new")
"""Standings in which nothing is decided to come."""
TRIED = 12
"""Earlier forecasts that the trust at the beginning, all of it, weighs as much as."""
MOST_TRIALS = 24
FEWEST_TRIALS = 4
YEAR, HALF = 12, 6


@dataclass(frozen=True, slots=True)
class Part:
    """People of a standing today and how many of them the forecast has living in the unit and insured then."""

    standing: str
    people: int
    living: Fraction
    insured: Fraction


@dataclass(frozen=True, slots=True)
class Expected:
    """A unit (empty: all) in the target month. `half` is half the interval's width, a share; None: too few trials.

    `rate` and `insured` believe the trust's part of the drift in `parts`.
    """

    unit: str
    living_now: int
    insured_now: int
    living: int
    insured: int
    rate: Fraction | None
    half: Fraction | None
    parts: tuple[Part, ...]

    @property
    def low(self) -> Fraction | None:
        """The lower end of the interval, at least nobody."""
        return None if self.rate is None or self.half is None else max(Fraction(0), self.rate - self.half)

    @property
    def high(self) -> Fraction | None:
        """The upper end, at most everybody."""
        return None if self.rate is None or self.half is None else min(Fraction(1), self.rate + self.half)


@dataclass(frozen=True, slots=True)
class Trial:
    """The method asked in an earlier month for one whose answer is known: the rate it gave and the true one.

    `before` is the rate of the month it was asked in. `decided` is what the standings said without any drift, `said`
    with all of it, `trust` the part of it that was believed then.
    """

    origin: int
    target: int
    forecast: Fraction
    actual: Fraction
    before: Fraction
    decided: Fraction
    said: Fraction
    trust: Fraction

    @property
    def error(self) -> Fraction:
        """Forecast minus truth."""
        return self.forecast - self.actual


@dataclass(frozen=True, slots=True)
class Forecast:
    """Coverage in the month `target` as foreseen in the month `origin`; `windows` are the stretches rates come from.

    `decided` is the rate the standings add up to without any drift, `said` with all of it, `trust` the part believed.
    """

    origin: int
    target: int
    total: Expected
    units: tuple[Expected, ...]
    windows: tuple[tuple[int, int], ...]
    trials: tuple[Trial, ...]
    decided: Fraction | None
    said: Fraction | None
    trust: Fraction

    @property
    def mean_error(self) -> Fraction | None:
        """The mean of the trials' errors without their sign; None: there is no trial."""
        return sum((abs(t.error) for t in self.trials), Fraction(0)) / len(self.trials) if self.trials else None

    @property
    def mean_error_of_no_change(self) -> Fraction | None:
        """The same for somebody who says that nothing will change."""
        found = [abs(t.before - t.actual) for t in self.trials]
        return sum(found, Fraction(0)) / len(found) if found else None


def forecast(run: RunLike, book: Book, origin: int, target: int) -> Forecast:
    """Coverage of every unit in the month `target`, foreseen from the month `origin` (both in the run).

    InsightError when the target is not later, or the run begins too late to have seen a stretch as long.
    """
    month_in(run, origin)
    month_in(run, target)
    ahead = target - origin
    if ahead < 1:
        raise InsightError(f"{show(target)} is not after {show(origin)}: a forecast is of a later month")
    windows = _windows(run, origin, ahead)
    if not windows:
        raise InsightError(
            f"a forecast {ahead} months ahead needs {ahead} months before {show(origin)};"
            f" this run begins in {show(run.first)}; decide a longer span"
        )
    origins = _trial_origins(run, origin, ahead)
    wanted = {a for o in (origin, *origins) for a, _ in _windows(run, o, ahead)} | {origin, *origins}
    seen = flows(run, book, sorted(wanted), ahead)
    asked: list[tuple[Trial, list[Fraction]]] = []
    for o in origins:
        earned = _trust([t for t, _ in asked if t.target <= o])
        asked.append(_trial(seen, o, ahead, _windows(run, o, ahead), earned))
    trust = _trust([t for t, _ in asked])
    half, root = _half([t.error for t, _ in asked]), _half([e for _, errors in asked for e in errors])
    by_unit = _expected(seen, origin, windows)
    units = tuple(
        _told(unit, by_unit[unit], trust, None if root is None else root / max(1, isqrt(_now(by_unit[unit])[0])))
        for unit in sorted(by_unit)
    )
    every = _added(by_unit.values())
    trials = tuple(t for t, _ in asked)
    return Forecast(origin, target, _told("", every, trust, half), units, windows, trials, *_rates(every), trust)


def _trust(known: Sequence[Trial]) -> Fraction:
    """The part of the drift the standings said that would have come closest in trials, by least squares, from 0 to 1.

    As if TRIED more of the same size had come true whole.
    """
    moved = [(t.said - t.decided, t.actual - t.decided) for t in known]
    size = sum((said * said for said, _ in moved), Fraction(0))
    if not size:
        return Fraction(1)
    true = sum((said * came for said, came in moved), Fraction(0))
    first = size / len(moved) * TRIED
    return min(Fraction(1), max(Fraction(0), (true + first) / (size + first))).limit_denominator(1000)


def _windows(run: RunLike, origin: int, ahead: int) -> tuple[tuple[int, int], ...]:
    """The stretch that ends at the origin and the same months of years before, as far as the run has them."""
    years = (1, 2) if ahead < HALF else (1,)
    found = [(origin - ahead, origin), *((origin - YEAR * n, origin - YEAR * n + ahead) for n in years)]
    return tuple(dict.fromkeys((a, b) for a, b in found if a >= run.first and b <= origin))


def _trial_origins(run: RunLike, origin: int, ahead: int) -> tuple[int, ...]:
    """Earlier months from which a month known at the origin is `ahead` months away, the latest last."""
    full = len(_windows(run, origin, ahead))
    found = [m for m in range(run.first, origin - ahead + 1) if len(_windows(run, m, ahead)) == full]
    return tuple(found[-MOST_TRIALS:])


def _expected(
    seen: Mapping[int, Flows], origin: int, windows: Sequence[tuple[int, int]]
) -> dict[str, tuple[Part, ...]]:
    """Each unit's people today by standing, with what the rates of the windows make of them."""
    past: dict[str, dict[str, Flow]] = {}
    for start, _ in windows:
        for unit, known in seen[start].items():
            mine = past.setdefault(unit, {})
            for standing, flow in known.items():
                mine[standing] = mine.get(standing, NOBODY) + flow
    whole = {s: _sum(flows.get(s, NOBODY) for flows in past.values()) for s in STANDINGS}
    found: dict[str, tuple[Part, ...]] = {}
    for unit in sorted(seen[origin].keys() | past.keys()):
        parts = []
        for standing in STANDINGS:
            before = past.get(unit, {}).get(standing, NOBODY)
            if standing == "new":
                parts.append(_newcomers(before, len(windows)))
                continue
            people = seen[origin].get(unit, {}).get(standing, NOBODY).people
            stay = _rate(before.living, before.people, whole[standing].living, whole[standing].people)
            kept = _rate(before.insured, before.people, whole[standing].insured, whole[standing].people)
            parts.append(Part(standing, people, people * stay, people * kept))
        found[unit] = tuple(parts)
    return found


def _newcomers(before: Flow, windows: int) -> Part:
    return Part("new", 0, Fraction(before.living, windows), Fraction(before.insured, windows))


def _rate(count: int, people: int, of_all: int, all_people: int) -> Fraction:
    """A unit's rate drawn toward that of all; where nobody was ever in this standing: everybody stays, none insured."""
    if not all_people:
        return Fraction(1) if count == of_all == 0 and not people else Fraction(0)
    return (count + PULL * Fraction(of_all, all_people)) / (people + PULL)


def _told(unit: str, parts: tuple[Part, ...], trust: Fraction, half: Fraction | None) -> Expected:
    living_now, insured_now = _now(parts)
    there = sum((p.living for p in parts), Fraction(0))
    decided, said = _rates(parts)
    rate = None if decided is None or said is None else decided + trust * (said - decided)
    insured = Fraction(0) if rate is None else rate * there
    return Expected(unit, living_now, insured_now, round(there), round(insured), rate, half, parts)


def _rates(parts: Sequence[Part]) -> tuple[Fraction | None, Fraction | None]:
    """The rate that parts add up to if those who neither lose nor gain are insured in the same part as today, and with
    what they drift by; None where nobody will live."""
    there, insured = sum((p.living for p in parts), Fraction(0)), sum((p.insured for p in parts), Fraction(0))
    if not there:
        return None, None
    drifting = [p for p in parts if p.standing in DRIFTING]
    today = sum(p.people for p in drifting)
    as_today = Fraction(sum(p.people for p in drifting if p.standing == "keeps"), today) if today else None
    drift = sum((p.insured - p.living * as_today for p in drifting), Fraction(0)) if as_today is not None else 0
    said = min(Fraction(1), insured / there)
    return min(Fraction(1), max(Fraction(0), said - drift / there)), said


def _now(parts: Iterable[Part]) -> tuple[int, int]:
    """People living and insured today."""
    held = list(parts)
    return sum(p.people for p in held), sum(p.people for p in held if p.standing in ("keeps", "loses"))


def _added(units: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    every = [p for parts in units for p in parts]
    return tuple(
        Part(s, *(sum((getattr(p, f) for p in every if p.standing == s), 0) for f in ("people", "living", "insured")))
        for s in STANDINGS
    )


def _trial(
    seen: Mapping[int, Flows], origin: int, ahead: int, windows: Sequence[tuple[int, int]], trust: Fraction
) -> tuple[Trial, list[Fraction]]:
    """The province's trial, and each unit's error times the root of the people living there."""
    by_unit = _expected(seen, origin, windows)
    errors = []
    for unit, parts in by_unit.items():
        foreseen, true = _told(unit, parts, trust, None).rate, _actual([seen[origin].get(unit, {})])
        if foreseen is not None and true is not None:
            errors.append((foreseen - true) * isqrt(_now(parts)[0]))
    every = _added(by_unit.values())
    total = _told("", every, trust, None)
    decided, said = _rates(every)
    true = _actual(seen[origin].values())
    before = Fraction(total.insured_now, total.living_now or 1)
    told = (total.rate or Fraction(0), true or Fraction(0), before, decided or before, said or before, trust)
    return Trial(origin, origin + ahead, *told), errors


def _actual(units: Iterable[Mapping[str, Flow]]) -> Fraction | None:
    counted = _sum(flow for flows in units for flow in flows.values())
    return Fraction(counted.insured, counted.living) if counted.living else None


def _sum(flows: Iterable[Flow]) -> Flow:
    return sum(flows, NOBODY)


def _half(errors: Sequence[Fraction]) -> Fraction | None:
    """The size below which LEVEL of the errors lie; None when there are too few to say."""
    if len(errors) < FEWEST_TRIALS:
        return None
    sizes = sorted(abs(e) for e in errors)
    return sizes[min(len(sizes) - 1, -(-len(sizes) * LEVEL.numerator // LEVEL.denominator) - 1)]
