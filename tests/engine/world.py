"""People, households and units as plain data: what the oracle reads, and the facts tables made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from baophu.engine.source import COLUMNS, Facts, in_memory
from baophu.law.model import Book
from baophu.law.scalars import month_text

Value = int | bool | str


@dataclass(frozen=True, slots=True)
class Row:
    """A value from one day to another, both inclusive (`end` None: still so)."""

    value: Value
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """Where somebody lives from one day to another."""

    household: int
    unit: str
    permanent_resident: bool
    start: date
    end: date | None = None


FactRows = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Human:
    """One person. `fixed` are facts that never change, written as columns of `people`."""

    number: int
    born: date
    died: date | None = None
    sex: str = "m"
    stays: tuple[Stay, ...] = ()
    facts: FactRows = field(default_factory=dict)
    fixed: Mapping[str, Value] = field(default_factory=dict)
    cards: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """Everybody. `areas` None: the law book's own area facts hold; `with_cards` False: everybody counts as insured."""

    people: tuple[Human, ...]
    households: Mapping[int, FactRows] = field(default_factory=dict)
    areas: Mapping[str, FactRows] | None = None
    with_cards: bool = False

    def only(self, *numbers: int) -> World:
        """The same world with some of its people."""
        kept = tuple(p for p in self.people if p.number in numbers)
        return World(kept, self.households, self.areas, self.with_cards)


def facts_of(world: World, book: Book) -> Facts:
    """The world as facts tables."""
    fixed = sorted({name for person in world.people for name in person.fixed})
    rows: dict[str, list[dict[str, object]]] = {
        "people": [
            {"person": p.number, "born": p.born, "died": p.died, "sex": p.sex}
            | {name: written(book, name, value) for name, value in p.fixed.items()}
            for p in world.people
        ],
        "stays": [{"person": p.number, **_spell(s), **_place(s)} for p in world.people for s in p.stays],
        "person_status": [],
        "person_amount": [],
        "household_status": [{"household": h, **r} for h, told in world.households.items() for r in _rows(book, told)],
    }
    for person in world.people:
        for name, spells in person.facts.items():
            money = book.facts[name].type == "money"
            table = rows["person_amount" if money else "person_status"]
            table += [{"person": person.number, **r} for r in _rows(book, {name: spells})]
    if world.areas is not None:
        rows["area_status"] = [{"unit": u, **r} for u, facts in world.areas.items() for r in _rows(book, facts)]
    if world.with_cards:
        rows["cards"] = [{"person": p.number, **_spell(card)} for p in world.people for card in p.cards]
    extra = {"people": dict.fromkeys(fixed, "VARCHAR")}
    return in_memory({name: table_of(name, listed, extra.get(name, {})) for name, listed in rows.items()})


KINDS = {"BIGINT": pa.int64(), "DATE": pa.date32(), "VARCHAR": pa.string(), "BOOLEAN": pa.bool_()}


def table_of(name: str, rows: Sequence[Mapping[str, object]], extra: Mapping[str, str] | None = None) -> pa.Table:
    """A facts table of rows; a key that a row lacks is empty."""
    columns = {**COLUMNS[name], **(extra or {})}
    return pa.table({c: pa.array([r.get(c) for r in rows], KINDS[kind]) for c, kind in columns.items()})


def written(book: Book, name: str, value: Value) -> str:
    """A value as a facts table writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return month_text(value) if book.facts[name].type == "month" else str(value)
    return value


def _rows(book: Book, facts: FactRows) -> Iterator[dict[str, object]]:
    for name, spells in facts.items():
        money = book.facts[name].type == "money"
        for spell in spells:
            value = spell.value if money else written(book, name, spell.value)
            yield {"fact": name, "value": value, **_spell(spell)}


def _spell(spell: Row | Stay) -> dict[str, object]:
    return {"from": spell.start, "to": spell.end}


def _place(stay: Stay) -> dict[str, object]:
    return {"household": stay.household, "unit": stay.unit, "permanent_resident": stay.permanent_resident}
