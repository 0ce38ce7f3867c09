"""What waits for a second officer: taking a card back, closing a quarter, an appropriation.

`propose_…` lays it before them; `accounts.services.approve` does it, through the handlers here.
"""

from __future__ import annotations

from typing import Any, cast

from baophu.accounts.models import Proposal, User
from baophu.accounts.services import handler, propose
from baophu.accounts.services.four_eyes import Json
from baophu.cover.errors import AlreadyDone, NoSuchThing
from baophu.cover.services import quarters
from baophu.cover.services.appropriations import check_appropriation, record_appropriation
from baophu.cover.services.cards import take_back
from baophu.cover.services.issued import issued_of
from baophu.cover.services.pricing import BUDGET
from baophu.cover.services.refunds import propose_void
from baophu.cover.services.settling import account, check_closable, close, total
from baophu.insight.format import dong
from baophu.law.model import Text
from baophu.registry.models import Card
from baophu.registry.services.recording import entry as new_entry


def void(card: Card, reason: str, by: User) -> Proposal:
    """Propose that a card be taken back as if it had never been. AlreadyDone when it is not there any more."""
    now = Card.objects.known().filter(pk=card.pk).select_related("person").first()
    if now is None:
        raise AlreadyDone("Thẻ này đã bị thu hồi hoặc thay bằng thẻ khác.", "This card was taken back or replaced.")
    days = f"{now.valid_from:%d/%m/%Y} – {now.valid_to:%d/%m/%Y}" if now.valid_to else f"{now.valid_from:%d/%m/%Y}"
    said = Text(f"Thu hồi thẻ của {now.person.name} ({days})", f"Take back the card of {now.person.name} ({days})")
    mine = issued_of(now)
    units = [mine.unit] if mine is not None else [now.person.unit_id] if now.person.unit_id else None
    return propose("void_card", {"card": now.pk}, by, said, units, reason)


@handler("void_card")
def _void(proposal: Proposal, approver: User) -> Json:
    payload = cast("dict[str, Any]", proposal.payload)
    card = Card.objects.filter(pk=payload["card"]).first()
    if card is None:
        raise NoSuchThing("Không có thẻ này.", "There is no such card.")
    act = new_entry("void_card", by=approver, reason=proposal.reason)
    issued = take_back(card, proposal.reason, act)
    refund = propose_void(issued, proposal.reason, act) if issued is not None else None
    return {"entry": act.pk, "refund": None if refund is None else refund.pk}


def close_quarter(quarter: int, by: User, reason: str = "") -> Proposal:
    """Propose that a quarter be closed, with the sums it would be closed at."""
    check_closable(quarter)
    sums = total(account(quarter).lines)
    text = quarters.shown(quarter)
    said = Text(
        f"Khóa quyết toán quý {text}: Nhà nước {dong(sums.state)}, tỉnh {dong(sums.province)}",
        f"Close the settlement of {text}: State {dong(sums.state)}, province {dong(sums.province)}",
    )
    payload: Json = {"quarter": quarter, "state": sums.state, "province": sums.province}
    return propose("settlement", payload, by, said, None, reason)


@handler("settlement")
def _settlement(proposal: Proposal, approver: User) -> Json:
    payload = cast("dict[str, Any]", proposal.payload)
    quarter = int(payload["quarter"])
    sums = total(account(quarter).lines)
    if (sums.state, sums.province) != (payload["state"], payload["province"]):
        raise AlreadyDone(
            "Số tiền đã thay đổi từ khi đề nghị; hãy xem lại và đề nghị lại.",
            "The sums have changed since it was proposed; look again and propose anew.",
        )
    kept = close(quarter, new_entry("settlement", by=approver, reason=proposal.reason))
    return {"settlement": kept.pk}


def appropriate(resolution: str, year: int, amount: int, by: User, payer: str = BUDGET[1], note: str = "") -> Proposal:
    """Propose money voted for a resolution and a year. Errors as for `check_appropriation`."""
    check_appropriation(resolution, year, amount)
    said = Text(
        f"Phân bổ {dong(amount)} cho {resolution} năm {year}", f"Appropriate {dong(amount)} for {resolution} in {year}"
    )
    payload: Json = {"resolution": resolution, "year": year, "amount": amount, "payer": payer, "note": note}
    return propose("appropriation", payload, by, said, None, note)


@handler("appropriation")
def _appropriation(proposal: Proposal, approver: User) -> Json:
    told = cast("dict[str, Any]", proposal.payload)
    act = new_entry("appropriation", by=approver, reason=told["note"])
    kept = record_appropriation(told["resolution"], told["year"], told["amount"], act, told["payer"], told["note"])
    return {"appropriation": kept.pk}
