"""The map of the province."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from baophu.engine.months import show
from baophu.pages.texts import said
from baophu.pages.written import day
from baophu.pages.written import month as month_text
from baophu.steering.access import Seen, figures
from baophu.steering.services import boundaries, reading
from baophu.steering.shown import maps
from baophu.steering.views import asked

DECEMBER = 11


@figures
def province_map(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Coverage, people without a card, money or lapses of every unit, for the end of a year or the figures' month."""
    kept = seen.kept
    of = maps.measure(request.GET.get("do", ""))
    years = list(range(kept.month // 12, kept.first // 12 - 1, -1))
    year = asked.year(request, years, years[0])
    month = min(kept.month, year * 12 + DECEMBER)
    own = boundaries.kept() if request.GET.get("ranh-gioi") else None
    found = maps.values(kept, seen.book, of, month, seen.hide)
    title = f"{said(of.label)}, {month_text(month)}"
    if of.key == "sap-mat":
        days = reading.horizons(kept)
        title = f"{said(of.label)}, {day(days[-1])}" if days else said(of.label)
    context: dict[str, Any] = {
        "seen": seen,
        "measures": maps.MEASURES,
        "measure": of,
        "years": years,
        "year": year,
        "month": show(month),
        "own": boundaries.kept(),
        "on_own": own is not None,
        "map": maps.drawn(title, of, seen.book, found, lambda code: reverse("steering:unit", args=[code]), own),
        "dated": of.key != "sap-mat",
    }
    return render(request, "steering/map.html", context)
