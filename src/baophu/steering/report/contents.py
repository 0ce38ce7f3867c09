"""What a quarter's report says: sentences and tables, every figure with the number of its source.

Both files are written from the same contents, so that they cannot disagree. A source is the address of the list behind
a figure, in the figures the report was made of (`so-lieu`). The report goes to readers who see no people: small counts
are hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from baophu.pages.columns import Kind

Value = Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: its number in the report, an address of ours, and what is asked there."""

    number: int
    address: str
    what: str


class Sources:
    """The numbered list of sources; an address asked for twice keeps its number."""

    def __init__(self) -> None:
        self._by_address: dict[str, Source] = {}

    def __call__(self, address: str, what: str) -> int:
        """The number of a source."""
        if address not in self._by_address:
            self._by_address[address] = Source(len(self._by_address) + 1, address, what)
        return self._by_address[address].number

    @property
    def all(self) -> tuple[Source, ...]:
        return tuple(self._by_address.values())


@dataclass(frozen=True, slots=True)
class Figure:
    """A single figure: what it is, its value and kind, a remark, its source."""

    label: str
    value: Value
    kind: Kind
    source: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the source of the numbers in it (None: it has none)."""

    text: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What the workbook draws of a table: lines over the first column or bars by it; `columns` are drawn."""

    shape: Literal["line", "column", "bar"]
    title: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report. `sources` has one number a row; `bold` marks the last row as the sum.

    `key` names its sheet. `wide` tables have small letters. `only` says that the workbook alone has it.
    """

    key: str
    title: str
    columns: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Value, ...], ...]
    sources: tuple[int, ...]
    note: str = ""
    chart: Chart | None = None
    bold: bool = False
    only: Literal["", "workbook"] = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit of the map: column, row, name, what is written in it, its shade from 0 to 6 (None: nothing known)."""

    column: int
    row: int
    name: str
    text: str
    shade: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: heading, figures, sentences, a drawing (SVG), the map, tables."""

    heading: str
    figures: tuple[Figure, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    drawing: str = ""
    drawing_title: str = ""
    tiles: tuple[Tile, ...] = ()
    tiles_title: str = ""
    tiles_key: tuple[tuple[int, str], ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole report. `about` are lines on where it comes from: run, law book, program, day."""

    title: str
    subtitle: str
    on: date
    language: str
    simulated: str
    heading: Mapping[str, Any]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    about: tuple[tuple[str, str], ...]
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> Sequence[Table]:
        """Every table, in order."""
        return [t for s in self.sections for t in s.tables]

    @property
    def figures(self) -> Sequence[Figure]:
        """Every single figure, in order."""
        return [f for s in self.sections for f in s.figures]
