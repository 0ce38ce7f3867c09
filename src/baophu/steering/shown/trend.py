"""Coverage over time, its target and what is foreseen, as one chart."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from baophu.engine.months import last_day
from baophu.pages.charts import Picture, Table, colour, picture
from baophu.pages.texts import Said
from baophu.steering.services.reading import Count, Foreseen


def trend(
    title: Said,
    points: Sequence[tuple[int, Count]],
    foreseen: Foreseen | None = None,
    targets: Sequence[tuple[int, Fraction]] = (),
    links: dict[int, str] | None = None,
) -> Picture:
    """The rate of each month, a broken line to the forecast with its interval, and targets as marks.

    `targets` are (month, share), `links` where the table's month leads.
    """
    known = [{"x": last_day(m).isoformat(), "y": float(c.rate)} for m, c in points if c.rate is not None]
    ahead: list[dict[str, Any]] = []
    band: list[dict[str, Any]] = []
    if foreseen is not None and foreseen.rate is not None and known:
        end = last_day(foreseen.month).isoformat()
        ahead = [known[-1], {"x": end, "y": float(foreseen.rate)}]
        if foreseen.low is not None and foreseen.high is not None:
            band = [
                {"x": known[-1]["x"], "low": known[-1]["y"], "high": known[-1]["y"]},
                {"x": end, "low": float(foreseen.low), "high": float(foreseen.high)},
            ]
    aims = [{"x": last_day(m).isoformat(), "y": float(s)} for m, s in targets]
    lowest = min((p["y"] for p in (*known, *ahead, *aims)), default=0.0)
    floor = max(0.0, int(lowest * 50 - 0.5) / 50)

    def draw(width: int) -> Any:
        x = alt.X("x:T", title=None, axis=alt.Axis(format="%m/%Y", tickCount=width // 110, labelOverlap=True))
        scale = alt.Scale(domain=[floor, 1.0], clamp=True)
        y = alt.Y("y:Q", title=None, scale=scale, axis=alt.Axis(format=".0%", tickCount=5))
        of = alt.InlineData
        layers: list[Any] = []
        if band:
            area = alt.Chart(of(values=band)).mark_area(color=colour("--c1"), opacity=0.18)
            layers.append(area.encode(x, alt.Y("low:Q", title=None, scale=scale), alt.Y2("high:Q")))
        line = alt.Chart(of(values=known)).mark_line(strokeWidth=2.5, color=colour("--c1"))
        layers.append(line.encode(x, y))
        if ahead:
            to = alt.Chart(of(values=ahead)).mark_line(strokeWidth=2.5, strokeDash=[3, 4], color=colour("--c1"))
            end = alt.Chart(of(values=ahead[1:])).mark_point(filled=True, size=60, opacity=1, color=colour("--c1"))
            layers += [to.encode(x, y), end.encode(x, y)]
        if aims:
            mark = alt.Chart(of(values=aims)).mark_point(
                shape="diamond", filled=True, size=130, opacity=1, color=colour("--c2")
            )
            layers.append(mark.encode(x, y))
        return alt.layer(*layers)

    rows: list[tuple[Any, ...]] = []
    for m, c in reversed(points):
        href = (links or {}).get(m)
        rows.append((m, (c.living, href) if href else c.living, c.insured, c.rate, None))
    heads = (_("Tháng"), _("Người đang sống"), _("Có thẻ"), _("Tỷ lệ"), _("Khoảng dự báo"))
    if foreseen is not None and foreseen.rate is not None:
        from baophu.pages.written import percent

        between = f"{percent(foreseen.low)} – {percent(foreseen.high)}" if foreseen.low is not None else None
        rows.insert(0, (foreseen.month, foreseen.living, foreseen.insured, foreseen.rate, between))
    kinds = ("month", "number", "number", "percent", "text")
    note = _("Nét đứt: dự báo và khoảng 80 %.") if ahead else ""
    if aims:
        note = f"{note} {_('Hình thoi: chỉ tiêu được giao.')}".strip()
    return picture(title, draw, Table(heads, kinds, tuple(rows)), height=280, note=note)  # type: ignore[arg-type]
