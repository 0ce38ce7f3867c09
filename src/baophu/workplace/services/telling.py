"""What a person's page tells: how they stand, who pays, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from baophu.decisions.models import Current
from baophu.decisions.services.years import Decision, Decisions
from baophu.decisions.services.years import decisions_of as years_of
from baophu.engine.months import first_day, month_of
from baophu.insight.causes import CAUSES
from baophu.insight.labels import group_label
from baophu.law.model import Book
from baophu.pages.texts import said
from baophu.pages.written import money
from baophu.workplace.services.timeline import Years
from baophu.workplace.words import payer_label

SOON = 60
"""Days ahead in which the end of a card is told as near."""


def decisions_of(person: int, years: Years) -> Decisions:
    """The decisions of a person over the years of a timeline; `problem` why there are none."""
    found = years_of(person, years.first.year, years.last.year)
    if found.nowhere:
        return replace(found, problem=_("Không có nơi cư trú nào được ghi trong những năm này."))
    return found


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays how much a month; `part` of 120 columns; `ref` the provision of a support."""

    name: str
    label: str
    amount: int
    part: int
    ref: str


def payers_of(premium: int, amounts: Mapping[str, int], supports: Sequence[Sequence[str]], book: Book) -> list[Payer]:
    """Who pays a premium, in the order of the law book; the amounts add up to it."""
    by = {pair[0]: pair[1] for pair in supports}
    return [
        Payer(
            p,
            payer_label(book, p),
            amounts[p],
            _part(amounts[p], premium),
            by.get(p, ""),
        )
        for p in book.payers
        if amounts.get(p)
    ]


def _part(amount: int, premium: int) -> int:
    """How many of 120 columns an amount is of a premium: at least one, so that it is seen."""
    return max(1, round(amount * 120 / premium)) if premium else 1


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether somebody is insured on a day, and until when: `state` insured, ending, ahead, ended, never."""

    state: str
    first: date | None = None
    last: date | None = None
    days: int | None = None


def cover_of(current: Current | None, today: date) -> Cover:
    """How somebody is insured today, from the decision of today."""
    if current is None or current.insured_from is None:
        return Cover("never")
    first, last = current.insured_from, current.insured_to
    if first > today:
        return Cover("ahead", first, last)
    if last is not None and last < today:
        return Cover("ended", first, last, (today - last).days)
    days = (last - today).days if last is not None else None
    return Cover("ending" if days is not None and days <= SOON else "insured", first, last, days)


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that happens by itself: on a day, what, and why; `ref` the provision it hangs on."""

    day: date
    text: str
    why: str = ""
    ref: str = ""
    bad: bool = False


def coming(current: Current | None, decided_: Decisions, today: date, book: Book) -> list[Coming]:
    """What happens next, the first first: cards that end, decisions that turn."""
    found: list[Coming] = []
    cover = cover_of(current, today)
    if cover.last is not None and cover.state in ("insured", "ending", "ahead"):
        found.append(Coming(cover.last, _("Ngày cuối cùng của thẻ"), "", "", True))
    month = month_of(today)
    before = decided_.at(month)
    for row in decided_.rows:
        if row.a <= month or before is None:
            continue
        text = _turn(before, row, book)
        if text:
            mine = current is not None and current.next_month == row.a
            why = said(CAUSES[current.next_cause]) if mine and current and current.next_cause in CAUSES else ""
            ref = current.next_ref if mine and current else ""
            found.append(Coming(first_day(row.a), text, why, ref, row.own > before.own))
        before = row
    return sorted(found, key=lambda c: c.day)[:6]


def _turn(before: Decision, after: Decision, book: Book) -> str:
    parts = []
    if before.outcome.group != after.outcome.group:
        parts.append(_("sang nhóm %(group)s") % {"group": said(group_label(book, after.outcome.group, after.a))})
    if before.own != after.own:
        parts.append(_("tự đóng %(a)s thành %(b)s mỗi tháng") % {"a": money(before.own), "b": money(after.own)})
    if before.outcome.benefit != after.outcome.benefit:
        values = {"a": before.outcome.benefit, "b": after.outcome.benefit}
        parts.append(_("mức hưởng %(a)s %% thành %(b)s %%") % values)
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
