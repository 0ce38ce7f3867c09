"""Who each row is about, and where its changes land: matches, officers' decisions, households, the officer's units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baophu.imports.catalogue.model import ListType, Members
from baophu.imports.matching import people
from baophu.imports.matching.match import Match
from baophu.imports.matching.people import Known
from baophu.imports.matching.scores import Wanted
from baophu.imports.planning.plan import PlannedRow
from baophu.imports.planning.register import Home, home_on
from baophu.imports.reading.dates import Dated
from baophu.imports.reading.rows import Fault, ReadRow
from baophu.imports.words import say
from baophu.registry.names import fold


@dataclass(frozen=True, slots=True)
class Choice:
    """What an officer decided about a row: `person` (whom), `new` or `skip`."""

    kind: str
    person: int | None


def wanted_of(row: ReadRow, kind: ListType, moved_to: str) -> Wanted:
    """What a row says of somebody, as matching asks it. The column a move leads to says nothing of where they are."""
    born = row.values.get("born")
    name = row.text("name")
    return Wanted(
        row=row.number,
        personal_id=row.text("personal_id"),
        old_id=row.text("old_id"),
        social_number=row.text("social_number"),
        card_number=row.text("card_number"),
        name=name,
        key=fold(name),
        born=born.day if isinstance(born, Dated) else None,
        born_known=born.known if isinstance(born, Dated) else "",
        sex=row.text("sex"),
        unit="" if moved_to == "unit" else row.text("unit"),
    )


def place(
    rows: Sequence[ReadRow], matches: Sequence[Match], choices: Mapping[int, Choice], strangers: str
) -> tuple[list[PlannedRow], dict[int, Known]]:
    """Rows with whom they are about, and these people. `kind` is unknown, doubtful, refused, skipped, new (a newcomer,
    under a negative number) or "" (to be planned)."""
    chosen = people.by_ids({c.person for c in choices.values() if c.person is not None})
    known: dict[int, Known] = {}
    planned = []
    for row, match in zip(rows, matches, strict=True):
        one = PlannedRow(row.number, "", row, name=row.text("name"), faults=list(row.faults), hints=list(row.hints))
        choice = choices.get(row.number)
        person = match.person
        if choice is not None and match.kind != "sure":
            person = chosen.get(choice.person or 0)
        elif match.kind == "sure":
            one.hints.extend(match.hints)
        if person is not None:
            one.person = person.id
            known[person.id] = person
        one.candidates = match.candidates
        one.kind = _kind(one, match, choice, strangers)
        if one.kind == "doubtful":
            one.hints.extend(match.hints)
        planned.append(one)
    return planned, known


def _kind(one: PlannedRow, match: Match, choice: Choice | None, strangers: str) -> str:
    if one.faults:
        return "refused"
    if one.person is not None:
        return ""
    if choice is not None:
        return "skipped" if choice.kind == "skip" else _stranger(one)
    if match.kind == "doubtful":
        return "doubtful"
    return _stranger(one) if strangers == "new" else "unknown"


def _stranger(one: PlannedRow) -> str:
    """Somebody to be recorded, if the row says enough."""
    assert one.read is not None
    lacking = [name for name in ("name", "born", "sex") if name not in one.read.values]
    if lacking:
        labels = {"name": say("a name"), "born": say("a birth date"), "sex": say("a sex")}
        one.faults.extend(Fault(name, "", say("new person needs", what=labels[name])) for name in lacking)
        return "refused"
    one.person = -one.number
    return "new"


def refuse_dead(one: PlannedRow, person: Known) -> None:
    """A list gives nothing to somebody who died."""
    if person.died is not None:
        _refuse(one, "", "", "died already", name=person.name, day=f"{person.died:%d/%m/%Y}")


def refuse_elsewhere(one: PlannedRow, unit: str, units: frozenset[str] | None, named: str) -> None:
    """Rows of people of units that are not the officer's are left to those whose they are; nothing of them is told."""
    if units is not None and unit not in units:
        one.hints.clear()
        _refuse(one, "unit", "", "not your unit", unit=named)


def _refuse(one: PlannedRow, column: str, cell: str, key: str, **values: object) -> None:
    one.kind = "refused"
    one.faults.append(Fault(column, cell, say(key, **values)))


# ---- households ------------------------------------------------------------------------------------------------------


def groups(planned: Sequence[PlannedRow], members: Members | None) -> list[list[PlannedRow]]:
    """Rows that are of one household: those with the same number; a head and who follows; else each row by itself."""
    found: list[list[PlannedRow]] = []
    numbered: dict[str, list[PlannedRow]] = {}
    for one in planned:
        number = one.read.text(members.number) if one.read and members else ""
        relation = one.read.text(members.relation) if one.read and members else ""
        if number and number in numbered:
            numbered[number].append(one)
        elif found and not number and relation == "member":
            found[-1].append(one)
        else:
            found.append([one])
            if number:
                numbered[number] = found[-1]
    return found


def household_of(
    group: Sequence[PlannedRow], homes: Mapping[int, Sequence[Home]], day: date
) -> tuple[int | None, Home | None]:
    """The household most of a group live in (of two, the first's), and one of their homes there."""
    living = [
        home
        for one in group
        if one.person is not None and one.person > 0 and (home := home_on(homes.get(one.person, ()), day))
    ]
    if not living:
        return None, None
    counted = Counter(home.household for home in living)
    most = max(counted.values())
    home = next(home for home in living if counted[home.household] == most)
    return home.household, home
