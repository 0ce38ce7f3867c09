"""Decide people again as soon as something was recorded of them, with all who live with them.

A household takes some tens of milliseconds; ten thousand are decided in one go. A decision that fails never loses what
was recorded: it is noted on the person's row, and everybody else is decided.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from baophu.decisions.models import Current, Redecision
from baophu.decisions.services import lawbooks, outcomes
from baophu.decisions.services.deciding import decided, law_around, standings
from baophu.decisions.services.facts import Gathered, gather
from baophu.decisions.services.reading import among, numbers
from baophu.decisions.services.standing import COLUMNS
from baophu.decisions.services.writing import STORED, SWAP_LOCK, TABLE
from baophu.engine.compiled import CompiledLaw
from baophu.engine.months import month_of
from baophu.engine.outcome import Outcome
from baophu.engine.source import FactsError
from baophu.registry.models import Stay, Unit

log = logging.getLogger(__name__)

AT_ONCE = 20_000
"""Persons and households asked for that are decided in one go."""


@dataclass(frozen=True, slots=True)
class Redecided:
    """`persons` were decided again; `problems` says of whom and why not."""

    persons: frozenset[int]
    problems: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Written:
    """What is to be written of some people decided again: rows, and those who have none any more."""

    rows: list[dict[str, Any]]
    persons: frozenset[int]
    used: tuple[Outcome, ...]


def redecide(persons: Iterable[int] = (), households: Iterable[int] = (), *, day: date | None = None) -> Redecided:
    """Decide persons, the households they live or lived in, and households again; write how they stand (today).

    Whoever does not live here any more loses the row. What cannot be decided (FactsError) is noted as its `problem`.
    """
    on = day or timezone.localdate()
    law = law_around(lawbooks.active(), on)
    done: set[int] = set()
    problems: dict[int, str] = {}
    asked = [("person", int(p)) for p in sorted(set(persons))] + [
        ("household", int(h)) for h in sorted(set(households))
    ]
    for start in range(0, len(asked), AT_ONCE):
        at = timezone.now()
        for part in _parts(law, asked[start : start + AT_ONCE], on, problems):
            _write(part, at)
            done |= part.persons
    if problems:
        _note(problems, on)
    return Redecided(frozenset(done - problems.keys()), problems)


def _parts(
    law: CompiledLaw, asked: Sequence[tuple[str, int]], day: date, problems: dict[int, str]
) -> Iterable[_Written]:
    """What comes of those asked for; those that cannot be decided are parted from the others by halving."""
    persons = [n for kind, n in asked if kind == "person"]
    households = [n for kind, n in asked if kind == "household"]
    gathered = gather(households, persons, book=law.book, since=date(law.first // 12, 1, 1))
    if not gathered.persons:
        yield _Written([], gathered.missing, ())
        return
    try:
        found = decided(law, gathered.facts)
    except FactsError as error:
        if len(asked) > 1:
            middle = len(asked) // 2
            yield from _parts(law, asked[:middle], day, problems)
            yield from _parts(law, asked[middle:], day, problems)
        else:
            problems.update(dict.fromkeys(_concerned(gathered), str(error)))
        return
    rows = standings(found, gathered.facts, gathered.persons, law, day)
    said = {row[c] for row in rows for c in ("outcome", "next_outcome")}
    used = tuple(o for o in found.outcomes if outcomes.number(o) in said)
    yield _Written(rows, gathered.persons | gathered.missing, used)


def _concerned(gathered: Gathered) -> Iterable[int]:
    return gathered.persons or gathered.missing


def _write(part: _Written, at: datetime) -> None:
    """Write the standings, unless somebody wrote later ones meanwhile."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock_shared(%s)", [SWAP_LOCK])
        later = _decided_after(at, part.persons)
        outcomes.keep(part.used)
        rows = [row for row in part.rows if row["person"] not in later]
        gone = part.persons - {row["person"] for row in part.rows} - later
        with connection.cursor() as cursor:
            if gone:
                cursor.execute(f"delete from {TABLE} where {among('person_id')}", [numbers(sorted(gone))])
            if rows:
                _upsert(cursor, rows, at)
            listed = "unnest(%s)" if _postgresql() else "value from json_each(%s)"
            moment = connection.ops.adapt_datetimefield_value(at)
            cursor.execute(
                f"insert into {Redecision._meta.db_table} (at, person) select {_cast('%s')}, {listed}",
                [moment, numbers(sorted(part.persons))],
            )


def _decided_after(at: datetime, persons: frozenset[int]) -> set[int]:
    """Of some persons, those whose row was written from facts read later; all rows are held until the commit."""
    held = " for update" if _postgresql() else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select person_id, decided_at > {_cast('%s')} from {TABLE} where {among('person_id')} order by 1{held}",
            [connection.ops.adapt_datetimefield_value(at), numbers(sorted(persons))],
        )
        return {person for person, later in cursor.fetchall() if later}


def _cast(parameter: str) -> str:
    return f"cast({parameter} as timestamptz)" if _postgresql() else parameter


def _upsert(cursor: Any, rows: Sequence[dict[str, Any]], at: datetime) -> None:
    columns = [STORED.get(c, c) for c in COLUMNS] + ["decided_at", "problem"]
    listed = ", ".join(f'"{c}"' for c in columns)
    values = ", ".join("cast(%s as jsonb)" if c == "amounts" and _postgresql() else "%s" for c in columns)
    kept = ", ".join(f'"{c}" = excluded."{c}"' for c in columns[1:])
    moment = connection.ops.adapt_datetimefield_value(at)
    if not _postgresql():
        rows = [{**row, **{c: row[c].isoformat() for c in ("insured_from", "insured_to") if row[c]}} for row in rows]
    cursor.executemany(
        f"insert into {TABLE} ({listed}) values ({values})"
        f' on conflict (person_id) do update set {kept}, "run_id" = null',
        [[*(row[c] for c in COLUMNS), moment, ""] for row in rows],
    )


def _postgresql() -> bool:
    return connection.vendor == "postgresql"


def _note(problems: dict[int, str], day: date) -> None:
    """Note why people could not be decided: on the row they have, else on a new one where they live here."""
    at = timezone.now()
    with transaction.atomic():
        there = set(Current.objects.filter(person__in=problems).values_list("person", flat=True))
        for person, problem in problems.items():
            if person in there:
                Current.objects.filter(person=person).update(problem=problem, decided_at=at)
        living = Stay.objects.known().on(day).exclude(unit=Unit.OUTSIDE)
        new = {stay.person_id: stay for stay in living.filter(person__in=set(problems) - there)}
        Current.objects.bulk_create(
            [
                Current(
                    person_id=person, household_id=stay.household_id, unit_id=stay.unit_id, month=month_of(day),
                    section=0, benefit=0, rank=0, covered=False, premium=0, own=0, amounts={}, decided_at=at,
                    problem=problems[person],
                )
                for person, stay in new.items()
            ]
        )  # fmt: skip
        Redecision.objects.bulk_create([Redecision(person=p, at=at) for p in sorted(problems)])
    for person, problem in problems.items():
        log.warning("person %s could not be decided: %s", person, problem)
