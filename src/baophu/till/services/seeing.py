"""Who may open which quote or receipt: asked in the query, and every opening logged with its reason."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.accounts.services import log_looks, units_of
from baophu.accounts.services.reasons import kept as reason
from baophu.cover.models import Payment, Quote
from baophu.registry.models import Stay
from baophu.till.errors import NotSeen

TRIED = _("thử mở báo giá, biên lai ngoài địa bàn")


def quote(user: User, number: int, why: object, page: str = "") -> Quote:
    """A quote of a household of which somebody lives in one's units; looks at those living in it are logged.

    NotSeen for no such quote, and for one of other units, whose trial is logged.
    """
    kept = Quote.objects.filter(pk=number).select_related("household__head", "entry__by").first()
    if kept is None:
        raise NotSeen(f"Không có báo giá số {number}.", f"There is no quote {number}.")
    _logged(user, kept, why, page)
    return kept


def receipt(user: User, number: str, why: object, page: str = "") -> Payment:
    """A payment by the number of its receipt, as `quote`. One that belongs to no quote is seen by whoever may see the
    whole province.
    """
    found = Payment.objects.filter(receipt=number, payer="own").select_related("quote", "entry__by", "reverses").first()
    gone = NotSeen(f"Không có biên lai {number}.", f"There is no receipt {number}.")
    if found is None:
        raise gone
    households = _households(found)
    if not households:
        if units_of(user) is not None:
            raise gone
        return found
    for household in households:
        _household(user, household, why, page, gone)
    return found


def _households(payment: Payment) -> set[int]:
    """Households a payment is of: that of its quote, and those of the cards it paid."""
    of_cards = payment.allocations.exclude(charge__card__household=None).values_list("charge__card__household")
    found = {int(row[0]) for row in of_cards}
    return found | ({payment.quote.household_id} if payment.quote is not None else set())


def _logged(user: User, kept: Quote, why: object, page: str) -> None:
    number = kept.pk
    _household(
        user,
        kept.household_id,
        why,
        page,
        NotSeen(f"Không có báo giá số {number} trong địa bàn.", f"There is no quote {number} in your units."),
    )


def _household(user: User, household: int, why: object, page: str, gone: NotSeen) -> None:
    units = units_of(user)
    stays = list(
        Stay.objects.known().on(timezone.localdate()).filter(household=household).values_list("person", "unit")
    )
    mine = [person for person, unit in stays if units is None or unit in units]
    if not mine and units is not None:
        if stays:
            log_looks(user, [person for person, _unit in stays], reason(TRIED), page)
        raise gone
    log_looks(user, mine, reason(why), page)
