"""How answers are drawn with rich: plain tables that read well at 100 columns, with or without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from baophu.insight.format import Language
from baophu.insight.words import scale_note

NARROW = 12
"""Columns of text are not folded narrower than this, or than their heading."""


def heading(text: str) -> RichText:
    """The title of a block."""
    return RichText(text, style="bold")


def faint(text: str) -> RichText:
    """A remark."""
    return RichText(text, style="dim")


def label(simulated: bool, weight: int, lang: Language) -> RichText:
    """The label of simulated or weighted figures; empty for a real register counted whole."""
    return RichText(scale_note(simulated, weight, lang), style="bold yellow")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1, wide: int | None = None) -> Table:
    """A table whose first `left` columns are texts, the others numbers; `wide` limits the width of the texts."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim", collapse_padding=True)
    for place, column in enumerate(columns):
        text = place < left
        made.add_column(
            column, justify="left" if text else "right", no_wrap=not text, overflow="fold",
            min_width=min(NARROW, len(column)) if text else None, max_width=wide if text else None,
        )  # fmt: skip
    for row in rows:
        made.add_row(*(RichText(cell) for cell in row))
    return made


def blocks(*parts: RenderableType | None) -> Group:
    """Parts one under the other; None and empty remarks are left out."""
    kept = [p for p in parts if p is not None and not (isinstance(p, RichText) and not p.plain)]
    return Group(*kept)
