"""Citizens who are signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from baophu.accounts.models import Role, User
from baophu.accounts.services import keep_looks
from baophu.registry.models import Person
from tests.accounts.builders import sign_in


def citizen_of(person: Person) -> User:
    """The account of a person."""
    user = User(username=f"citizen-{person.pk}", role=Role.CITIZEN, person=person.pk)
    user.set_unusable_password()
    user.save()
    return user


def client_of(person: Person, language: str = "vi") -> Client:
    """A client of a person who is signed in."""
    user = User.objects.filter(person=person.pk).first() or citizen_of(person)
    return sign_in(Client(headers={"accept-language": language}), user)


def a_visit(person: Person, **more: Any) -> Any:
    """A visit as a clinic's form records it."""
    from baophu.care.models import Facility, Visit
    from baophu.registry.services.recording import entry

    facility, _ = Facility.objects.get_or_create(code="22001", defaults={"name": "Trạm y tế", "level": "initial"})
    told: dict[str, Any] = {
        "date_in": date(2026, 3, 1),
        "date_out": date(2026, 3, 1),
        "care": "outpatient",
        "route": "right",
        "total": 500_000,
        "scope": 500_000,
        "fund": 400_000,
        "copay": 100_000,
        "counted": True,
        "source": "form",
        "link": f"L{Visit.objects.count()}",
        **more,
    }
    from django.db import transaction

    with keep_looks(), transaction.atomic():
        return Visit.objects.create(person=person, facility=facility, entry=entry("visit"), **told)
