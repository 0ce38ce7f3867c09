"""A notice becomes money in the ledger: cards, or a place on somebody's list. One transaction each."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from baophu.cover import vietqr
from baophu.cover.errors import CoverError, KeyTaken, NoSuchThing
from baophu.cover.models import Payment, Quote, Unmatched
from baophu.cover.services.issued import running
from baophu.cover.services.ledger import Coming, reverse_payment
from baophu.cover.services.paying import Paid, keep_waiting, pay
from baophu.cover.services.pricing import OWN
from baophu.registry.models import Stay
from baophu.registry.services.recording import entry as new_entry
from baophu.till.models import Notice, Outcome
from baophu.till.services.receipts import cards_of

State = Outcome.State


def process(number: int) -> Outcome:
    """Book a notice that has arrived; one that was booked before stays as it is. Entries come one after another, so of
    two workers the second finds it done, and a reversal and its transfer never miss each other.
    """
    with transaction.atomic():
        act = new_entry("bank_notice")
        outcome = Outcome.objects.select_related("notice").select_for_update(of=("self",)).get(pk=number)
        if outcome.state != State.ARRIVED:
            return outcome
        came = _transfer if outcome.notice.kind == Notice.Kind.TRANSFER else _reversal
        _set(outcome, entry=act, **came(outcome.notice))
    return outcome


def _set(outcome: Outcome, **told: Any) -> None:
    for field, value in told.items():
        setattr(outcome, field, value)
    outcome.save(update_fields=list(told))


def _transfer(notice: Notice) -> dict[str, Any]:
    assert notice.amount is not None
    if not _ours(notice):
        return {"state": State.UNKNOWN, "open": True, "why": "account"}
    key, named = _key(notice), vietqr.quoted(notice.content)
    quote = Quote.objects.filter(pk=named).first() if named is not None else None
    where = {"quote": quote, "unit": unit_of(quote) if quote else ""}
    taken_back = Outcome.objects.filter(
        notice__bank=notice.bank, notice__of=notice.transaction, notice__kind="reversal", state=State.EARLY
    ).select_related("notice")
    for reversal in taken_back:
        if reversal.notice.amount == notice.amount:
            return where | _taken_back_before(notice, key, reversal)
        _set(reversal, state=State.CONFLICT, open=True, why="amount_back")
    if quote is None:
        coming = _coming(notice, key, None)
        paid = keep_waiting(coming, Unmatched.Reason.UNKNOWN, notice.content)
        return {"state": State.UNKNOWN, "open": True, "why": "unknown", "payment": paid.payment}
    try:
        paid = _paid(notice, key, quote)
    except KeyTaken as error:
        return where | {"state": State.CONFLICT, "open": True, "why": "key", "note": str(error)}
    if paid.unmatched is None:
        return where | {"state": State.BOOKED, "open": False, "payment": paid.payment}
    why, note = paid.unmatched.reason, paid.unmatched.note
    return where | {"state": State.WAITING, "open": True, "payment": paid.payment, "why": why, "note": note}


def _paid(notice: Notice, key: str, quote: Quote) -> Paid:
    """The quote paid; money whose cards are refused is kept all the same, with the refusal."""
    assert notice.amount is not None
    told = (notice.paid_on, Payment.Method.QR, notice.transaction)
    try:
        return pay(quote.pk, key, notice.amount, *told)
    except (KeyTaken, NoSuchThing):
        raise
    except CoverError as error:
        return keep_waiting(_coming(notice, key, quote.pk), Unmatched.Reason.CHANGED, str(error))


def _coming(notice: Notice, key: str, quote: int | None) -> Coming:
    assert notice.amount is not None
    assert notice.paid_on is not None
    return Coming(OWN, key, notice.amount, notice.paid_on, Payment.Method.QR, notice.transaction, quote=quote)


def _taken_back_before(notice: Notice, key: str, reversal: Outcome) -> dict[str, Any]:
    """The bank took the money back before it told that it came: it is written in and out, and buys nothing."""
    paid = keep_waiting(_coming(notice, key, None), Unmatched.Reason.UNKNOWN, notice.content)
    back = reverse_payment(paid.payment, reversal.notice.transaction, _key(reversal.notice))
    _set(reversal, state=State.REVERSED, open=False, payment=back)
    return {"state": State.REVERSED, "open": False, "payment": paid.payment, "why": "back_before"}


def _reversal(notice: Notice) -> dict[str, Any]:
    transfer = (
        Outcome.objects.filter(
            notice__bank=notice.bank, notice__transaction=notice.of, notice__kind="transfer", notice__differs=False
        )
        .exclude(state=State.ARRIVED)
        .select_related("notice", "payment")
        .first()
    )
    if transfer is None:
        return {"state": State.EARLY, "open": False}
    where = {"quote": transfer.quote, "unit": transfer.unit}
    if transfer.notice.amount != notice.amount:
        return where | {"state": State.CONFLICT, "open": True, "why": "amount_back"}
    if transfer.payment is None:
        _set(transfer, state=State.REVERSED, open=False)
        return where | {"state": State.REVERSED, "open": False}
    try:
        back = reverse_payment(transfer.payment, notice.transaction, _key(notice))
    except CoverError as error:  # it was given back before
        return where | {"state": State.CONFLICT, "open": True, "why": "back_twice", "note": str(error)}
    stand = any(running(card) is not None for card in cards_of(transfer.payment, ever=True))
    _set(transfer, state=State.REVERSED, open=stand, why="cards_stand" if stand else transfer.why)
    return where | {"state": State.REVERSED, "open": False, "payment": back}


def unit_of(quote: Quote) -> str:
    """Where the household of a quote lived on its day; empty where nobody does."""
    stay = Stay.objects.known().on(quote.day).filter(household=quote.household_id).order_by("id").first()
    return str(stay.unit_id) if stay else ""


def _ours(notice: Notice) -> bool:
    """Whether the money came to our account; a bank that names none is believed."""
    try:
        return not notice.account or notice.account == vietqr.account().number
    except vietqr.NoAccount:
        return False


def _key(notice: Notice) -> str:
    """What stands for this transaction in the ledger."""
    word = "bank" if notice.kind == Notice.Kind.TRANSFER else "bank back"
    return f"{word} {notice.bank} {notice.transaction}"
