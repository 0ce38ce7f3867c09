"""Coverage: a card. It names the person it insures; the level is that of the groups they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from baophu.api.errors import Fault, WrongInput
from baophu.api.fhir import systems
from baophu.api.fhir.asked import Search, referred
from baophu.api.fhir.parts import Json, filled, hl7, insurer, percent, period, reference, resource
from baophu.api.services.callers import Caller
from baophu.cover.models import IssuedCard
from baophu.cover.services.issued import issued_by_start
from baophu.decisions.models import Current
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import month_of
from baophu.insight.labels import group_label
from baophu.law.model import Text
from baophu.pages.texts import said
from baophu.registry.models import Card

PARAMETERS = {
    "beneficiary": ("reference", "The person insured: Patient/NUMBER."),
    "patient": ("reference", "The same."),
    "status": ("token", "active: runs or begins later; cancelled: has ended."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside cards: what was issued, by person and first day, and the decision of today by person."""

    issued: dict[tuple[int, object], IssuedCard]
    current: dict[int, Current]


def found(who: Caller, asked: Search) -> QuerySet[Card]:
    """The cards that are searched for, by number."""
    cards = Card.objects.known().filter(pk__gt=asked.after, person__withdrawn=False, person__merged_into=None)
    if who.units is not None:
        cards = cards.filter(person__unit__in=who.units)
    if (ids := asked.ids()) is not None:
        cards = cards.filter(pk__in=ids)
    for name in ("beneficiary", "patient"):
        for told in asked.values.get(name, ()):
            cards = cards.filter(person__in=[referred(name, part) for part in told.split(",")])
    for told in asked.values.get("status", ()):
        cards = cards.filter(_standing(told.split(","), timezone.localdate()))
    return cards.select_related("person").order_by("pk")


def _standing(wanted: Iterable[str], today: date) -> Q:
    either = Q(pk__in=())
    for word in wanted:
        code = word.rpartition("|")[2]
        if code == "active":
            either |= Q(valid_to=None) | Q(valid_to__gte=today)
        elif code == "cancelled":
            either |= Q(valid_to__lt=today)
        elif code not in ("draft", "entered-in-error"):
            raise WrongInput([Fault("status", "value", Text("không có trạng thái này.", "there is no such status."))])
    return either


def beside(cards: Iterable[Card]) -> Known:
    """What is known beside some cards."""
    persons = {card.person_id for card in cards}
    current = Current.objects.filter(person__in=persons)
    return Known(issued_by_start(persons), {one.person_id: one for one in current})


def built(card: Card, known: Known) -> Json:
    """The resource."""
    today, book = timezone.localdate(), active()
    runs = card.valid_from <= today and (card.valid_to is None or today <= card.valid_to)
    issued, current = known.issued.get((card.person_id, card.valid_from)), known.current.get(card.person_id)
    now = current if runs else None
    group = card.group or (issued.group if issued else "") or (now.group if now else "")
    level = issued.benefit if issued else (now.benefit if now and now.benefit else None)
    if now is not None and now.benefit and not now.problem:
        level = now.benefit
    ended = card.valid_to is not None and card.valid_to < today
    person = reference("Patient", card.person_id, card.person.name)
    copay = hl7("coverage-copay-type", "copaypct", "Copay Percentage")
    label = said(group_label(book, group, month_of(card.valid_from))) if group else ""
    number = card.number or card.person.card_number
    return resource(
        "Coverage",
        card.pk,
        identifier=[{"use": "official", "system": systems.CARD_NUMBER, "value": number}] if number else None,
        status="cancelled" if ended else "active",
        type=hl7("v3-ActCode", "PUBLICPOL", "public healthcare", "Bảo hiểm y tế"),
        subscriber=person,
        subscriberId=card.person.social_number or card.person.personal_id,
        beneficiary=person,
        relationship=hl7("subscriber-relationship", "self", "Self"),
        period=period(card.valid_from, card.valid_to),
        payor=[insurer()],
        class_=[filled(type=hl7("coverage-class", "group", "Group"), value=group, name=label)] if group else None,
        costToBeneficiary=None if level is None else [{"type": copay, "valueQuantity": percent(100 - level)}],
    )
