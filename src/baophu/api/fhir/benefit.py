"""ExplanationOfBenefit: a visit, what it cost, what the fund paid and what was left to the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from baophu.api.fhir import systems
from baophu.api.fhir.asked import Search, days, referred
from baophu.api.fhir.parts import (
    Json,
    concept,
    facility,
    filled,
    hl7,
    insurer,
    moment,
    money,
    period,
    reference,
    resource,
)
from baophu.api.services.callers import Caller
from baophu.api.services.visits import readable
from baophu.care.models import Visit
from baophu.registry.models import Card

PARAMETERS = {
    "patient": ("reference", "The person: Patient/NUMBER."),
    "created": ("date", "The last day of the visit, with eq, ge, le, gt, lt."),
}
SORTS = {"submitted": "Submitted Amount", "eligible": "Eligible Amount", "benefit": "Benefit Amount", "copay": "CoPay"}


@dataclass(frozen=True, slots=True)
class Known:
    """The cards of the people of some visits."""

    cards: dict[int, list[Card]]

    def on(self, person: int, day: date) -> Card | None:
        """The card valid on a day."""
        held = self.cards.get(person, ())
        return next((c for c in held if c.valid_from <= day and (c.valid_to is None or day <= c.valid_to)), None)


def found(who: Caller, asked: Search) -> QuerySet[Visit]:
    """The visits that are searched for, by number."""
    visits = readable(who).filter(pk__gt=asked.after)
    if (ids := asked.ids()) is not None:
        visits = visits.filter(pk__in=ids)
    for told in asked.values.get("patient", ()):
        visits = visits.filter(person__in=[referred("patient", part) for part in told.split(",")])
    for told in asked.values.get("created", ()):
        first, last = days("created", told)
        visits = visits.filter(date_out__gte=first) if first else visits
        visits = visits.filter(date_out__lte=last) if last else visits
    return visits.select_related("person", "facility").order_by("pk")


def beside(visits: Iterable[Visit]) -> Known:
    """The cards of the people of some visits."""
    cards: dict[int, list[Card]] = {}
    for card in Card.objects.known().filter(person__in={v.person_id for v in visits}):
        cards.setdefault(card.person_id, []).append(card)
    return Known(cards)


def built(visit: Visit, known: Known) -> Json:
    """The resource. A visit of before it was insured names no coverage by reference."""
    card = known.on(visit.person_id, visit.date_in)
    coverage = reference("Coverage", card.pk) if card else {"display": "–"}
    inpatient = visit.care == "inpatient"
    amounts = {"submitted": visit.total, "eligible": visit.scope, "benefit": visit.fund, "copay": visit.copay}
    kind = ("institutional", "Institutional") if inpatient else ("professional", "Professional")
    return resource(
        "ExplanationOfBenefit",
        visit.pk,
        identifier=[{"system": systems.VISIT, "value": f"{visit.facility.code}-{visit.link}"}],
        status="active",
        type=hl7("claim-type", *kind),
        use="claim",
        patient=reference("Patient", visit.person_id, visit.person.name),
        billablePeriod=period(visit.date_in, visit.date_out),
        created=moment(timezone.make_aware(datetime.combine(visit.date_out, time()))),
        insurer=insurer(),
        provider=facility(visit.facility.code, visit.facility.name),
        outcome="complete",
        diagnosis=[_diagnosis(visit.diagnosis)] if visit.diagnosis else None,
        insurance=[{"focal": True, "coverage": coverage}],
        total=[
            {"category": hl7("adjudication", code, SORTS[code]), "amount": money(amount)}
            for code, amount in amounts.items()
        ],
        payment=filled(amount=money(visit.fund)),
    )


def _diagnosis(code: str) -> Json:
    return {"sequence": 1, "diagnosisCodeableConcept": concept(systems.ICD10, code)}
