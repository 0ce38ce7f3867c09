"""Agencies that answer for targets, and whom to call there."""

from __future__ import annotations

from dataclasses import dataclass

from baophu.registry.models import Entry
from baophu.registry.names import fold
from baophu.steering.models import Agency, Contact


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as a form or table names it; what is left empty stays as it is."""

    name: str
    kind: str = ""
    person: str = ""
    phone: str = ""


def agency(named: Named, entry: Entry) -> Agency:
    """The agency of that name (accents, case and spaces do not count), made where there is none, with its contact.

    Another person or number than the one recorded takes its place from this entry on. Inside a transaction.
    """
    name = " ".join(named.name.split())
    key = fold(name)[:160]
    found, _ = Agency.objects.get_or_create(
        name_key=key, defaults={"name": name[:160], "kind": named.kind or Agency.Kind.OTHER, "entry": entry}
    )
    if named.person:
        _contact(found, " ".join(named.person.split())[:120], named.phone.strip()[:20], entry)
    return found


def find(name: str) -> Agency | None:
    """The agency of a name, however it is written."""
    return Agency.objects.filter(name_key=fold(name)[:160]).first()


def _contact(agency: Agency, person: str, phone: str, entry: Entry) -> None:
    now = Contact.objects.filter(agency=agency, retracted=None).first()
    if now is not None:
        if (now.person, now.phone) == (person, phone or now.phone):
            return
        now.retracted = entry
        now.save(update_fields=["retracted"])
    Contact.objects.create(agency=agency, person=person, phone=phone, entry=entry)


def contacts() -> dict[int, Contact]:
    """Who answers for each agency now."""
    return {c.agency_id: c for c in Contact.objects.filter(retracted=None)}
