"""The report as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from baophu.synth.report import Conflict, Line


def number(value: float | None) -> str:
    """A figure with as many digits as make sense; empty where there is none."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 or value == round(value) else f"{value:,.2f}"


def show(lines: Sequence[Line], pairs: Sequence[Conflict], console: Console | None = None) -> None:
    """Print the lines, those outside their tolerance marked with `!`, and the pairs below."""
    out = console or Console()
    table = Table(title="Simulated province: published figures and the model's", title_justify="left")
    for heading in ("", "figure", "published", "model", "difference", "source", "note"):
        table.add_column(heading, justify="right" if heading in ("published", "model", "difference") else "left")
    for line in lines:
        mark = {True: "", False: "!", None: "·"}[line.near]
        sign = "+" if line.difference is not None and line.difference > 0 else ""
        cells = (line.figure, number(line.published), number(line.model), sign + number(line.difference))
        table.add_row(mark, *(Text(cell) for cell in (*cells, line.source, line.note)))  # Text: brackets are no markup
    out.print(table)
    out.print("\nFigures that cannot both be true, or cannot both mean what they seem to:")
    for place, pair in enumerate(pairs, start=1):
        first, second = (Text(f"{side.figure} [{side.source}]") for side in (pair.first, pair.second))
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=4, justify="right")
        grid.add_column()
        grid.add_row(f"{place}.", first)
        grid.add_row("", second)
        grid.add_row("", Text(pair.why, style="italic"))
        out.print(grid)
