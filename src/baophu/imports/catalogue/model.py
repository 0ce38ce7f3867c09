"""A list type once read: its columns, and what a row of it changes in the register. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from baophu.law.model import Place, Text

KINDS = (
    "name", "date", "month", "year", "personal_id", "social_number", "card_number", "sex", "unit", "ethnicity",
    "choice", "flag", "money", "count", "phone", "code", "text",
)  # fmt: skip
"""What a cell can hold. `month` is a month, kept as its first day; `code` a short text of letters and digits."""

EDGES = ("", "month start", "month end", "year start", "year end", "day before", "day after")
"""Where in the period around a date a change begins or ends."""

WAYS = ("in", "within", "out")
"""Moves: into the province, from one of its units or households to another, out of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column a list may have. `called`, `values` and `parts` are folded, as headers and cells are compared.

    `needed`: without a value the row is refused. `otherwise`: the value of a row that gives none. `parts`: headers of
    columns whose cells, joined in this order, make the value (family name and given name; day, month and year).
    `values`: what lists write for each value of a choice. `headers` and `words` (value → its first word) are the same
    as written, to be shown.
    """

    name: str
    kind: str
    label: Text
    called: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    values: Mapping[str, tuple[str, ...]]
    needed: bool
    otherwise: str
    headers: tuple[str, ...]
    words: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Day:
    """The date of a column, moved to an edge of its month or year, or by a day."""

    column: str
    edge: str


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a column, or the same for every row."""

    column: str
    constant: str


When = Mapping[str, frozenset[str]]
"""Columns and the values one of which each must have; empty: always."""


@dataclass(frozen=True, slots=True)
class Set:
    """A fact has a value from a day on, to a day or until something else is recorded. The first day that is given."""

    fact: str
    value: Value
    start: tuple[Day, ...]
    end: tuple[Day, ...]
    when: When
    place: Place


@dataclass(frozen=True, slots=True)
class End:
    """A fact no longer has any value (or any of `values`) from a day on."""

    fact: str
    values: frozenset[str]
    start: tuple[Day, ...]
    when: When
    place: Place


@dataclass(frozen=True, slots=True)
class Die:
    """The person died on the day."""

    on: tuple[Day, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Move:
    """The person lives elsewhere from the day on. Columns: `unit` new unit, `household` its number, `host` the personal
    ID of somebody who lives there, `permanent` a flag."""

    way: Value
    start: tuple[Day, ...]
    unit: str
    household: str
    host: str
    permanent: Value
    place: Place


@dataclass(frozen=True, slots=True)
class Correct:
    """Fields of the person take the row's values; `missing_only`: where the register has none."""

    columns: tuple[str, ...]
    missing_only: bool
    when: When
    place: Place


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks for cover: kept for the officer who collects. Columns name what was said about it."""

    months: str
    paid_on: str
    amount: str
    start: str
    receipt: str
    when: When
    place: Place


Act = Set | End | Die | Move | Correct | Request


@dataclass(frozen=True, slots=True)
class Members:
    """How rows belong to households: rows with the same number, or a head followed by members."""

    number: str
    relation: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Of a full list: whoever stood under these values before and does not stand on it now loses them.

    `scope` says among whom: `unit` (people of the units the list speaks for) or `sender` (who was on the last list of
    the same sender).
    """

    scope: Literal["unit", "sender"]
    facts: Mapping[str, frozenset[str]]
    start: tuple[Day, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ListType:
    """A kind of list. `owner`: of whom its facts are. `strangers`: whether people nobody knows are asked about
    (`ask`) or are what the list is about (`new`)."""

    name: str
    title: Text
    about: Text
    law: str
    owner: Literal["person", "household"]
    strangers: Literal["ask", "new"]
    columns: Mapping[str, Column]
    acts: tuple[Act, ...]
    members: Members | None
    sections: str
    absent: Absent | None
    digest: str
    place: Place

    @property
    def facts(self) -> frozenset[str]:
        """Every fact a row may change."""
        named = {act.fact for act in self.acts if isinstance(act, Set | End)}
        return frozenset(named | set(self.absent.facts if self.absent else ()))
