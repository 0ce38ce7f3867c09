"""Money that comes in and goes back, and which charge it settles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover.errors import AlreadyDone, KeyTaken, WrongMoney
from baophu.cover.models import Allocation, Charge, Payment, Unmatched
from baophu.cover.services.numbers import receipt_number
from baophu.cover.services.pricing import OWN
from baophu.insight.format import dong
from baophu.registry.models import Entry
from baophu.registry.services.recording import entry as new_entry


@dataclass(frozen=True, slots=True)
class Coming:
    """A payment as it is told: who pays how much when, by which key, and what for."""

    payer: str
    key: str
    amount: int
    received_on: date
    method: str = Payment.Method.CASH
    reference: str = ""
    person: int | None = None
    quote: int | None = None


def known_payment(coming: Coming) -> Payment | None:
    """The payment a key stands for already; KeyTaken when that one was another amount, payer or quote."""
    found = Payment.objects.filter(key=coming.key).first()
    if found is None:
        return None
    if (found.payer, found.amount, found.quote_id) != (coming.payer, coming.amount, coming.quote):
        raise KeyTaken(
            f"Khóa {coming.key} đã dùng cho khoản khác (biên lai {found.receipt}); hãy dùng khóa mới.",
            f"The key {coming.key} stands for another payment (receipt {found.receipt}); use a new key.",
        )
    return found


def keep(coming: Coming, entry: Entry, reverses: Payment | None = None) -> Payment | None:
    """Write a payment down; None when its key was written down by somebody else meanwhile."""
    if not coming.key.strip():
        raise WrongMoney("Thiếu khóa chống ghi hai lần.", "A key is needed, so that nothing is booked twice.")
    if not coming.amount:
        raise WrongMoney("Số tiền phải khác 0.", "The amount must not be nothing.")
    try:
        with transaction.atomic():
            return Payment.objects.create(
                payer=coming.payer,
                person_id=coming.person,
                quote_id=coming.quote,
                amount=coming.amount,
                received_on=coming.received_on,
                key=coming.key,
                method=coming.method,
                reference=coming.reference,
                receipt=receipt_number(coming.received_on),
                entry=entry,
                reverses=reverses,
            )
    except IntegrityError:
        if Payment.objects.filter(key=coming.key).exists():
            return None
        raise


def receive(
    payer: str,
    key: str,
    amount: int,
    received_on: date | None = None,
    method: str = Payment.Method.TRANSFER,
    reference: str = "",
    person: int | None = None,
    by: User | None = None,
) -> Payment:
    """Money from a payer that no quote asked for: the budget, the fund, an employer, a school. Told twice it is one
    payment. KeyTaken when the key stands for another. It is an advance until it is allocated.
    """
    coming = Coming(payer, key, amount, received_on or timezone.localdate(), method, reference, person)
    if amount <= 0:
        raise WrongMoney("Số tiền thu phải lớn hơn 0.", "Money that comes in is more than nothing.")
    with transaction.atomic():
        act = new_entry("receive", by=by, reason=reference)
        return known_payment(coming) or keep(coming, act) or _known(coming)


def _known(coming: Coming) -> Payment:
    found = known_payment(coming)
    assert found is not None
    return found


def open_amount(charge: Charge) -> int:
    """What of a charge is not settled, đồng; below nothing for one that takes back."""
    return charge.amount - int(charge.allocations.aggregate(n=Sum("amount"))["n"] or 0)


def left_of(payment: Payment) -> int:
    """What of a payment is not allocated, đồng; nothing of one that was reversed, or that reverses."""
    if payment.reverses_id is not None or Payment.objects.filter(reverses=payment).exists():
        return 0
    return payment.amount - int(payment.allocations.aggregate(n=Sum("amount"))["n"] or 0)


def allocate(payment: Payment, charge: Charge, amount: int, entry: Entry) -> Allocation:
    """Let a part of a payment settle a charge. WrongMoney when it is more than either has left, or of another payer."""
    if payment.payer != charge.payer:
        raise WrongMoney(
            f"Tiền của {payment.payer} không trả cho khoản của {charge.payer}.",
            f"Money of {payment.payer} does not settle a charge of {charge.payer}.",
        )
    for left in (left_of(payment), open_amount(charge)):
        if not _within(amount, left):
            raise WrongMoney(
                f"Chỉ còn {dong(left)} để phân bổ, không phải {dong(amount)}.",
                f"Only {dong(left)} are left to allocate, not {dong(amount)}.",
            )
    return Allocation.objects.create(payment=payment, charge=charge, amount=amount, entry=entry)


def _within(amount: int, left: int) -> bool:
    return amount != 0 and (0 < amount <= left or left <= amount < 0)


@transaction.atomic
def allocate_oldest(
    payment: Payment, quarter: int | None = None, resolution: str | None = None, by: User | None = None
) -> int:
    """Let a payment settle the oldest open charges of its payer (of a quarter, of a resolution); what is left of it.

    Charges that take back are netted against the others first, so that the money reaches what is really due.
    """
    act = new_entry("allocate", by=by)
    due = Charge.objects.filter(payer=payment.payer).order_by("quarter", "id")
    due = due if quarter is None else due.filter(quarter=quarter)
    due = due if resolution is None else due.filter(resolution=resolution)
    if payment.person_id is not None:
        due = due.filter(person=payment.person_id)
    elif payment.payer == OWN:
        return left_of(payment)
    owed = _open(due)
    _net(payment.payer, owed, payment.received_on, act)
    left = left_of(payment)
    rows = []
    for charge, still in owed:
        part = min(still, left)
        if still > 0 and part > 0:
            rows.append(Allocation(payment=payment, charge=charge, amount=part, entry=act))
            left -= part
    Allocation.objects.bulk_create(rows, batch_size=500)
    return left


def _open(charges: Iterable[Charge]) -> list[tuple[Charge, int]]:
    """Charges with what of them is open, without those that are settled."""
    listed = list(charges)
    done: dict[int, int] = {}
    for start in range(0, len(listed), 500):
        some = [c.pk for c in listed[start : start + 500]]
        found = Allocation.objects.filter(charge__in=some).values_list("charge").annotate(n=Sum("amount"))
        done.update(found)
    return [(c, c.amount - done.get(c.pk, 0)) for c in listed if c.amount != done.get(c.pk, 0)]


def _net(payer: str, owed: list[tuple[Charge, int]], day: date, entry: Entry) -> None:
    """Settle charges that take back with charges that are due: two payments of opposite sign, no money. `owed` is then
    what is left of each."""
    back = -sum(still for _, still in owed if still < 0)
    due = sum(still for _, still in owed if still > 0)
    amount = min(back, due)
    if not amount:
        return
    for sign, word in ((1, "due"), (-1, "back")):
        key = f"netting {entry.pk} {word}"
        payment = keep(Coming(payer, key, sign * amount, day, Payment.Method.NETTING), entry)
        assert payment is not None
        left = amount
        for place, (charge, still) in enumerate(owed):
            part = min(still * sign, left)
            if part > 0:
                Allocation.objects.create(payment=payment, charge=charge, amount=sign * part, entry=entry)
                owed[place] = (charge, still - sign * part)
                left -= part


@transaction.atomic
def reverse_payment(payment: Payment, reason: str, key: str, by: User | None = None) -> Payment:
    """A payment never was (a cheque that bounced, a typing error): its allocations are taken back and a payment of the
    opposite sign stands beside it. Charges are open again. AlreadyDone when it was reversed before.
    """
    act = new_entry("reverse_payment", by=by, reason=reason)
    again = Payment.objects.filter(reverses=payment).first()
    if again is not None:
        if again.key == key:
            return again
        raise AlreadyDone(
            f"Biên lai {payment.receipt} đã được hủy bằng {again.receipt}.",
            f"Receipt {payment.receipt} was reversed by {again.receipt}.",
        )
    if payment.reverses_id is not None or payment.method == Payment.Method.NETTING:
        raise WrongMoney("Không đảo một bút toán đảo.", "What reverses is not reversed itself.")
    take_back_allocations([payment], act)
    coming = Coming(
        payment.payer, key, -payment.amount, timezone.localdate(), payment.method, reason[:120], payment.person_id
    )
    made = keep(coming, act, reverses=payment)
    if made is None:
        raise KeyTaken(f"Khóa {key} đã được dùng.", f"The key {key} is taken.")
    Unmatched.objects.filter(payment=payment, settled=None).update(settled=act, outcome="reversed")
    return made


def take_back_allocations(payments: Sequence[Payment], entry: Entry) -> None:
    """Take back what some payments settled."""
    rows = (
        Allocation.objects.filter(payment__in=payments)
        .values("payment", "charge")
        .annotate(n=Sum("amount"))
        .exclude(n=0)
        .order_by("payment", "charge")
    )
    Allocation.objects.bulk_create(
        [Allocation(payment_id=r["payment"], charge_id=r["charge"], amount=-r["n"], entry=entry) for r in rows]
    )
