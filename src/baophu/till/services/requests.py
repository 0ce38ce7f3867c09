"""A quote to be paid by VietQR: the code with amount and reference filled, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover import vietqr
from baophu.cover.models import Allocation, Quote
from baophu.cover.vietqr import Account
from baophu.till.errors import NotSeen
from baophu.till.models import Outcome

State = Literal["open", "paid", "waiting", "expired"]


@dataclass(frozen=True, slots=True)
class Request:
    """What to pay and how: `amount` whole đồng, `payload` the text of the code, `svg` its drawing, `reference` what the
    transfer's content must say, `valid_until` the last day on which this price is known to hold.

    `state`: `open`; `paid` (cards are issued; `receipt` is the last payment's); `waiting` (money came and fits nothing,
    somebody decides); `expired`.
    """

    quote: Quote
    amount: int
    payload: str
    svg: str
    reference: str
    valid_until: date
    state: State
    account: Account
    receipt: str = ""

    @property
    def simulated(self) -> bool:
        """Whether no money can be transferred to this account."""
        return self.account.simulated


def payment_request(quote_number: int, by: User | None = None) -> Request:
    """How a quote is paid by VietQR. Who may see the quote is asked before, by whoever shows it (`seeing.quote`).

    NotSeen for no such quote, `vietqr.NoAccount` where no account is named. Nothing is written.
    """
    kept = Quote.objects.filter(pk=quote_number).first()
    if kept is None:
        raise NotSeen(f"Không có báo giá số {quote_number}.", f"There is no quote {quote_number}.")
    to, purpose = vietqr.account(), vietqr.reference(kept.pk)
    code = vietqr.payload(to, kept.total, purpose)
    drawn = vietqr.svg(code).decode()
    state, receipt = _state(kept)
    return Request(kept, kept.total, code, drawn, purpose, kept.valid_until, state, to, receipt)


def receipt_of_quote(kept: Quote) -> str:
    """The number of the receipt that paid a quote; empty where nobody did."""
    if kept.paid_id is None:
        return ""
    of_cards = Allocation.objects.filter(charge__card__entry=kept.paid_id, amount__gt=0)
    return of_cards.order_by("-id").values_list("payment__receipt", flat=True).first() or ""


def _state(kept: Quote) -> tuple[State, str]:
    if kept.paid_id is not None:
        return "paid", receipt_of_quote(kept)
    if Outcome.objects.filter(quote=kept, open=True, state=Outcome.State.WAITING).exists():
        return "waiting", ""
    return ("expired" if kept.valid_until < timezone.localdate() else "open"), ""
