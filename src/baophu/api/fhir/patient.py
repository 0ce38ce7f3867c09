"""Patient: somebody of the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from baophu.api.errors import Fault, WrongInput
from baophu.api.fhir import systems
from baophu.api.fhir.asked import Search, days
from baophu.api.fhir.parts import Json, filled, hl7, resource
from baophu.api.services.callers import Caller
from baophu.law.model import Text
from baophu.registry.models import Person
from baophu.registry.names import fold
from baophu.registry.numbers import bare

PARAMETERS = {
    "identifier": ("token", "A number of the person, `system|value` or the value alone."),
    "name": ("string", "The name or the given name, from its beginning; accents and case do not matter."),
    "birthdate": ("date", "The birth date, with eq, ge, le, gt, lt."),
}
LAST = "\U0010ffff"
FIELDS = {9: "old_id", 10: "social_number", 12: "personal_id", 15: "card_number"}


def found(who: Caller, asked: Search) -> QuerySet[Person]:
    """The people that are searched for, by number."""
    people = who.people().filter(pk__gt=asked.after).select_related("unit")
    if (ids := asked.ids()) is not None:
        people = people.filter(pk__in=ids)
    for told in asked.values.get("identifier", ()):
        people = people.filter(_numbered(told))
    for told in asked.values.get("name", ()):
        key = fold(told)
        if not key:
            raise WrongInput([Fault("name", "value", Text("phải có chữ.", "must have letters."))])
        people = people.filter(
            Q(name_key__gte=key, name_key__lt=key + LAST) | Q(name_back__gte=key, name_back__lt=key + LAST)
        )
    for told in asked.values.get("birthdate", ()):
        first, last = days("birthdate", told)
        people = people.filter(born__gte=first) if first else people
        people = people.filter(born__lte=last) if last else people
    return people.order_by("pk")


def _numbered(told: str) -> Q:
    """Who has one of some numbers (`a,b` are alternatives)."""
    any_of = Q(pk__in=())
    for part in told.split(","):
        system, bar, value = part.rpartition("|")
        number = bare(value)
        field = systems.NUMBERS.get(system) if bar and system else FIELDS.get(len(number))
        if field is not None and number:
            any_of |= Q(**{field: number})
    return any_of


def built(one: Person, _more: Any = None) -> Json:
    """The resource. What is not known of a birth date is left out of it."""
    words = one.name.split()
    return resource(
        "Patient",
        one.pk,
        identifier=list(_identifiers(one)),
        active=True,
        name=[filled(use="official", text=one.name, family=words[0], given=words[1:])],
        telecom=[{"system": "phone", "value": one.phone}] if one.phone else None,
        gender={"m": "male", "f": "female"}[one.sex],
        birthDate=born(one),
        deceasedDateTime=one.died.isoformat() if one.died else None,
        address=[{"use": "home", "text": one.unit.full_name, "district": one.unit.name, "country": "VN"}]
        if one.unit
        else None,
    )


def born(one: Person) -> str:
    """The birth date as far as it is known."""
    return one.born.isoformat()[: {"year": 4, "month": 7, "day": 10}[one.born_known]]


def _identifiers(one: Person) -> Iterable[Json]:
    types = {
        systems.PERSONAL_ID: ("NI", "National unique individual identifier"),
        systems.OLD_ID: ("NI", "National unique individual identifier"),
        systems.SOCIAL_NUMBER: ("SB", "Social Beneficiary Identifier"),
        systems.CARD_NUMBER: ("MB", "Member Number"),
    }
    for system, field in systems.NUMBERS.items():
        if value := getattr(one, field):
            use = "old" if field == "old_id" else "official"
            yield {"use": use, "type": hl7("v2-0203", *types[system]), "system": system, "value": value}
