"""Guess which column is what: by headers first, then by what stands in the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from baophu.imports.catalogue.model import Column, ListType
from baophu.imports.files.header import Header, Label, find_header
from baophu.imports.files.sheet import Cell, Sheet, shown
from baophu.imports.reading.mapping import SAMPLES, How, Mapping, SheetColumn
from baophu.registry.names import fold

SURE, LIKELY = 100, 88
LOOKED_AT = 200
"""Rows by which the content of a column is judged."""


def guess_mapping(sheet: Sheet, kind: ListType, sheets: Sequence[str]) -> Mapping:
    """The mapping a person would most likely give; what could not be guessed is left out."""
    header = find_header(sheet, lambda labels: len(by_header(labels, kind)))
    columns = by_header(header.labels, kind)
    how: dict[str, How] = dict.fromkeys(columns, "header")
    for name, place in _by_content(sheet, header, kind, columns).items():
        columns[name] = (place,)
        how[name] = "content"
    return Mapping(
        sheet=sheet.name,
        top=header.top,
        bottom=header.bottom,
        columns=columns,
        how=how,
        labels=sheet_columns(sheet, header),
        sheets=tuple(sheets),
    )


def sheet_columns(sheet: Sheet, header: Header) -> tuple[SheetColumn, ...]:
    """Each column's header and its first values."""
    found = []
    for place, label in enumerate(header.labels):
        values = (shown(sheet.cell(row, place)) for row in range(header.first, min(len(sheet.rows), header.first + 60)))
        found.append(SheetColumn(label.shown, tuple([v for v in values if v][:SAMPLES])))
    return tuple(found)


def by_header(labels: Sequence[Label], kind: ListType) -> dict[str, tuple[int, ...]]:
    """Columns recognised by their headers: first those in parts that stand side by side, then the surest first."""
    found: dict[str, tuple[int, ...]] = {}
    for column in kind.columns.values():
        if column.parts and (places := _in_parts(labels, column)):
            found[column.name] = places
    taken = {place for places in found.values() for place in places}
    scored = [
        (_likeness(label, column), -place, column.name, place)
        for place, label in enumerate(labels)
        for column in kind.columns.values()
    ]
    for score, _, name, place in sorted(scored, reverse=True):
        if score >= LIKELY and name not in found and place not in taken:
            found[name] = _spread(labels, place, taken)
            taken.update(found[name])
    return found


def _likeness(label: Label, column: Column) -> int:
    """How surely a label is this column's, 0 to 100; the first of the label's texts is the most telling."""
    return max((_alike(text, column.called) - order for order, text in enumerate(label.texts)), default=0)


@lru_cache(maxsize=20_000)
def _alike(text: str, called: tuple[str, ...]) -> int:
    if text in called:
        return SURE
    if len(text) < 6:
        return 0
    return int(max((fuzz.ratio(text, word) for word in called if len(word) >= 6), default=0))


def _in_parts(labels: Sequence[Label], column: Column) -> tuple[int, ...] | None:
    """Columns side by side with the headers of the parts (family name and given name; day, month and year)."""
    size = len(column.parts)
    for first in range(len(labels) - size + 1):
        beside = labels[first : first + size]
        if all(set(label.texts) & set(words) for label, words in zip(beside, column.parts, strict=True)):
            return tuple(range(first, first + size))
    return None


def _spread(labels: Sequence[Label], place: int, taken: set[int]) -> tuple[int, ...]:
    """The columns one merged header stands over, from a place on."""
    last = place
    while last + 1 < len(labels) and last + 1 not in taken and labels[last + 1] == labels[place]:
        last += 1
    return tuple(range(place, last + 1))


_LOOKS: dict[str, Callable[[Cell], bool]] = {
    "personal_id": lambda cell: bool(re.fullmatch(r"0\d{11}", shown(cell))),
    "social_number": lambda cell: bool(re.fullmatch(r"\d{10}", shown(cell))),
    "card_number": lambda cell: bool(re.fullmatch(r"[A-Za-z]{2}\d{13}", shown(cell))),
    "sex": lambda cell: fold(shown(cell)) in ("nam", "nu"),
    "date": lambda cell: isinstance(cell, date) or bool(re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", shown(cell))),
    "name": lambda cell: isinstance(cell, str) and bool(re.fullmatch(r"[^\W\d_]+( [^\W\d_]+){1,6}", cell)),
}
_BY_CONTENT = ("personal_id", "social_number", "card_number", "sex", "born", "name")
"""Columns that can be told by what stands in them, the plainest first."""


def _by_content(sheet: Sheet, header: Header, kind: ListType, known: dict[str, tuple[int, ...]]) -> dict[str, int]:
    """Columns that no header told, where nearly every cell of a column looks like it; only one such column may."""
    taken = {place for places in known.values() for place in places}
    found: dict[str, int] = {}
    for name in _BY_CONTENT:
        if name not in kind.columns or name in known or (name == "born" and {"male", "female"} & set(known)):
            continue
        looks = _LOOKS.get(name) or _LOOKS[kind.columns[name].kind]
        fitting = [place for place in range(sheet.width) if place not in taken and _fits(sheet, header, place, looks)]
        if len(fitting) == 1:
            found[name] = fitting[0]
            taken.add(fitting[0])
    return found


def _fits(sheet: Sheet, header: Header, place: int, looks: Callable[[Cell], bool]) -> bool:
    last = min(len(sheet.rows), header.first + LOOKED_AT)
    cells = [cell for row in range(header.first, last) if (cell := sheet.cell(row, place)) is not None]
    return bool(cells) and sum(looks(cell) for cell in cells) >= 0.8 * len(cells)
