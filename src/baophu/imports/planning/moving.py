"""Moves: out of the province, within it, into it; newborns. Whom people move to is found by number of the household,
by somebody who lives there, or is a household of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from baophu.imports.catalogue.model import Move
from baophu.imports.matching import people
from baophu.imports.matching.people import Known
from baophu.imports.planning import register
from baophu.imports.planning.acts import first_day, value_of
from baophu.imports.planning.personal import newcomer_fields
from baophu.imports.planning.plan import Moving, Newcomer, Plan, PlannedRow, Told
from baophu.imports.planning.register import Home, home_on
from baophu.imports.planning.timeline import Outcome
from baophu.imports.reading.rows import Fault, ReadRow
from baophu.imports.words import say
from baophu.registry.models import Household, Unit

if TYPE_CHECKING:
    from baophu.imports.planning.planner import Task


class Moves:
    """The moves of one list."""

    def __init__(self, task: Task, act: Move, homes: Mapping[int, Sequence[Home]], rows: Sequence[PlannedRow]) -> None:
        self.task, self.act, self.homes = task, act, homes
        read = [one.read for one in rows if one.read is not None]
        hosts = {row.text(act.host) for row in read if act.host} - {""}
        self.hosts = {number: found[0] for number, found in people.by_numbers("personal_id", sorted(hosts)).items()}
        self.host_homes = register.homes(host.id for host in self.hosts.values())
        self.arriving = {row.text("personal_id"): row.number for row in read if row.text("personal_id")}
        codes = {row.text(act.household) for row in read if act.household} - {""}
        self.codes = dict(Household.objects.filter(code__in=sorted(codes), withdrawn=False).values_list("code", "id"))
        self.code_homes = register.members(self.codes.values(), task.today)
        self.shared: dict[str, int] = {}
        self.places: dict[int, str] = {}

    def way(self, row: ReadRow) -> str:
        """in, within or out."""
        return str(value_of(self.act.way, row) or "")

    def target(self, row: ReadRow) -> str:
        """The unit moved to: as named, else that of the host; `outside` for a move out."""
        if self.way(row) == "out":
            return Unit.OUTSIDE
        if named := row.text(self.act.unit):
            return named
        host = self._host_home(row)
        return host.unit if host else ""

    def newcomer(self, one: PlannedRow) -> Newcomer | None:
        """Somebody nobody knows who moves in or is born; None when refused."""
        assert one.read is not None
        row = one.read
        if self.way(row) != "in":
            self._refuse(one, Fault("", "", say("unknown cannot move")))
            return None
        day, born = first_day(self.act.start, row), row.day("born")
        if day is None or day > self.task.today or (born is not None and day < born):
            self._refuse(one, Fault(self.act.start[0].column, "", say("move day")))
            return None
        birth = not self.act.way.column
        household, unit = self._home_of(one, row, day)
        if one.kind == "refused":
            return None
        permanent = value_of(self.act.permanent, row)
        if permanent is None:
            self._refuse(one, Fault(self.act.permanent.column, "", say("permanent or not")))
            return None
        return Newcomer(-one.number, one.number, newcomer_fields(row), household, unit, permanent == "true", day, birth)

    def plan(self, one: PlannedRow, person: Known, plan: Plan) -> Outcome:
        """Somebody of the register moves."""
        assert one.read is not None
        row = one.read
        day = first_day(self.act.start, row)
        if day is None or day > self.task.today or day < person.born:
            self._refuse(one, Fault(self.act.start[0].column, "", say("move day")))
            return "unchanged"
        now = home_on(self.homes.get(person.id, ()), day)
        if not self.act.way.column:  # born, and already in the register
            return "unchanged" if now else self._lives_nowhere(one)
        if self.way(row) == "out":
            return self._out(one, person, now, day, plan)
        household: int | None
        household, unit = self._home_of(one, row, day)
        if one.kind == "refused":
            return "unchanged"
        permanent = value_of(self.act.permanent, row)
        if now is None and permanent is None:
            self._refuse(one, Fault(self.act.permanent.column, "", say("permanent or not")))
            return "unchanged"
        stays = permanent is None or (now is not None and now.permanent == (permanent == "true"))
        own = household == -one.number
        if now is not None and now.unit == unit and stays and (household == now.household or own):
            return "unchanged"
        one.changes.append(Told("stay", now.unit if now else "", unit, day))
        plan.moves.append(
            Moving(person.id, one.number, day, unit, household, None if permanent is None else permanent == "true")
        )
        return "changed" if now else "new"

    def _out(self, one: PlannedRow, person: Known, now: Home | None, day: date, plan: Plan) -> Outcome:
        if now is None:
            return self._lives_nowhere(one)
        if now.unit == Unit.OUTSIDE:
            return "unchanged"
        one.changes.append(Told("stay", now.unit, Unit.OUTSIDE, day))
        plan.moves.append(Moving(person.id, one.number, day, Unit.OUTSIDE, None, False))
        return "ended"

    def _lives_nowhere(self, one: PlannedRow) -> Outcome:
        self._refuse(one, Fault("", "", say("lives nowhere")))
        return "unchanged"

    def _refuse(self, one: PlannedRow, fault: Fault) -> None:
        one.kind = "refused"
        one.faults.append(fault)

    # ---- the household moved to --------------------------------------------------------------------------------------

    def _home_of(self, one: PlannedRow, row: ReadRow, day: date) -> tuple[int, str]:
        """Household (negative: to be founded, the same for all rows that name it) and unit; refused when unknown."""
        named = row.text(self.act.unit)
        host = self._host_home(row, day)
        if host is not None:
            return host.household, named or host.unit
        number = row.text(self.act.host) if self.act.host else ""
        if number and number in self.arriving and self.arriving[number] != one.number:
            return -self.arriving[number], named or self.places.get(self.arriving[number], "") or self._no_unit(one)
        if number:
            self._refuse(one, Fault(self.act.host, number, say("no host", number=number)))
            return 0, ""
        if not named:
            return 0, self._no_unit(one)
        self.places[one.number] = named
        code = row.text(self.act.household) if self.act.household else ""
        if not code:
            return -one.number, named
        if code in self.codes:
            return self.codes[code], named
        return self.shared.setdefault(code, -one.number), named

    def _no_unit(self, one: PlannedRow) -> str:
        self._refuse(one, Fault(self.act.unit, "", say("move where")))
        return ""

    def _host_home(self, row: ReadRow, day: date | None = None) -> Home | None:
        host = self.hosts.get(row.text(self.act.host)) if self.act.host else None
        return home_on(self.host_homes.get(host.id, ()), day or self.task.today) if host else None
