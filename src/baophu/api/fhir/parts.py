"""Small parts of resources, as plain dicts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from baophu.api.fhir import systems
from baophu.api.services.simulation import simulated

Json = dict[str, Any]


def resource(kind: str, id: int | str | None = None, **fields: Any) -> Json:
    """A resource without what is empty; of invented people it is marked as test data (HL7's own mark)."""
    found: Json = {"resourceType": kind}
    if id is not None:
        found["id"] = str(id)
    if simulated():
        found["meta"] = {
            "security": [
                {"system": f"{systems.HL7}/v3-ActReason", "code": "HTEST", "display": "test health data"},
            ]
        }
    return found | filled(**fields)


def filled(**fields: Any) -> Json:
    """An element without what is empty. A name that Python keeps for itself ends with `_`."""
    return {name.rstrip("_"): value for name, value in fields.items() if value not in (None, "", [], {})}


def concept(system: str, code: str, display: str = "", text: str = "") -> Json:
    """A CodeableConcept."""
    return filled(coding=[filled(system=system, code=code, display=display)], text=text)


def hl7(name: str, code: str, display: str = "", text: str = "") -> Json:
    """A CodeableConcept of one of HL7's code systems."""
    return concept(f"{systems.HL7}/{name}", code, display, text)


def reference(kind: str, id: int | str, display: str = "") -> Json:
    """A reference to a resource here."""
    return filled(reference=f"{kind}/{id}", type=kind, display=display)


def insurer() -> Json:
    """The insurer: the same for everybody."""
    return {
        "type": "Organization",
        "identifier": {"system": systems.PAYER, "value": systems.INSURER},
        "display": systems.INSURER_NAME,
    }


def facility(code: str, name: str) -> Json:
    """A facility, by its code."""
    return filled(type="Organization", identifier={"system": systems.FACILITY, "value": code}, display=name)


def period(start: date | None, end: date | None) -> Json:
    """A period, both days inclusive; open where there is no end."""
    return filled(start=start and start.isoformat(), end=end and end.isoformat())


def money(amount: int) -> Json:
    """Whole đồng."""
    return {"value": amount, "currency": "VND"}


def percent(value: int) -> Json:
    """A percentage as a quantity."""
    return {"value": value, "unit": "%", "system": systems.UCUM, "code": "%"}


def moment(at: datetime) -> str:
    """A moment with its zone, to the second."""
    return at.isoformat(timespec="seconds")
