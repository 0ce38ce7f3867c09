"""Participant groups over time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.engine.months import last_day
from baophu.insight.labels import group_label
from baophu.pages.charts import Picture, Table, lines
from baophu.pages.columns import Kind
from baophu.pages.texts import language, said
from baophu.steering.access import Seen, figures
from baophu.steering.services import discreet, reading
from baophu.steering.services.small_cells import Shown, shown
from baophu.steering.shown import links
from baophu.steering.views import asked

DRAWN = 6
SHORT = 34
DECEMBER = 11


@figures
def groups(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """How many people pay in each group, month by month, and now against a year ago."""
    kept, unit = seen.kept, asked.unit(request, seen)
    over_time = discreet.keys_over_time(kept, "group", unit, seen.hide)
    now, then = (over_time.get(m, {}) for m in (kept.month, kept.month - 12))
    known = now.keys() | then.keys()
    now, then = ({g: c.get(g, discreet.NOTHING) for g in known} for c in (now, then))
    order = sorted(known, key=lambda g: (-(now[g].living or 0), g))
    wanted = [g for g in request.GET.getlist("nhom") if g in known][:DRAWN] or [g for g in order if g][:DRAWN]
    rows = []
    for group in order:
        count, was = now[group], then[group]
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
        "chart": _chart(seen, over_time, wanted, unit),
        "total": discreet.units(kept, kept.month, seen.hide).get(unit, discreet.NOTHING)
        if unit
        else shown(reading.total(kept, kept.month), seen.hide),
        "most": DRAWN,
    }
    return render(request, "steering/groups.html", context)


def _chart(seen: Seen, over_time: dict[int, dict[str, Shown]], wanted: list[str], unit: str) -> Any:
    names = tuple(_short(said(group_label(seen.book, g, seen.kept.month))) for g in wanted)
    months = range(seen.kept.first, seen.kept.month + 1)
    values = tuple(tuple(over_time.get(m, {}).get(g, discreet.NOTHING).living for m in months) for g in wanted)
    return _drawn(names, seen.kept.first, values, None if seen.hide else (unit, tuple(wanted)), language())


@lru_cache(maxsize=128)
def _drawn(
    names: tuple[str, ...],
    first: int,
    values: tuple[tuple[int | None, ...], ...],
    listed: tuple[str, tuple[str, ...]] | None,
    _language: str,
) -> Picture:
    """The chart of some groups' people (None: hidden) from a month on, kept in the process; with the unit and groups
    whose lists the numbers lead to, where they do."""

    def value(number: int | None, month: int, place: int) -> Any:
        if listed is None or not number:
            return number
        return number, links.people(month=month, unit=listed[0], group=listed[1][place])

    last = first + len(values[0]) - 1 if values else first
    series = {
        name: [(last_day(first + i), n) for i, n in enumerate(held) if n is not None]
        for name, held in zip(names, values, strict=True)
    }
    yearly = [m for m in range(last, first - 1, -1) if m % 12 == DECEMBER or m == last]
    rows = tuple((m, *(value(held[m - first], m, n) for n, held in enumerate(values))) for m in yearly)
    number: Kind = "number"
    kinds: list[Kind] = ["month", *[number] * len(names)]
    return lines(_("Người theo nhóm đóng, từng tháng"), series, Table((_("Tháng"), *names), tuple(kinds), rows))


def _short(label: str) -> str:
    return label if len(label) <= SHORT else f"{label[: SHORT - 1].rstrip()}…"
