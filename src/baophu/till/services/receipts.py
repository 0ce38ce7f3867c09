"""What a receipt says: who paid how much when, for whom, and from when their cards run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils import timezone

from baophu.cover.models import Allocation, IssuedCard, Payment
from baophu.cover.services.issued import running
from baophu.registry.models import Stay
from baophu.registry.services.origin import simulated


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card on a receipt: whose, its number, its days, what was paid for it. `stands` is false once it was taken
    back."""

    person: int
    name: str
    born: date
    number: str
    months: int
    valid_from: date
    valid_to: date | None
    amount: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt. `amount` is below nothing for money given back. `cancelled_by` is the receipt that took it back,
    `waits` says that it has bought nothing yet."""

    number: str
    amount: int
    day: date
    method: str
    reference: str
    payer: str
    address: str
    unit: str
    quote: int | None
    cards: tuple[CardLine, ...]
    taken_by: str
    at: str
    cancelled_by: str
    reverses: str
    waits: bool
    simulated: bool


def cards_of(payment: Payment, *, ever: bool = False) -> list[IssuedCard]:
    """The cards a payment paid; with `ever` also those it paid before it was taken back."""
    rows = Allocation.objects.filter(payment=payment, charge__card__isnull=False).values("charge__card")
    paid = rows.annotate(n=Sum("amount")).order_by()
    numbers = [row["charge__card"] for row in paid if ever or row["n"]]
    return list(IssuedCard.objects.filter(pk__in=numbers).select_related("person").order_by("rank", "id"))


def receipt_of(payment: Payment) -> Receipt:
    """The receipt of a payment. Who may see it is asked before (`seeing.receipt`)."""
    origin = payment.reverses or payment
    paid = dict(
        Allocation.objects.filter(payment=payment, charge__card__isnull=False)
        .values_list("charge__card")
        .annotate(n=Sum("amount"))
        .order_by()
    )
    cards = tuple(_line(card, int(paid.get(card.pk, 0))) for card in cards_of(payment))
    household = origin.quote.household if origin.quote is not None else None
    day = origin.quote.day if origin.quote is not None else payment.received_on
    stay = Stay.objects.known().on(day).filter(household=household).select_related("unit").order_by("id").first()
    back = Payment.objects.filter(reverses=payment).first()
    by = payment.entry.by
    return Receipt(
        number=payment.receipt,
        amount=payment.amount,
        day=payment.received_on,
        method=payment.method,
        reference=payment.reference,
        payer=_payer(household, cards),
        address=household.address if household is not None else "",
        unit=stay.unit.full_name if stay is not None else "",
        quote=origin.quote_id,
        cards=cards,
        taken_by=(by.get_full_name() or by.username) if by is not None else "",
        at=f"{timezone.localtime(payment.entry.at):%H:%M %d/%m/%Y}",
        cancelled_by=back.receipt if back is not None else "",
        reverses=payment.reverses.receipt if payment.reverses is not None else "",
        waits=payment.amount > 0 and back is None and not cards,
        simulated=simulated(),
    )


def _payer(household: object, cards: tuple[CardLine, ...]) -> str:
    head = getattr(household, "head", None)
    return str(head.name) if head is not None else (cards[0].name if cards else "")


def _line(card: IssuedCard, amount: int) -> CardLine:
    now = running(card)
    return CardLine(
        person=card.person_id,
        name=card.person.name,
        born=card.person.born,
        number=card.number,
        months=card.months,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        amount=amount,
        stands=now is not None,
    )
