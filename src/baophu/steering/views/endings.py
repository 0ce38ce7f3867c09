"""The calendar of what ends, and one ending."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.insight.labels import group_label, provision_label
from baophu.steering.access import Seen, figures
from baophu.steering.models import Ending
from baophu.steering.services import reading
from baophu.steering.services.small_cells import FEWEST, numbers
from baophu.steering.shown import links


@figures
def calendar(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Every provision that ends, by date: people and money behind it, what follows, what a year more costs."""
    held = reading.endings(seen.kept)
    people = numbers(held, lambda e: e.people, seen.hide)
    rows = [_row(seen, e, n) for e, n in zip(held, people, strict=True)]
    context = {
        "seen": seen,
        "ahead": [r for r in rows if r["ending"].end >= seen.kept.day],
        "past": [r for r in reversed(rows) if r["ending"].end < seen.kept.day],
    }
    return render(request, "steering/endings.html", context)


def _row(seen: Seen, ending: Ending, people: int | None) -> dict[str, Any]:
    return {
        "ending": ending,
        "provision": seen.book.provision(ending.provision),
        "people": people,
        "year_more": None if ending.monthly is None else ending.monthly * 12,
        "beyond": ending.counted_in < ending.end.year * 12 + ending.end.month - 1,
        "follows": None if ending.follows is None else [f for f in ending.follows if f["provision"]],
        "href": None
        if seen.hide or not ending.people
        else links.people(month=ending.counted_in, applied=ending.provision),
        "paid": None if seen.hide or not ending.monthly else _paid(ending, ending.counted_in),
        "paid_before": None
        if seen.hide or not ending.last_year
        else _paid(ending, ending.counted_in - ending.last_year_months + 1),
    }


def _paid(ending: Ending, first: int) -> str:
    """The people somebody paid for under a provision that ends, from a month on to the one it is counted in."""
    return links.people(month=first, last=ending.counted_in, provision=ending.provision)


@figures
def ending(request: HttpRequest, seen: Seen, number: int) -> HttpResponseBase:
    """One ending: what follows for whom, and its people by unit."""
    found = Ending.objects.filter(kept=seen.kept, pk=number).first()
    if found is None:
        raise Http404(_("Không có quy định này trong số liệu hiện nay."))
    units = [tuple(u) for u in found.units]
    counted = numbers(units, lambda u: int(u[1]), seen.hide)
    rows = [
        {
            "name": seen.book.areas[code].full_name if code in seen.book.areas else code,
            "people": n,
            "href": None
            if seen.hide
            else links.people(month=found.counted_in, unit=str(code), applied=found.provision),
        }
        for (code, _people), n in zip(units, counted, strict=True)
    ]
    follows = None
    if found.follows is not None:
        many = numbers(found.follows, lambda f: int(f["people"]), seen.hide)
        follows = [
            {
                "says": provision_label(seen.book, f["provision"]) if f["provision"] else None,
                "ref": f["provision"],
                "group": group_label(seen.book, f["group"], min(found.counted_in + 1, seen.kept.last)),
                "people": n,
                "own": f["own"] // f["people"] if f["people"] and (not seen.hide or f["people"] >= FEWEST) else None,
            }
            for f, n in zip(found.follows, many, strict=True)
        ]
    people = numbers([found], lambda e: e.people, seen.hide)[0]
    context = {
        "seen": seen,
        "row": _row(seen, found, people),
        "ending": found,
        "instrument": seen.book.instruments.get(found.instrument),
        "units": rows,
        "follows": follows,
    }
    return render(request, "steering/ending.html", context)
