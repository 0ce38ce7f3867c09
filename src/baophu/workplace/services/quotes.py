"""Quotes as they are shown: who may join, what each pays, and why the price falls from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from baophu.cover.models import Quote, QuoteLine
from baophu.cover.services.pricing import OWN
from baophu.cover.services.quoting import Line, Priced
from baophu.cover.services.words import REASONS
from baophu.decisions.services.lawbooks import active
from baophu.engine.cards import RuleError
from baophu.engine.cards.effects import payment_terms
from baophu.pages.texts import said
from baophu.pages.written import day as day_text
from baophu.pages.written import money
from baophu.registry.models import Household
from baophu.workplace.words import payer_label


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a quote. `share`: the part of the household premium paid after tapering, in percent, where it falls."""

    person: int
    name: str
    joins: bool
    why_not: str
    rank: int
    month: int
    months: int
    own: int
    first: date | None
    last: date | None
    others: tuple[tuple[str, int], ...]
    share: int | None = None


def months(day: date) -> list[int]:
    """For how many months may be paid on a day, by the law book; nothing where it does not say."""
    try:
        return sorted(payment_terms(active(), day)[0])
    except RuleError:
        return []


def joinable(found: Priced, household: Household) -> list[tuple[str, str]]:
    """Members who may join, each with what a month costs them; by number, as the form asks for them."""
    listed = []
    for line in sorted(found.lines, key=lambda one: one.person):
        if line.reason in ("", "insured", "left_out", "cannot"):
            cost = line.month.amounts.get(OWN, 0)
            note = _("%(cost)s mỗi tháng") % {"cost": money(cost)}
            if line.until is not None and line.until != date.max:
                note += ", " + _("thẻ đang có đến hết %(day)s") % {"day": day_text(line.until)}
            listed.append((str(line.person), f"{line.name} · {note}"))
    return listed


def lines(found: Priced) -> list[Shown]:
    """The lines of a price."""
    book = active()
    full = max((line.month.amounts.get(OWN, 0) for line in found.lines if line.joins and line.rank), default=0)
    return [
        Shown(
            person=line.person,
            name=line.name,
            joins=line.joins,
            why_not=_reason(line),
            rank=line.rank,
            month=line.month.amounts.get(OWN, 0),
            months=line.months,
            own=line.own,
            first=line.card.dated.valid_from if line.card else None,
            last=line.card.dated.valid_to if line.card else None,
            others=tuple((payer_label(book, p), a) for p, a in line.amounts.items() if p != OWN and a),
            share=round(100 * line.month.amounts.get(OWN, 0) / full) if line.rank and full else None,
        )
        for line in found.lines
    ]


def _reason(line: Line) -> str:
    if line.joins:
        return ""
    if line.why_not is not None:
        return said(line.why_not)
    return said(REASONS[line.reason]) if line.reason in REASONS else line.reason


def kept_lines(made: Quote) -> list[tuple[QuoteLine, str, list[tuple[str, int]]]]:
    """The lines of a quote as they were kept: the line, why it does not join, what others pay."""
    book = active()
    rows = made.lines.select_related("person").order_by("place")
    return [
        (
            row,
            "" if row.joins else said(REASONS[row.reason]) if row.reason in REASONS else row.reason,
            [(payer_label(book, p), a) for p, a in row.amounts.items() if p != OWN and a],
        )
        for row in rows
    ]
