"""The report as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

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
        table.add_row(
            mark, line.figure, number(line.published), number(line.model), sign + number(line.difference), line.source,
            line.note,
        )  # fmt: skip
    out.print(table)
    out.print("\nFigures that cannot both be true, or cannot both mean what they seem to:")
    for place, pair in enumerate(pairs, start=1):
        out.print(f"{place:>3}. {pair.first.figure} [{pair.first.source}]", markup=False)
        out.print(f"     {pair.second.figure} [{pair.second.source}]", markup=False)
        out.print(f"     {pair.why}", markup=False)
