"""Cases of the law book as examples to read: who, what is asked, what follows, the arithmetic the author wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from baophu.engine.case_file import Case, read_cases
from baophu.engine.one import Person
from baophu.law.errors import Problems
from baophu.law.model import Book, Instrument, Text


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of an example: what is known of them, as (label, value), and what follows."""

    name: str
    born: date
    sex: str
    unit: str | Text | None
    resident: bool
    facts: tuple[tuple[Text, str | Text], ...]
    expected: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A case: `kind` is `month` (decided), `card` or `visit` (asked, with what was told and what follows)."""

    name: str
    on: date | None
    months: int
    paid_on: date | None
    people: tuple[Someone, ...]
    kind: str
    told: tuple[tuple[str, str], ...]
    expected: tuple[tuple[str, str], ...]
    arithmetic: tuple[str, ...]
    cites: frozenset[str]


CITING = ("cites", "why")
_KEPT: dict[str, tuple[tuple[Path, Example], ...]] = {}


def examples(book: Book, instrument: Instrument) -> tuple[Example, ...]:
    """The cases that stand beside an instrument, and those that cite it or one of its provisions."""
    home = instrument.place.file
    beside, others = [], []
    for file, example in _read(book):
        if file.parent == home.parent and file.name.startswith(home.stem):
            beside.append(example)
        elif file.name.startswith(home.stem) or any(c.partition("#")[0] == instrument.number for c in example.cites):
            others.append(example)
    return (*beside, *others)


def citing(book: Book, ref: str) -> tuple[Example, ...]:
    """The cases that cite a provision."""
    return tuple(example for _, example in _read(book) if ref in example.cites)


def _read(book: Book) -> tuple[tuple[Path, Example], ...]:
    """Every case of the book's folders; a file that cannot be read gives none (`baophu law test` says why)."""
    if book.digest in _KEPT:
        return _KEPT[book.digest]
    folders = {_top(file) for file in book.files}
    found = []
    for file in sorted(f for folder in folders for f in folder.rglob("*.cases.yaml")):
        lines = file.read_text(encoding="utf-8").splitlines()
        cases = read_cases(file, book, Problems())
        ends = [c.place.line - 1 for c in cases[1:]] + [len(lines)]
        for case, end in zip(cases, ends, strict=True):
            found.append((file, _example(book, case, lines[case.place.line - 1 : end])))
    _KEPT[book.digest] = tuple(found)
    return _KEPT[book.digest]


def _top(file: Path) -> Path:
    """The folder of the book a file is in: the nearest above it with a book.yaml."""
    return next((parent for parent in file.parents if (parent / "book.yaml").exists()), file.parent)


def _example(book: Book, case: Case, lines: list[str]) -> Example:
    expected = {
        who: tuple((k, _plain(v)) for k, (_, v) in keys.items() if k not in CITING) for who, keys in case.expect.items()
    }
    cites = {str(c) for keys in case.expect.values() for k, (_, v) in keys.items() if k in CITING for c in _listed(v)}
    kind = next(iter(case.asked), "month")
    told = tuple((k, _plain(v)) for k, v in case.asked.get(kind, {}).items() if k != "person") if case.asked else ()
    return Example(
        case.name,
        case.on,
        case.months,
        case.paid_on,
        tuple(_someone(book, p, expected.get(key, ())) for key, p in case.people.items()),
        kind,
        told,
        expected.get("", ()),
        tuple(_arithmetic(lines)),
        frozenset(cites),
    )


def _arithmetic(lines: list[str]) -> list[str]:
    """The comments within a case that reckon: those with a digit and a sign of reckoning."""
    comments = [line.partition("#")[2].strip() for line in lines[1:] if re.search(r"(^|\s)#\s", line)]
    return [c for c in comments if re.search(r"\d", c) and re.search(r"[=×*+%/]", c) and not c.startswith("---")]


def _someone(book: Book, person: Person, expected: tuple[tuple[str, str], ...]) -> Someone:
    facts: list[tuple[Text, str | Text]] = []
    for name, spells in person.facts.items():
        declared = book.facts[name]
        for spell in spells:
            value: str | Text = declared.values.get(str(spell.value)) or _value(spell.value)
            facts.append((declared.label, value))
    area = book.areas.get(person.unit or "")
    unit = area.full_name if area else (Text("ngoài tỉnh", "outside the province") if person.unit else None)
    return Someone(_name(person.key), person.born, person.sex, unit, person.permanent_resident, tuple(facts), expected)


NAMES = {"an": "An", "binh": "Bình", "chi": "Chi", "dung": "Dũng", "em": "Em", "giang": "Giang", "hoa": "Hoa"}


def _name(key: str) -> str:
    return NAMES.get(key, key.capitalize())


def _value(value: object) -> str | Text:
    if isinstance(value, bool):
        return Text("có", "yes") if value else Text("không", "no")
    return f"{value:,}".replace(",", ".") if isinstance(value, int) and value >= 10_000 else str(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    return (
        ", ".join(map(_plain, value))
        if isinstance(value, list)
        else (" – ".join(_plain(v) for v in value.values()) if isinstance(value, Mapping) else str(value))
    )
