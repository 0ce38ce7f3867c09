"""What a notice tells a household: who is covered to when, who pays, what joining costs, which supports, by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baophu.cover.models import Quote
from baophu.cover.services.pricing import BUDGET, OWN
from baophu.cover.services.quoting import Line, Priced
from baophu.cover.services.words import REASONS
from baophu.cover.vietqr import Account, payload, reference, svg
from baophu.insight.labels import group_label, provision_of
from baophu.insight.words import PAYERS
from baophu.law.model import Book, Text
from baophu.pages.texts import said
from baophu.pages.written import day, money
from baophu.registry.models import Household


@dataclass(frozen=True, slots=True)
class Letter:
    """A household to write to: its price, the quote kept of it, its record, birth years by person."""

    priced: Priced
    quote: Quote | None
    home: Household
    unit: str
    years: Mapping[int, int]


def letter(one: Letter, book: Book, to: Account | None, month: int) -> tuple[dict[str, Any], bytes | None]:
    """What the template is told of a household, and the drawing of its code where it has something to pay."""
    priced = one.priced
    joining = [line for line in priced.lines if line.joins]
    until = _deadline(priced, joining)
    code = None
    if to is not None and one.quote is not None:
        code = svg(payload(to, one.quote.total, reference(one.quote.pk)))
    told = {
        "unit": one.unit,
        "to": _addressee(one.home),
        "address": one.home.address,
        "lead": _lead(priced),
        "people": [_person(line, one.years, book, month, priced.day) for line in priced.lines],
        "joining": [
            {
                "name": line.name,
                "rank": line.rank,
                "month": money(line.month.amounts.get(OWN, 0)),
                "months": line.months,
                "own": money(line.own),
                "from": day(line.card.dated.valid_from) if line.card else "",
                "to": day(line.card.dated.valid_to) if line.card and line.card.dated.valid_to else "",
            }
            for line in joining
        ],
        "total": money(priced.total) if joining else "",
        "several": sum(1 for line in joining if line.rank) > 1,
        "deadline": day(until) if joining else "",
        "holds": day(priced.valid_until) if until != priced.valid_until else "",
        "supports": _supports(priced.lines, book),
        "free": [line.name for line in priced.lines if _free(line)],
        "work": [line.name for line in priced.lines if _by_employer(line)],
        "reference": reference(one.quote.pk) if one.quote is not None else "",
    }
    return told, code


def _addressee(home: Household) -> str:
    return home.head.name if home.head is not None else _("Hộ %(code)s") % {"code": home.code or home.pk}


def _lead(priced: Priced) -> str:
    without = [line for line in priced.lines if line.until is None]
    ending = [line for line in priced.lines if line.until is not None and line.joins]
    parts = []
    if without:
        n = len(without)
        parts.append(ngettext("%(n)s người chưa có thẻ", "%(n)s người chưa có thẻ", n) % {"n": n})
    if ending:
        n = len(ending)
        told = ngettext("%(n)s người có thẻ sắp hết hạn", "%(n)s người có thẻ sắp hết hạn", n)
        parts.append(told % {"n": n})
    if not parts:
        return _("Mọi người trong hộ đang có thẻ bảo hiểm y tế.")
    return _("Trong hộ có %(what)s.") % {"what": _(" và ").join(parts)}


def _person(line: Line, years: Mapping[int, int], book: Book, month: int, today: date) -> dict[str, Any]:
    group = line.standing.decision.outcome.group
    if line.until is None:
        cover, tone = _("chưa có thẻ"), "none"
    elif line.until == date.max:
        cover, tone = _("đang có thẻ"), "good"
    else:
        cover, tone = _("đến hết %(day)s") % {"day": day(line.until)}, "soon" if line.joins else "good"
    return {
        "name": line.name,
        "born": str(years.get(line.person, "")),
        "cover": cover,
        "tone": tone,
        "group": said(group_label(book, group, month)),
        "pays": _who_pays(line, book),
    }


def _who_pays(line: Line, book: Book) -> str:
    if line.joins:
        return _("tự đóng %(money)s") % {"money": money(line.own)}
    if line.why_not is not None:
        return said(line.why_not)
    return said(REASONS[line.reason]) if line.reason in REASONS else ""


def _deadline(priced: Priced, joining: Iterable[Line]) -> date:
    """Paid by then nobody is without cover: the end of the first card that ends, else while the price holds."""
    ends = [line.until for line in joining if line.until is not None and line.until >= priced.day]
    return min([*ends, priced.valid_until])


def _supports(lines: Iterable[Line], book: Book) -> list[dict[str, str]]:
    """Who of the budgets pays how much a month, by which article, each once with the names it is for."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for line in lines:
        for payer, amount in line.month.amounts.items():
            if amount and payer in (*BUDGET, "sponsor"):
                found.setdefault((payer, line.month.provisions.get(payer, ""), amount), []).append(line.name)
    return [
        {
            "names": ", ".join(names),
            "what": _("%(payer)s đóng %(money)s mỗi tháng")
            % {"payer": said(book.texts.get(payer) or PAYERS.get(payer) or Text(payer, payer)), "money": money(amount)},
            "article": article(book, ref),
        }
        for (payer, ref, amount), names in found.items()
    ]


def article(book: Book, ref: str) -> str:
    """Where a provision stands, as people cite it: `Điều 2.1.b, Điều 3, 91/2025/NQ-HĐND`."""
    provision = provision_of(book, ref)
    return f"{provision.article}, {provision.instrument}" if provision else ref


def _free(line: Line) -> bool:
    """Whether somebody without a card would get one for nothing."""
    return line.until is None and line.reason == "supported"


def _by_employer(line: Line) -> bool:
    return line.until is None and line.reason in ("employer", "fund")
