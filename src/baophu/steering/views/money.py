"""Money by resolution against what was appropriated, and by payer over the years."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.insight.words import payer_name
from baophu.pages.charts import Bar, Picture, Table, bars
from baophu.pages.columns import Kind
from baophu.pages.texts import language
from baophu.steering.access import Seen, figures
from baophu.steering.services import reading
from baophu.steering.services.budgets import budgets
from baophu.steering.shown import links
from baophu.steering.views import asked

DECEMBER = 11


@figures
def money(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """One year's money of each act, and every payer's money year by year."""
    kept = seen.kept
    years = list(range(kept.last // 12, kept.first // 12 - 1, -1))
    year = asked.year(request, years, kept.month // 12)
    payers = reading.local_payers(kept, seen.book)
    every = tuple(p for p in seen.book.payers)
    known = min(kept.month, year * 12 + DECEMBER)
    rows = [
        {
            "budget": b,
            "title": seen.book.instruments[b.instrument].title if b.instrument in seen.book.instruments else None,
            "payer": payer_name(b.payer, language()),
            "href": None if seen.hide or not b.so_far else _people(seen, year, known, payer=b.payer, act=b.instrument),
            "whole": None
            if seen.hide or not b.to_come
            else _people(seen, year, year * 12 + DECEMBER, payer=b.payer, act=b.instrument),
        }
        for b in budgets(kept, year, payers)
    ]
    context = {
        "seen": seen,
        "years": years,
        "year": year,
        "known": known,
        "rows": rows,
        "chart": _chart(seen, every, years),
        "by_payer": _by_payer(seen, year),
    }
    return render(request, "steering/money.html", context)


def _by_payer(seen: Seen, year: int) -> list[dict[str, Any]]:
    kept = seen.kept
    last = min(kept.month, year * 12 + DECEMBER)
    due = reading.money(kept, year * 12, last) if last >= year * 12 else {}
    before = reading.money(kept, (year - 1) * 12, last - 12)
    order = [p for p in seen.book.payers if (p,) in due or (p,) in before]
    return [
        {
            "payer": payer_name(p, language()),
            "due": due.get((p,), 0),
            "before": before.get((p,), 0),
            "href": None if seen.hide or (p,) not in due else _people(seen, year, last, payer=p),
            "href_before": None if seen.hide or (p,) not in before else _people(seen, year - 1, last - 12, payer=p),
        }
        for p in order
    ]


def _people(seen: Seen, year: int, last: int, *, payer: str, act: str = "") -> str:
    """The people a payer pays for in a year, until a month, with what it pays for each."""
    kept = seen.kept
    return links.people(month=max(kept.first, year * 12), last=min(kept.last, last), payer=payer, instrument=act)


def _chart(seen: Seen, payers: tuple[str, ...], years: list[int]) -> Any:
    """Đồng of each year by payer; the last one as far as recorded."""
    kept = seen.kept
    shown = [y for y in reversed(years) if y * 12 <= kept.month]
    due = {y: reading.money(kept, y * 12, min(kept.month, y * 12 + DECEMBER)) for y in shown}
    used = [p for p in payers if any((p,) in due[y] for y in shown)]
    names = tuple(payer_name(p, language()) for p in used)
    hrefs = tuple(
        tuple("" if seen.hide else _people(seen, y, min(kept.month, y * 12 + DECEMBER), payer=p) for p in used)
        for y in shown
    )
    return _drawn(names, tuple((y, tuple(due[y].get((p,), 0) for p in used)) for y in shown), hrefs, language())


@lru_cache(maxsize=64)
def _drawn(
    names: tuple[str, ...],
    years: tuple[tuple[int, tuple[int, ...]], ...],
    hrefs: tuple[tuple[str, ...], ...],
    _language: str,
) -> Picture:
    """The chart of these amounts, each leading to its people, kept in the process."""
    linked = [
        (str(y), *((amount, href or None) for amount, href in zip(due, links_, strict=True)))
        for (y, due), links_ in zip(years, hrefs, strict=True)
    ]
    found = [Bar(str(y), amount, part=name) for y, due in years for name, amount in zip(names, due, strict=True)]
    money: Kind = "money"
    kinds: list[Kind] = ["text", *[money] * len(names)]
    table = Table((_("Năm"), *names), tuple(kinds), tuple(reversed(linked)))
    return bars(_("Tiền đóng của từng bên, theo năm"), found, table, kind="money", parts=names)
