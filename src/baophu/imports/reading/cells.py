"""One cell as a value of its column's kind, or the sentence that says what is wrong and what would do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from baophu.imports.catalogue.model import Column
from baophu.imports.files.sheet import Cell, shown
from baophu.imports.reading.dates import Dated, read_date, read_month, read_year
from baophu.imports.reading.units import Units
from baophu.imports.words import say
from baophu.law.model import Book, Text
from baophu.registry.errors import Problem
from baophu.registry.names import fold, read_name
from baophu.registry.numbers import bare, read_card_number, read_digits, read_phone

Value = str | int | bool | date | Dated
LARGEST = 10**12
"""No amount a month is larger, in đồng."""

_EMPTY = frozenset(("", "-", "–", "—", "...", "…", "'-", "#n/a", "#ref!", "#value!", "null", "none"))
_YES = frozenset(("x", "co", "yes", "true", "1", "dung", "v", "✓"))
_NO = frozenset(("khong", "no", "false", "0", "sai"))
_CURRENCY = re.compile(r"(đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing: blank, a dash, one of Excel's error words."""
    return cell is None or (isinstance(cell, str) and cell.lower() in _EMPTY)


class Reader:
    """Reads cells by kind. `units` and `book` are what units and ethnic groups are looked up in."""

    def __init__(self, units: Units, book: Book) -> None:
        self.units = units
        self._groups = _ethnic_groups(book)
        self._by_kind: Mapping[str, Callable[[Cell, Column], Value | Text]] = {
            "name": lambda cell, _: _told(read_name(shown(cell))),
            "date": lambda cell, _: read_date(cell),
            "month": lambda cell, _: read_month(cell),
            "year": lambda cell, _: read_year(cell),
            "personal_id": lambda cell, _: _personal_id(cell),
            "social_number": lambda cell, _: _social_number(cell),
            "card_number": lambda cell, _: _card_number(cell),
            "sex": _choice,
            "choice": _choice,
            "unit": lambda cell, _: self.units.read(cell),
            "ethnicity": self._ethnicity,
            "flag": lambda cell, _: _flag(cell),
            "money": lambda cell, _: _money(cell),
            "count": lambda cell, _: _count(cell),
            "phone": lambda cell, _: _phone(cell),
            "code": lambda cell, _: shown(cell).strip("'"),
            "text": lambda cell, _: shown(cell),
        }

    def read(self, cell: Cell, column: Column) -> Value | Text:
        """The value of a cell that is not empty, or what to say about it."""
        if isinstance(cell, str) and cell.startswith("="):
            return say("formula", text=cell[:60])
        return self._by_kind[column.kind](cell, column)

    def _ethnicity(self, cell: Cell, column: Column) -> str | Text:
        text = fold(shown(cell))
        found = self._groups.get(text) or next((v for v, words in column.values.items() if text in words), None)
        return found or say("no ethnic group", text=shown(cell))


def _ethnic_groups(book: Book) -> dict[str, str]:
    values = book.facts["ethnicity"].values if "ethnicity" in book.facts else {}
    return {fold(word): value for value, label in values.items() for word in (value, label.vi, label.en)}


def _told(read: str | Problem) -> str | Text:
    return read.text if isinstance(read, Problem) else read


def _digits(cell: Cell, wanted: int) -> str:
    """The digits of a number; of a number cell those that Excel cut off before it are put back."""
    text = bare(shown(cell).lstrip("'"))
    if isinstance(cell, int | float) and text.isdigit() and wanted - 2 <= len(text) < wanted:
        return text.zfill(wanted)
    return text


def _personal_id(cell: Cell) -> str | Text:
    """A personal ID of 12 digits, or an old one of 9."""
    text = _digits(cell, 12)
    if len(text) == 9 and text.isdigit():
        return text
    return _told(read_digits("personal_id", text))


def _social_number(cell: Cell) -> str | Text:
    """A social-insurance number of 10 digits, or a personal ID, which is the participant's code since 2025-08-01."""
    text = bare(shown(cell).lstrip("'"))
    if len(text) == 12 and text.isdigit():
        return text
    return _told(read_digits("social_number", _digits(cell, 10)))


def _card_number(cell: Cell) -> str | Text:
    """A card number of 15 characters, or the 10 digits new cards print."""
    text = _digits(cell, 10)
    return text if len(text) == 10 and text.isdigit() else _told(read_card_number(text))


def _choice(cell: Cell, column: Column) -> str | Text:
    found = _chosen(shown(cell), tuple(column.values.items()))
    if found:
        return found
    return say("no such value", text=shown(cell), allowed=", ".join(column.words.values()))


@lru_cache(maxsize=50_000)
def _chosen(text: str, values: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    for folded in (fold(text), fold(_BRACKETS.sub(" ", text))):
        for value, words in values:
            if folded in words or folded == value:
                return value
    return ""


def _flag(cell: Cell) -> bool | Text:
    text = fold(shown(cell)) or shown(cell)
    if text in _YES or text in _NO:
        return text in _YES
    return say("no flag", text=shown(cell))


def _money(cell: Cell) -> int | Text:
    """Whole đồng: a number, or a text with points or commas between thousands."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = float(cell)
    else:
        text = _CURRENCY.sub("", shown(cell).strip()).strip()
        if not re.fullmatch(r"\d{1,3}([.,\s]\d{3})*|\d+([.,]0{1,2})?", text):
            return say("no money", text=shown(cell))
        plain = text if re.fullmatch(r"\d+[.,]0{1,2}", text) is None else re.split(r"[.,]", text)[0]
        number = float(re.sub(r"[.,\s]", "", plain))
    if number < 0 or number != int(number) or number > LARGEST:
        return say("no money", text=shown(cell))
    return int(number)


def _count(cell: Cell) -> int | Text:
    text = re.sub(r"\s*(tháng|thang|months?)$", "", shown(cell), flags=re.IGNORECASE)
    if text.isdigit() and len(text) <= 4:
        return int(text)
    return say("no count", text=shown(cell))


def _phone(cell: Cell) -> str | Text:
    text = shown(cell).lstrip("'")
    if isinstance(cell, int | float) and len(text) == 9:
        text = f"0{text}"
    return _told(_phone_of(text))


@lru_cache(maxsize=5_000)
def _phone_of(text: str) -> str | Problem:
    return read_phone(text)
