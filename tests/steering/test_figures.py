"""Kept figures are insight's answers on the same run."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from baophu.decisions.models import Run as DecidedRun
from baophu.decisions.signals import province_decided
from baophu.engine.months import month_of, parse
from baophu.engine.source import open_facts
from baophu.engine.store import Run
from baophu.insight.coverage import coverage, series
from baophu.insight.expiry import expiry
from baophu.insight.forecast import forecast
from baophu.insight.lapses import lapses
from baophu.insight.money import money
from baophu.law.model import Book
from baophu.steering.errors import NoFigures, WrongRun
from baophu.steering.models import Ending, Kept, LapseCount, MoneyCount, PeopleCount, Report
from baophu.steering.services import figures, reading
from baophu.steering.services.asking import in_millionths

from .conftest import DAY

pytestmark = pytest.mark.django_db
MONTH = month_of(DAY)


def test_people_are_those_of_coverage(kept: Kept, run: Run, book: Book) -> None:
    asked = coverage(run, book, DAY)
    assert kept.bands == [0, 6, 65, 70, 75]
    total = reading.total(kept, MONTH)
    assert (total.living, total.insured, total.rate) == (asked.total.people, asked.total.insured, asked.total.rate)
    units = reading.by_unit(kept, MONTH)
    assert {u: (c.living, c.insured) for u, c in units.items()} == {
        p.key: (p.people, p.insured) for p in asked.by["unit"]
    }
    for dimension in ("group", "age", "ethnicity"):
        found = reading.by_key(kept, MONTH, dimension)
        assert {k: (c.living, c.insured) for k, c in found.items()} == {
            p.key: (p.people, p.insured) for p in asked.by[dimension]
        }, dimension


def test_every_month_is_there_and_units_add_up(kept: Kept, run: Run, book: Book) -> None:
    months = list(range(run.first, run.last + 1))
    known = reading.series(kept, last=run.last)
    asked = series(run, book, months)
    assert [(m, c.living, c.insured) for m, c in known] == [(p.month, p.people, p.insured) for p in asked]
    for month in (run.first, MONTH, run.last):
        added = sum(reading.by_unit(kept, month).values(), reading.NOBODY)
        assert added == reading.total(kept, month)


@pytest.mark.parametrize("dimension", ["group", "age", "ethnicity"])
def test_every_dimension_adds_up_to_everybody(kept: Kept, dimension: str) -> None:
    assert sum(reading.by_key(kept, MONTH, dimension).values(), reading.NOBODY) == reading.total(kept, MONTH)


def test_money_is_that_of_insight(kept: Kept, run: Run, book: Book) -> None:
    for first, last in ((run.first, run.last), (parse("2026-01"), MONTH), (MONTH, MONTH)):
        asked = money(run, book, first, last)
        assert reading.money(kept, first, last) == {(li.payer,): li.amount for li in asked.by()}
        by_act = {(li.payer, *li.keys): li.amount for li in asked.by("instrument")}
        assert reading.money(kept, first, last, keys=("payer", "instrument")) == by_act
        by_unit: dict[str, int] = {}
        for line in asked.by("unit"):
            by_unit[str(line.keys[0])] = by_unit.get(str(line.keys[0]), 0) + line.amount
        assert reading.money_by_unit(kept, first, last) == by_unit


def test_lapses_are_those_of_insight(kept: Kept, run: Run, book: Book) -> None:
    assert run.facts is not None
    days = reading.horizons(kept)
    assert days[:3] == [DAY + timedelta(days=n) for n in (30, 60, 90)]
    for until in days[:3]:
        asked = lapses(run, book, open_facts(run.facts), DAY, (until - DAY).days)
        found = reading.lapsing(kept, until)
        whole = asked.total
        assert found[""] == reading.Lapsing(whole.people, whole.cover, whole.support, whole.own_rises, whole.renews)
        assert {c: n.people for c, n in found.items() if c} == {li.key: li.people for li in asked.by_cause}
        units = {u: n.people for u, n in reading.lapsing(kept, until, "unit").items() if u}
        assert units == {li.key: li.people for li in asked.by_unit}


def test_endings_are_those_of_insight_counted_today(kept: Kept, run: Run, book: Book) -> None:
    asked = {e.provision: e for e in expiry(run, book, date(2025, 9, 1)).endings}
    found = {e.provision: e for e in reading.endings(kept)}
    assert found.keys() == asked.keys()
    for ref, ending in found.items():
        assert (ending.end, ending.instrument, ending.payer) == (
            asked[ref].end, asked[ref].instrument, asked[ref].payer,
        )  # fmt: skip
        assert ending.counted_in == min(MONTH, month_of(ending.end))
        if month_of(ending.end) <= MONTH:
            assert (ending.people, ending.monthly, ending.unsupported_after) == (
                asked[ref].people, asked[ref].monthly, asked[ref].unsupported_after,
            )  # fmt: skip
    ahead = [e for e in found.values() if e.end > DAY and e.people]
    assert ahead
    assert sum(n for _unit, n in ahead[0].units) == ahead[0].people


def test_the_forecast_is_that_of_insight(kept: Kept, run: Run, book: Book) -> None:
    asked = forecast(run, book, MONTH, parse("2026-12"))
    found = reading.foreseen(kept)
    assert found[""].month == parse("2026-12")
    assert in_millionths(found[""].rate) == in_millionths(asked.total.rate)
    assert {u.unit: u.insured for u in asked.units} == {u: f.insured for u, f in found.items() if u}
    assert kept.method["error"] == in_millionths(asked.mean_error)


def test_on_the_simulated_history_the_error_to_the_years_end_is_shown_and_bounded(run: Run, book: Book) -> None:
    """From March, June and September 2025 to December. Whether it beats saying that nothing changes differs from
    horizon to horizon (the method's page shows both errors); that is not asserted here.
    """
    for origin in ("2025-03", "2025-06", "2025-09"):
        found = forecast(run, book, parse(origin), parse("2025-12"))
        true = series(run, book, [parse("2025-12")])[0].rate
        assert found.total.rate is not None
        error = float(found.total.rate - true) * 100
        mean = None if found.mean_error is None else float(found.mean_error) * 100
        print(f"{origin}: wrong by {error:+.2f} points, {len(found.trials)} trials, mean {mean}")
        assert abs(error) < 1.5
    found = forecast(run, book, parse("2026-06"), parse("2026-12"))
    assert found.mean_error is not None
    assert found.mean_error < 0.012


def test_keeping_again_replaces_and_reports_keep_theirs(kept: Kept, run_folder: Path, book: Book) -> None:
    counts = PeopleCount.objects.count(), MoneyCount.objects.count(), LapseCount.objects.count(), Ending.objects.count()
    again = figures.keep(run_folder, number=7, day=DAY, book=book)
    assert Kept.objects.get() == again
    now = PeopleCount.objects.count(), MoneyCount.objects.count(), LapseCount.objects.count(), Ending.objects.count()
    assert now == counts
    Report.objects.create(kept=again, year=2026, quarter=2, language="vi", pdf="a", xlsx="b", at=again.at, seconds=1)
    newer = figures.keep(run_folder, number=7, day=DAY, book=book)
    assert set(Kept.objects.values_list("pk", "run")) == {(again.pk, None), (newer.pk, 7)}
    assert reading.in_use() == newer
    assert reading.total(again, MONTH) == reading.total(newer, MONTH)


def test_a_run_that_is_done_has_its_figures_kept(db: None, run_folder: Path, book: Book, home: Path) -> None:
    run = DecidedRun.objects.create(state="done", first=0, last=0, day=DAY, asked="2026-08-20T00:00Z", written=1)
    shutil.copytree(run_folder, run.folder)
    assert {error for _receiver, error in province_decided.send_robust(DecidedRun, run=run)} == {None}
    kept = reading.in_use()
    assert (kept.run, kept.day, kept.month, kept.simulated) == (run.pk, DAY, MONTH, True)


def test_what_cannot_be_kept_says_why(db: None, run_folder: Path, tmp_path: Path, book: Book) -> None:
    with pytest.raises(WrongRun, match="không phải là một lần tính"):
        figures.keep(tmp_path, book=book)
    with pytest.raises(WrongRun, match="không có ngày 01/01/2030"):
        figures.keep(run_folder, day=date(2030, 1, 1), book=book)
    other = tmp_path / "other"
    shutil.copytree(run_folder, other)
    note = (other / "run.json").read_text(encoding="utf-8").replace(book.digest, "0" * 64)
    (other / "run.json").write_text(note, encoding="utf-8")
    with pytest.raises(WrongRun, match="sổ luật khác"):
        figures.keep(other, book=book)
    assert not Kept.objects.exists()
    with pytest.raises(NoFigures):
        reading.in_use()


def test_the_first_month_has_no_past(db: None, run_folder: Path, book: Book) -> None:
    """Figures of the run's first month: nothing to forecast from, and said so."""
    kept = figures.keep(run_folder, day=date(2024, 1, 15), book=book)
    assert reading.foreseen(kept) == {}
    assert any("Chưa dự báo được" in vi for vi, _en in kept.unseen)
    assert reading.total(kept, kept.month).living > 0
