"""What would begin or end for whom if changes were recorded: decided before and after in memory, nothing is written.

The people as they are and as they would be are decided in one go, the second under numbers of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from baophu.decisions.changes import CardChange, Change, NewPerson, PersonChange, StatusChange, StayChange
from baophu.decisions.foreseen import Foreseen, Problem, Turn
from baophu.decisions.services import lawbooks
from baophu.decisions.services.comparing import OTHER, turns_of
from baophu.decisions.services.deciding import Decided, decided, law_around
from baophu.decisions.services.facts import gather
from baophu.decisions.services.laying import inner, outer, with_changes
from baophu.decisions.services.reading import whole_area_rows
from baophu.engine.compiled import CompiledLaw
from baophu.engine.months import month_of
from baophu.engine.source import Facts, FactsError
from baophu.registry.models import Stay


@dataclass(frozen=True, slots=True)
class _World:
    """People as recorded and as they would be, and of whom it is asked."""

    before: Facts
    after: Facts
    persons: frozenset[int]


def foresee(changes: Iterable[Change], on: date | None = None) -> Foreseen:
    """What would be decided otherwise from a day's month on (None: today) if changes were recorded.

    The turns are of everybody concerned, also of who lives with those changed, up to the end of the next year. A
    household that cannot be decided is named in `problems`, and the others are foreseen. Nothing is written.
    """
    listed, day = list(changes), on or timezone.localdate()
    book = lawbooks.active()
    law = law_around(book, day)
    month = month_of(day)
    world = _world(listed, law)
    if world is None:
        return Foreseen(month, law.last, (), (), 0)
    problems: list[Problem] = []
    turns: list[Turn] = []
    for part, found in _parts(world, law, problems):
        turns += turns_of(found, part.persons, law, month)
    turns.sort(key=lambda t: (t.person, t.a))
    return Foreseen(month, law.last, tuple(turns), tuple(problems), len(world.persons))


def _world(changes: Sequence[Change], law: CompiledLaw) -> _World | None:
    persons, homes, units, new = set[int](), set[int](), set[str](), set[int]()
    for change in changes:
        match change:
            case StatusChange(owner="household"):
                homes.add(int(change.id))
            case StatusChange(owner="unit"):
                units.add(str(change.id))
            case StatusChange():
                persons.add(int(change.id))
            case StayChange():
                persons.add(change.person)
                homes |= {change.household} if change.household is not None else set()
            case NewPerson():
                new.add(change.person)
            case PersonChange() | CardChange():
                persons.add(change.person)
    if units:
        homes |= set(Stay.objects.known().filter(unit__in=units).values_list("household", flat=True))
    since = date(law.first // 12, 1, 1)
    gathered = gather(
        (h for h in homes if h >= 0), (p for p in persons if p >= 0), book=law.book, since=since, old_cards=False
    )
    after = with_changes(gathered.facts, changes, law.book, lambda: whole_area_rows(law.book))
    asked = gathered.persons | {p for p in persons if p >= 0} | {inner(p) for p in new}
    return _World(gathered.facts, after, frozenset(asked)) if asked else None


def _parts(world: _World, law: CompiledLaw, problems: list[Problem]) -> Iterable[tuple[_World, Decided]]:
    """The world decided; where that fails, the households that fail are set aside and the others decided."""
    try:
        yield world, _decided(law, world)
    except FactsError:
        yield from _halved(world, law, _together(world), problems)


def _halved(
    world: _World, law: CompiledLaw, homes: Sequence[frozenset[int]], problems: list[Problem]
) -> Iterable[tuple[_World, Decided]]:
    """Households that hang together are decided together; whatever fails is halved until it is one such group."""
    part = _only(world, frozenset().union(*homes))
    if not part.persons:
        return
    try:
        yield part, _decided(law, part)
    except FactsError as error:
        if len(homes) > 1:
            middle = len(homes) // 2
            yield from _halved(world, law, homes[:middle], problems)
            yield from _halved(world, law, homes[middle:], problems)
            return
        problems.append(_problem(part, law, min(homes[0]), error))


def _problem(part: _World, law: CompiledLaw, home: int, error: FactsError) -> Problem:
    """Which of the two cannot be decided, and why, in the numbers of the register."""
    people = tuple(sorted(outer(p) for p in part.persons))
    for facts, changed in ((part.before, False), (part.after, True)):
        try:
            decided(law, facts)
        except FactsError as said:
            return Problem(outer(home), people, str(said), changed)
    return Problem(outer(home), people, str(error), True)


def _decided(law: CompiledLaw, world: _World) -> Decided:
    """Both worlds decided, the second under numbers of its own: in one go, unless the facts of areas differ."""
    if world.after.tables.get("area_status") is world.before.tables.get("area_status"):
        return decided(law, _both(world))
    before, after = decided(law, world.before), decided(law, world.after)
    moved = after.intervals
    for column, by in (("person", OTHER), ("household", OTHER), ("outcome", len(before.outcomes))):
        moved = _raised(moved, column, by)
    intervals = pa.concat_tables([before.intervals, moved.cast(before.intervals.schema)])
    return Decided(intervals, (*before.outcomes, *after.outcomes))


def _both(world: _World) -> Facts:
    """Both worlds in one set of tables."""
    tables: dict[str, Any] = {}
    for name, before in world.before.tables.items():
        after = world.after.tables[name]
        assert isinstance(before, pa.Table)
        assert isinstance(after, pa.Table)
        if name == "area_status":
            tables[name] = after
            continue
        moved = _raised(_raised(after, "person", OTHER), "household", OTHER)
        tables[name] = pa.concat_tables([before.select(moved.column_names), moved])
    return Facts(tables, world.before.about)


def _raised(table: pa.Table, column: str, by: int) -> pa.Table:
    if column not in table.column_names:
        return table
    place = table.column_names.index(column)
    return table.set_column(place, column, pc.add(table.column(column), by))


def _together(world: _World) -> list[frozenset[int]]:
    """Households, those that share a person at any time in one group."""
    parent: dict[int, int] = {}

    def root(home: int) -> int:
        while parent.setdefault(home, home) != home:
            parent[home] = home = parent[parent[home]]
        return home

    last: dict[int, int] = {}
    for facts in (world.before, world.after):
        stays = facts.tables["stays"]
        assert isinstance(stays, pa.Table)
        for person, home in zip(stays["person"].to_pylist(), stays["household"].to_pylist(), strict=True):
            parent[root(last.setdefault(person, home))] = root(home)
    groups: dict[int, set[int]] = {}
    for home in parent:
        groups.setdefault(root(home), set()).add(home)
    return [frozenset(g) for g in groups.values()]


def _only(world: _World, homes: frozenset[int]) -> _World:
    """The world of some households."""
    persons: set[int] = set()
    for facts in (world.before, world.after):
        stays = facts.tables["stays"]
        assert isinstance(stays, pa.Table)
        chosen = stays.filter(pc.is_in(stays["household"], pa.array(sorted(homes), pa.int64())))
        persons |= set(chosen["person"].to_pylist())

    def cut(facts: Facts) -> Facts:
        tables: dict[str, Any] = {}
        for name, table in facts.tables.items():
            assert isinstance(table, pa.Table)
            key, numbers = ("household", homes) if name == "household_status" else ("person", persons)
            if key in table.column_names:
                table = table.filter(pc.is_in(table[key], pa.array(sorted(numbers), pa.int64())))
            tables[name] = table
        return Facts(tables, facts.about)

    return _World(cut(world.before), cut(world.after), world.persons & persons)
