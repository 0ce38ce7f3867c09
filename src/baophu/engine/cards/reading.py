"""The `card:` and `visit:` mappings of a case, as written, into questions. The keys are a public format: see
docs/cards-and-visits.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from baophu.engine.cards.cards import CardAsked
from baophu.engine.cards.chain import Cover
from baophu.engine.cards.errors import NotTold
from baophu.engine.cards.rules import Value
from baophu.engine.cards.visits import Copay, VisitAsked
from baophu.engine.check import value_fault
from baophu.law.errors import Refused, did_you_mean
from baophu.law.model import Book
from baophu.law.scalars import date_of, flag_of, whole_of

T = TypeVar("T")
CARD_KEYS = ("person", "on", "paid_on", "listed_on", "benefit_from", "enrolled_on", "course_ends", "months", "grade",
             "to_december", "previous")  # fmt: skip
VISIT_KEYS = ("person", "on", "cost", "cards", "five_year_since", "copays")
COVER_KEYS = ("from", "to", "paid_on")
CLASSES = ("commune", "district", "provincial", "central")


def card_asked(data: Mapping[str, Any], people: Collection[str]) -> CardAsked:
    """A `card:` mapping; NotTold names the key that is wrong."""
    _refuse_unknown(data, CARD_KEYS, "card")
    return CardAsked(
        person=_person(data, people),
        on=_day(data, "on"),
        paid_on=_day(data, "paid_on"),
        listed_on=_day(data, "listed_on"),
        benefit_from=_day(data, "benefit_from"),
        enrolled_on=_day(data, "enrolled_on"),
        course_ends=_day(data, "course_ends"),
        months=_whole(data, "months"),
        grade=_whole(data, "grade") or 0,
        to_december=bool(_read(data, "to_december", flag_of)),
        previous=_covers(data, "previous"),
    )


def visit_asked(book: Book, data: Mapping[str, Any], people: Collection[str]) -> VisitAsked:
    """A `visit:` mapping; NotTold names the key that is wrong."""
    facts = _visit_facts(book)
    _refuse_unknown(data, (*VISIT_KEYS, *facts), "visit")
    return VisitAsked(
        person=_person(data, people),
        on=_needed(_day(data, "on"), "on"),
        cost=_needed(_whole(data, "cost"), "cost"),
        told=_told(book, data, facts),
        cards=_covers(data, "cards") if "cards" in data else None,
        five_year_since=_day(data, "five_year_since"),
        copays=tuple(_copay(book, item, facts) for item in _list(data, "copays")),
    )


def _visit_facts(book: Book) -> tuple[str, ...]:
    """The facts of a visit that somebody tells; the others are counted."""
    counted = ("card_valid", "small_visit", "five_years", "copay_limit_passed", "counted")
    return tuple(n for n, f in book.facts.items() if f.level == "visit" and n not in counted)


def _copay(book: Book, item: Any, facts: Sequence[str]) -> Copay:
    _refuse_unknown(_mapping(item, "a copayment"), ("on", "amount", *facts), "copays")
    return Copay(
        on=_needed(_day(item, "on"), "copays: on"),
        amount=_needed(_whole(item, "amount"), "copays: amount"),
        told=_told(book, item, facts),
    )


def _told(book: Book, data: Mapping[str, Any], facts: Sequence[str]) -> dict[str, Value]:
    """The facts of a visit as values. `facility` may be a class of before 2025, which is then its former class."""
    found: dict[str, Value] = {}
    for name in facts:
        if name not in data:
            continue
        text = str(data[name])
        if name == "facility" and text in CLASSES and text not in book.facts[name].values:
            found["former_class"] = text
            continue
        fault = value_fault(book, name, text)
        if fault:
            raise NotTold(fault)
        kind = book.facts[name].type
        found[name] = text == "true" if kind == "flag" else int(text) if kind == "count" else text
    return found


def _covers(data: Mapping[str, Any], key: str) -> tuple[Cover, ...]:
    found = []
    for item in _list(data, key):
        _refuse_unknown(_mapping(item, f"an item of {key}"), COVER_KEYS, key)
        start, end = _needed(_day(item, "from"), f"{key}: from"), _day(item, "to")
        if end is not None and end < start:
            raise NotTold(f"{key}: a card ends on {end}, before it begins on {start}")
        found.append(Cover(start, end, _day(item, "paid_on")))
    return tuple(found)


def _person(data: Mapping[str, Any], people: Collection[str]) -> str:
    """The person meant; the only one there is when nobody is named."""
    if "person" not in data and len(people) == 1:
        return next(iter(people))
    return str(_needed(data.get("person"), "person"))


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    found = data.get(key) or []
    if not isinstance(found, list):
        raise NotTold(f"{key} is a list: [{{…}}, …]")
    return found


def _mapping(item: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(item, Mapping):
        raise NotTold(f"{what} is a mapping, not {item!r}")
    return item


def _day(data: Mapping[str, Any], key: str) -> date | None:
    return _read(data, key, date_of)


def _whole(data: Mapping[str, Any], key: str) -> int | None:
    return _read(data, key, whole_of)


def _read(data: Mapping[str, Any], key: str, read: Callable[[str], T]) -> T | None:
    """A value under a key; dates, numbers and flags may come as such or as texts."""
    value = data.get(key)
    if value is None:
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return read(text)
    except Refused as error:
        raise NotTold(f"{key}: {error}") from None


def _needed(value: T | None, key: str) -> T:
    if value is None:
        raise NotTold(f"the key '{key}' is missing")
    return value


def _refuse_unknown(data: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in data:
        if key not in known:
            raise NotTold(f"{where}: the key '{key}' is not known{did_you_mean(key, known)}")
