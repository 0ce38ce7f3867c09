"""Where the header of a list is: under title lines, in one line or two, with merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from baophu.imports.files.sheet import Cell, Sheet, shown
from baophu.registry.names import fold

LOOKED_AT = 60
"""The header is looked for in so many lines."""

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBERING = re.compile(r"\(?\[?\s*([A-Za-zĐđ]|\d{1,2})\s*(=.*)?\]?\)?")


@dataclass(frozen=True, slots=True)
class Label:
    """A column's header. `texts`: foldings by which it may be known, the most telling first; `group`: what stands above
    it over several columns, folded."""

    shown: str
    texts: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Header:
    """First and last line of the header (counted from 0), and a label for each column."""

    top: int
    bottom: int
    labels: tuple[Label, ...]

    @property
    def first(self) -> int:
        """The first line below the header."""
        return self.bottom + 1


Score = Callable[[Sequence[Label]], int]
"""How many columns a list type recognises among labels."""


def find_header(sheet: Sheet, score: Score) -> Header:
    """The line, or two lines, in which most columns are recognised; the fullest line of texts when none is."""
    best: tuple[int, int, Header] | None = None
    for top in range(min(LOOKED_AT, len(sheet.rows))):
        if not any(isinstance(cell, str) for cell in sheet.rows[top]):
            continue
        for bottom in (top, top + 1):
            if bottom >= len(sheet.rows):
                continue
            header = Header(top, bottom, labels(sheet, top, bottom))
            found = score(header.labels)
            if best is None or (found, top - bottom) > best[:2]:
                best = (found, top - bottom, header)
    if best is None or best[0] == 0:
        top = _fullest(sheet)
        return Header(top, top, labels(sheet, top, top))
    header = best[2]
    return Header(header.top, _past_numbering(sheet, header.bottom), header.labels)


def labels(sheet: Sheet, top: int, bottom: int) -> tuple[Label, ...]:
    """The labels of all columns, from one line or two: what stands above goes before what stands below."""
    above = _spread(sheet, top, down_to=bottom)
    below = _spread(sheet, bottom, down_to=bottom) if bottom > top else [None] * len(above)
    found = []
    for upper, lower in zip(above, below, strict=True):
        over, under = shown(upper), shown(lower)
        if over == under:
            under = ""
        text = f"{over} {under}".strip()
        bare = [_bare(under), _bare(over)] if under else [_bare(over)]
        texts = [_bare(text), *bare, fold(text)]
        found.append(Label(text, tuple(dict.fromkeys(t for t in texts if t)), _bare(over)))
    return tuple(found)


def _bare(text: str) -> str:
    """Folded, without what stands in brackets."""
    return fold(_BRACKETS.sub(" ", text))


def _spread(sheet: Sheet, row: int, down_to: int) -> list[Cell]:
    """The cells of a header line with merged ones repeated over their range.

    CSV tells no ranges: there an empty cell of the upper of two lines takes what stands left of it when something
    stands below it.
    """
    cells = [sheet.cell(row, column) for column in range(sheet.width)]
    for top, bottom, left, right in sheet.merged:
        if top <= row <= bottom:
            for column in range(left, min(right + 1, len(cells))):
                cells[column] = sheet.cell(top, left)
    if not sheet.typed and down_to > row:
        for column in range(1, len(cells)):
            if cells[column] is None and sheet.cell(down_to, column) is not None:
                cells[column] = cells[column - 1]
    return cells


def _past_numbering(sheet: Sheet, bottom: int) -> int:
    """Below many headers stands a line that numbers the columns: A, B, 1, 2 or (1), (2)."""
    if bottom + 1 < len(sheet.rows):
        cells = [shown(cell) for cell in sheet.rows[bottom + 1] if cell is not None]
        if len(cells) >= 3 and all(_NUMBERING.fullmatch(cell) for cell in cells):
            return bottom + 1
    return bottom


def _fullest(sheet: Sheet) -> int:
    """The first of the lines with most texts."""
    counts = [sum(isinstance(cell, str) for cell in row) for row in sheet.rows[:LOOKED_AT]]
    return counts.index(max(counts)) if counts else 0
