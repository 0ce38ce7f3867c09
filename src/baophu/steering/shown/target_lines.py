"""Lines of targets, as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from baophu.insight.labels import group_label
from baophu.law.model import Book
from baophu.steering.models import Kept
from baophu.steering.services import discreet, progress
from baophu.steering.services.progress import Progress
from baophu.steering.services.small_cells import Shown
from baophu.steering.shown import links


def lines_of(kept: Kept, book: Book, found: Sequence[Progress], hide: bool) -> list[dict[str, Any]]:
    """The lines of targets; what points at people, or what it could be worked out from, is hidden from those who may
    see none."""

    @cache
    def counted(month: int, unit: str, group: str) -> Shown:
        return discreet.counted(kept, month, unit, group, hide)

    lines = []
    for p in found:
        of = p.target
        now, then = (counted(m, of.unit, of.group) for m in (p.month, of.year * 12 - 1))
        lines.append(
            {
                "p": p,
                "hidden": now.hidden,
                "living": now.living,
                "change": None if now.hidden or then.hidden else p.change,
                "group": group_label(book, of.group, kept.month) if of.group else None,
                "name": p.unit_name or (of.agency.name if of.agency else ""),
                "href": None
                if hide
                else links.people(month=kept.month, unit=of.unit, insured=False, group=of.group or None),
            }
        )
    return lines


def urgent(line: dict[str, Any]) -> tuple[int, int]:
    """What is hardest to reach first, then by the people missing."""
    p: Progress = line["p"]
    order = ("unlikely", "open", "unknown", "likely", "reached")
    return order.index(p.outlook), -p.gap


def summary(found: Sequence[Progress]) -> list[tuple[Any, str, int]]:
    """How many units are likely to reach their targets, by outlook."""
    units = [p for p in found if p.target.unit]
    return [(text, key, n) for key, text in progress.OUTLOOK.items() if (n := sum(p.outlook == key for p in units))]
