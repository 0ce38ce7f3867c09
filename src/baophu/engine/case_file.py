"""Case files: people, a day and what is expected of them, read with their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from baophu.engine.check import value_fault
from baophu.engine.months import first_day
from baophu.engine.one import LONG_AGO, Person, Spell
from baophu.law.errors import Problems, Refused, did_you_mean
from baophu.law.fields import Fields
from baophu.law.model import Book, Place
from baophu.law.scalars import date_of, month_of, month_text, whole_of
from baophu.law.yaml_file import Listing, Scalar, Table, YamlNode, described, read_yaml

PERSON_KEYS = ("born", "sex", "died", "household", "unit", "permanent_resident", "facts")
CASE_LEVELS = ("person", "household", "area")


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `expect` maps a person (or nobody, for `card` and `visit` cases) to keys and texts as written.

    `asked` holds the `card` or `visit` mapping as plain data, by that name.
    """

    name: str
    place: Place
    on: date | None
    months: int
    paid_on: date | None
    people: Mapping[str, Person]
    expect: Mapping[str, Mapping[str, tuple[Place, Any]]]
    asked: Mapping[str, Mapping[str, Any]]


def read_cases(file: Path, book: Book, problems: Problems) -> list[Case]:
    """The cases of a file; what is wrong is noted with its line, and cases beside it are kept."""
    try:
        content = file.read_bytes()
    except OSError as error:
        problems.add(Place(file, 1), "", f"cannot be read: {error.strerror}")
        return []
    root = read_yaml(file, content, problems)
    if root is None:
        return []
    if isinstance(root, Table) and set(root.entries) == {"cases"}:
        root = root.entries["cases"][1]
    if not isinstance(root, Listing):
        problems.add(root.place, "", f"a case file is a list of cases (- case: …), not {described(root)}")
        return []
    cases = []
    for item in root.items:
        before = len(problems)
        case = _case(item, book, problems)
        if case is not None and len(problems) == before:
            cases.append(case)
    return cases


def _case(node: YamlNode, book: Book, problems: Problems) -> Case | None:
    if not isinstance(node, Table):
        problems.add(node.place, "", f"a case is a mapping (case: …, on: …), not {described(node)}")
        return None
    fields = Fields(node, "case", problems)
    name = fields.word("case")
    fields.about = name
    on = fields.scalar("on", _day_or_month, None, required=False)
    paid_on = fields.day("paid_on", required=False)
    months = fields.whole("months", required=False) or 1
    fields.optional_text("note")
    people = {key: _person(key, item, book, problems) for key, item in _entries(fields, "people")}
    asked = {}
    for kind in ("card", "visit"):
        if fields.has(kind):
            asked[kind] = _asked(plain(fields.node(kind)))
    expected = fields.node("expect")
    expect: dict[str, dict[str, tuple[Place, Any]]] = {}
    if isinstance(expected, Table):
        if asked:
            expect[""] = _expected(expected, problems)
        else:
            for key, (place, item) in expected.entries.items():
                if key not in people:
                    problems.add(place, name, f"nobody in this case is called '{key}'{did_you_mean(key, people)}")
                elif isinstance(item, Table):
                    expect[key] = _expected(item, problems)
                else:
                    problems.add(place, name, f"what is expected of {key} is {described(item)}, not a mapping")
    if on is None and paid_on is None and not asked:
        fields.refuse("the case says on no day: add on: 2025-01-15 or on: 2025-01")
    fields.done()
    return Case(name, node.place, on, months, paid_on, people, expect, asked)


def _asked(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, dict) else {}


def _expected(table: Table, problems: Problems) -> dict[str, tuple[Place, Any]]:
    return {key: (place, plain(item)) for key, (place, item) in table.entries.items()}


def _entries(fields: Fields, key: str) -> list[tuple[str, Table]]:
    node = fields.node(key)
    if node is None:
        return []
    if not isinstance(node, Table):
        fields.refuse(f"'{key}' is {described(node)}; it maps a name to a person", node.place)
        return []
    found = []
    for name, (place, item) in node.entries.items():
        if isinstance(item, Table):
            found.append((name, item))
        else:
            fields.refuse(f"{name} is {described(item)}, not a person", place)
    return found


def _person(key: str, table: Table, book: Book, problems: Problems) -> Person:
    fields = Fields(table, key, problems)
    born = fields.day("born") or LONG_AGO
    sex = fields.one_of("sex", ("m", "f"), "m", required=False) or "m"
    died = fields.day("died", required=False)
    household = fields.word("household", required=False) or None
    unit = fields.word("unit", required=False) or None
    if unit is not None and unit not in book.areas and unit != "outside":
        fields.refuse(f"no unit has the code '{unit}'{did_you_mean(unit, book.areas)}", fields.place_of("unit"))
    resident = fields.flag("permanent_resident")
    facts: dict[str, Sequence[Spell]] = {}
    inner = fields.node("facts", required=False)
    listed = dict(inner.entries) if isinstance(inner, Table) else {}
    if inner is not None and not isinstance(inner, Table) and described(inner) != "nothing":
        fields.refuse(f"facts is {described(inner)}, not a mapping", inner.place)
    listed |= {k: v for k, v in table.entries.items() if k not in PERSON_KEYS}
    for name, (place, node) in listed.items():
        fields.asked.add(name)
        spells = _fact(name, place, node, book, fields)
        if name in ("permanent_resident", "citizen") and name not in book.facts:
            continue
        if name == "permanent_resident":
            resident = bool(spells and spells[0].value)
        elif spells:
            facts[name] = spells
    fields.done()
    return Person(key, born, sex, died, household, unit, resident, facts)


def _fact(name: str, place: Place, node: YamlNode, book: Book, fields: Fields) -> list[Spell]:
    declaration = book.facts.get(name)
    known = [n for n, f in book.facts.items() if f.level in CASE_LEVELS and not f.reads and not f.since]
    if name == "permanent_resident" and declaration is not None:
        known.append(name)
    if declaration is None or name not in known:
        fields.refuse(f"no fact is called '{name}'{did_you_mean(name, known)}", place)
        return []
    spells = [_spell(name, item, book, fields) for item in (node.items if isinstance(node, Listing) else (node,))]
    return [s for s in spells if s is not None]


def _spell(name: str, node: YamlNode, book: Book, fields: Fields) -> Spell | None:
    if isinstance(node, Listing):
        fields.refuse(f"{name} is a list within a list", node.place)
        return None
    if isinstance(node, Scalar):
        value = _value(name, node, book, fields)
        return None if value is None else Spell(value)
    inner = Fields(node, fields.about, fields.problems)
    stated = inner.node("value")
    start, end = inner.day("from", required=False), inner.day("to", required=False)
    inner.done()
    value = _value(name, stated, book, fields) if isinstance(stated, Scalar) else None
    if start and end and end < start:
        fields.refuse(f"{name} ends on {end}, before it begins on {start}", node.place)
        return None
    return None if value is None else Spell(value, start or LONG_AGO, end)


def _value(name: str, node: Scalar, book: Book, fields: Fields) -> int | bool | str | None:
    kind = book.facts[name].type
    text = node.text
    if kind == "month" and len(text) == 10:
        text = text[:7]
    if kind == "money":
        try:
            return whole_of(text)
        except Refused as error:
            fields.refuse(f"{name}: {error}", node.place)
            return None
    fault = value_fault(book, name, text)
    if fault:
        fields.refuse(fault, node.place)
        return None
    if kind == "flag":
        return text == "true"
    return month_text(month_of(text)) if kind == "month" else text


def _day_or_month(text: str) -> date:
    """`2025-01-15`, or `2025-01` as its first day."""
    return first_day(month_of(text)) if len(text) == 7 else date_of(text)


def plain(node: YamlNode | None) -> Any:
    """A node as texts, lists and dicts."""
    if isinstance(node, Table):
        return {key: plain(item) for key, (_, item) in node.entries.items()}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return node.text if node else None
