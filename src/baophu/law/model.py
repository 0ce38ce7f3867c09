"""What a law book says, once read: plain frozen data, dates resolved, expressions typed.

Nothing here knows YAML, SQL or a province.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from baophu.law.tree import Node, Type


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: file and line (counted from 1)."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """A fact: its level, type, allowed values (choices only, in order), default and where it comes from."""

    name: str
    level: str
    type: Type
    values: Mapping[str, Text]
    default: int | bool | str
    label: Text
    source: Text | None
    since: str | None
    reads: str | None
    whole_month: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Definition:
    """A named condition."""

    name: str
    body: Node
    label: Text
    place: Place


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A value from one day to another, both inclusive (`end` None: still so)."""

    start: date
    end: date | None
    value: int | bool | Fraction
    by: str
    article: str
    sure: str
    note: Text | None
    alternative: int | bool | Fraction | None
    place: Place


@dataclass(frozen=True, slots=True)
class ParameterDeclaration:
    """A dated parameter; its values follow each other without gap or overlap."""

    name: str
    type: Type
    label: Text
    values: tuple[ParameterValue, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a `when` list: one line of the explanation and one boolean column."""

    text: str
    node: Node
    article: str | None
    says: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a participant group of Article 12 holds."""

    name: str
    letter: str
    section: int
    card_code: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """The order of Article 12, by group name."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """`groups` stand before `of` (Article 13(5)). Both are selectors as in `for`."""

    groups: tuple[str, ...]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """Among several of these groups the one that leaves least to pay."""

    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Premium:
    """Base, rate and who owes it; without `shares` supports apply and the last payer takes the remainder."""

    groups: tuple[str, ...]
    of: Node
    of_text: str
    rate: str
    shares: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Support:
    """A payer's share of the premium: `total` fills up to it, `on_top` adds it."""

    payer: str
    on_top: bool
    share: Fraction | str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Benefit:
    """Level in percent of the groups named."""

    level: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taper:
    """Share of the premium by rank in the household; the last share serves all later ranks."""

    groups: tuple[str, ...]
    shares: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A card or route rule: its keys as written, checked by the part that reads them."""

    kind: str
    keys: Mapping[str, object]


Effect = Group | Order | Ahead | Choose | Premium | Support | Benefit | Taper | Rule


@dataclass(frozen=True, slots=True)
class Provision:
    """One rule of an instrument, in force from `start` to `end`, both inclusive.

    `ref` is its full name `instrument#id`. Where an amendment changes what it says from a day on, it stands in the book
    once for each wording: the later one has the same id and the ref `instrument#id@2025-07-01`.
    """

    ref: str
    instrument: str
    id: str
    article: str
    says: Text
    start: date
    end: date | None
    conditions: tuple[Condition, ...]
    effect: Effect
    excepts: tuple[str, ...]
    sure: str
    note: Text | None
    place: Place
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal act. `conditions` are those of every one of its provisions; they stand first in each."""

    number: str
    title: Text
    issuer: Text
    issued: date
    start: date
    end: date | None
    applied_from: date | None
    repeals: tuple[str, ...]
    sure: str
    note: Text | None
    source: str | None
    conditions: tuple[Condition, ...]
    provisions: tuple[Provision, ...]
    place: Place
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A unit: commune, ward or special zone, with its facts from the gazetteer; `since` where it was formed anew."""

    code: str
    kind: str
    name: str
    full_name: str
    km2: str
    population: int
    formed_from: tuple[str, ...]
    point: tuple[float, float]
    tile: tuple[int, int]
    place: Place
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AreaSpell:
    """Something true of some units in a period."""

    fact: str
    value: int | bool | str
    start: date
    end: date | None
    units: tuple[str, ...]
    by: str
    sure: str
    note: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class Target:
    """A coverage target of an act for an area and a year."""

    instrument: str
    area: str
    year: int
    coverage: Fraction | None
    sure: str
    note: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class Book:
    """A law book, whole and checked. `digest` is the hash of every file it was read from."""

    name: str
    title: Text
    payers: tuple[str, ...]
    facts: Mapping[str, FactDeclaration]
    definitions: Mapping[str, Definition]
    parameters: Mapping[str, ParameterDeclaration]
    instruments: Mapping[str, Instrument]
    areas: Mapping[str, Area]
    area_facts: tuple[AreaSpell, ...]
    targets: tuple[Target, ...]
    support_order: tuple[str, ...]
    files: tuple[Path, ...]
    digest: str
    place: Place
    texts: Mapping[str, Text] = field(default_factory=dict)

    def provisions(self) -> tuple[Provision, ...]:
        """Every provision of every instrument, in the order of the book."""
        return tuple(p for i in self.instruments.values() for p in i.provisions)

    def provision(self, ref: str) -> Provision:
        """The provision with that full name; KeyError when there is none."""
        number, _, _ = ref.rpartition("#")
        for provision in self.instruments[number].provisions:
            if provision.ref == ref:
                return provision
        raise KeyError(ref)
