"""Small people and households for tests of every app, made with the register's own services.

Each makes its own entry unless one is given. Units are those of Quảng Ninh's law book.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction

from baophu.registry.models import Card, Entry, Household, Person
from baophu.registry.services.recording import (
    entry,
    new_household,
    new_person,
    record_amount,
    record_status,
    settle_in,
)
from baophu.registry.services.spells import add

BINH_LIEU, HONG_GAI, CO_TO = "06838", "06685", "07192"
LONG_AGO = date(2015, 1, 1)


def day(text: str) -> date:
    """`2026-01-01` as a day."""
    return date.fromisoformat(text)


@contextmanager
def recording(what: str = "test", **more: Any) -> Iterator[Entry]:
    """A transaction with an entry: `with recording() as e: …`."""
    with transaction.atomic():
        yield entry(what, **more)


def a_household(
    unit: str = BINH_LIEU, *people: Person, head: Person | None = None, since: date = LONG_AGO
) -> Household:
    """A household; people who live nowhere yet move in for good, since birth or `since`."""
    with recording() as e:
        made = new_household(e, head=head or (people[0] if people else None))
        for person in people:
            settle_in(person, made, unit, True, max(since, person.born), e)
    return made


def a_person(
    name: str = "Nguyễn Văn An",
    born: str | date = "1980-03-02",
    sex: str = "m",
    unit: str | None = BINH_LIEU,
    household: Household | None = None,
    permanent: bool = True,
    since: date = LONG_AGO,
    **more: Any,
) -> Person:
    """A person living in a household (a new one unless given), since birth or `since`; `unit=None`: nowhere."""
    with recording() as e:
        person = new_person(e, name=name, born=born, sex=sex, **more)
        if unit is not None:
            home = household or new_household(e, head=person)
            settle_in(person, home, unit, permanent, max(since, person.born), e)
    person.refresh_from_db()
    return person


def a_status(
    owner: Any, fact: str, value: str = "true", valid_from: str = "2020-01-01", valid_to: str | None = None
) -> Any:
    """A status of a person, household or unit."""
    with recording() as e:
        return record_status(owner, fact, value, day(valid_from), day(valid_to) if valid_to else None, e)


def an_amount(
    person: Person, fact: str, value: int, valid_from: str = "2020-01-01", valid_to: str | None = None
) -> Any:
    """An amount a month, đồng."""
    with recording() as e:
        return record_amount(person, fact, value, day(valid_from), day(valid_to) if valid_to else None, e)


def a_card(person: Person, valid_from: str = "2026-01-01", valid_to: str | None = "2026-12-31", **more: Any) -> Card:
    """A card, straight into the register."""
    with recording() as e:
        return add(Card, e, day(valid_from), day(valid_to) if valid_to else None, person=person, **more)
