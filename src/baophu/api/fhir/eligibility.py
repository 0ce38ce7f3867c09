"""CoverageEligibilityRequest → Response: whether somebody is insured, asked and answered in FHIR, and read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from baophu.api.errors import Fault, NotThere, WrongInput
from baophu.api.fhir import systems
from baophu.api.fhir.asked import referred
from baophu.api.fhir.parts import Json, filled, hl7, insurer, moment, money, period, reference, resource
from baophu.api.models import Eligibility
from baophu.api.services.callers import Caller
from baophu.api.services.facilities import place_of
from baophu.api.services.persons import looked, tried
from baophu.care.services.answer import Answer
from baophu.care.services.answering import answer
from baophu.law.model import Text
from baophu.pages.texts import said
from baophu.registry.models import Card, Person

PURPOSES = ("auth-requirements", "benefits", "discovery", "validation")
KEPT = ("resourceType", "identifier", "status", "priority", "patient", "servicedDate", "servicedPeriod", "created",
        "provider", "insurer", "facility", "purpose", "insurance", "item", "supportingInfo", "enterer")  # fmt: skip
WHY = "tra cứu quyền lợi (FHIR)"


@dataclass(frozen=True, slots=True)
class Told:
    """What of a request is read: what the person was named by, and whose name goes with it."""

    text: str
    person: int | None


def ask(who: Caller, body: Any, page: str) -> Eligibility:
    """Answer a request and keep both. WrongInput names what of it cannot be read; the look is logged."""
    told = _read(body)
    shown = _numbers(who, told, page)
    place, now = place_of(who), timezone.now()
    found = answer(shown, place)
    if found.person is not None:
        looked(who, [found.person], WHY, page)
    kept = {name: body[name] for name in KEPT if name in body}
    row = Eligibility(organisation_id=who.organisation, person_id=found.person, at=now, asked=kept, answered={})
    row.save()
    row.asked = kept | {"id": str(row.pk)}
    row.answered = _built(row, found)
    row.save(update_fields=["asked", "answered"])
    return row


def kept(who: Caller, id: int, page: str) -> Eligibility:
    """A question asked before by the same organisation. NotThere for another's, whose trial is logged."""
    row = Eligibility.objects.filter(pk=id).first()
    if row is None:
        raise NotThere
    if row.organisation_id != who.organisation:
        tried(who, [row.person_id] if row.person_id else [], page)
        raise NotThere
    if row.person_id:
        looked(who, [row.person_id], WHY, page)
    return row


def _read(body: Any) -> Told:
    """What the request says of the person. WrongInput has everything wrong with it."""
    faults = []

    def wrong(where: str, vi: str, en: str) -> None:
        faults.append(Fault(f"CoverageEligibilityRequest.{where}", "value", Text(vi, en)))

    if not isinstance(body, dict) or body.get("resourceType") != "CoverageEligibilityRequest":
        text = Text("phải là CoverageEligibilityRequest.", "must be a CoverageEligibilityRequest.")
        raise WrongInput([Fault("resourceType", "value", text)])
    for name in body:
        if name not in KEPT and name not in ("id", "meta", "text", "language", "contained", "extension"):
            wrong(name, "không có phần tử này.", "there is no such element.")
    if body.get("status") != "active":
        wrong("status", "phải là active.", "must be active.")
    purpose = body.get("purpose")
    if not (isinstance(purpose, list) and purpose and all(p in PURPOSES for p in purpose)):
        wrong("purpose", f"phải gồm: {', '.join(PURPOSES)}.", f"must be some of: {', '.join(PURPOSES)}.")
    if not isinstance(body.get("created"), str) or not body["created"][:4].isdigit():
        wrong("created", "bắt buộc có.", "is required.")
    if not isinstance(body.get("insurer"), dict) or not body["insurer"]:
        wrong("insurer", "bắt buộc có.", "is required.")
    patient = body.get("patient")
    told = _patient(patient) if isinstance(patient, dict) else None
    if told is None:
        wrong("patient", "phải có reference hoặc identifier.value.", "must have reference or identifier.value.")
    if faults or told is None:
        raise WrongInput(faults)
    return told


def _patient(patient: dict[str, Any]) -> Told | None:
    named, number = patient.get("reference"), patient.get("identifier")
    if isinstance(named, str) and named:
        return Told("", referred("CoverageEligibilityRequest.patient.reference", named))
    value = number.get("value") if isinstance(number, dict) else None
    return Told(value, None) if isinstance(value, str) and 0 < len(value) <= 2000 else None


def _numbers(who: Caller, told: Told, page: str) -> str:
    """What the person is asked by; of a reference a number of the person, who must be of the caller's units."""
    if told.person is None:
        return told.text
    one = who.people().filter(pk=told.person).first()
    if one is None:
        if Person.objects.filter(pk=told.person).exists():
            tried(who, [told.person], page)
        raise NotThere
    return one.personal_id or one.social_number or one.card_number or one.old_id or ""


def _built(row: Eligibility, found: Answer) -> Json:
    """The answer. What is not certain is `outcome: error` with what was known last; never in force by guess."""
    text = " ".join(filter(None, (said(found.word), said(found.says), said(found.treat))))
    patient = reference("Patient", found.person) if found.person is not None else row.asked["patient"]
    problem = found.tone in ("bad", "unsure") or not found.certain
    code = {"system": systems.ANSWER, "code": found.code, "display": said(found.word)}
    return resource(
        "CoverageEligibilityResponse",
        row.pk,
        extension=[
            {"url": systems.ANSWER_CODE, "valueCoding": code},
            {"url": systems.CERTAIN, "valueBoolean": found.certain},
            *([{"url": systems.KNOWN_AT, "valueDateTime": moment(found.as_of)}] if found.as_of else []),
        ],
        status="active",
        purpose=row.asked["purpose"],
        patient=patient,
        created=moment(row.at),
        request=reference("CoverageEligibilityRequest", row.pk),
        outcome="complete" if found.certain else "error",
        disposition=f"{found.code} {text}",
        insurer=insurer(),
        insurance=[_insurance(found, found.valid_from)] if found.person is not None and found.valid_from else None,
        error=[{"code": {"coding": [code], "text": text}}] if problem else None,
    )


def _insurance(found: Answer, start: date) -> Json:
    card = Card.objects.known().filter(person=found.person, valid_from=start).first()
    coverage = reference("Coverage", card.pk) if card else {"display": found.card_number or "–"}
    return filled(
        coverage=coverage,
        inforce=found.insured,
        benefitPeriod=period(start, found.valid_to),
        item=[_item(found)] if found.level is not None else None,
    )


def _item(found: Answer) -> Json:
    """The level as the person's part, and what is left to the year's limit."""
    part = {
        "type": hl7("benefit-type", "copay-percent", "Copayment Percent per service"),
        "allowedString": f"{100 - (found.level or 0)}%",
    }
    benefits: list[Json] = [part]
    if found.copay_left is not None:
        limit = hl7("benefit-type", "copay-maximum", "Copayment maximum per service")
        benefits.append({"type": limit, "allowedMoney": money(found.copay_left)})
    return {
        "category": hl7("ex-benefitcategory", "1", "Medical Care"),
        "network": hl7("benefit-network", "in", "In Network"),
        "benefit": benefits,
    }
