"""Coverage over time, its target and what is foreseen, as one chart."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from baophu.engine.months import last_day
from baophu.law.model import Book
from baophu.pages.charts import Picture, Table, colour, picture
from baophu.pages.texts import Said, language, said
from baophu.pages.written import percent
from baophu.steering.models import Kept
from baophu.steering.services import reading, targets
from baophu.steering.services.progress import Progress
from baophu.steering.services.reading import Count, Foreseen
from baophu.steering.services.small_cells import Shown


def trend(
    title: Said,
    points: Sequence[tuple[int, Count | Shown]],
    foreseen: Foreseen | None = None,
    targets: Sequence[tuple[int, Fraction]] = (),
) -> Picture:
    """The rate of each month, a broken line to the forecast with its interval, and targets as marks (month, share)."""
    ahead = None
    if foreseen is not None and foreseen.rate is not None:
        ahead = (foreseen.month, foreseen.living, foreseen.insured, foreseen.rate, foreseen.low, foreseen.high)
    return _drawn(said(title), tuple(points), ahead, tuple(targets), language())


def of_province(kept: Kept, book: Book, mine: Progress | None) -> Picture:
    """The province's chart: its rate, what is foreseen, and the target assigned to it, else those of the law book."""
    year = kept.month // 12
    end = year * 12 + 11
    marks = [(end, mine.asked)] if mine else []
    marks = marks or [(end, t.coverage) for t in targets.of_law(book, year) if t.coverage is not None]
    return trend(_("Tỷ lệ bao phủ từng tháng"), reading.series(kept), reading.foreseen(kept).get(""), marks)


Ahead = tuple[int, int, int, Fraction, Fraction | None, Fraction | None]


@lru_cache(maxsize=256)
def _drawn(
    title: str,
    points: tuple[tuple[int, Count | Shown], ...],
    foreseen: Ahead | None,
    targets: tuple[tuple[int, Fraction], ...],
    _language: str,
) -> Picture:
    """The chart of these figures, kept in the process: describing a chart takes longer than showing it."""
    known = [{"x": last_day(m).isoformat(), "y": float(c.rate)} for m, c in points if c.rate is not None]
    ahead: list[dict[str, Any]] = []
    band: list[dict[str, Any]] = []
    if foreseen is not None and known:
        month, living, insured, rate, low, high = foreseen
        end = last_day(month).isoformat()
        ahead = [known[-1], {"x": end, "y": float(rate)}]
        if low is not None and high is not None:
            now = known[-1]
            band = [{"x": now["x"], "low": now["y"], "high": now["y"]}]
            band.append({"x": end, "low": float(low), "high": float(high)})
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

    rows: list[tuple[Any, ...]] = [(m, c.living, c.insured, c.rate, None) for m, c in reversed(points)]
    heads = (_("Tháng"), _("Người đang sống"), _("Có thẻ"), _("Tỷ lệ"), _("Khoảng dự báo"))
    if foreseen is not None:
        month, living, insured, rate, low, high = foreseen
        rows.insert(0, (month, living, insured, rate, f"{percent(low)} – {percent(high)}" if low is not None else None))
    kinds = ("month", "number", "number", "percent", "text")
    note = _("Nét đứt: dự báo và khoảng 80 %.") if ahead else ""
    if aims:
        diamond = _("Hình thoi: chỉ tiêu được giao.")
        note = f"{note} {diamond}".strip()
    return picture(title, draw, Table(heads, kinds, tuple(rows)), height=280, note=note)  # type: ignore[arg-type]
