"""Reckon what a list would change: rows, matches and decisions in, a plan out. Reads the register, writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baophu.imports.catalogue.model import Correct, Die, ListType, Move, Request
from baophu.imports.matching.match import match
from baophu.imports.matching.people import Known
from baophu.imports.planning import register
from baophu.imports.planning.absent import plan_absent
from baophu.imports.planning.acts import Changes, Laying, first_day, holds, layings, level_of, strongest
from baophu.imports.planning.moving import Moves
from baophu.imports.planning.people import Choice, groups, household_of, place, refuse_dead, refuse_elsewhere, wanted_of
from baophu.imports.planning.personal import Corrections, newcomer_fields
from baophu.imports.planning.plan import Asked, Death, Newcomer, Plan, PlannedRow, Told
from baophu.imports.planning.register import Home, home_on
from baophu.imports.planning.timeline import OUTCOMES, Outcome
from baophu.imports.reading.rows import Fault, ReadRow
from baophu.imports.reading.units import Units
from baophu.imports.words import say
from baophu.law.model import Book

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be planned. `allowed`: units the officer may write to (None: all); `full`, `units`: a full list and
    the units it speaks for; `before`: people of the sender's last list; `today` the day on which people are looked up.
    """

    kind: ListType
    rows: Sequence[ReadRow]
    choices: Mapping[int, Choice]
    allowed: frozenset[str] | None
    full: bool
    units: tuple[str, ...]
    before: frozenset[int]
    today: date
    book: Book
    places: Units


def plan(task: Task, progress: Progress | None = None) -> Plan:
    """The plan of a list. The same rows on the same register give the same plan."""
    return _Planner(task, progress or (lambda step, done: None)).plan()


class _Planner:
    """One planning, step by step."""

    def __init__(self, task: Task, progress: Progress) -> None:
        self.task, self.kind, self.progress = task, task.kind, progress
        self.move = next((act for act in task.kind.acts if isinstance(act, Move)), None)
        self.result = Plan()

    def plan(self) -> Plan:
        task = self.task
        wanted = [wanted_of(row, self.kind, self.move.unit if self.move else "") for row in task.rows]
        self.progress("match", 0.0)
        matches = match(wanted, lambda done: self.progress("match", done))
        rows, self.known = place(task.rows, matches, task.choices, self.kind.strangers)
        self.result.rows = rows
        self.by_number = {one.number: one for one in rows}
        self.progress("plan", 0.0)
        self._load(rows)
        self._twice(rows)
        for group in groups(rows, self.kind.members):
            self._plan_group(group)
        self.corrections.finish(self.result)
        if task.full and self.kind.absent:
            plan_absent(task, self.result, self.changes, self.homes)
        self.result.timelines = self.changes.timelines
        self.progress("plan", 1.0)
        return self.result

    def _load(self, rows: Sequence[PlannedRow]) -> None:
        persons = {one.person for one in rows if one.person is not None and one.person > 0}
        self.homes: dict[int, list[Home]] = register.homes(persons)
        facts = [self.task.book.facts[name] for name in sorted(self.kind.facts)]
        owners = {
            "person": persons,
            "amount": persons,
            "household": {h.household for p in persons if (h := self._home(p)) is not None},
        }
        recorded = {}
        for level, ids in owners.items():
            recorded.update(register.timelines(level, ids, [f.name for f in facts if level_of(f) == level]))
        self.changes = Changes(recorded)
        self.corrections = Corrections(self.known)
        self.moves = Moves(self.task, self.move, self.homes, rows) if self.move else None

    def _home(self, person: int) -> Home | None:
        """Where somebody lives today, or lives first from some later day, or lived last."""
        stays = self.homes.get(person, ())
        later = next((home for home in stays if home.start > self.task.today), None)
        return home_on(stays, self.task.today) or later or (stays[-1] if stays else None)

    def _twice(self, rows: Sequence[PlannedRow]) -> None:
        """Two rows of one person that say the same or the contrary are told by their claims; of a household's members,
        of the dead and of those who move one row each is enough."""
        if self.kind.owner == "person" and not any(isinstance(act, Die | Move | Request) for act in self.kind.acts):
            return
        first: dict[int, int] = {}
        for one in rows:
            if one.kind or one.person is None:
                continue
            if one.person in first:
                self._refuse(one, Fault("", "", say("twice", row=first[one.person])))
            first.setdefault(one.person, one.number)

    def _refuse(self, one: PlannedRow, *faults: Fault) -> None:
        one.kind = "refused"
        one.faults.extend(faults)

    # ---- a row, or the rows of a household ---------------------------------------------------------------------------

    def _plan_group(self, group: Sequence[PlannedRow]) -> None:
        for one in group:
            if not one.kind and one.person is not None and one.person > 0:
                self._may(one, self.known[one.person])
        household, home = self._household(group)
        for one in group:
            if one.kind in ("", "new"):
                self._plan_row(one, household, home)

    def _may(self, one: PlannedRow, person: Known) -> None:
        """Refuse the dead, and people of units that are not the officer's (a move leads into one of them, or out)."""
        home = self._home(person.id)
        one.household = home.household if home else None
        self._elsewhere(one, person, home)
        if one.kind != "refused" and not any(isinstance(act, Die) for act in self.kind.acts):
            refuse_dead(one, person)

    def _elsewhere(self, one: PlannedRow, person: Known, home: Home | None) -> None:
        if self.moves is not None and one.read is not None and self.moves.target(one.read) in (self.task.allowed or ()):
            return
        unit = home.unit if home else person.unit
        if not unit and self.task.allowed is not None:
            self._refuse(one, Fault("", "", say("lives nowhere")))
            return
        refuse_elsewhere(one, unit, self.task.allowed, self.task.places.name(unit))

    def _household(self, group: Sequence[PlannedRow]) -> tuple[int | None, Home | None]:
        """The household of a group; members the register knows in another one are refused."""
        household, home = household_of([one for one in group if not one.kind], self.homes, self.task.today)
        if self.kind.owner == "household":
            for one in group:
                if not one.kind and one.household != household:
                    self._refuse(one, Fault("", "", say("other household", row=group[0].number)))
        return household, home

    def _plan_row(self, one: PlannedRow, household: int | None, home: Home | None) -> None:
        assert one.read is not None
        assert one.person is not None
        person = self.known.get(one.person)
        born = person.born if person else one.read.day("born")
        found, faults = layings(one.read, self.kind, self.task.book, born)
        faults += [fault for laying in found if (fault := self._hindrance(one, household, laying))]
        if faults:
            self._refuse(one, *faults)
            return
        if one.kind == "new" and not self._newcomer(one, household, home):
            return
        owner = household if self.kind.owner == "household" else one.person
        if owner is None:
            owner = one.household
        outcomes: list[Outcome] = ["new"] if one.kind == "new" else []
        for laying in found:
            at = owner if laying.level == "household" else one.person
            if at is None:
                self._refuse(one, Fault("", "", say("lives nowhere")))
                return
            outcomes.append(self._lay(one, at, laying))
        outcomes += self._other_acts(one, person)
        if one.kind != "refused":
            one.kind = strongest(outcomes)

    def _hindrance(self, one: PlannedRow, household: int | None, laying: Laying) -> Fault | None:
        """Another row that says the contrary, or the same of the same person."""
        owner = household if laying.level == "household" else one.person
        if owner is None:
            return None
        if other := self.changes.contradiction(one.number, owner, laying):
            return Fault("", "", say("contradicts", row=other.row))
        if laying.level != "household" and (other := self.changes.same(one.number, owner, laying)):
            return Fault("", "", say("twice", row=other.row))
        return None

    def _lay(self, one: PlannedRow, owner: int, laying: Laying) -> Outcome:
        """Lay a change; a further member of a household shares what its first row did."""
        if laying.level == "household" and (other := self.changes.same(one.number, owner, laying)):
            first = self.by_number[other.row]
            one.changes += [told for told in first.changes if told.what == laying.fact]
            return strongest([outcome for outcome in OUTCOMES if outcome == first.kind])
        return self.changes.lay(one, owner, laying)

    def _newcomer(self, one: PlannedRow, household: int | None, home: Home | None) -> bool:
        """Plan the recording of somebody new; False when it is refused."""
        assert one.read is not None
        if self.moves is not None:
            planned = self.moves.newcomer(one)
        else:
            unit = home.unit if home else one.read.text("unit")
            if not unit:
                self._refuse(one, Fault("unit", "", say("new person where")))
                return False
            day = max(one.read.day("born") or self.task.today, first_day_of(one.read, self.kind) or date.min)
            house = household if household is not None else -one.number
            planned = Newcomer(-one.number, one.number, newcomer_fields(one.read), house, unit, True, day, birth=False)
        if planned is None:
            return False
        refuse_elsewhere(one, planned.unit, self.task.allowed, self.task.places.name(planned.unit))
        if one.kind == "refused":
            return False
        one.household = planned.household
        one.changes.append(Told("stay", "", planned.unit, planned.day))
        self.result.newcomers.append(planned)
        return True

    # ---- acts that are no statuses -----------------------------------------------------------------------------------

    def _other_acts(self, one: PlannedRow, person: Known | None) -> list[Outcome]:
        assert one.read is not None
        outcomes: list[Outcome] = []
        for act in self.kind.acts:
            if isinstance(act, Correct) and holds(act.when, one.read):
                if person is not None:
                    outcomes.append(self.corrections.take(one, person, act))
            elif isinstance(act, Die) and person is not None:
                outcomes.append(self._die(one, person, act))
            elif isinstance(act, Move) and person is not None and self.moves is not None:
                outcomes.append(self.moves.plan(one, person, self.result))
            elif isinstance(act, Request) and holds(act.when, one.read):
                outcomes.append(self._ask(one, act))
        return outcomes

    def _die(self, one: PlannedRow, person: Known, act: Die) -> Outcome:
        assert one.read is not None
        day = first_day(act.on, one.read)
        assert day is not None
        if person.died == day:
            return "unchanged"
        if person.died is not None:
            self._refuse(one, Fault("died", "", say("died otherwise", day=f"{person.died:%d/%m/%Y}")))
        elif day < person.born or day > self.task.today:
            self._refuse(one, Fault("died", "", say("death day", day=f"{day:%d/%m/%Y}")))
        else:
            one.changes.append(Told("died", "", "", day))
            self.result.deaths.append(Death(person.id, one.number, day))
        return "ended"

    def _ask(self, one: PlannedRow, act: Request) -> Outcome:
        assert one.read is not None
        assert one.person is not None
        months, amount = one.read.values.get(act.months), one.read.values.get(act.amount)
        if not isinstance(months, int) or not 1 <= months <= 60:
            self._refuse(one, Fault(act.months, str(months or ""), say("months asked")))
            return "unchanged"
        asked = Asked(
            person=one.person,
            row=one.number,
            months=months,
            start=one.read.day(act.start),
            paid_on=one.read.day(act.paid_on),
            amount=amount if isinstance(amount, int) else None,
            receipt=one.read.text(act.receipt),
        )
        one.changes.append(Told("cover", "", str(months), asked.start))
        self.result.requests.append(asked)
        return "new"


def first_day_of(row: ReadRow, kind: ListType) -> date | None:
    """The first day a row's statuses hold."""
    days = [first_day(act.start, row) for act in kind.acts if hasattr(act, "start") and not isinstance(act, Request)]
    return min((day for day in days if day is not None), default=None)
