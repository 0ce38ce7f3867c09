"""Money that goes back: months somebody paid for that another payer takes over, or that nobody lives to use.

Proposed here, decided by an officer. What is proposed rests on the law book's parameters `refund_taken_over` and
`refund_after_death`, which say their article and how sure it is. Months are the card's own, date to date: a begun month
is used up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover.errors import AlreadyDone, KeyTaken, NotReady
from baophu.cover.models import Allocation, Charge, IssuedCard, Payment, RefundProposal
from baophu.cover.services.charging import months_left, reverse_card
from baophu.cover.services.foreseeing import Foreseen, asked, foresee_many
from baophu.cover.services.issued import first_issue, keeper_of, records_of, running
from baophu.cover.services.ledger import Coming, keep, open_amount
from baophu.cover.services.pricing import OWN, month_starts
from baophu.cover.services.standing import Standing, standings
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.cards.days import DAY, add_months
from baophu.law.dated import value_on
from baophu.law.model import ParameterValue
from baophu.registry.models import Card, Entry, Person
from baophu.registry.services.recording import entry as new_entry

TAKEN_OVER, AFTER_DEATH = "refund_taken_over", "refund_after_death"
CAUSES = RefundProposal.Cause


def propose(
    persons: Iterable[int] | None = None, day: date | None = None, by: User | None = None, entry: Entry | None = None
) -> list[RefundProposal]:
    """Propose refunds for some people, or for everybody with a card of their own that still runs; the new proposals.

    A refund is due for whoever died, whose card was taken back or ended for another, and for whoever the law lets
    another payer take over: the day of the takeover is the first on which a card of that payer would begin.
    """
    on = day or timezone.localdate()
    cards = IssuedCard.objects.filter(fixed=True, replaces=None, paid_to__gte=on.replace(month=1, day=1))
    if persons is not None:
        cards = cards.filter(person__in=records_of(persons))
    with transaction.atomic():
        listed = list(cards.select_related("person").order_by("id"))
        listed = [c for c in listed if months_left(c, None)]
        if not listed:
            return []
        act = entry or new_entry("propose_refunds", by=by)
        taken = _taken_over([c for c in listed if _keeper(c).died is None], on)
        found = [_proposed(c, taken.get(c.pk), act) for c in listed]
    return [f for f in found if f is not None]


def propose_void(card: IssuedCard, reason: str, entry: Entry) -> RefundProposal | None:
    """Propose what a person paid for a card that was taken back; its charges are reversed already."""
    back = _paid_too_much(card)
    if not back or card.paid_to is None:
        return None
    value = _rule(TAKEN_OVER, card)
    return RefundProposal.objects.create(
        card=card,
        person_id=card.person_id,
        cause=CAUSES.VOID,
        period_from=card.valid_from,
        period_to=card.paid_to,
        months=card.months,
        amount=back,
        reason=reason,
        provision=f"{value.by} {value.article}".strip() if value else "",
        entry=entry,
    )


def _proposed(card: IssuedCard, taken: tuple[date, str] | None, act: Entry) -> RefundProposal | None:
    """The proposal a card is due, if one is and it was not made before."""
    now = running(card)
    person = _keeper(card)
    rule, since, cause, reason = AFTER_DEATH, date.max, CAUSES.DEATH, ""
    if person.died is not None:
        since, reason = person.died + DAY, f"{person.name}: {person.died:%d/%m/%Y}"
    elif now is None:
        return None
    elif now.valid_to is not None and card.valid_to is not None and now.valid_to < card.valid_to and _followed(now):
        rule, since, cause, reason = TAKEN_OVER, now.valid_to + DAY, CAUSES.TAKEOVER, now.ended
    elif taken is not None:
        rule, since, cause, reason = TAKEN_OVER, taken[0], CAUSES.TAKEOVER, taken[1]
    value = _rule(rule, card)
    if since == date.max or value is None or not value.value:
        return None
    return _write(card, since, cause, reason, f"{value.by} {value.article}".strip(), act)


def _keeper(card: IssuedCard) -> Person:
    """The person of a card, by the record that stands for them now."""
    person = card.person
    while person.merged_into is not None:
        person = person.merged_into
    return person


def _followed(card: Card) -> bool:
    """Whether another card begins the day after one ended early."""
    assert card.valid_to is not None
    return Card.objects.known().filter(person=card.person_id, valid_from=card.valid_to + DAY).exists()


def _rule(name: str, card: IssuedCard) -> ParameterValue | None:
    """The law book's word on a refund, with its article; None where it has none."""
    declared = book().parameters.get(name)
    return value_on(declared, card.paid_on or card.valid_from) if declared else None


def _write(card: IssuedCard, since: date, cause: str, reason: str, provision: str, act: Entry) -> RefundProposal | None:
    starts = [s for s in month_starts(card.valid_from, card.months) if s >= since]
    months = min(months_left(card, since), len(starts))
    own = card.amounts.get(OWN, 0)
    if not months or not own:
        return None
    asked_before = RefundProposal.objects.filter(card=card, period_from__lte=starts[0])
    if asked_before.exclude(accepted=True).exists():
        return None
    assert card.paid_to is not None
    last = add_months(card.valid_from, card.months - len(starts) + months) - DAY
    return RefundProposal.objects.create(
        card=card,
        person_id=card.person_id,
        cause=cause,
        period_from=starts[0],
        period_to=last,
        months=months,
        amount=own * months,
        reason=reason,
        provision=provision,
        entry=act,
    )


def _taken_over(cards: Sequence[IssuedCard], on: date) -> dict[int, tuple[date, str]]:
    """Cards of people whom another payer takes over while the card runs: from which day, and the provision.

    It is asked of the law, not assumed: the person is put on the list of the day on which somebody else pays all, and
    what counts is whether a card would begin inside the one they have. (Support that begins the day after the valid
    card, Resolution 91/2025, Article 5(4), gives nothing back.)
    """
    people = {keeper_of(c.person_id): c for c in cards}
    now = standings(people, on) if people else {}
    paid_for = {p: s for p, s in now.items() if s.decision.outcome.group and not s.decision.amounts[OWN]}
    found: dict[int, tuple[date, str]] = {}
    for turn, some in _turns({p: (s, people[p].valid_from) for p, s in paid_for.items()}, on):
        there = standings([p for p in some if p not in found], turn)
        listed = {p: s for p, s in there.items() if s.decision.outcome.group and not s.decision.amounts[OWN]}
        for person, one in foresee_many(
            listed, asked(on=turn, listed_on=turn, benefit_from=turn), None, listed
        ).items():
            if isinstance(one, Foreseen):
                found[person] = (one.dated.valid_from, one.dated.why[0])
    return {
        card.pk: found[person]
        for person, card in people.items()
        if person in found and card.paid_to is not None and card.valid_from < found[person][0] <= card.paid_to
    }


def _turns(people: Mapping[int, tuple[Standing, date]], on: date) -> list[tuple[date, list[int]]]:
    """The days on which something turned for people since their card began, earliest first: a fact of theirs or of
    their place, a provision that is applied to them."""
    law = book()
    by_day: dict[date, list[int]] = {}
    for person, (standing, since) in people.items():
        days = {s.start for spells in standing.person.facts.values() for s in spells}
        days |= {s.start for s in law.area_facts if standing.unit in s.units}
        days |= {law.provision(ref).start for ref in standing.decision.outcome.applied}
        for day in days:
            if since < day <= on:
                by_day.setdefault(day, []).append(person)
    return sorted(by_day.items())


@transaction.atomic
def accept(proposal: RefundProposal, key: str, by: User | None = None) -> RefundProposal:
    """Pay back what a proposal says: the charges of these months are reversed for every payer, the person's part is
    paid out. The same key again changes nothing. AlreadyDone when it was decided otherwise, or the months are gone.
    """
    act = new_entry("accept_refund", by=by, reason=proposal.reason)
    now = RefundProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if now.accepted and now.payment is not None and now.payment.key == key:
        return now
    if now.accepted is not None:
        raise AlreadyDone("Đề xuất hoàn trả này đã được quyết.", "This refund was decided already.")
    card = first_issue(now.card)
    if now.cause == CAUSES.VOID:
        reverse_card(card, act)
    else:
        _still_due(now, card)
        reverse_card(card, act, now.period_from)
    back = _paid_too_much(card)
    payment = None
    if back:
        payment = keep(Coming(OWN, key, -back, timezone.localdate(act.at), person=now.person_id), act)
        if payment is None:
            raise KeyTaken(f"Khóa {key} đã được dùng.", f"The key {key} is taken.")
        _settle(payment, card, back, act)
    now.decided, now.accepted, now.payment = act, True, payment
    now.save(update_fields=["decided", "accepted", "payment"])
    return now


def _still_due(proposal: RefundProposal, card: IssuedCard) -> None:
    """Refuse where the months have changed, or where the person would be left without a card."""
    if months_left(card, proposal.period_from) != proposal.months:
        raise AlreadyDone(
            "Số tháng còn lại đã thay đổi; hãy lập đề xuất mới.", "The months left have changed; propose it anew."
        )
    row = running(card)
    if row is not None and (row.valid_to is None or row.valid_to >= proposal.period_from):
        raise NotReady(
            "Thẻ đã đóng tiền vẫn đang chạy; hãy cấp thẻ của nhóm mới trước, để người dân không bị gián đoạn.",
            "The card that was paid for still runs; issue the card of the new group first, so that nobody is left "
            "without cover.",
        )


def _own_charges(card: IssuedCard) -> list[Charge]:
    return list(Charge.objects.filter(card=card, payer=OWN).order_by("id"))


def _paid_too_much(card: IssuedCard) -> int:
    """What the person paid for a card beyond what it costs now."""
    return max(-sum(open_amount(charge) for charge in _own_charges(card)), 0)


def _settle(payment: Payment, card: IssuedCard, back: int, act: Entry) -> None:
    left = back
    for charge in _own_charges(card):
        part = min(left, -open_amount(charge))
        if part > 0:
            Allocation.objects.create(payment=payment, charge=charge, amount=-part, entry=act)
            left -= part


@transaction.atomic
def decline(proposal: RefundProposal, reason: str, by: User | None = None) -> RefundProposal:
    """Refuse a proposal, saying why. AlreadyDone when it was decided."""
    act = new_entry("decline_refund", by=by, reason=reason)
    if not RefundProposal.objects.filter(pk=proposal.pk, accepted=None).update(accepted=False, decided=act):
        raise AlreadyDone("Đề xuất hoàn trả này đã được quyết.", "This refund was decided already.")
    return RefundProposal.objects.get(pk=proposal.pk)


def waiting(units: Sequence[str] | None = None) -> list[RefundProposal]:
    """Proposals that wait for somebody, oldest first; of people of some units, or all."""
    found = RefundProposal.objects.filter(accepted=None).select_related("person", "card").order_by("id")
    return list(found if units is None else found.filter(person__unit__in=list(units)))
