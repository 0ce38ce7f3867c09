"""Transfers that need somebody: seen within one's units, given back, used for a quote, or noted as dealt with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.accounts.services import narrowed, require
from baophu.cover.models import Unmatched
from baophu.cover.services import paying
from baophu.cover.services.words import UNMATCHED
from baophu.law.model import Text
from baophu.till.errors import CannotSettle, NotSeen
from baophu.till.models import Outcome
from baophu.till.services import seeing
from baophu.till.services.booking import unit_of

State = Outcome.State

WHY: Mapping[str, Text] = {
    **UNMATCHED,
    "account": Text("tiền vào tài khoản khác, không phải của đơn vị", "it went to another account than ours"),
    "differs": Text("ngân hàng báo lại cùng số giao dịch với nội dung khác", "the same number was told otherwise"),
    "key": Text("số giao dịch đã dùng cho khoản thu khác", "the number stands for another payment"),
    "amount_back": Text("số tiền hoàn lại khác số đã chuyển", "another amount taken back than was transferred"),
    "back_twice": Text("tiền đã được trả lại trước đó", "the money had been given back before"),
    "back_before": Text("ngân hàng hoàn lại trước khi báo có", "taken back before it was told"),
    "cards_stand": Text("tiền đã hoàn lại mà thẻ vẫn còn", "the money is gone and its cards stand"),
    "unreadable": Text("không đọc được thông báo", "the notification cannot be read"),
}
"""Why a transfer needs somebody."""

TO_DO: Mapping[str, Text] = {
    "expired": Text(
        "Giá đã đổi sau hạn. Lập báo giá mới cho hộ với ngày đóng là ngày chuyển khoản; nếu đúng số tiền thì dùng cho "
        "báo giá đó, nếu không thì trả lại.",
        "The price changed after the quote ended. Make a new quote for the day of the transfer; use the money for it "
        "where the amount is the same, else give it back.",
    ),
    "changed": Text(
        "Luật hoặc hồ sơ đã đổi. Lập báo giá mới với ngày đóng là ngày chuyển khoản, hoặc trả lại.",
        "Law or facts changed. Make a new quote for the day of the transfer, or give the money back.",
    ),
    "dead": Text(
        "Người tham gia đã mất. Trả lại, hoặc lập báo giá cho những người còn lại nếu đúng số tiền.",
        "Somebody who joins has died. Give the money back, or quote for the others where it comes to the same.",
    ),
    "amount": Text(
        "Số tiền khác báo giá. Lập báo giá khác (số tháng, số người) bằng đúng số tiền này, hoặc trả lại.",
        "Not the quoted amount. Quote for other months or members that come to this amount, or give it back.",
    ),
    "twice": Text(
        "Báo giá đã có người trả. Trả lại, hoặc dùng cho báo giá khác của hộ.",
        "Somebody paid this quote already. Give the money back, or use it for another quote.",
    ),
    "unknown": Text(
        "Nội dung không nêu báo giá nào. Tìm người chuyển, rồi dùng cho báo giá của họ, hoặc trả lại.",
        "The content names no quote. Find out who paid and use it for their quote, or give it back.",
    ),
    "cards_stand": Text(
        "Đề nghị thu hồi thẻ (hai người duyệt), hoặc thu lại tiền của hộ. Xong thì ghi đã xử lý.",
        "Propose to take the cards back (four eyes), or collect the money anew. Then note what was done.",
    ),
}
"""What would do."""

OTHERWISE = Text(
    "Hỏi ngân hàng, đối chiếu với sao kê, rồi ghi lại việc đã làm.",
    "Ask the bank, compare with its statement, and note what was done.",
)


def visible(user: User) -> QuerySet[Outcome]:
    """What the bank told of households of one's units; what nobody can place is seen by the province."""
    return narrowed(Outcome.objects.select_related("notice", "quote", "payment", "settled_by"), user, "unit")


def outcome(user: User, number: int) -> Outcome:
    """One of them; NotSeen for others."""
    found = visible(user).filter(pk=number).first()
    if found is None:
        raise NotSeen("Không có khoản chuyển này trong địa bàn.", "There is no such transfer in your units.")
    return found


def waiting(found: Outcome) -> Unmatched | None:
    """The money of a transfer on cover's list of what waits, if it is there still."""
    if found.payment_id is None:
        return None
    return Unmatched.objects.filter(payment=found.payment_id, settled=None).select_related("payment").first()


def give_back(user: User, number: int, reason: str) -> Outcome:
    """Give the money of a transfer back, in whole. CannotSettle where none waits; AlreadyDone of cover where it was
    dealt with meanwhile.
    """
    require(user, "settle_transfer")
    told = _reason(reason)
    with transaction.atomic():
        found, money = _money(user, number)
        back = paying.return_money(money, f"return {money.payment_id}", told, by=user)
        return _settled(found, user, told, state=State.RETURNED, entry=back.entry)


def use_for(user: User, number: int, quote: int, page: str = "") -> Outcome:
    """Use the money of a transfer for a quote of one's units, of exactly its amount (WrongMoney of cover otherwise)."""
    require(user, "settle_transfer")
    kept = seeing.quote(user, quote, _("dùng khoản chuyển cho báo giá"), page)
    with transaction.atomic():
        found, money = _money(user, number)
        paid = paying.use_for(money, kept.pk, by=user)
        told = f"BG{kept.pk}"
        entry = paid.cards[0].entry if paid.cards else None
        return _settled(found, user, told, state=State.BOOKED, quote=kept, unit=unit_of(kept), entry=entry)


def note(user: User, number: int, what: str) -> Outcome:
    """Note what was done about a notice that has no money to decide on. CannotSettle while money waits."""
    require(user, "settle_transfer")
    told = _reason(what)
    with transaction.atomic():
        found = outcome(user, number)
        if not found.open:
            raise _done()
        if waiting(found) is not None:
            raise CannotSettle(
                "Tiền còn chờ: hãy trả lại hoặc dùng cho một báo giá.", "Money waits: give it back or use it."
            )
        return _settled(found, user, told)


def why(found: Outcome) -> Text | None:
    """Why a transfer needs, or needed, somebody."""
    return WHY.get(found.why)


def to_do(found: Outcome) -> Text:
    """What would do."""
    return TO_DO.get(found.why, OTHERWISE)


def _money(user: User, number: int) -> tuple[Outcome, Unmatched]:
    found = outcome(user, number)
    money = waiting(found)
    if not found.open or money is None:
        raise _done()
    return found, money


def _settled(found: Outcome, user: User, told: str, **more: Any) -> Outcome:
    """Of two who decide at once, the second finds it decided."""
    more |= {"open": False, "settled_at": timezone.now(), "settled_by": user, "settled_note": told}
    if not Outcome.objects.filter(pk=found.pk, open=True).update(**more):
        raise _done()
    found.refresh_from_db()
    return found


def _done() -> CannotSettle:
    return CannotSettle("Khoản này đã được xử lý.", "This was dealt with already.")


def _reason(text: str) -> str:
    if not text.strip():
        raise CannotSettle("Hãy ghi lý do.", "Say why.")
    return text.strip()[:500]
