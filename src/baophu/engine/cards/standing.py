"""What is true of a person on one exact day, and what the engine decides for them then.

A month is decided on the facts of its first day; a card or a visit turns on the day itself. So the facts that hold on
the day are moved to the first of its month, and the same engine decides (DESIGN: the exact day rules cards).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from baophu.engine.cards.days import DAY, full_years
from baophu.engine.cards.errors import NotTold, RuleError
from baophu.engine.cards.rules import Value
from baophu.engine.months import first_full, month_of, parse
from baophu.engine.one import ELSEWHERE, Decision, Person, Spell, decide_people
from baophu.law.model import Book, FactDeclaration


def person_called(people: Sequence[Person], key: str) -> Person:
    """One of some people; NotTold when nobody has the key."""
    for person in people:
        if person.key == key:
            return person
    raise NotTold(f"nobody here is called {key!r}; there are {', '.join(p.key for p in people)}")


def decision_on(book: Book, people: Sequence[Person], key: str, day: date) -> Decision:
    """What the engine decides for a person on the facts of a day; FactsError when nothing is."""
    person = person_called(people, key)
    if person.born > day:
        raise NotTold(f"{key} is born on {person.born}, after {day}")
    month = month_of(day)
    frozen = [as_on(p, day) for p in people if p.born <= day]
    return decide_people(book, frozen, month, month, today=date.max).at(key, month)


def as_on(person: Person, day: date) -> Person:
    """The person with the facts of a day standing on the first of its month, and with the age of that day."""
    facts = {name: found for name, spells in person.facts.items() if (found := _as_on(spells, day))}
    born = person.born
    if born.month == day.month and born.day <= day.day:
        born = born.replace(day=1)
    return replace(person, born=born, facts=facts)


def _as_on(spells: Sequence[Spell], day: date) -> list[Spell]:
    first = day.replace(day=1)
    found = []
    for spell in spells:
        if _covers(spell, day):
            found.append(replace(spell, start=min(spell.start, first)))
        elif spell.end is not None and first <= spell.end < day:
            if spell.start < first:
                found.append(replace(spell, end=first - DAY))
        else:
            found.append(spell)
    return found


def _covers(spell: Spell, day: date) -> bool:
    return spell.start <= day and (spell.end is None or day <= spell.end)


def facts_on(book: Book, people: Sequence[Person], key: str, day: date, names: Iterable[str]) -> dict[str, Value]:
    """The values of some facts of a person, their household, stay and area on a day, and `age` in full years."""
    person = person_called(people, key)
    found: dict[str, Value] = {"age": full_years(person.born, day)}
    for name in names:
        declaration = book.facts[name]
        source = book.facts[declaration.reads or declaration.since or name]
        spells = _spells(book, people, person, source)
        spell = next((s for s in spells if _covers(s, day)), None)
        if declaration.since:
            found[name] = 0 if spell is None or spell.value == source.default else first_full(spell.start)
        else:
            found[name] = source.default if spell is None else _value(source, spell.value)
    return found


def _spells(book: Book, people: Sequence[Person], person: Person, declaration: FactDeclaration) -> Sequence[Spell]:
    name = declaration.name
    match declaration.level:
        case "stay":
            return [Spell(_of_the_stay(person, name))]
        case "household" if person.household is not None:
            members = [p for p in people if p.household == person.household]
            return next((p.facts[name] for p in members if name in p.facts), ())
        case "area" if name not in person.facts:
            told = [s for s in book.area_facts if s.fact == name and person.unit in s.units]
            return [Spell(s.value, s.start, s.end) for s in told]
        case _ if name == "sex":
            return [Spell(person.sex)]
        case _:
            return person.facts.get(name, ())


def _of_the_stay(person: Person, name: str) -> bool:
    if name == "permanent_resident":
        return person.permanent_resident
    if name == "living_here":
        return person.unit != ELSEWHERE and (person.unit is not None or person.permanent_resident)
    raise RuleError(f"a rule reads the fact {name} of the stay, which is not known here")


def _value(declaration: FactDeclaration, value: Value) -> Value:
    """A spell's value as the rules read it: months and counts as numbers."""
    if declaration.type == "month" and isinstance(value, str):
        return 0 if value == "never" else parse(value)
    return int(value) if declaration.type == "count" else value
