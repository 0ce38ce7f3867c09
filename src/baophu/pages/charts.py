"""Charts: one grammar (Altair), drawn on the server, each with its title and the table behind it.

`steps`, `lines` and `bars` are the shapes pages need most; any other chart goes through `picture`. Each is drawn for
wide and for narrow screens, because letters must not shrink with the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from baophu.law.model import Text
from baophu.pages.columns import RIGHT, Kind
from baophu.pages.drawing import SERIES, colour, own, svg
from baophu.pages.texts import Said, said
from baophu.pages.written import cell

__all__ = ["Bar", "Picture", "Table", "bars", "colour", "lines", "own", "picture", "steps"]

WIDE, NARROW = 960, 340


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows, in rows: headings, the kind of each column, values (or pairs of a value and its link)."""

    headings: tuple[Said, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart for a page: `{{ picture }}` writes the figure with its table below it."""

    title: Said
    wide: SafeString
    narrow: SafeString
    table: Table
    note: Said = ""

    def __html__(self) -> str:
        kinds = self.table.kinds
        rows = [[_cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in self.table.rows]
        heads = [(label, kind in RIGHT) for label, kind in zip(self.table.headings, kinds, strict=True)]
        return render_to_string("pages/parts/chart.html", {"picture": self, "rows": rows, "heads": heads})

    __str__ = __html__


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is called, how long it is, where it leads, and which part of its row it is (stacked bars)."""

    label: str
    value: Any
    href: str = ""
    part: str = ""


def picture(title: Said, draw: Callable[[int], Any], table: Table, *, height: int = 260, note: Said = "") -> Picture:
    """Any Altair chart: `draw(width)` makes it for a width in pixels; links by `own`, colours by `colour`."""
    wide, narrow = (_fitted(draw(width), width, height, said(title)) for width in (WIDE, NARROW))
    return Picture(title, wide, narrow, table, note)


def steps(
    title: Said,
    rows: Sequence[tuple[Any, Any]],
    table: Table,
    *,
    kind: Kind = "number",
    until: Any = None,
    mark: Any = None,
) -> Picture:
    """A value that holds from a day until the next one: rows of (day, value).

    `until` ends the last step; `mark` is a day with a line through it (today).
    """
    points = [{"x": _text(x), "y": float(y)} for x, y in rows]
    held = [*points, {"x": _text(until), "y": points[-1]["y"]}] if until is not None and points else points

    def draw(width: int) -> Any:
        x, y = _over_time(width), _height(kind, zero=kind == "percent")
        layers: list[Any] = [
            _of(held).mark_line(interpolate="step-after", strokeWidth=2.5, color=colour("--c1")).encode(x, y),
            _of(points).mark_point(filled=True, size=50, opacity=1, color=colour("--c1")).encode(x, y),
        ]
        if mark is not None:
            rule = _of([{"x": _text(mark)}]).mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=colour("--c2"))
            layers.append(rule.encode(alt.X("x:T")))
        return alt.layer(*layers)

    return picture(title, draw, table, height=220)


def lines(
    title: Said,
    series: Mapping[str, Sequence[tuple[Any, Any]]],
    table: Table,
    *,
    kind: Kind = "number",
    zero: bool = True,
    target: Sequence[tuple[Any, Any]] = (),
) -> Picture:
    """Values over time: for each name its rows of (day, value); `target` is a broken line beside them."""
    data = [{"x": _text(x), "y": float(y), "s": name} for name, rows in series.items() for x, y in rows]
    aim = [{"x": _text(x), "y": float(y)} for x, y in target]

    def draw(width: int) -> Any:
        x, y = _over_time(width), _height(kind, zero)
        shades = alt.Color("s:N", scale=_scale(list(series)), legend=_legend(width) if len(series) > 1 else None)
        layers: list[Any] = [_of(data).mark_line(strokeWidth=2.5).encode(x, y, shades)]
        if aim:
            layers.append(_of(aim).mark_line(strokeDash=[5, 4], strokeWidth=2, color=colour("--c6")).encode(x, y))
        return alt.layer(*layers)

    return picture(title, draw, table, height=280)


def bars(
    title: Said, rows: Sequence[Bar], table: Table, *, kind: Kind = "number", parts: Sequence[str] = ()
) -> Picture:
    """Lying bars in the order given; with `parts` stacked, in their order."""
    labels = list(dict.fromkeys(r.label for r in rows))
    data = [
        {"l": r.label, "v": float(r.value), "p": r.part, "u": own(r.href) if r.href else None, "t": cell(r.value, kind)}
        for r in rows
    ]
    linked = any(row["u"] for row in data)

    def draw(width: int) -> Any:
        narrow = width < 500
        names = alt.Axis(labelLimit=110 if narrow else 300, ticks=False, domain=False)
        y = alt.Y("l:N", sort=labels, title=None, axis=names)
        x = alt.X("v:Q", title=None, axis=_axis(kind, 3 if narrow else 6), stack="zero")
        encoded: list[Any] = [x, y, *([alt.Href("u:N")] if linked else [])]
        bar = _of(data).mark_bar(cornerRadiusEnd=2, color=colour("--c1"), height={"band": 0.68})
        if parts:
            shades = alt.Color("p:N", scale=_scale(list(parts)), legend=_legend(width))
            return alt.layer(bar.encode(*encoded, shades, alt.Order("color_p_sort_index:Q")))
        text = _of(data).mark_text(align="left", dx=6, color=colour("--ink"))
        return alt.layer(bar.encode(*encoded), text.encode(x, y, alt.Text("t:N")))

    return picture(title, draw, table, height=max(90, 30 * len(labels)))


def _fitted(chart: Any, width: int, height: int, title: str) -> SafeString:
    spec = chart.properties(width="container", height=height).to_dict(validate=False)
    return svg({**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}, title)


def _of(rows: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _over_time(width: int) -> Any:
    return alt.X("x:T", title=None, axis=alt.Axis(format="%m/%Y", tickCount=width // 110, labelOverlap=True))


def _height(kind: Kind, zero: bool) -> Any:
    return alt.Y("y:Q", title=None, scale=alt.Scale(zero=zero), axis=_axis(kind, 5))


def _axis(kind: Kind, count: int) -> Any:
    if kind == "money":  # in millions or billions where that reads better
        billions, millions = said(Text("tỷ", "bn")), said(Text("tr", "m"))
        said_as = (
            f"abs(datum.value) >= 1e9 ? format(datum.value / 1e9, ',.1~f') + ' {billions}' : "
            f"abs(datum.value) >= 1e7 ? format(datum.value / 1e6, ',.1~f') + ' {millions}' : format(datum.value, ',d')"
        )
        return alt.Axis(labelExpr=said_as, tickCount=count)
    return alt.Axis(format=".1~%" if kind == "percent" else ",d", tickCount=count)


def _scale(names: list[str]) -> Any:
    return alt.Scale(domain=names, range=[colour(SERIES[i % len(SERIES)]) for i in range(len(names))])


def _legend(width: int) -> Any:
    return alt.Legend(title=None, orient="top", columns=1 if width < 500 else 4)


def _text(x: Any) -> Any:
    return x.isoformat() if hasattr(x, "isoformat") else x


def _cell(value: Any, kind: Kind) -> dict[str, Any]:
    value, href = value if isinstance(value, tuple) else (value, None)
    return {"text": cell(value, kind), "href": href, "right": kind in RIGHT}
