"""The forecast applies what became of people before to the people there are now, and tells how wrong it was."""

from __future__ import annotations

from fractions import Fraction

import pytest

from baophu.engine.months import parse
from baophu.insight.coverage import series
from baophu.insight.forecast import PULL, Trial, _trust, forecast
from baophu.insight.run import InsightError
from baophu.law.model import Book

from .helpers import SmallRun, decided, small_run, spell

HOUSEHOLD = decided("household", "5", {"own": (100, "")})
SUPPORTED = decided("elderly", "5", {"province": (100, "3/2021/RES#elderly")})
OUTCOMES = [HOUSEHOLD, SUPPORTED]


def steady(people: int = 100, uninsured: int = 20) -> SmallRun:
    """Nothing ever changes: 100 people, 20 of them without a card."""
    rows = [spell(n, "2022-01", "2025-12", 0, 45000, own=45000, card=int(n > uninsured)) for n in range(1, people + 1)]
    return small_run(OUTCOMES, rows, first="2022-01", last="2025-12")


def test_where_nothing_changed_nothing_is_foreseen_to_change(toy: Book) -> None:
    found = forecast(steady(), toy, parse("2025-06"), parse("2025-12"))
    assert (found.total.living, found.total.insured, found.total.rate) == (100, 80, Fraction(4, 5))
    assert found.total.half == 0
    assert found.mean_error == 0
    assert [(p.standing, p.people) for p in found.total.parts] == [
        ("keeps", 80), ("loses", 0), ("gains", 0), ("out", 20), ("new", 0),
    ]  # fmt: skip


def test_the_rates_are_those_of_the_stretch_before_and_of_the_same_months_a_year_ago(toy: Book) -> None:
    """Each January 10 of 100 insured lose their card for good; from December on that is foreseen, from June not."""
    rows = []
    for n in range(1, 101):
        year = 2022 + (n - 1) // 10
        if year > 2025:
            rows.append(spell(n, "2022-01", "2025-12", 0, 45000, own=45000))
            continue
        rows.append(spell(n, "2022-01", f"{year}-01", 0, 45000, own=45000))
        rows.append(spell(n, f"{year}-02", "2025-12", 0, 45000, own=45000, card=0))
    run = small_run(OUTCOMES, rows, first="2022-01", last="2025-12")
    # January 2025 → February: 70 insured.  A year ago 80 became 70; December → January nobody lost anything.
    found = forecast(run, toy, parse("2025-01"), parse("2025-02"))
    january = [(parse(f"{year}-01"), parse(f"{year}-02")) for year in (2024, 2023)]
    assert found.windows == ((parse("2024-12"), parse("2025-01")), *january)
    lost = Fraction(10 + 10, 70 + 80 + 90)
    assert found.total.insured == round(70 * (1 - lost))
    # July → August: nobody ever lost a card in summer
    assert forecast(run, toy, parse("2025-07"), parse("2025-08")).total.insured == 60


def test_those_whose_support_ends_are_counted_apart(toy: Book) -> None:
    """A year ago all 20 whose support ended dropped out; this year 30 are about to."""
    rows = [spell(n, "2023-01", "2025-12", 0, 45000, own=45000) for n in range(1, 101)]
    for n in range(101, 121):
        rows += [spell(n, "2023-01", "2024-06", 1, 45000, province=45000),
                 spell(n, "2024-07", "2025-12", 0, 45000, own=45000, card=0)]  # fmt: skip
    for n in range(121, 151):
        rows += [spell(n, "2023-01", "2025-06", 1, 45000, province=45000),
                 spell(n, "2025-07", "2025-12", 0, 45000, own=45000, card=0)]  # fmt: skip
    run = small_run(OUTCOMES, rows, first="2023-01", last="2025-12")
    found = forecast(run, toy, parse("2025-06"), parse("2025-07"))
    loses = next(p for p in found.total.parts if p.standing == "loses")
    assert (loses.people, loses.insured) == (30, 0)
    assert found.total.insured == 100
    assert found.total.rate == series(run, toy, [parse("2025-07")])[0].rate
    # the year before it had seen nobody lose support, and says that of those nobody stays
    assert found.trials[-1].error == 0


def test_births_and_arrivals_are_as_many_as_before(toy: Book) -> None:
    rows = [spell(n, "2023-01", "2025-12", 0, 45000, own=45000) for n in range(1, 51)]
    months = [f"{y}-{m:02d}" for y in (2023, 2024, 2025) for m in range(1, 13)]
    rows += [spell(100 + i, month, "2025-12", 1, 45000, province=45000, born=month) for i, month in enumerate(months)]
    found = forecast(
        small_run(OUTCOMES, rows, first="2023-01", last="2025-12"), toy, parse("2025-06"), parse("2025-09")
    )
    new = next(p for p in found.total.parts if p.standing == "new")
    assert (new.living, new.insured) == (3, 3)
    assert found.total.living == 50 + 30 + 3


def test_a_small_unit_is_drawn_toward_the_province(toy: Book) -> None:
    """In the small unit its one insured person lost the card a year ago; that is not taken to happen again."""
    rows = [spell(n, "2023-01", "2025-12", 0, 45000, own=45000) for n in range(1, 401)]
    rows += [spell(900, "2023-01", "2024-06", 0, 45000, own=45000, unit="00002"),
             spell(900, "2024-07", "2025-12", 0, 45000, own=45000, unit="00002", card=0),
             spell(901, "2025-01", "2025-12", 0, 45000, own=45000, unit="00002")]  # fmt: skip
    found = forecast(
        small_run(OUTCOMES, rows, first="2023-01", last="2025-12"), toy, parse("2025-06"), parse("2025-07")
    )
    small = next(u for u in found.units if u.unit == "00002")
    keeps = small.parts[0]
    # windows: May → June 2025 (901 kept it), June → July 2024 (900 lost it) and 2023 (900 kept it); all 1202 of 1203
    assert keeps.insured == (2 + PULL * Fraction(1202, 1203)) / (3 + PULL)
    assert small.insured == 1


def test_the_interval_holds_four_errors_out_of_five(toy: Book) -> None:
    """Cards come and go without any pattern; the band is what the method was wrong by."""
    rows, seed = [], 7
    for n in range(1, 201):
        start = 0
        while start < 60:
            seed = (seed * 1103515245 + 12345) % 2**31
            length, card = 1 + seed % 9, int(seed // 7 % 5 > 0)
            a, b = parse("2021-01") + start, parse("2021-01") + min(59, start + length - 1)
            rows.append(
                spell(n, f"{a // 12}-{a % 12 + 1:02d}", f"{b // 12}-{b % 12 + 1:02d}", 0, 45000, own=45000, card=card)
            )
            start += length
    run = small_run(OUTCOMES, rows, first="2021-01", last="2025-12")
    found = forecast(run, toy, parse("2025-06"), parse("2025-09"))
    assert found.total.half is not None
    assert len(found.trials) == 24
    within = sum(abs(t.error) <= found.total.half for t in found.trials)
    assert within >= 20
    assert found.total.low is not None
    assert found.total.rate is not None
    assert found.total.low < found.total.rate < (found.total.high or 0)
    for trial in found.trials:
        known = series(run, toy, [trial.origin, trial.target])
        assert (trial.before, trial.actual) == (known[0].rate, known[1].rate)


def trial(decided: int, said: int, actual: int) -> Trial:
    d, s, a = (Fraction(n, 1000) for n in (decided, said, actual))
    return Trial(0, 1, s, a, d, d, s, Fraction(1))


def test_drift_is_believed_as_far_as_earlier_forecasts_came_true() -> None:
    assert _trust([]) == 1
    assert _trust([trial(900, 900, 910)] * 3) == 1, "where no drift was said there is nothing to believe less"
    assert _trust([trial(900, 910, 910)] * 5) == 1
    assert _trust([trial(900, 910, 920)] * 50) == 1, "never more than what was seen"
    half = _trust([trial(900, 910, 905)] * 12)
    assert half == Fraction(3, 4), "twelve that came true by half weigh as much as the beginning's whole"
    assert _trust([trial(900, 910, 880)] * 60) == 0


def test_no_trial_knows_what_came_after_it(toy: Book) -> None:
    """The trust of each trial is that of the trials whose month was known when it was asked."""
    rows = [spell(n, "2021-01", "2025-12", 0, 45000, own=45000) for n in range(1, 101)]
    for n in range(101, 161):  # cards end each month, and nobody knows how many
        month = parse("2021-02") + (n * n) % 55
        rows += [spell(n, "2021-01", f"{(month - 1) // 12}-{(month - 1) % 12 + 1:02d}", 0, 45000, own=45000),
                 spell(n, f"{month // 12}-{month % 12 + 1:02d}", "2025-12", 0, 45000, own=45000, card=0)]  # fmt: skip
    found = forecast(
        small_run(OUTCOMES, rows, first="2021-01", last="2025-12"), toy, parse("2025-06"), parse("2025-08")
    )
    for asked in found.trials:
        assert asked.trust == _trust([t for t in found.trials if t.target <= asked.origin])
        assert asked.forecast == asked.decided + asked.trust * (asked.said - asked.decided)
    assert found.trust == _trust(found.trials)


def test_what_cannot_be_foreseen_says_so(toy: Book) -> None:
    run = steady()
    with pytest.raises(InsightError, match="not after"):
        forecast(run, toy, parse("2025-06"), parse("2025-06"))
    with pytest.raises(InsightError, match="not decided"):
        forecast(run, toy, parse("2025-06"), parse("2026-01"))
    with pytest.raises(InsightError, match="needs 6 months before 2022-02"):
        forecast(run, toy, parse("2022-02"), parse("2022-08"))


def test_too_few_trials_give_no_interval(toy: Book) -> None:
    found = forecast(steady(), toy, parse("2022-04"), parse("2022-07"))
    assert found.trials == ()
    assert found.total.half is None
    assert found.total.low is None
    assert found.total.rate == Fraction(4, 5)


def test_a_unit_where_nobody_lives_is_not_there(toy: Book) -> None:
    found = forecast(steady(), toy, parse("2025-06"), parse("2025-12"))
    assert [u.unit for u in found.units] == ["00001"]
