"""What cards cost their payers, booked: at issue where the price is fixed, and reversed for months that fall away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Sum
from django.utils import timezone

from baophu.cover.errors import WrongMoney
from baophu.cover.models import Charge, IssuedCard
from baophu.cover.services.pricing import instrument_of, month_starts
from baophu.cover.services.quarters import accounted_in
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.cards.days import DAY, add_months
from baophu.registry.models import Entry


def charge_cards(issued: Sequence[IssuedCard], entry: Entry) -> list[Charge]:
    """Charge every payer of cards whose price is fixed (Decree 188/2025, Article 8): all months at once, on the base of
    the payment day. The payers' parts add up to the premium.
    """
    quarter = accounted_in(timezone.localdate(entry.at))
    payers = book().payers
    rows = [row for card in issued if card.fixed and card.months for row in _of_card(payers, card, entry, quarter)]
    Charge.objects.bulk_create(rows, batch_size=500)
    return rows


def _of_card(known: Sequence[str], card: IssuedCard, entry: Entry, quarter: int) -> list[Charge]:
    assert card.paid_to is not None
    payers = [p for p in known if card.amounts.get(p)]
    return [
        Charge(
            kind=Charge.Kind.CARD,
            payer=payer,
            person_id=card.person_id,
            unit_id=card.unit,
            group=card.group,
            provision=card.provisions[payer],
            resolution=instrument_of(card.provisions[payer]),
            period_from=card.valid_from,
            period_to=card.paid_to,
            amount=card.amounts[payer] * card.months,
            heads=1,
            cards=1,
            months=card.months,
            premium=card.premium * card.months,
            lead=payer == payers[0],
            card=card,
            quarter=quarter,
            entry=entry,
        )
        for payer in payers
    ]


def reverse_card(card: IssuedCard, entry: Entry, since: date | None = None) -> list[Charge]:
    """Take back the charges of a card, of all its months or of those that begin on or after `since`; all payers alike.

    Months reversed before stay reversed; nothing to reverse gives an empty list.
    """
    months = months_left(card, since)
    if not months:
        return []
    quarter = accounted_in(timezone.localdate(entry.at))
    rows = [_reversal(charge, months, card, entry, quarter) for charge in standing_charges([card])]
    Charge.objects.bulk_create(rows, batch_size=500)
    return rows


def months_left(card: IssuedCard, since: date | None) -> int:
    """Months of a card that begin on or after a day (None: all) and are not reversed yet."""
    starts = month_starts(card.valid_from, card.months)
    wanted = card.months if since is None else sum(start >= since for start in starts)
    done = Charge.objects.filter(card=card, kind=Charge.Kind.REVERSAL, payer=_any_payer(card)).aggregate(
        n=Sum("months")
    )
    return max(wanted + int(done["n"] or 0), 0)


def standing_charges(cards: Iterable[IssuedCard]) -> list[Charge]:
    """The charges of some cards, without reversals."""
    return list(Charge.objects.filter(card__in=list(cards), kind=Charge.Kind.CARD).order_by("id"))


def _any_payer(card: IssuedCard) -> str:
    return next(iter(card.amounts), "")


def _reversal(charge: Charge, months: int, card: IssuedCard, entry: Entry, quarter: int) -> Charge:
    """The last months of a charge that still stand, taken back. A card reversed whole is a card less, one head less."""
    before = Charge.objects.filter(reverses=charge).aggregate(n=Sum("months"))["n"] or 0
    stand = charge.months + int(before)
    if months > stand:
        raise WrongMoney(
            "Không thể đảo nhiều tháng hơn số đã ghi.", "More months than were charged cannot be reversed."
        )
    whole = months == charge.months
    first = add_months(charge.period_from, stand - months)
    return Charge(
        kind=Charge.Kind.REVERSAL,
        payer=charge.payer,
        person_id=charge.person_id,
        unit_id=charge.unit_id,
        group=charge.group,
        provision=charge.provision,
        resolution=charge.resolution,
        period_from=first,
        period_to=add_months(charge.period_from, stand) - DAY,
        amount=-(charge.amount // charge.months) * months,
        heads=-1 if whole else 0,
        cards=-1 if whole else 0,
        months=-months,
        premium=-(charge.premium // charge.months) * months,
        lead=charge.lead,
        card=card,
        quarter=quarter,
        entry=entry,
        reverses=charge,
    )
