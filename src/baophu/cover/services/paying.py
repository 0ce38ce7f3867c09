"""A quote is paid: the money, the charges of all payers, the cards, in one act or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover.errors import AlreadyDone, CoverError, NoSuchThing, WrongMoney
from baophu.cover.models import Allocation, Charge, IssuedCard, Payment, Quote, Unmatched
from baophu.cover.services.cards import issue_many
from baophu.cover.services.foreseeing import asked
from baophu.cover.services.ledger import Coming, keep, known_payment, left_of
from baophu.cover.services.pricing import OWN
from baophu.cover.services.quoting import Priced, from_told, priced_again
from baophu.insight.format import day as day_text
from baophu.insight.format import dong
from baophu.registry.models import Card, Entry, Person
from baophu.registry.services.recording import entry as new_entry


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment written down, and what came of it: cards, or a place on the list of the unmatched."""

    payment: Payment
    cards: tuple[Card, ...]
    unmatched: Unmatched | None
    again: bool = False


def pay(
    quote: int,
    key: str,
    amount: int,
    received_on: date | None = None,
    method: str = Payment.Method.CASH,
    reference: str = "",
    by: User | None = None,
) -> Paid:
    """Pay a quote. The same key again gives what the first time gave, and books nothing.

    The money is always written down, for it was received. It becomes cards when the quote is not paid yet, everybody in
    it lives, and the household would be told the same price on the day of the payment; else it waits on the list of
    the unmatched with the reason. NoSuchThing for no such quote, KeyTaken for a key of another payment.
    """
    if amount <= 0:
        raise WrongMoney("Số tiền thu phải lớn hơn 0.", "Money that comes in is more than nothing.")
    coming = Coming(OWN, key, amount, received_on or timezone.localdate(), method, reference, quote=quote)
    with transaction.atomic():
        kept = Quote.objects.filter(pk=quote).select_related("entry").first()
        if kept is None:
            raise NoSuchThing(f"Không có báo giá số {quote}.", f"There is no quote {quote}.")
        act = new_entry("pay", by=by, reason=reference)
        found = known_payment(coming)
        payment = found or keep(coming, act)
        if payment is None or found is not None:
            return _told_again(payment or Payment.objects.get(key=key))
        kept = Quote.objects.select_for_update(of=("self",)).get(pk=quote)
        reason, note, priced = _fits(kept, amount, coming.received_on)
        if priced is None:
            waiting = Unmatched.objects.create(payment=payment, reason=reason, note=note, entry=act)
            return Paid(payment, (), waiting)
        return Paid(payment, _book(kept, priced, payment, act), None)


def keep_waiting(coming: Coming, reason: str, note: str = "", by: User | None = None) -> Paid:
    """Write down money that buys nothing yet (nobody knows for which quote, or its cards are refused): it waits on the
    list of the unmatched. The same key again changes nothing; KeyTaken for a key of another payment.
    """
    if coming.amount <= 0:
        raise WrongMoney("Số tiền thu phải lớn hơn 0.", "Money that comes in is more than nothing.")
    with transaction.atomic():
        act = new_entry("pay", by=by, reason=coming.reference)
        found = known_payment(coming)
        payment = found or keep(coming, act)
        if payment is None or found is not None:
            return _told_again(payment or Payment.objects.get(key=coming.key))
        return Paid(payment, (), Unmatched.objects.create(payment=payment, reason=reason, note=note, entry=act))


def _told_again(payment: Payment) -> Paid:
    """What came of a payment the first time."""
    issued = IssuedCard.objects.filter(entry=payment.entry_id).select_related("card").order_by("id")
    waiting = Unmatched.objects.filter(payment=payment).first()
    return Paid(payment, tuple(i.card for i in issued), waiting, again=True)


def _fits(kept: Quote, amount: int, day: date) -> tuple[str, str, Priced | None]:
    """Whether a payment buys what was quoted: the reason why not, a note for whoever decides, or the day's price."""
    reasons = Unmatched.Reason
    if kept.paid_id is not None:
        return reasons.TWICE, "", None
    joining = [line.person_id for line in kept.lines.all() if line.joins]
    dead = Person.objects.filter(pk__in=joining, died__isnull=False, died__lte=day)
    if names := ", ".join(dead.values_list("name", flat=True)):
        return reasons.DEAD, names, None
    if day < kept.day:
        return reasons.CHANGED, f"{day_text(day)} < {day_text(kept.day)}", None
    try:
        priced = priced_again(kept, day)
    except CoverError as error:
        return reasons.CHANGED, str(error), None
    if not _same(kept, priced):
        late = day > kept.valid_until
        return (reasons.EXPIRED if late else reasons.CHANGED), f"{dong(kept.total)} → {dong(priced.total)}", None
    if amount != kept.total:
        return reasons.AMOUNT, f"{dong(kept.total)} ≠ {dong(amount)}", None
    return "", "", priced


def _same(kept: Quote, priced: Priced) -> bool:
    """Whether the same people join at the same amounts of every payer as they were told."""
    before = {line.person_id: line.amounts for line in kept.lines.all() if line.joins}
    return before == {line.person: dict(line.amounts) for line in priced.lines if line.joins}


def _book(kept: Quote, priced: Priced, payment: Payment, act: Entry) -> tuple[Card, ...]:
    """Cards for those who join, charges for every payer, and the payment against the charges of their own shares."""
    joining = [line for line in priced.lines if line.joins]
    told = {line.person_id: from_told(line.told) for line in kept.lines.all()}
    paid_on, months = payment.received_on, kept.months
    wants = {line.person: asked(line.person, paid_on=paid_on, months=months, **told[line.person]) for line in joining}
    ranks = {line.person: line.rank for line in joining}
    known = {line.person: line.standing for line in joining}
    done = issue_many(wants, wants, entry=act, ranks=ranks, known=known)
    for refusal in done.refused.values():
        raise refusal
    own = Charge.objects.filter(card__in=done.issued, payer=OWN).order_by("id")
    Allocation.objects.bulk_create(
        [Allocation(payment=payment, charge=charge, amount=charge.amount, entry=act) for charge in own]
    )
    Quote.objects.filter(pk=kept.pk).update(paid=act)
    return done.cards


def unmatched(user_units: Sequence[str] | None = None) -> list[Unmatched]:
    """Payments that wait for somebody, oldest first; of some units, or all."""
    found = Unmatched.objects.filter(settled=None).select_related("payment__quote").order_by("id")
    if user_units is not None:
        found = found.filter(payment__quote__lines__person__unit__in=list(user_units)).distinct()
    return list(found)


@transaction.atomic
def return_money(waiting: Unmatched, key: str, reason: str = "", by: User | None = None) -> Payment:
    """Give an unmatched payment back, in whole. AlreadyDone when it was settled otherwise."""
    act = new_entry("return", by=by, reason=reason)
    payment = waiting.payment
    again = Payment.objects.filter(reverses=payment).first()
    if again is not None and again.key == key:
        return again
    _settle(waiting, "returned", act)
    coming = Coming(
        OWN,
        key,
        -payment.amount,
        timezone.localdate(),
        payment.method,
        reason[:120],
        payment.person_id,
        payment.quote_id,
    )
    made = keep(coming, act, reverses=payment)
    if made is None:
        raise AlreadyDone(f"Khóa {key} đã được dùng.", f"The key {key} is taken.")
    return made


@transaction.atomic
def use_for(waiting: Unmatched, quote: int, by: User | None = None) -> Paid:
    """Use an unmatched payment for another quote, of exactly its amount. WrongMoney when it does not fit."""
    act = new_entry("use_unmatched", by=by)
    payment = waiting.payment
    kept = Quote.objects.filter(pk=quote).first()
    if kept is None:
        raise NoSuchThing(f"Không có báo giá số {quote}.", f"There is no quote {quote}.")
    reason, note, priced = _fits(kept, left_of(payment), payment.received_on)
    if priced is None:
        said = Unmatched.Reason(reason).label
        raise WrongMoney(
            f"Khoản này không khớp báo giá {quote}: {said} {note}".strip(),
            f"This payment does not fit quote {quote}: {reason} {note}".strip(),
        )
    _settle(waiting, "allocated", act)
    return Paid(payment, _book(kept, priced, payment, act), waiting)


def _settle(waiting: Unmatched, outcome: str, act: Entry) -> None:
    """Of two who decide at once, the second finds it decided."""
    if not Unmatched.objects.filter(pk=waiting.pk, settled=None).update(settled=act, outcome=outcome):
        raise AlreadyDone("Khoản này đã được xử lý.", "This payment was dealt with already.")
