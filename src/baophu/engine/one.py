"""A few people written by hand: cases, questions at a counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa

from baophu.engine.compiled import compile_law
from baophu.engine.few import Few, decide_few
from baophu.engine.months import first_day, show
from baophu.engine.outcome import Outcome
from baophu.engine.source import COLUMNS, FactsError, in_memory
from baophu.law.model import Area, AreaSpell, Book

LONG_AGO = date(1900, 1, 1)
ELSEWHERE = "outside"


@dataclass(frozen=True, slots=True)
class Spell:
    """A value from one day to another, both inclusive (`end` None: still so)."""

    value: int | bool | str
    start: date = LONG_AGO
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone written by hand. `facts` are spells by fact name; household facts hold for the whole household.

    `unit` None: somewhere in the province that no area fact speaks of when permanently resident, else elsewhere.
    """

    key: str
    born: date
    sex: str = "m"
    died: date | None = None
    household: str | None = None
    unit: str | None = None
    permanent_resident: bool = False
    facts: Mapping[str, Sequence[Spell]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided for a person in a month: outcome, rank in the household, amounts a month in đồng."""

    outcome: Outcome
    rank: int
    premium: int
    amounts: Mapping[str, int]


class Small:
    """Decisions of a few people over some months."""

    def __init__(self, few: Few, payers: Sequence[str], numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self._rows: dict[int, list[tuple[int, int, Decision]]] = {}
        for row in few.intervals.to_pylist():
            amounts = {payer: row[payer] for payer in payers}
            decision = Decision(few.outcomes[row["outcome"]], row["rank"], row["premium"], amounts)
            self._rows.setdefault(row["person"], []).append((row["a"], row["b"], decision))

    def at(self, key: str, month: int) -> Decision:
        """The decision for a person in a month; FactsError when nothing is decided then."""
        for a, b, decision in self._rows.get(self.numbers[key], []):
            if a <= month <= b:
                return decision
        raise FactsError(f"{key} is not decided in {show(month)}: not yet born, dead, or not living anywhere then")

    def intervals(self, key: str) -> list[tuple[int, int, Decision]]:
        """(first month, last month, decision) of a person, in order."""
        return self._rows.get(self.numbers[key], [])


def decide_people(book: Book, people: Sequence[Person], first: int, last: int, today: date | None = None) -> Small:
    """Decide people for the months `first..last`; the order given is the order of joining in a household.

    FactsError when a fact is unknown or two members contradict each other on a household's fact.
    """
    tables, book, numbers = tables_of(book, people)
    few = decide_few(compile_law(book, first, last), in_memory(tables), today=today or first_day(last + 1))
    return Small(few, book.payers, numbers)


def tables_of(book: Book, people: Sequence[Person]) -> tuple[dict[str, pa.Table], Book, dict[str, int]]:
    """Facts tables of people, the book with a unit of its own for whoever sets area facts, and person numbers."""
    numbers = {p.key: n for n, p in enumerate(people, 1)}
    households = {h: n for n, h in enumerate(dict.fromkeys(p.household or f"alone {p.key}" for p in people), 1)}
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in COLUMNS if name not in ("area_status", "cards")}
    areas: dict[str, Area] = {}
    area_spells: list[AreaSpell] = []
    told: dict[tuple[int, str], list[Spell]] = {}
    for person in people:
        number, household = numbers[person.key], households[person.household or f"alone {person.key}"]
        unit = _unit(book, person, areas, area_spells)
        rows["people"].append((number, person.born, person.died, person.sex))
        rows["stays"].append((number, household, unit, person.permanent_resident, LONG_AGO, None))
        for name, spells in person.facts.items():
            _place(book, person, name, spells, number, household, rows, told)
    for (household, name), said in told.items():
        rows["household_status"] += [(household, name, _written(s.value), s.start, s.end) for s in said]
    found = {name: _table(name, listed) for name, listed in rows.items()}
    if areas:
        book = replace(book, areas={**book.areas, **areas}, area_facts=(*book.area_facts, *area_spells))
    return found, book, numbers


def _place(
    book: Book,
    person: Person,
    name: str,
    spells: Sequence[Spell],
    number: int,
    household: int,
    rows: dict[str, list[tuple[object, ...]]],
    told: dict[tuple[int, str], list[Spell]],
) -> None:
    declaration = book.facts.get(name)
    if declaration is None or declaration.level not in ("person", "household", "area"):
        known = ", ".join(n for n, f in book.facts.items() if f.level in ("person", "household", "area"))
        raise FactsError(f"{person.key}: no fact of a person is called {name!r}; the facts are {known}")
    if declaration.level == "area":
        return
    if declaration.level == "household":
        said = told.get((household, name), [])
        told[household, name] = _agreed(person.key, name, [*said, *spells])
    elif declaration.type == "money":
        rows["person_amount"] += [(number, name, s.value, s.start, s.end) for s in spells]
    else:
        rows["person_status"] += [(number, name, _written(s.value), s.start, s.end) for s in spells]


def _agreed(who: str, name: str, spells: list[Spell]) -> list[Spell]:
    """What the members of a household say of it, joined where they agree."""
    agreed: list[Spell] = []
    for spell in sorted(spells, key=lambda s: s.start):
        last = agreed[-1] if agreed else None
        if last is None or (last.end is not None and last.end < spell.start):
            agreed.append(spell)
        elif last.value != spell.value:
            raise FactsError(
                f"{who}: the household's {name} is {last.value} and {spell.value} on {spell.start}; members must agree"
            )
        elif last.end is not None and (spell.end is None or spell.end > last.end):
            agreed[-1] = replace(last, end=spell.end)
    return agreed


def _unit(book: Book, person: Person, areas: dict[str, Area], spells: list[AreaSpell]) -> str:
    """The person's unit; one of their own when they set area facts or name none."""
    own = {n: s for n, s in person.facts.items() if n in book.facts and book.facts[n].level == "area"}
    if person.unit is not None and not own:
        return person.unit
    if person.unit is None and not own and not person.permanent_resident:
        return ELSEWHERE
    code = f"{person.unit or 'somewhere'} of {person.key}"
    outside = person.unit == ELSEWHERE
    if person.unit is not None and not outside and person.unit not in book.areas:
        raise FactsError(f"{person.key}: no unit has the code {person.unit!r}")
    place = next(iter(book.facts.values())).place
    areas[code] = Area(code, ELSEWHERE if outside else "own", code, code, "0", 0, (), (0.0, 0.0), (0, 0), place)
    inherited = [s for s in book.area_facts if person.unit in s.units and s.fact not in own]
    spells += [replace(s, units=(code,)) for s in inherited]
    for name, listed in own.items():
        spells += [AreaSpell(name, s.value, s.start, s.end, (code,), "case", "V", None, place) for s in listed]
    return code


def _written(value: int | bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_KINDS = {"BIGINT": pa.int64(), "DATE": pa.date32(), "VARCHAR": pa.string(), "BOOLEAN": pa.bool_()}


def _table(name: str, rows: list[tuple[object, ...]]) -> pa.Table:
    columns = COLUMNS[name]
    return pa.table({c: pa.array([r[i] for r in rows], _KINDS[kind]) for i, (c, kind) in enumerate(columns.items())})
