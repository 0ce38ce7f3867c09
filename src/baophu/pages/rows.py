"""What a list is made of when it is shown: heads, rows, cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baophu.pages.columns import Column


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row as it is shown."""

    column: Column
    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page: its thing and its cells."""

    of: Any
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: where sorting by it leads, and how it is sorted now (ascending, descending or neither)."""

    column: Column
    sort: str | None
    now: str
