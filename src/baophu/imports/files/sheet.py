"""A sheet of cells, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Area = tuple[int, int, int, int]
"""A merged range: first and last row, first and last column, counted from 0, inclusive."""


@dataclass(frozen=True)
class Sheet:
    """Rows of cells from the first row of the file on; row `i` is row `i + 1` for people. Empty cells are None.

    `typed`: cells may be numbers and dates (Excel); in CSV all are texts. `others`: sheets of the file not read.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[Area] = ()
    typed: bool = False
    others: tuple[str, ...] = ()
    about: str = field(default="")

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell of a place; None beyond the row's end."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def shown(cell: Cell) -> str:
    """A cell as a person reads it: dates day first, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year}"
    return str(cell).strip()
