"""Small laws and people written by hand, for tests of one thing at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from baophu.engine.months import parse
from baophu.law.model import Book

from .laws import LABEL, UNIT, Law, choice, instrument
from .running import Answer, alone, answers, running
from .world import FactRows, Human, Row, Stay, World

Data = dict[str, Any]

LONG_AGO = date(2000, 1, 1)
IN_FORCE = date(2015, 1, 1)
PAYERS = ("state", "province", "own")
EVERYBODY: Data = {"group": {"name": "everybody", "letter": "9", "section": 9}}
FACTS: Data = {
    "job": choice("person", ["none", "worker", "clerk"], "none"),
    "veteran": {"level": "person", "type": "flag", "label": LABEL},
    "tribe": {"level": "person", "type": "code", "default": "low", "label": LABEL},
    "children": {"level": "person", "type": "count", "label": LABEL},
    "listed": {"level": "person", "type": "month", "label": LABEL},
    "wage": {"level": "person", "type": "money", "label": LABEL},
    "standard": choice("household", ["none", "poor"], "none"),
    "island": {"level": "area", "type": "flag", "label": LABEL},
    "permanent_resident": {"level": "stay", "type": "flag", "label": LABEL},
}


def group(name: str, *conditions: str) -> Data:
    """A group of section 1; its letter is its first."""
    return {"group": {"name": name, "letter": name[0], "section": 1}, "when": list(conditions)}


def support(payer: str, share: str, *conditions: str, groups: Sequence[str] = ("all",), kind: str = "total") -> Data:
    return {"support": {"payer": payer, kind: share, "for": list(groups)}, "when": list(conditions)}


def law(
    *provisions: Data,
    facts: Mapping[str, Data] | None = None,
    premium: Data | None = None,
    later: Data | None = None,
    payers: Sequence[str] = PAYERS,
    support_order: Sequence[str] = (),
    everybody: bool = True,
    area_facts: Sequence[Data] = (),
) -> Law:
    """A law of one act A, in force from 2015: what is given, a group for everybody else, and one premium of 100 000.

    Provisions without an `id` are called by their kind and place: `group-0`, `support-1`. `later` is a second act B.
    """
    base = {"premium": {"for": ["all"], "of": "reference", "rate": "rate"}} if premium is None else premium
    listed = [*provisions, *([EVERYBODY] if everybody else []), base]
    names = list(dict.fromkeys(p["group"]["name"] for p in listed if "group" in p))
    if not any("order" in p for p in listed):
        listed.append({"order": names})
    named = [
        {"id": f"{next(iter(p))}-{place}", "article": "Article 1", "says": LABEL, **p}
        for place, p in enumerate(listed)
        if p
    ]
    files: Data = {
        "book.yaml": {"book": "small", "name": LABEL, "payers": list(payers), "support_order": list(support_order)},
        "facts.yaml": {"facts": {**FACTS, **(facts or {})}},
        "areas.yaml": {"areas": {"00001": UNIT}, "area_facts": list(area_facts)},
        "rate.yaml": parameter("rate", "share", "100%"),
        "reference.yaml": parameter("reference", "money", 100_000),
        "a.yaml": instrument("A", IN_FORCE, named),
    }
    if later is not None:
        files["b.yaml"] = {**instrument("B", date(2021, 1, 1), []), **later}
    return Law(files)


def parameter(name: str, kind: str, value: object) -> Data:
    values = [{"from": IN_FORCE.isoformat(), "value": value, "by": "A", "sure": "V"}]
    return {"parameter": name, "type": kind, "label": LABEL, "values": values}


def book(*provisions: Data, **more: Any) -> Book:
    """The law as read."""
    with tempfile.TemporaryDirectory() as folder:
        return law(*provisions, **more).read(Path(folder))


def somebody(number: int = 1, born: date = date(1980, 1, 1), **facts: Sequence[Row]) -> Human:
    """A permanent resident of the only unit, of household 1 since long ago, with rows of facts."""
    stay = Stay(1, "00001", True, LONG_AGO)
    return Human(number, born, stays=(stay,), facts={name: tuple(rows) for name, rows in facts.items()})


def household(**facts: Sequence[Row]) -> dict[int, FactRows]:
    """Rows of facts of household 1."""
    return {1: {name: tuple(rows) for name, rows in facts.items()}}


def decided(book: Book, month: str, *people: Human, **world: Any) -> Answer:
    """What the engine says of the first of the people in a month, decided from January 2020 to December 2023.

    A run and the same people asked as a few must agree.
    """
    all_of_them, first, last = World(people, **world), parse("2020-01"), parse("2023-12")
    with running(book, all_of_them, first, last) as run:
        found = answers(run)
    assert alone(book, all_of_them, first, last) == found
    return found[people[0].number, parse(month)]


def true(start: str, end: str | None = None) -> Row:
    """A flag from one day to another."""
    return row(True, start, end)


def row(value: int | bool | str, start: str, end: str | None = None) -> Row:
    return Row(value, date.fromisoformat(start), None if end is None else date.fromisoformat(end))
