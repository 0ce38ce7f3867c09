"""What is asked of a run so that its figures can be kept: everything by `baophu.insight`, nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa

from baophu.engine.months import first_day, month_of, show
from baophu.engine.periods import period_at
from baophu.engine.source import Facts, FactsError, open_facts
from baophu.engine.store import Run
from baophu.insight.by_month import money_by_month, people_by_month
from baophu.insight.coverage import law_ages
from baophu.insight.expiry import KINDS, Expiry, expiry
from baophu.insight.forecast import Forecast, forecast
from baophu.insight.lapses import lapses
from baophu.insight.run import InsightError
from baophu.law.model import Book, Text

HORIZONS = (30, 60, 90)
"""Days ahead for which lapses are counted, besides the year's end."""
MILLION = 1_000_000

Progress = Callable[[str, float], None]


@dataclass
class Asked:
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


def ask(run: Run, book: Book, day: date, progress: Progress) -> Asked:
    """Everything that is kept of a run, as known on a day."""
    month = month_of(day)
    bands = law_ages(book, period_at(book, month, month))
    progress("people by month", 0.0)
    people = people_by_month(run, book, bands)
    progress("money by month", 0.25)
    asked = Asked(day, bands, people, money_by_month(run, book))
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


def _ask_lapses(run: Run, book: Book, asked: Asked) -> None:
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


def _ask_forecast(run: Run, book: Book, asked: Asked) -> None:
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
            "trust": in_millionths(found.trust),
            "said": in_millionths(found.said),
            "trials": [[t.origin, t.target, in_millionths(t.forecast), in_millionths(t.actual)] for t in found.trials],
            "error": in_millionths(found.mean_error),
            "no_change": in_millionths(found.mean_error_of_no_change),
        }


def in_millionths(share: Fraction | None) -> int | None:
    """A share as a whole number of millionths."""
    return None if share is None else round(share * MILLION)
