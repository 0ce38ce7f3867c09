"""The province at a glance."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from baophu.engine.months import show
from baophu.insight.causes import CAUSES, RANK
from baophu.steering.access import Seen, figures
from baophu.steering.services import discreet, progress, reading, targets
from baophu.steering.services.small_cells import numbers, shown, small
from baophu.steering.shown import links
from baophu.steering.shown.trend import of_province

LOWEST = 10
SOONEST = 6


@figures
def overview(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Coverage against target and its change, the units that are lowest, who is about to lose what, what ends."""
    kept, year = seen.kept, seen.kept.month // 12
    count, before = reading.total(kept, kept.month), reading.total(kept, year * 12 - 1)
    ahead = reading.foreseen(kept)
    asked = progress.progress(kept, targets.in_force(year), book=seen.book)
    mine = next((p for p in asked if p.of_province), None)
    context = {
        "seen": seen,
        "count": shown(count, seen.hide),
        "change": count.rate - before.rate if count.rate is not None and before.rate is not None else None,
        "since": year * 12 - 1,
        "population": kept.population,
        "of_population": Fraction(count.insured * kept.weight, kept.population) if kept.population else None,
        "mine": mine,
        "law": targets.of_law(seen.book, year),
        "foreseen": ahead.get(""),
        "trend": of_province(kept, seen.book, mine),
        "lowest": _lowest(seen, {p.target.unit: p for p in asked if not p.target.group}, ahead),
        "lapses": _lapses(seen),
        "endings": _endings(seen),
        "links": None if seen.hide else _links(kept.month),
    }
    return render(request, "steering/overview.html", context)


def _links(month: int) -> dict[str, str]:
    return {
        "insured": links.people(month=month, insured=True),
        "uncovered": links.people(month=month, insured=False),
    }


def _lowest(
    seen: Seen, asked: dict[str, progress.Progress], ahead: dict[str, reading.Foreseen]
) -> list[dict[str, object]]:
    """The units with the lowest coverage."""
    kept = seen.kept
    now = discreet.units(kept, kept.month, seen.hide)
    before = discreet.units(kept, kept.month - kept.month % 12 - 1, seen.hide)
    known = sorted(((s.rate, code, s) for code, s in now.items() if s.rate is not None))[:LOWEST]
    found = []
    for rate, code, s in known:
        was = before.get(code)
        found.append(
            {
                "name": seen.book.areas[code].full_name,
                "href": reverse("steering:unit", args=[code]),
                "count": s,
                "change": rate - was.rate if was and was.rate is not None else None,
                "target": asked.get(code),
                "foreseen": ahead.get(code),
                "people": None if seen.hide else links.people(month=kept.month, unit=code, insured=False),
            }
        )
    return found


def _lapses(seen: Seen) -> dict[str, object] | None:
    days = reading.horizons(seen.kept)
    if not days:
        return None
    until = days[min(2, len(days) - 1)]
    found = reading.lapsing(seen.kept, until)
    causes = sorted((c for c in found if c), key=lambda c: RANK[c])
    people = numbers(causes, lambda c: found[c].people, seen.hide)
    cover = numbers(causes, lambda c: found[c].cover, seen.hide)
    rows = [
        {
            "cause": CAUSES[c],
            "people": p,
            "cover": k,
            "href": None if seen.hide else links.people(month=seen.kept.month, lapse=c, until=until),
        }
        for c, p, k in zip(causes, people, cover, strict=True)
    ]
    whole = found.get("")
    every = None if seen.hide else links.people(month=seen.kept.month, lapse="all", until=until)
    if whole is not None and seen.hide and small(whole.people):
        whole = None
    return {"until": until, "rows": rows, "total": whole, "href": every}


def _endings(seen: Seen) -> list[dict[str, object]]:
    held = [e for e in reading.endings(seen.kept, since=seen.kept.day, kind="support") if e.people][:SOONEST]
    people = numbers(held, lambda e: e.people, seen.hide)
    return [
        {
            "ending": e,
            "says": seen.book.provision(e.provision).says,
            "people": p,
            "href": reverse("steering:ending", args=[e.pk]),
            "month": show(e.counted_in),
        }
        for e, p in zip(held, people, strict=True)
    ]
