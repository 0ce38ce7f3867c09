"""Whom a text is of: by number, by a card of any time, or a child under six by its birth certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from baophu.care.services.fetching import Found, find, find_by_card
from baophu.care.services.reading import Read
from baophu.care.services.rules import is_child
from baophu.care.services.tables import card_codes
from baophu.law.model import Book
from baophu.registry.dates import Born, read_born
from baophu.registry.errors import Problem
from baophu.registry.models import Person, Stay
from baophu.registry.names import fold

SOCIAL_DIGITS = 10
BENEFIT_DIGITS = "12345"


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom was asked for: the people found, or the situation that stands instead; what was told to compare."""

    read: Read
    people: tuple[Found, ...] = ()
    situation: str = ""


def seek(book: Book, read: Read, day: date, name: str = "", born: str = "", unit: str = "") -> Sought:
    """Look a text up. `name` and `born` told besides are compared, or of a child whose mother's number the text is."""
    told = _told(read, name, born)
    if told.way == "nothing":
        return _child_by_name(book, told, day, unit)
    if told.kind == "card_number" and (wrong := _wrong_part(told.number)):
        return Sought(told, situation=wrong)
    people = _by_number(told)
    if not people:
        other = _child_by_name(book, told, day, unit) if told.name and told.born and told.way != "scan" else None
        return other if other is not None and other.people else Sought(told, situation="not_found")
    if len(people) > 1:
        fitting = tuple(p for p in people if told.name and told.name == p.name_key)
        people = fitting if len(fitting) == 1 else people
    child = _child_of(book, people, told, day)
    return Sought(told, (child,) if child else people, "several" if len(people) > 1 and not child else "")


def disagreements(read: Read, person: Found) -> tuple[str, ...]:
    """Fields in which what was shown says otherwise than the register."""
    said = {
        "personal_id": read.kind == "personal_id" and bool(person.personal_id) and read.number != person.personal_id,
        "name": read.name is not None and person.name_key not in (read.name, read.other_name),
        "born": read.born is not None and _born_otherwise(read.born, person),
        "sex": read.sex is not None and read.sex != person.sex,
    }
    return tuple(field for field, differs in said.items() if differs)


def _born_otherwise(born: Born, person: Found) -> bool:
    """Whether two birth dates differ in what is known of both."""
    known = {born.known, person.born_known}
    parts = 1 if "year" in known else 2 if "month" in known else 3
    return born.day.timetuple()[:parts] != person.born.timetuple()[:parts]


def _told(read: Read, name: str, born: str) -> Read:
    """What was read with what was told besides, where the card did not say."""
    day = read_born(born) if born.strip() else None
    said = name.strip()
    return replace(
        read,
        name=read.name or (fold(said) or None),
        shown_name=read.shown_name or said or None,
        born=read.born or (None if isinstance(day, Problem) else day),
    )


def _wrong_part(number: str) -> str:
    """The situation of a card number of which a part cannot be; "" when all can."""
    if number[:2] not in card_codes():
        return "bad_card_code"
    if number[2] not in BENEFIT_DIGITS:
        return "bad_card_digit"
    if not number[3:5].isdigit() or number[3:5] == "00":
        return "bad_card_province"
    return "" if number[5:].isdigit() else "bad_card_code"


def _by_number(read: Read) -> tuple[Found, ...]:
    """Who has the number; of an ID card by the new number, else the old one; of a card by any card ever given."""
    found = find(read.kind, read.number)
    if not found and read.way == "scan" and read.old_id:
        found = find("old_id", read.old_id)
    if not found and read.kind == "card_number":
        found = find_by_card(read.number) or find("social_number", read.number[-SOCIAL_DIGITS:])
    return tuple(found)


def _child_by_name(book: Book, read: Read, day: date, unit: str) -> Sought:
    """A child under six by the name and birth date of its birth certificate, and the unit where one is told."""
    if not (read.name and read.born and is_child(book, read.born.day, day)):
        return Sought(read, situation="bad_format")
    same = Person.objects.standing().filter(name_key=read.name, born=read.born.day)
    ids = (same.filter(unit=unit) if unit else same).values_list("pk", flat=True)[:3]
    people = tuple(one for pk in ids for one in find("id", pk))
    named = replace(read, way="name", kind="nothing", number="")
    return Sought(named, people, "" if len(people) == 1 else "several" if people else "not_found")


def _child_of(book: Book, people: tuple[Found, ...], read: Read, day: date) -> Found | None:
    """The child meant where the number is its mother's (or father's): of the same household, of that name and birth."""
    if len(people) != 1 or not (read.name and read.born and is_child(book, read.born.day, day)):
        return None
    if is_child(book, people[0].born, day):
        return None
    homes = Stay.objects.known().on(day).filter(person=people[0].id).values("household")
    living = Stay.objects.known().on(day).filter(household__in=homes)
    ids = list(
        living.filter(person__name_key=read.name, person__born=read.born.day).values_list("person", flat=True)[:2]
    )
    return find("id", ids[0])[0] if len(ids) == 1 else None
