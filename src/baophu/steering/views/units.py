"""One unit's figures, and how the forecast is made."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.engine.months import last_day
from baophu.insight.causes import CAUSES, RANK
from baophu.insight.format import decimal
from baophu.insight.labels import age_label, group_label, value_label
from baophu.pages.charts import Table, lines
from baophu.steering.access import Seen, figures
from baophu.steering.services import discreet, progress, reading, targets
from baophu.steering.services.reading import MILLION
from baophu.steering.services.small_cells import Shown, numbers
from baophu.steering.shown import links
from baophu.steering.shown.standings import STANDINGS
from baophu.steering.shown.target_lines import lines_of
from baophu.steering.shown.trend import trend

DECEMBER = 11


@figures
def unit(request: HttpRequest, seen: Seen, code: str) -> HttpResponseBase:
    """A unit: coverage, target, forecast with its parts, groups, ages, who is about to lose what."""
    area = seen.book.areas.get(code)
    if area is None:
        raise Http404(_("Không có đơn vị này."))
    kept, year = seen.kept, seen.kept.month // 12
    count, before = (discreet.counted(kept, m, code, "", seen.hide) for m in (kept.month, year * 12 - 1))
    foreseen = None if count.hidden else reading.foreseen(kept).get(code)
    mine = [t for t in targets.in_force(year) if t.unit == code]
    asked = progress.progress(kept, mine, book=seen.book)
    marks = [(year * 12 + DECEMBER, p.asked) for p in asked if not p.target.group]
    context = {
        "seen": seen,
        "area": area,
        "count": count,
        "change": count.rate - before.rate if count.rate is not None and before.rate is not None else None,
        "since": year * 12 - 1,
        "of_population": Fraction(count.insured * kept.weight, area.population)
        if area.population and count.insured is not None
        else None,
        "foreseen": foreseen,
        "parts": [(STANDINGS[p["standing"]], p) for p in foreseen.parts] if foreseen and not seen.hide else [],
        "targets": lines_of(kept, seen.book, asked, seen.hide),
        "trend": trend(_("Tỷ lệ bao phủ từng tháng"), discreet.series(kept, code, seen.hide), foreseen, marks),
        "tables": _tables(seen, code),
        "lapses": _lapses(seen, code),
        "insured": None if seen.hide else links.people(month=kept.month, unit=code, insured=True),
        "uncovered": None if seen.hide else links.people(month=kept.month, unit=code, insured=False),
    }
    return render(request, "steering/unit.html", context)


def _tables(seen: Seen, code: str) -> list[dict[str, Any]]:
    """By group, age and ethnicity, each row leading to its people."""
    kept, month = seen.kept, seen.kept.month
    found = []
    for dimension, heading in (("group", _("Nhóm")), ("age", _("Tuổi")), ("ethnicity", _("Dân tộc"))):
        known = discreet.keys(kept, month, dimension, code, seen.hide)
        order = sorted(known, key=lambda k: (-(known[k].living or 0), k))
        if dimension == "age":
            order = sorted(known, key=int)
        found.append({"heading": heading, "rows": [_row(seen, code, dimension, k, known[k]) for k in order]})
    return found


def _row(seen: Seen, code: str, dimension: str, key: str, count: Shown) -> dict[str, Any]:
    month = seen.kept.month
    label = {
        "group": lambda: group_label(seen.book, key, month),
        "age": lambda: age_label(seen.kept.bands, int(key)),
        "ethnicity": lambda: value_label(seen.book, "ethnicity", key),
    }[dimension]()
    href = every = None
    if not seen.hide:
        asked: dict[str, Any] = {"group": key} if dimension == "group" else {}
        asked = {"age": int(key)} if dimension == "age" else asked
        asked = {"ethnicity": key} if dimension == "ethnicity" else asked
        href = links.people(month=month, unit=code, insured=False, **asked)
        every = links.people(month=month, unit=code, **asked)
    return {"label": label, "count": count, "href": href, "all": every}


def _lapses(seen: Seen, code: str) -> dict[str, Any] | None:
    days = reading.horizons(seen.kept)
    if not days:
        return None
    until = days[min(2, len(days) - 1)]
    of_units = discreet.lapsing_by_unit(reading.lapsing(seen.kept, until, "unit"), seen.book.areas, seen.hide)
    if of_units[code] is None:
        return None
    found = reading.lapsing(seen.kept, until, "cause", code)
    causes = sorted((c for c in found if c), key=lambda c: RANK[c])
    people = numbers(causes, lambda c: found[c].people, seen.hide)
    rows = [
        (CAUSES[c], n, None if seen.hide else links.people(month=seen.kept.month, unit=code, lapse=c, until=until))
        for c, n in zip(causes, people, strict=True)
    ]
    return {"until": until, "rows": rows}


@figures
def method(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """How the forecast is made, and how wrong it was when asked in earlier months."""
    told = seen.kept.method
    trials = [
        {"origin": o, "target": t, "forecast": Fraction(f, MILLION), "actual": Fraction(a, MILLION)}
        for o, t, f, a in told.get("trials", [])
    ]
    for trial in trials:
        trial["error"] = trial["forecast"] - trial["actual"]
    chart = None
    if trials:
        rows = tuple((t["target"], t["forecast"], t["actual"]) for t in reversed(trials))
        chart = lines(
            _("Phương pháp thử lại trên các tháng đã biết kết quả"),
            {
                _("Dự báo"): [(last_day(t["target"]), t["forecast"]) for t in trials],
                _("Thực tế"): [(last_day(t["target"]), t["actual"]) for t in trials],
            },
            Table((_("Tháng"), _("Dự báo"), _("Thực tế")), ("month", "percent", "percent"), rows),
            kind="percent",
            zero=False,
        )
    foreseen = reading.foreseen(seen.kept).get("")
    context = {
        "seen": seen,
        "told": told,
        "windows": told.get("windows", []),
        "trials": trials,
        "chart": chart,
        "error": _points(told.get("error")),
        "no_change": _points(told.get("no_change")),
        "foreseen": foreseen,
        "trust": Fraction(told["trust"], MILLION) if told.get("trust") is not None else None,
        "said": Fraction(told["said"], MILLION) if told.get("said") is not None else None,
        "better": told.get("error") is not None
        and told.get("no_change") is not None
        and told["error"] < told["no_change"],
        "parts": [(STANDINGS[p["standing"]], p) for p in foreseen.parts] if foreseen else [],
    }
    return render(request, "steering/method.html", context)


def _points(million: int | None) -> str | None:
    """A size of an error in percentage points, without a sign."""
    return None if million is None else decimal(Fraction(million * 100, MILLION), 2)
