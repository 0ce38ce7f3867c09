"""What stands in the register of many people and households, in few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from baophu.imports.matching.given import as_date, rows_for
from baophu.imports.planning.timeline import Span, Timeline

Level = str
"""`person`, `household` or `amount`: in which table a fact stands."""

TABLES = {
    "person": ("registry_personstatus", "person_id"),
    "household": ("registry_householdstatus", "household_id"),
    "amount": ("registry_personamount", "person_id"),
}
Key = tuple[Level, int, str]
"""Level, owner and fact of a timeline."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives from a day to a day."""

    household: int
    unit: str
    permanent: bool
    start: date
    end: date | None


def timelines(level: Level, owners: Iterable[int], facts: Sequence[str]) -> dict[Key, Timeline]:
    """Timelines of these facts of these owners; of those that have none there is none."""
    table, owner = TABLES[level]
    if not facts:
        return {}
    marks = ", ".join(["%s"] * len(facts))
    sql = (
        f"select s.{owner}, s.fact, s.value, s.valid_from, s.valid_to, s.id from {{given}} {{join}} {table} s"
        f" on s.{owner} = g.n where s.retracted_id is null and s.fact in ({marks})"
    )
    spans: dict[Key, list[Span]] = {}
    for number, fact, value, start, end, row in _rows(sql, owners, facts):
        first = as_date(start)
        assert first is not None
        spans.setdefault((level, int(number), fact), []).append(Span(first, as_date(end), value, int(row)))
    return {key: Timeline(found) for key, found in spans.items()}


def homes(persons: Iterable[int]) -> dict[int, list[Home]]:
    """Where these people live over time, in order."""
    sql = (
        "select s.person_id, s.household_id, s.unit_id, s.permanent, s.valid_from, s.valid_to"
        " from {given} {join} registry_stay s on s.person_id = g.n where s.retracted_id is null"
    )
    found: dict[int, list[Home]] = {}
    for person, household, unit, permanent, start, end in _rows(sql, persons):
        first = as_date(start)
        assert first is not None
        home = Home(int(household), unit, bool(permanent), first, as_date(end))
        found.setdefault(int(person), []).append(home)
    for stays in found.values():
        stays.sort(key=lambda home: home.start)
    return found


def home_on(stays: Sequence[Home], day: date) -> Home | None:
    """Where somebody lives on a day."""
    return next((h for h in stays if h.start <= day and (h.end is None or h.end >= day)), None)


def members(households: Iterable[int], day: date) -> dict[int, list[int]]:
    """Who lives in these households on a day, by number."""
    sql = (
        "select s.household_id, s.person_id from {given} {join} registry_stay s on s.household_id = g.n"
        " where s.retracted_id is null and s.valid_from <= %s and (s.valid_to is null or s.valid_to >= %s)"
    )
    found: dict[int, list[int]] = {}
    for household, person in _rows(sql, households, [day, day]):
        found.setdefault(int(household), []).append(int(person))
    for persons in found.values():
        persons.sort()
    return found


def standing_in(units: Sequence[str], level: Level, facts: Sequence[str], day: date) -> set[int]:
    """Owners who live in these units on a day and have any value of one of these facts then."""
    table, owner = TABLES[level]
    unit_marks, fact_marks = ", ".join(["%s"] * len(units)), ", ".join(["%s"] * len(facts))
    whose = "h.household_id" if level == "household" else "h.person_id"
    sql = (
        f"select distinct s.{owner} from {table} s join registry_stay h on {whose} = s.{owner}"
        f" where s.retracted_id is null and s.fact in ({fact_marks})"
        " and s.valid_from <= %s and (s.valid_to is null or s.valid_to >= %s)"
        f" and h.retracted_id is null and h.unit_id in ({unit_marks})"
        " and h.valid_from <= %s and (h.valid_to is null or h.valid_to >= %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*facts, day, day, *units, day, day])
        return {int(row[0]) for row in cursor.fetchall()}


def _rows(sql: str, owners: Iterable[int], after: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows for owners; `after` are parameters that follow the given table."""
    return list(rows_for(sql, {"n": "whole"}, [(n,) for n in sorted(set(owners))], after))
