"""CapabilityStatement: what is answered here, made from the same tables that answer."""

from __future__ import annotations

from typing import Any

from baophu import __version__
from baophu.api.fhir import benefit, coverage, patient
from baophu.api.fhir.parts import Json

DATE = "2026-07-01"
COMMON = {
    "_id": ("token", "The number of the resource."),
    "_count": ("number", "Resources on a page, 100 at most."),
}
SEARCHED: dict[str, dict[str, tuple[str, str]]] = {
    "Patient": patient.PARAMETERS,
    "Coverage": coverage.PARAMETERS,
    "ExplanationOfBenefit": benefit.PARAMETERS,
}


def statement(url: str) -> Json:
    """The statement of an installation at an address."""
    resources = [_resource(kind, ("read", "search-type"), told) for kind, told in sorted(SEARCHED.items())]
    resources.append(_resource("CoverageEligibilityRequest", ("create", "read"), {}))
    resources.append(_resource("CoverageEligibilityResponse", ("read",), {}))
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": DATE,
        "publisher": "bao phủ",
        "kind": "instance",
        "software": {"name": "baophu", "version": __version__},
        "implementation": {"description": "bao phủ: BHYT", "url": url},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": (
                    "CoverageEligibilityRequest is answered at once with the response. "
                    "Identifier systems are provisional."
                ),
                "security": {
                    "cors": False,
                    "description": "Authorization: Bearer KEY; a key has scopes and answers for units.",
                },
                "resource": sorted(resources, key=lambda r: str(r["type"])),
            }
        ],
    }


def _resource(kind: str, interactions: tuple[str, ...], told: dict[str, tuple[str, str]]) -> Json:
    found: dict[str, Any] = {
        "type": kind,
        "interaction": [{"code": one} for one in interactions],
        "versioning": "no-version",
    }
    if told:
        both = {**told, **COMMON}
        found["searchParam"] = [{"name": n, "type": t, "documentation": d} for n, (t, d) in sorted(both.items())]
    return found
