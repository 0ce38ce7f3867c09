"""Whom the law reaches and what it costs, from a run: people of each provision in a month, money in its year.

The run is the one in `BAOPHU_HOME/run` until an app above says otherwise (`use`). What was asked of a run is kept
beside it, so that a page never waits for it twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from baophu.accounts.models import User
from baophu.engine.store import Run, RunError, open_run
from baophu.insight.money import money
from baophu.insight.run import InsightError, living, month_in, simulated
from baophu.law.model import Book


@dataclass(frozen=True, slots=True)
class Reach:
    """What a run says of a provision or an instrument: insured people of the register in `month`, by unit,
    and đồng due in the months of its year up to the run's end, by payer; no money where it makes nobody pay."""

    month: int
    people: int
    units: Mapping[str, int]
    year: int
    months: int
    amounts: Mapping[str, int]

    @property
    def amount(self) -> int:
        """Money of all payers."""
        return sum(self.amounts.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """Reach by provision ref and by instrument number."""

    simulated: bool
    month: int
    of: Mapping[str, Reach]


_RUN: Callable[[], Path] = lambda: Path(settings.HOME) / "run"  # noqa: E731
Reader = User | AnonymousUser
_PEOPLE: Callable[[str, Reader], str | None] = lambda ref, user: None  # noqa: E731
_LOCK = Lock()
_KEPT: dict[str, Figures | None] = {}
_VERSION = 2
SMALL = 5
"""Fewer people than this are not shown to whoever may not see persons."""


def use(*, run: Callable[[], Path] | None = None, people: Callable[[str, Reader], str | None] | None = None) -> None:
    """Take another run's folder; say where a reader finds the people behind a provision or instrument, if anywhere."""
    global _RUN, _PEOPLE
    _RUN, _PEOPLE = run or _RUN, people or _PEOPLE


def people_href(ref: str, user: Reader) -> str | None:
    """The list of people behind a provision or an instrument, where there is one and the reader may see persons."""
    return _PEOPLE(ref, user)


def figures(book: Book, day: date) -> Figures | None:
    """What the latest run says of a day; None while there is no run, or it does not reach that day or was decided by
    another law book."""
    folder = _RUN()
    note = folder / "run.json"
    if not note.exists():
        return None
    name = f"{book.digest[:16]}-{_VERSION}-{note.stat().st_mtime_ns}-{day:%Y%m}"
    with _LOCK:
        if name not in _KEPT:
            _KEPT[name] = _found(folder, name, book, day)
        return _KEPT[name]


def _found(folder: Path, name: str, book: Book, day: date) -> Figures | None:
    kept = Path(settings.HOME) / "cache" / "figures" / f"{name}.json"
    if kept.exists():
        return _read(json.loads(kept.read_text(encoding="utf-8")))
    try:
        run = open_run(folder)
    except RunError:
        return None
    try:
        if run.notes.get("digest") != book.digest:
            return None
        found = _asked(run, book, day)
    except InsightError:
        return None
    finally:
        run.con.close()
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(found), encoding="utf-8")
    part.replace(kept)
    return _read(found)


def _asked(run: Run, book: Book, day: date) -> dict[str, Any]:
    """Plain data: by ref and number, people by unit and money by payer."""
    month = month_in(run, day)
    first, last = max(run.first, day.year * 12), min(run.last, day.year * 12 + 11)
    rows = run.con.execute(
        f"""with hit as (select distinct outcome, unnest(applied) as name from outcome
                         union select distinct outcome, split_part(unnest(applied), '#', 1) from outcome)
            select name, unit, count(*) from interval join hit using (outcome)
            where card = 1 and a <= {month} and b >= {month} and {living(book)} group by all"""
    ).fetchall()
    people: dict[str, dict[str, int]] = {}
    for name, unit, count in rows:
        people.setdefault(name, {})[unit] = count
    due = money(run, book, first, last)
    amounts: dict[str, dict[str, int]] = {}
    for key in ("provision", "instrument"):
        for line in due.by(key):
            if name := str(line.keys[0]):
                amounts.setdefault(name, {})[line.payer] = line.amount
    return {
        "simulated": simulated(run.about),
        "month": month,
        "year": day.year,
        "months": last - first + 1,
        "people": people,
        "amounts": amounts,
    }


def _read(data: Mapping[str, Any]) -> Figures:
    names = [*data["people"], *(n for n in data["amounts"] if n not in data["people"])]
    of = {
        name: Reach(
            data["month"],
            sum(data["people"].get(name, {}).values()),
            data["people"].get(name, {}),
            data["year"],
            data["months"],
            data["amounts"].get(name, {}),
        )
        for name in names
    }
    return Figures(data["simulated"], data["month"], of)
