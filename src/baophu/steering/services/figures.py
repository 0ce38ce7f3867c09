"""The figures of a run of decisions, asked once of `baophu.insight` and kept in tables.

Pages, targets and reports read these tables; a question about people (the list behind a figure) goes to the run itself.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from baophu.engine.months import first_day, last_day, month_of, show
from baophu.engine.periods import period_at
from baophu.engine.source import Facts, FactsError, open_facts
from baophu.engine.store import Run, RunError, open_run
from baophu.insight.by_month import money_by_month, people_by_month
from baophu.insight.coverage import law_ages
from baophu.insight.expiry import KINDS, Expiry, expiry
from baophu.insight.forecast import Forecast, forecast
from baophu.insight.lapses import lapses
from baophu.insight.run import InsightError, simulated, weight
from baophu.law.model import Book, Text
from baophu.steering.errors import WrongRun
from baophu.steering.models import Ending, Expectation, Kept, LapseCount, MoneyCount, PeopleCount
from baophu.steering.services.rows import insert

HORIZONS = (30, 60, 90)
"""Days ahead for which lapses are counted, besides the year's end."""
DEEP_MONTHS = 13
"""Months back for which groups are also kept by age and ethnicity; before that, Decembers."""
MILLION = 1_000_000

Progress = Callable[[str, float], None]


def keep(
    folder: Path,
    *,
    number: int | None = None,
    day: date | None = None,
    book: Book | None = None,
    progress: Progress = lambda step, done: None,
) -> Kept:
    """Keep the figures of the run in a folder; figures of the same run are written anew, older ones go.

    `number` is the run's in the register, `day` the day the figures speak of (today, or the run's last day where it
    ends earlier). Everything is asked first and written in one transaction. WrongRun when the folder is no run, is
    none of the law book in use, or does not reach the day.
    """
    began = time.perf_counter()
    if book is None:
        from baophu.steering.services.sources import book as in_use

        book = in_use()
    run = _opened(folder, book)
    try:
        asked = _ask(run, book, _day(run, day), progress)
    except (InsightError, duckdb.Error) as error:
        raise WrongRun(f"Không tính được số liệu của {folder}: {error}", f"{folder}: {error}") from error
    finally:
        run.con.close()
    progress("writing figures", 0.9)
    with transaction.atomic():
        _forget(number)
        kept = Kept.objects.create(
            run=number,
            folder=str(folder),
            facts=str(run.facts or ""),
            book=book.name,
            digest=book.digest,
            version=str(run.notes.get("baophu", "")),
            first=run.first,
            last=run.last,
            month=month_of(asked.day),
            day=asked.day,
            bands=list(asked.bands),
            weight=weight(run.about),
            simulated=simulated(run.about),
            population=sum(area.population for area in book.areas.values()),
            method=asked.method,
            unseen=[[t.vi, t.en] for t in asked.unseen],
            seconds=round(time.perf_counter() - began, 3),
            at=timezone.now(),
        )
        asked.write(kept)
    return kept


def folder_of(kept: Kept) -> Path:
    """Where lists that are too long for tables are kept: `lapses.parquet`, a row a lapse (`insight.lapses`)."""
    return Path(settings.HOME) / "figures" / str(kept.pk)


def _opened(folder: Path, book: Book) -> Run:
    try:
        run = open_run(folder)
    except RunError as error:
        raise WrongRun(f"{folder} không phải là một lần tính.", str(error)) from error
    if run.notes.get("digest") != book.digest:
        run.con.close()
        raise WrongRun(
            f"{folder} được tính theo sổ luật khác với sổ luật đang dùng ({book.name}); hãy tính lại.",
            f"{folder} was decided by a law book other than the one in use ({book.name}); decide again.",
        )
    return run


def _day(run: Run, asked: date | None) -> date:
    """The day the figures speak of, within the run."""
    day = asked or timezone.localdate()
    if asked is not None and not run.first <= month_of(asked) <= run.last:
        raise WrongRun(
            f"Lần tính này gồm {show(run.first)} đến {show(run.last)}, không có ngày {asked:%d/%m/%Y}.",
            f"This run covers {show(run.first)} to {show(run.last)}, not {asked.isoformat()}.",
        )
    return min(max(day, first_day(run.first)), last_day(run.last))


def _forget(number: int | None) -> None:
    """Take away figures that no report was made of: those of this run and of all earlier ones."""
    unused = Kept.objects.filter(reports=None)
    if number is not None:
        Kept.objects.filter(run=number).exclude(pk__in=unused.values("pk")).update(run=None)
    ids = list(unused.values_list("pk", flat=True))
    for model in (PeopleCount, MoneyCount, LapseCount, Ending, Expectation):
        model._default_manager.filter(kept__in=ids)._raw_delete("default")  # type: ignore[attr-defined]
    gone = [folder_of(k) for k in Kept.objects.filter(pk__in=ids)]
    Kept.objects.filter(pk__in=ids).delete()
    transaction.on_commit(lambda: [shutil.rmtree(folder, ignore_errors=True) for folder in gone] and None)


@dataclass
class _Asked:
    """Everything asked of a run, ready to be written."""

    day: date
    bands: tuple[int, ...]
    people: pa.Table
    money: pa.Table
    lapses: list[tuple[Any, ...]] = field(default_factory=list)
    lapsing: pa.Table | None = None
    endings: Expiry | None = None
    forecasts: list[Forecast] = field(default_factory=list)
    method: dict[str, Any] = field(default_factory=dict)
    unseen: list[Text] = field(default_factory=list)

    def write(self, kept: Kept) -> None:
        """Write all of it under a row of Kept; the list of lapses beside the tables."""
        if self.lapsing is not None:
            folder_of(kept).mkdir(parents=True, exist_ok=True)
            pq.write_table(self.lapsing, folder_of(kept) / "lapses.parquet")
        columns = ("kept_id", "dimension", "month", "unit", "key", "other", "living", "insured")
        insert(PeopleCount, columns, ((kept.pk, *row) for row in _people_rows(self.people, month_of(self.day))))
        columns = ("kept_id", "month", "unit", "payer", "instrument", "provision", "amount", "person_months")
        insert(MoneyCount, columns, ((kept.pk, *row) for row in _money_rows(self.money)))
        columns = ("kept_id", "until", "unit", "cause", "people", "cover", "support", "own_rises", "renews")
        insert(LapseCount, columns, ((kept.pk, *row) for row in self.lapses))
        if self.endings is not None:
            Ending.objects.bulk_create(_ending_rows(kept, self.endings))
        Expectation.objects.bulk_create(_expectation_rows(kept, self.forecasts))


def _ask(run: Run, book: Book, day: date, progress: Progress) -> _Asked:
    month = month_of(day)
    bands = law_ages(book, period_at(book, month, month))
    progress("people by month", 0.0)
    people = people_by_month(run, book, bands)
    progress("money by month", 0.25)
    asked = _Asked(day, bands, people, money_by_month(run, book))
    progress("lapses ahead", 0.4)
    _ask_lapses(run, book, asked)
    progress("what ends", 0.55)
    asked.endings = _ask_endings(run, book, month)
    progress("forecast", 0.65)
    _ask_forecast(run, book, asked)
    return asked


@dataclass(frozen=True)
class _Until:
    """A run as far as a month: what lies behind is not looked at."""

    con: duckdb.DuckDBPyConnection
    first: int
    last: int
    about: Mapping[str, Any]


def _ask_endings(run: Run, book: Book, month: int) -> Expiry:
    """What ended in the twelve months before and what ends from then on.

    Those that end later than `month` are counted in it: who is under them today. Cards of months to come are not all
    recorded yet, and would make them few. What follows them is still read where they end, as far as the run reaches.
    """
    since = first_day(max(run.first, month - 11))
    found = expiry(run, book, since)
    today = {e.provision: e for e in expiry(_Until(run.con, run.first, month, run.about), book, since).endings}
    endings = tuple(
        replace(today[e.provision], follows=e.follows) if month_of(e.end) > month else e for e in found.endings
    )
    order = sorted(endings, key=lambda e: (e.end, KINDS.index(e.kind), -e.people, e.provision))
    return replace(found, endings=tuple(order))


def _ask_lapses(run: Run, book: Book, asked: _Asked) -> None:
    day, year_end = asked.day, date(asked.day.year, 12, 31)
    wanted = sorted({*(day + timedelta(days=n) for n in HORIZONS), year_end} - {day})
    reach = first_day(run.last)
    until = [d for d in wanted if d <= reach]
    if len(until) < len(wanted) and reach > day and reach not in until:
        until.append(reach)
        asked.unseen.append(
            Text(
                f"Lần tính chỉ thấy trước các thay đổi đến {reach:%d/%m/%Y}.",
                f"This run sees changes ahead only as far as {reach:%d/%m/%Y}.",
            )
        )
    facts = _facts(run)
    if not until or facts is None:
        asked.unseen.append(
            Text("Chưa đếm được người sắp mất quyền lợi.", "Lapses ahead could not be counted from this run.")
        )
        return
    try:
        found = lapses(run, book, facts, day, (until[-1] - day).days).people
    except InsightError as error:
        asked.unseen.append(
            Text(f"Chưa đếm được người sắp mất quyền lợi: {error}", f"Lapses were not counted: {error}")
        )
        return
    asked.lapsing = found
    asked.lapses = [row for d in until for row in _lapse_rows(found, d)]


def _facts(run: Run) -> Facts | None:
    if run.facts is None:
        return None
    try:
        return open_facts(run.facts)
    except FactsError:
        return None


def _lapse_rows(people: pa.Table, until: date) -> Iterator[tuple[Any, ...]]:
    with duckdb.connect() as con:
        con.register("lapse", people)
        rows = con.execute(
            """select coalesce(unit, ''), coalesce(cause, ''), count(distinct person),
                 count(distinct person) filter (cover), count(distinct person) filter (support),
                 count(distinct person) filter (own_rises),
                 count(distinct person) filter (renews and not cover and not support and not own_rises)
               from lapse where day <= $1 group by grouping sets ((), (unit), (cause), (unit, cause))""",
            [until],
        ).fetchall()
    return ((until, *row) for row in rows)


def _ask_forecast(run: Run, book: Book, asked: _Asked) -> None:
    """To the end of this year and, from October on, of the next one as far as the run reaches."""
    month = month_of(asked.day)
    end = month - month % 12 + 11
    for target in (end if end > month else end + 12,):
        try:
            found = forecast(run, book, month, target)
        except InsightError:
            reach = Text(
                f"Chưa dự báo được đến {show(target)}: lần tính gồm {show(run.first)} đến {show(run.last)}.",
                f"No forecast to {show(target)}: this run covers {show(run.first)} to {show(run.last)}.",
            )
            asked.unseen.append(reach)
            continue
        asked.forecasts.append(found)
        asked.method = {
            "origin": found.origin,
            "target": found.target,
            "windows": [list(w) for w in found.windows],
            "trials": [[t.origin, t.target, _million(t.forecast), _million(t.actual)] for t in found.trials],
            "error": _million(found.mean_error),
            "no_change": _million(found.mean_error_of_no_change),
        }


def _people_rows(people: pa.Table, month: int) -> list[tuple[Any, ...]]:
    """The counts of every dimension, for each unit and for the province (an empty unit)."""
    deep = f"(month % 12 = 11 or month between {month - DEEP_MONTHS + 1} and {month})"
    parts = [
        ("all", "''", "''", "true"),
        ("group", '"group"', "''", "true"),
        ("age", "band::varchar", "''", "true"),
        ("ethnicity", "ethnicity", "''", "true"),
        ("group_age", '"group"', "band::varchar", deep),
        ("group_ethnicity", '"group"', "ethnicity", deep),
    ]
    asked = " union all ".join(
        f"""select '{name}' as dimension, month, coalesce(unit, '') as unit, {key} as key, {other} as other,
              sum(living)::bigint as living, sum(insured)::bigint as insured
            from people where {where} group by grouping sets ((month, unit, {_named(key, other)}),
              (month, {_named(key, other)}))"""
        for name, key, other, where in parts
    )
    with duckdb.connect() as con:
        con.register("people", people)
        return con.execute(f"select * from ({asked}) order by 1, 2, 3").fetchall()


def _named(*columns: str) -> str:
    return ", ".join(c for c in columns if c != "''") or "()"


def _money_rows(money: pa.Table) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        con.register("money", money)
        return con.execute(
            """select month, coalesce(unit, ''), payer, instrument, provision, sum(amount)::bigint,
                 sum(person_months)::bigint
               from money group by grouping sets ((month, unit, payer, instrument, provision),
                                                  (month, payer, instrument, provision)) order by 1, 2"""
        ).fetchall()


def _ending_rows(kept: Kept, found: Expiry) -> list[Ending]:
    return [
        Ending(
            kept=kept,
            provision=e.provision,
            instrument=e.instrument,
            kind=e.kind,
            payer=e.payer,
            end=e.end,
            ended_by=e.ended_by or "",
            counted_in=e.counted_in,
            people=e.people,
            monthly=e.monthly,
            last_year=e.last_year,
            last_year_months=e.last_year_months,
            unsupported_after=e.unsupported_after,
            units=[[u.unit, u.people] for u in e.units],
            follows=None
            if e.follows is None
            else [
                {"provision": f.provision, "letter": f.letter, "group": f.group, "people": f.people, "own": f.own}
                for f in e.follows
            ],
        )
        for e in found.endings
    ]


def _expectation_rows(kept: Kept, forecasts: list[Forecast]) -> list[Expectation]:
    return [
        Expectation(
            kept=kept,
            unit=e.unit,
            month=f.target,
            living=e.living,
            insured=e.insured,
            rate=_million(e.rate),
            half=_million(e.half),
            parts=[
                {"standing": p.standing, "people": p.people, "living": round(p.living), "insured": round(p.insured)}
                for p in e.parts
            ],
        )
        for f in forecasts
        for e in (f.total, *f.units)
    ]


def _million(share: Fraction | None) -> int | None:
    return None if share is None else round(share * MILLION)
