"""Participant groups over time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.engine.months import last_day
from baophu.insight.labels import group_label
from baophu.pages.charts import Table, lines
from baophu.pages.texts import said
from baophu.steering.access import Seen, figures
from baophu.steering.services import reading
from baophu.steering.services.reading import NOBODY
from baophu.steering.services.small_cells import shown, shown_rows
from baophu.steering.shown import links
from baophu.steering.views import asked

DRAWN = 6
SHORT = 34


@figures
def groups(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """How many people pay in each group, month by month, and now against a year ago."""
    kept, unit = seen.kept, asked.unit(request, seen)
    over_time = reading.groups_over_time(kept, unit)
    now = {g: dict(points).get(kept.month, NOBODY) for g, points in over_time.items()}
    then = {g: dict(points).get(kept.month - 12, NOBODY) for g, points in over_time.items()}
    order = sorted((g for g in over_time if now[g].living or then[g].living), key=lambda g: -now[g].living)
    wanted = [g for g in request.GET.getlist("nhom") if g in over_time][:DRAWN] or [g for g in order if g][:DRAWN]
    rows = []
    for group, count in shown_rows([(g, now[g]) for g in order], seen.hide):
        was = shown(then[group], seen.hide)
        change = None if count.living is None or was.living is None else count.living - was.living
        rows.append(
            {
                "group": group,
                "label": group_label(seen.book, group, kept.month),
                "count": count,
                "change": change,
                "drawn": group in wanted,
                "href": None if seen.hide else links.people(month=kept.month, unit=unit, group=group),
                "uncovered": None
                if seen.hide
                else links.people(month=kept.month, unit=unit, group=group, insured=False),
            }
        )
    context = {
        "seen": seen,
        "unit": unit,
        "unit_name": seen.book.areas[unit].full_name if unit else "",
        "units": sorted(((c, a.full_name) for c, a in seen.book.areas.items()), key=lambda u: u[1]),
        "rows": rows,
        "chart": _chart(seen, over_time, wanted),
        "total": shown(reading.total(kept, kept.month, unit), seen.hide),
        "most": DRAWN,
    }
    return render(request, "steering/groups.html", context)


def _chart(seen: Seen, over_time: dict[str, list[tuple[int, reading.Count]]], wanted: list[str]) -> Any:
    names = {g: _short(said(group_label(seen.book, g, seen.kept.month))) for g in wanted}
    months = sorted({m for g in wanted for m, _c in over_time[g]})
    series: dict[str, list[tuple[Any, Any]]] = {}
    for group in wanted:
        known = dict(over_time[group])
        points = [(m, shown(known.get(m, NOBODY), seen.hide).living) for m in months]
        series[names[group]] = [(last_day(m), n) for m, n in points if n is not None]
    yearly = [m for m in months if m % 12 == 11 or m == seen.kept.month]
    rows = tuple(
        (m, *(shown(dict(over_time[g]).get(m, NOBODY), seen.hide).living for g in wanted)) for m in reversed(yearly)
    )
    table = Table((_("Tháng"), *(names[g] for g in wanted)), ("month", *["number" for _g in wanted]), rows)  # type: ignore[arg-type]
    return lines(_("Người theo nhóm đóng, từng tháng"), series, table)


def _short(label: str) -> str:
    return label if len(label) <= SHORT else f"{label[: SHORT - 1].rstrip()}…"
