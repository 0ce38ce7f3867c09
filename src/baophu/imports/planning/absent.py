"""A full list: who stood under its values before and is not on it any more loses them.

Nobody loses anything because a row could not be read or a name is in doubt: while rows are refused without anybody
known behind them, or wait for a decision, nothing ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from baophu.imports.matching import people
from baophu.imports.planning import register
from baophu.imports.planning.acts import Changes, Laying, first_day, level_of
from baophu.imports.planning.plan import Plan, PlannedRow
from baophu.imports.planning.register import Home, Level, home_on
from baophu.imports.words import say

if TYPE_CHECKING:
    from baophu.imports.planning.planner import Task


def plan_absent(task: Task, plan: Plan, changes: Changes, homes: Mapping[int, Sequence[Home]]) -> None:
    """Add a row for each owner who is no longer on the list, and end what they had."""
    assert task.kind.absent is not None
    unsure = [one for one in plan.rows if _unsure(one)]
    if unsure:
        plan.notes.append(say("ends wait", count=len(unsure), row=unsure[0].number))
        return
    day = _first_day(task)
    if day is None:
        plan.notes.append(say("ends no day"))
        return
    facts = list(task.kind.absent.facts)
    if task.kind.absent.scope == "unit":
        there = register.standing_in(task.units, task.kind.owner, facts, day) if task.units else set()
        levels: list[Level] = [task.kind.owner]
    else:
        there, levels = _may_end(task), ["person", "amount"]
    gone = sorted(there - _named(task, plan, homes))
    for level in levels:
        of_level = [fact for fact in facts if level_of(task.book.facts[fact]) == level]
        for key, line in register.timelines(level, gone, of_level).items():
            changes.timelines.setdefault(key, line)
    names = _names(task, gone, day)
    for owner in gone:
        _end(task, plan, changes, owner, day, names.get(owner, (None, "")))


def _may_end(task: Task) -> set[int]:
    """People of the sender's last list, in the officer's units."""
    known = people.by_ids(task.before)
    return {p.id for p in known.values() if task.allowed is None or p.unit in task.allowed}


def _unsure(one: PlannedRow) -> bool:
    """Whether a row may be of somebody who would otherwise seem to be gone."""
    return one.kind in ("doubtful", "unknown") or (one.kind == "refused" and one.person is None)


def _first_day(task: Task) -> date | None:
    """From when the list holds: the earliest day of its rows."""
    assert task.kind.absent is not None
    days = (first_day(task.kind.absent.start, row) for row in task.rows)
    return min((day for day in days if day is not None), default=None)


def _named(task: Task, plan: Plan, homes: Mapping[int, Sequence[Home]]) -> set[int]:
    """Owners some row of the list is about, even one that was refused."""
    persons = {one.person for one in plan.rows if one.person is not None}
    if task.kind.owner == "person":
        return persons
    named = {one.household for one in plan.rows if one.household is not None}
    for person in persons:
        home = home_on(homes.get(person, ()), task.today)
        if home is not None:
            named.add(home.household)
    return named


def _names(task: Task, gone: Sequence[int], day: date) -> dict[int, tuple[int | None, str]]:
    """Who stands for each owner: the person, or the eldest of the household."""
    if task.kind.owner == "person":
        known = people.by_ids(gone)
        return {owner: (owner, known[owner].name) for owner in gone if owner in known}
    members = register.members(gone, day)
    known = people.by_ids({p for persons in members.values() for p in persons})
    found: dict[int, tuple[int | None, str]] = {}
    for household, persons in members.items():
        alive = sorted((known[p] for p in persons if p in known), key=lambda person: person.born)
        if alive:
            found[household] = (alive[0].id, alive[0].name)
    return found


def _end(task: Task, plan: Plan, changes: Changes, owner: int, day: date, who: tuple[int | None, str]) -> None:
    assert task.kind.absent is not None
    household = owner if task.kind.owner == "household" else None
    one = PlannedRow(0, "unchanged", None, name=who[1], person=who[0], household=household)
    for fact, values in task.kind.absent.facts.items():
        laying = Laying(fact, level_of(task.book.facts[fact]), day, None, None, values)
        if changes.lay(one, owner, laying) == "ended":
            one.kind = "ended"
    if one.kind == "ended":
        plan.rows.append(one)
