"""The figures of a run of decisions, asked once of `baophu.insight` and kept in tables.

Pages, targets and reports read these tables; a question about people (the list behind a figure) goes to the run itself.
"""

from __future__ import annotations

import shutil
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from baophu.decisions.models import Run as DecidedRun
from baophu.engine.months import first_day, last_day, month_of, show
from baophu.engine.store import Run, RunError, open_run
from baophu.insight.expiry import Expiry
from baophu.insight.forecast import Forecast
from baophu.insight.run import InsightError, simulated, weight
from baophu.law.model import Book
from baophu.steering.errors import WrongRun
from baophu.steering.models import Ending, Expectation, Kept, LapseCount, MoneyCount, PeopleCount
from baophu.steering.services import listing
from baophu.steering.services.asking import Asked, Progress, ask, in_millionths
from baophu.steering.services.rows import insert
from baophu.steering.services.sources import book as in_use

PEOPLE = ("dimension", "month", "unit", "key", "living", "insured")
MONEY = ("month", "unit", "payer", "instrument", "provision", "amount", "person_months")
LAPSES = ("until", "unit", "cause", "people", "cover", "support", "own_rises", "renews")


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
    book = book or in_use()
    run = _opened(folder, book)
    draft = _figures() / f".{uuid4().hex}"
    try:
        asked = ask(run, book, _day(run, day), progress)
        progress("lists", 0.85)
        listing.write(run, book, month_of(asked.day), asked.lapsing, draft)
    except (InsightError, duckdb.Error) as error:
        shutil.rmtree(draft, ignore_errors=True)
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
        _write(asked, kept)
        draft.rename(folder_of(kept))
    return kept


def keep_run(run: DecidedRun, progress: Progress = lambda step, done: None) -> Kept:
    """Keep the figures of a run of the register; errors as for `keep`."""
    return keep(run.folder, number=run.pk, day=run.day, progress=progress)


def folder_of(kept: Kept) -> Path:
    """Where the lists behind figures are kept (`services.listing`)."""
    return _figures() / str(kept.pk)


def _figures() -> Path:
    return Path(settings.HOME) / "figures"


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
        model._default_manager.filter(kept__in=ids)._raw_delete("default")
    gone = [folder_of(k) for k in Kept.objects.filter(pk__in=ids)]
    Kept.objects.filter(pk__in=ids).delete()
    for folder in gone:
        transaction.on_commit(partial(shutil.rmtree, folder, ignore_errors=True))


def _write(asked: Asked, kept: Kept) -> None:
    """Write all of it under a row of Kept."""
    for model, columns, rows in (
        (PeopleCount, PEOPLE, _people_rows(asked.people)),
        (MoneyCount, MONEY, _money_rows(asked.money)),
        (LapseCount, LAPSES, asked.lapses),
    ):
        insert(model, ("kept_id", *columns), ((kept.pk, *row) for row in rows))
    if asked.endings is not None:
        Ending.objects.bulk_create(_ending_rows(kept, asked.endings))
    Expectation.objects.bulk_create(_expectation_rows(kept, asked.forecasts))


def _people_rows(people: pa.Table) -> list[tuple[Any, ...]]:
    """The counts of every dimension, for each unit and for the province (an empty unit)."""
    parts = [("all", "''"), ("group", '"group"'), ("age", "band::varchar"), ("ethnicity", "ethnicity")]
    asked = " union all ".join(
        f"""select '{name}' as dimension, month, coalesce(unit, '') as unit, {key} as key,
              sum(living)::bigint as living, sum(insured)::bigint as insured
            from people group by grouping sets ((month, unit, {_named(key)}), (month, {_named(key)}))"""
        for name, key in parts
    )
    with duckdb.connect() as con:
        con.register("people", people)
        return con.execute(f"select * from ({asked}) order by 1, 2, 3").fetchall()


def _named(column: str) -> str:
    return column if column != "''" else "()"


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
            rate=in_millionths(e.rate),
            half=in_millionths(e.half),
            parts=[
                {"standing": p.standing, "people": p.people, "living": round(p.living), "insured": round(p.insured)}
                for p in e.parts
            ],
        )
        for f in forecasts
        for e in (f.total, *f.units)
    ]
