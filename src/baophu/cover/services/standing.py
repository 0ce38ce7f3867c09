"""People of the register as the law sees them on one exact day, and what is decided for them then.

A month is decided on the facts of its first day; a card and a price turn on the day itself (docs/cards-and-visits.md),
so the facts of the day are moved to the first of its month and the same engine decides. Each person is decided as if
alone in the household: the premium is then that of the first member, and `pricing` lets it fall with the rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from baophu.decisions.services.facts import areas_known, gather
from baophu.decisions.services.lawbooks import active as book
from baophu.decisions.services.lawbooks import compiled
from baophu.engine.cards.standing import as_on
from baophu.engine.compiled import CompiledLaw
from baophu.engine.few import decide_few
from baophu.engine.months import month_of
from baophu.engine.one import Decision, Person, Spell, tables_of
from baophu.engine.source import Facts, FactsError, in_memory
from baophu.law.model import Book, FactDeclaration

AHEAD = 12
"""Months decided beyond the one asked for, to see what changes next."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person on a day: as the card rules read them, where and with whom they live, and what is decided.

    `ahead` are the decisions of the months from that of the day on: (first month, last month, decision).
    """

    id: int
    person: Person
    household: int
    unit: str
    decision: Decision
    ahead: Sequence[tuple[int, int, Decision]]


def standings(persons: Iterable[int], day: date) -> dict[int, Standing]:
    """Those of some people who live somewhere on a day, by number. FactsError when a fact contradicts the law book."""
    asked = {int(p) for p in persons}
    found = gather((), asked, book=book(), since=None).facts if asked else None
    if found is None:
        return {}
    homes = _homes(found, asked, day)
    people = _people(found, book(), homes)
    return _decided(people, homes, day)


def members(household: int, day: date) -> dict[int, Standing]:
    """Everybody who lives in a household on a day."""
    found = gather([household], (), book=book()).facts
    living = {s["person"] for s in _rows(found, "stays") if s["household"] == household and _on(s, day)}
    homes = _homes(found, living, day)
    return _decided(_people(found, book(), homes), homes, day)


def law_of(day: date) -> CompiledLaw:
    """The law of the month of a day and the months ahead, compiled once."""
    return compiled(book(), month_of(day), month_of(day) + AHEAD)


Home = tuple[int, str, bool]
"""Household, unit, permanent residence."""


def _homes(facts: Facts, asked: Iterable[int], day: date) -> dict[int, Home]:
    wanted = set(asked)
    return {
        s["person"]: (s["household"], s["unit"], bool(s["permanent_resident"]))
        for s in _rows(facts, "stays")
        if s["person"] in wanted and _on(s, day)
    }


def _rows(facts: Facts, table: str) -> list[dict[str, Any]]:
    found = facts.tables[table]
    assert isinstance(found, pa.Table)
    return list(found.to_pylist())


def _on(spell: Mapping[str, date | None], day: date) -> bool:
    start, end = spell["from"], spell["to"]
    return start is not None and start <= day and (end is None or day <= end)


def _people(facts: Facts, law: Book, homes: Mapping[int, Home]) -> dict[int, Person]:
    """The people of facts tables as the engine takes them one by one, each in a household of their own."""
    said: dict[int, dict[str, list[Spell]]] = {person: {} for person in homes}
    of_household: dict[int, dict[str, list[Spell]]] = {}
    for table, whose, key in (
        ("person_status", said, "person"),
        ("person_amount", said, "person"),
        ("household_status", of_household, "household"),
    ):
        for row in _rows(facts, table):
            if key == "household" or row[key] in homes:
                if row["fact"] not in law.facts:
                    raise FactsError(f"{table}: no fact is called {row['fact']!r} ({key} {row[key]})")
                spell = Spell(_value(law.facts[row["fact"]], row["value"]), row["from"], row["to"])
                whose.setdefault(row[key], {}).setdefault(row["fact"], []).append(spell)
    found = {}
    for row in _rows(facts, "people"):
        person = row["person"]
        if person in homes:
            household, unit, permanent = homes[person]
            own = {**said[person], **of_household.get(household, {})}
            if row["ethnicity"] and row["ethnicity"] != law.facts["ethnicity"].default:
                own["ethnicity"] = [Spell(row["ethnicity"])]
            found[person] = Person(
                key=str(person),
                born=row["born"],
                sex=row["sex"],
                died=row["died"],
                unit=unit,
                permanent_resident=permanent,
                facts=own,
            )
    return found


def _value(fact: FactDeclaration, value: str | int) -> str | int | bool:
    if fact.type == "flag":
        return value == "true"
    return int(value) if fact.type in ("count", "money") else value


def _decided(people: Mapping[int, Person], homes: Mapping[int, Home], day: date) -> dict[int, Standing]:
    """Decide people on a day. Those who are not born yet, or dead, have no standing."""
    living = {n: p for n, p in people.items() if p.born <= day and (p.died is None or p.died >= day)}
    if not living:
        return {}
    law = law_of(day)
    tables, _, numbers = tables_of(law.book, [as_on(p, day) for p in living.values()])
    if (areas := areas_known(law.book, None)) is not None:
        tables["area_status"] = areas
    few = decide_few(law, in_memory(tables), today=date.max)
    payers = law.book.payers
    by_number: dict[int, list[tuple[int, int, Decision]]] = {}
    for row in few.intervals.to_pylist():
        decision = Decision(few.outcomes[row["outcome"]], row["rank"], row["premium"], {p: row[p] for p in payers})
        by_number.setdefault(row["person"], []).append((row["a"], row["b"], decision))
    found = {}
    for person, one in living.items():
        ahead = by_number.get(numbers[one.key], [])
        if not ahead or not ahead[0][0] <= month_of(day) <= ahead[0][1]:
            raise FactsError(f"{person} is not decided on {day}")
        household, unit, _ = homes[person]
        found[person] = Standing(person, one, household, unit, ahead[0][2], ahead)
    return found
