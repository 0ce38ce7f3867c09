"""Read the rows of a list: what each says, what is wrong with it, which lines are no rows of people at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from baophu.imports.catalogue.model import Column, ListType
from baophu.imports.files.sheet import Cell, Sheet, shown
from baophu.imports.reading.cells import Reader, Value, is_empty
from baophu.imports.reading.dates import Dated, read_date
from baophu.imports.reading.mapping import Mapping
from baophu.imports.words import say
from baophu.law.model import Text
from baophu.registry.names import fold
from baophu.registry.numbers import check_personal_id

NUMBERS = ("personal_id", "old_id", "social_number", "card_number")
IDENTIFYING = ("name", "born", "male", "female", "personal_id", "social_number", "card_number")
_TOTALS = ("tong", "cong", "tong cong", "tong so", "total", "sum")
_LETTERED = re.compile(r"^([ivx]{1,4}|[a-z]|\d{1,2})\s+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the column concerned ("" for the row), what stood there, what to say."""

    column: str
    cell: str
    text: Text


@dataclass(slots=True)
class ReadRow:
    """A row of the file. `number` as people count; `values` by column name; `cells` as they stood in the file."""

    number: int
    cells: tuple[str, ...]
    values: dict[str, Value] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hints: list[Text] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A value that is a text; "" where the row has none."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """A value that is a date."""
        value = self.values.get(name)
        return value.day if isinstance(value, Dated) else value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of people, and the numbers of the lines passed over: titles of parts, totals, signatures."""

    rows: tuple[ReadRow, ...]
    passed: tuple[int, ...]


def read_rows(
    sheet: Sheet, mapping: Mapping, kind: ListType, reader: Reader, progress: Callable[[int], None] | None = None
) -> Reading:
    """Every row below the header. A row that is wrong has faults and never hinders another."""
    return _Rows(sheet, mapping, kind, reader).read(progress)


class _Rows:
    """The reading of one sheet."""

    def __init__(self, sheet: Sheet, mapping: Mapping, kind: ListType, reader: Reader) -> None:
        self.sheet, self.kind, self.reader = sheet, kind, reader
        self.places = [(kind.columns[name], places) for name, places in mapping.columns.items() if name in kind.columns]
        self.identifying = [p for c, places in self.places if c.name in IDENTIFYING for p in places]
        self.numbered = [p for c, places in self.places if c.name in (*IDENTIFYING, "relation")[1:] for p in places]
        self.width = max(len(mapping.labels), 1)
        self.first = mapping.bottom + 1
        self.constants = self._constants(mapping)
        self.section: str = ""

    def _constants(self, mapping: Mapping) -> dict[str, Value | Text]:
        """Values that are the same for every row: set by the officer, else the column's own."""
        given = {c.name: c.otherwise for c in self.kind.columns.values() if c.otherwise} | dict(mapping.constants)
        return {n: self.reader.read(text, self.kind.columns[n]) for n, text in given.items() if n in self.kind.columns}

    def read(self, progress: Callable[[int], None] | None) -> Reading:
        rows, passed = [], []
        for place, number in self._lines():
            cells = self.sheet.rows[place]
            if self._is_person(cells):
                rows.append(self._row(number, cells))
            else:
                self._note_section(cells)
                passed.append(number)
            if progress and number % 1000 == 0:
                progress(number)
        return Reading(tuple(rows), tuple(passed))

    def _lines(self) -> Iterator[tuple[int, int]]:
        """Positions and numbers of the lines below the header that are not empty."""
        for place in range(self.first, len(self.sheet.rows)):
            if any(not is_empty(cell) for cell in self.sheet.rows[place]):
                yield place, place + 1

    def _is_person(self, cells: Sequence[Cell]) -> bool:
        """Whether a line names somebody: not one of totals, of a part's title or of signatures."""
        filled = [cell for cell in cells if not is_empty(cell)]
        if not any(p < len(cells) and not is_empty(cells[p]) for p in self.identifying):
            return False
        if any(p < len(cells) and not is_empty(cells[p]) for p in self.numbered):
            return True
        texts = [fold(cell) for cell in filled if isinstance(cell, str)]
        if any(text in _TOTALS or text.startswith(("tong cong", "tong so", "cong ")) for text in texts):
            return False
        return len(filled) > 1 and not (len(filled) == 2 and self._section_of(cells))

    def _note_section(self, cells: Sequence[Cell]) -> None:
        """A line of its own may say what the rows below it are (`I. Lao động tăng`)."""
        if self.kind.sections and (found := self._section_of(cells)):
            self.section = found

    def _section_of(self, cells: Sequence[Cell]) -> str:
        if not self.kind.sections:
            return ""
        values = self.kind.columns[self.kind.sections].values
        for text in (fold(cell) for cell in cells if isinstance(cell, str)):
            bare = _LETTERED.sub("", text)
            told = [
                (len(word), value)
                for value, words in values.items()
                for word in words
                if bare == word or text == word or (len(word) > 3 and bare.startswith(f"{word} "))
            ]
            if told:
                return max(told)[1]
        return ""

    def _row(self, number: int, cells: Sequence[Cell]) -> ReadRow:
        row = ReadRow(number, tuple(shown(cells[p]) if p < len(cells) else "" for p in range(self.width)))
        for column, places in self.places:
            cell = _joined(cells, places)
            if not is_empty(cell):
                self._take(row, column, cell)
        self._add_constants(row)
        _settle_numbers(row)
        _settle_birth(row)
        _check_person(row)
        self._check_needed(row)
        return row

    def _take(self, row: ReadRow, column: Column, cell: Cell) -> None:
        value = self.reader.read(cell, column)
        if isinstance(value, Text):
            row.faults.append(Fault(column.name, shown(cell), value))
            return
        if isinstance(value, Dated) and column.name not in ("born", "new_born"):
            if value.known != "day":
                row.faults.append(Fault(column.name, shown(cell), say("whole date", text=shown(cell))))
                return
            value = value.day
        row.values[column.name] = value

    def _add_constants(self, row: ReadRow) -> None:
        faulty = {fault.column for fault in row.faults}
        if self.section and self.kind.sections not in row.values and self.kind.sections not in faulty:
            row.values[self.kind.sections] = self.section
        for name, value in self.constants.items():
            if name in row.values or name in faulty:
                continue
            if isinstance(value, Text):
                row.faults.append(Fault(name, "", value))
            else:
                row.values[name] = value.day if isinstance(value, Dated) and name != "born" else value

    def _check_needed(self, row: ReadRow) -> None:
        faulty = {fault.column for fault in row.faults}
        for column in self.kind.columns.values():
            if column.needed and column.name not in row.values and column.name not in faulty:
                row.faults.append(Fault(column.name, "", say("missing", column=column.label)))
        if not row.faults and not any(name in row.values for name in (*NUMBERS, "born")):
            row.faults.append(Fault("", "", say("nobody told")))


def _joined(cells: Sequence[Cell], places: tuple[int, ...]) -> Cell:
    """The cell of one place as it is; several joined by spaces."""
    if len(places) == 1:
        return cells[places[0]] if places[0] < len(cells) else None
    return " ".join(shown(cells[p]) for p in places if p < len(cells) and not is_empty(cells[p])) or None


def _settle_numbers(row: ReadRow) -> None:
    """Put each number where it belongs: old IDs, IDs in the column of social numbers, ten digits of a card."""
    personal = row.values.get("personal_id")
    if isinstance(personal, str) and len(personal) == 9:
        row.values["old_id"] = row.values.pop("personal_id")
    social = row.values.get("social_number")
    if isinstance(social, str) and len(social) == 12:
        del row.values["social_number"]
        row.values.setdefault("personal_id", social)
    card = row.values.get("card_number")
    if isinstance(card, str) and len(card) == 10:
        del row.values["card_number"]
        row.values.setdefault("social_number", card)


def _settle_birth(row: ReadRow) -> None:
    """Birth and sex from two columns `Nam` and `Nữ` that hold the date or a cross; hints about turned dates."""
    for name, sex in (("male", "m"), ("female", "f")):
        text = row.values.pop(name, None)
        if not isinstance(text, str):
            continue
        if "sex" not in row.values:
            row.values["sex"] = sex
        if "born" not in row.values and any(c.isdigit() for c in text) and len(text) >= 4:
            read = read_date(text)
            if isinstance(read, Text):
                row.faults.append(Fault(name, text, read))
            else:
                row.values["born"] = read
    born = row.values.get("born")
    if isinstance(born, Dated) and born.month_first:
        row.hints.append(say("month first", day=shown(born.day)))


def _check_person(row: ReadRow) -> None:
    """A personal ID must agree with the sex and the birth year beside it; nobody is born tomorrow."""
    born = row.values.get("born")
    if isinstance(born, Dated) and born.day > timezone.localdate():
        row.faults.append(Fault("born", shown(born.day), say("born later", day=shown(born.day))))
        return
    personal = row.text("personal_id")
    if personal:
        day = born.day if isinstance(born, Dated) else None
        for problem in check_personal_id(personal, row.text("sex") or None, day):
            row.faults.append(Fault("personal_id", personal, problem.text))
