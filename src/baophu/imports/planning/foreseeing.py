"""For whom support begins or ends if a plan were carried out: asked of `decisions`, told by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from baophu.decisions import changes as thought
from baophu.decisions.foreseen import Foreseen
from baophu.decisions.services.foreseeing import foresee as ask
from baophu.imports.planning.plan import Plan
from baophu.imports.planning.register import Key
from baophu.imports.planning.timeline import Timeline
from baophu.imports.words import say
from baophu.law.model import Text
from baophu.registry.models import Unit

Turn = Literal["begins", "ends"]
NAMED = 5
"""Households that cannot be decided, told by number."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """For how many people support begins, ends, or what they pay changes. `persons` and `households`: whom of a list
    it concerns, by number. `notes`: what could not be foreseen."""

    begins: int = 0
    ends: int = 0
    pays_more: int = 0
    pays_less: int = 0
    notes: tuple[Text, ...] = ()
    persons: Mapping[int, Turn] = field(default_factory=dict)
    households: Mapping[int, Turn] = field(default_factory=dict)

    def of_row(self, person: int | None, household: int | None) -> str:
        """`begins`, `ends`, or "" for a row."""
        return self.persons.get(person or 0, "") or self.households.get(household or 0, "")

    def as_data(self) -> dict[str, Any]:
        """As it is kept in JSON; whom it concerns is kept with the rows."""
        return {name: getattr(self, name) for name in ("begins", "ends", "pays_more", "pays_less")}

    @staticmethod
    def from_data(kept: Mapping[str, Any]) -> Foresight:
        """As it was kept in JSON."""
        return Foresight(**kept)


def foresee(plan: Plan, today: date) -> Foresight:
    """What the plan comes to from this month on, for everybody it touches and who lives with them. Writes nothing."""
    changes = list(_changes(plan))
    return _told(ask(changes, today)) if changes else Foresight()


def _told(foreseen: Foreseen) -> Foresight:
    persons: dict[int, Turn] = {}
    households: dict[int, Turn] = {}
    more, less = 0, 0
    for person, turns in foreseen.persons.items():
        turn: Turn | None = None
        if any(t.support_ends for t in turns):
            turn = "ends"
        elif any(t.support_begins for t in turns):
            turn = "begins"
        if turn is not None:
            persons[person] = turn
            if households.get(turns[0].household) != "ends":
                households[turns[0].household] = turn
        more += turns[0].own_change > 0
        less += turns[0].own_change < 0
    counted = list(persons.values())
    return Foresight(
        begins=counted.count("begins"),
        ends=counted.count("ends"),
        pays_more=more,
        pays_less=less,
        notes=_notes(foreseen),
        persons=persons,
        households=households,
    )


def _notes(foreseen: Foreseen) -> tuple[Text, ...]:
    if not foreseen.problems:
        return ()
    numbers = ", ".join(str(problem.household) for problem in foreseen.problems[:NAMED])
    first = foreseen.problems[0].message
    return (say("not foreseen", count=len(foreseen.problems), households=numbers, first=first),)


# ---- a plan in the words of decisions --------------------------------------------------------------------------------


def _changes(plan: Plan) -> Iterator[thought.Change]:
    for newcomer in plan.newcomers:
        fields = newcomer.fields
        yield thought.NewPerson(newcomer.number, fields["born"], fields["sex"], fields.get("ethnicity", "kinh"))
        yield thought.StayChange(newcomer.number, newcomer.household, newcomer.unit, newcomer.permanent, newcomer.day)
    for key, line in plan.changed().items():
        yield from _of_timeline(key, line)
    for person, changed in plan.fields.items():
        born = changed["born"][1] if "born" in changed else None
        if born or "ethnicity" in changed:
            yield thought.PersonChange(
                person,
                born=date.fromisoformat(born) if born else None,
                ethnicity=changed["ethnicity"][1] if "ethnicity" in changed else None,
            )
    for move in plan.moves:
        if move.unit == Unit.OUTSIDE:
            yield thought.StayChange(move.person, None, None, False, move.day)
        else:
            yield thought.StayChange(move.person, move.household, move.unit, bool(move.permanent), move.day)
    for death in plan.deaths:
        yield thought.PersonChange(death.person, died=death.day)


def _of_timeline(key: Key, line: Timeline) -> Iterator[thought.StatusChange]:
    """From the first day on that differs: nothing, and over it every value that would hold."""
    level, owner, fact = key
    since = line.differs_from()
    if since is None:
        return
    of: thought.Owner = "household" if level == "household" else "person"
    yield thought.StatusChange(of, owner, fact, None, since)
    for span in line.spans:
        if span.last >= since:
            yield thought.StatusChange(of, owner, fact, span.value, max(span.start, since), span.end)
