"""Clinics and people who come to them, for the tests of care."""

from __future__ import annotations

from typing import Any

from baophu.accounts.models import Role, User
from baophu.care.models import Facility, Post
from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Person
from tests.accounts.builders import LONG_AGO, officer
from tests.builders import a_card, a_person

WARD = "06652"
"""A ward where nothing but the national law and the province's rules for people hold."""


def a_clinic(code: str = "22901", level: str = "basic", former_class: str = "district", **more: Any) -> Facility:
    told = {"name": f"Trung tâm Y tế {code}", "level": level, "former_class": former_class, **more}
    return Facility.objects.create(code=code, **told)


def a_receptionist(facility: Facility, unit: str = WARD) -> User:
    user = officer(Role.CLINIC, unit)
    Post.objects.create(user=user, facility=facility, valid_from=LONG_AGO)
    return user


def insured(
    name: str = "Nguyễn Văn An",
    born: str = "1980-03-02",
    *,
    since: str = "2021-01-01",
    until: str | None = "2027-12-31",
    number: str = "",
    decided: bool = True,
    **more: Any,
) -> Person:
    """Somebody with a card and the decision of today beside them."""
    person = a_person(name, born, unit=more.pop("unit", WARD), **more)
    a_card(person, since, until, number=number)
    if decided:
        redecide([person.pk])
    return person
