"""Agents take cash: a quote of their units, its whole amount, a numbered receipt, cards at once or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.accounts.services import require
from baophu.cover.errors import CoverError
from baophu.cover.models import Payment
from baophu.cover.services import paying
from baophu.cover.services.words import UNMATCHED
from baophu.registry.models import Card
from baophu.registry.services.recording import entry as new_entry
from baophu.till.errors import CannotTake
from baophu.till.models import Closing, Taking
from baophu.till.services import seeing
from baophu.till.services.booking import unit_of


@dataclass(frozen=True, slots=True)
class Taken:
    """Cash taken: the payment with its receipt, the cards, the day of takings it belongs to."""

    payment: Payment
    cards: tuple[Card, ...]
    day: date
    again: bool


def take(user: User, quote: int, mark: str, page: str = "") -> Taken:
    """Take the whole amount of a quote in cash, today. The same mark again gives what the first time gave.

    Nothing is written where it would not become cards at once: CannotTake says why, and no money changes hands.
    """
    require(user, "take_cash")
    kept = seeing.quote(user, quote, _("thu tiền mặt"), page)
    key = f"cash {user.pk} {mark}"[:80]
    with transaction.atomic():
        act = new_entry("take_cash", by=user)
        before = Taking.objects.filter(payment__key=key).select_related("payment").first()
        try:
            paid = paying.pay(kept.pk, key, kept.total, method=Payment.Method.CASH, by=user)
        except CoverError as error:
            raise CannotTake(error.text.vi, error.text.en) from error
        if before is not None:
            return Taken(before.payment, paid.cards, before.day, again=True)
        if paid.unmatched is not None:
            why = UNMATCHED[paid.unmatched.reason]
            raise CannotTake(
                f"Chưa thu được: {why.vi}. Hãy lập báo giá mới.", f"Do not take it: {why.en}. Make a new quote."
            )
        taking = Taking.objects.create(
            payment=paid.payment,
            agent=user,
            day=day_of(user),
            amount=paid.payment.amount,
            unit=unit_of(kept),
            entry=act,
        )
    return Taken(paid.payment, paid.cards, taking.day, again=False)


def day_of(agent: User) -> date:
    """The day of takings that cash belongs to now: today, or the day after the last one that is closed."""
    today = timezone.localdate()
    last = Closing.objects.filter(agent=agent).aggregate(last=Max("day"))["last"]
    return today if last is None or last < today else last + timedelta(days=1)


def takings(agent: User, day: date) -> QuerySet[Taking]:
    """What an agent took on a day of takings, in order."""
    found = Taking.objects.filter(agent=agent, day=day).order_by("id")
    return found.select_related("payment__quote__household__head")
