"""The map, as tiles or as the user's own boundaries: what it can show, and each unit's figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from baophu.law.model import Book
from baophu.pages.columns import Kind
from baophu.pages.texts import Said
from baophu.pages.tiles import TileMap, tile_map
from baophu.steering.models import Kept
from baophu.steering.services import discreet, reading
from baophu.steering.services.boundaries import Boundaries


@dataclass(frozen=True, slots=True)
class Measure:
    """Something the map can show of every unit."""

    key: str
    label: Said
    heading: Said
    kind: Kind


MEASURES = (
    Measure("bao-phu", _("Tỷ lệ bao phủ"), _("Tỷ lệ"), "percent"),
    Measure("chua", _("Người chưa có thẻ"), _("Chưa có thẻ"), "number"),
    Measure("kinh-phi", _("Ngân sách tỉnh phải đóng trong năm"), _("Kinh phí"), "money"),
    Measure("sap-mat", _("Người sắp mất thẻ hoặc hỗ trợ"), _("Sắp mất"), "number"),
)


def measure(key: str) -> Measure:
    """A measure by its key; the first where there is none of that name."""
    return next((m for m in MEASURES if m.key == key), MEASURES[0])


def values(kept: Kept, book: Book, of: Measure, month: int, hide: bool) -> Mapping[str, Any]:
    """Each unit's figure in a month (money: of its year so far; lapses: by the last day counted)."""
    if of.key in ("bao-phu", "chua"):
        counts = discreet.units(kept, month, hide)
        return {u: (s.rate if of.key == "bao-phu" else s.uncovered) for u, s in counts.items() if s.living}
    if of.key == "kinh-phi":
        due = reading.money_by_unit(kept, month - month % 12, month, reading.local_payers(kept, book))
        return {u: due.get(u, 0) for u in book.areas}
    days = reading.horizons(kept)
    if not days:
        return {}
    return discreet.lapsing_by_unit(reading.lapsing(kept, days[-1], "unit"), book.areas, hide)


@dataclass(frozen=True, slots=True)
class ShapeMap:
    """The user's boundaries, shaded as the tiles would be: `{{ map }}` writes it with its key and its table."""

    tiles: TileMap
    boundaries: Boundaries

    def __html__(self) -> str:
        by_code = {t.code: t for t in self.tiles.tiles}
        shapes = [(by_code[s.code], s) for s in self.boundaries.shapes if s.code in by_code]
        rows = sorted(self.tiles.tiles, key=lambda t: (t.value is None, t.value if t.value is not None else 0))
        context = {"map": self.tiles, "shapes": shapes, "box": self.boundaries, "rows": rows}
        return render_to_string("steering/parts/shapes.html", context)

    __str__ = __html__


def drawn(
    title: Said, of: Measure, book: Book, found: Mapping[str, Any], href: Callable[[str], str], own: Boundaries | None
) -> TileMap | ShapeMap:
    """The map of a measure: tiles, or the boundaries where they are wanted."""
    bounds = bounds_of(found) if of.kind == "percent" else None
    tiles = tile_map(title, of.heading, book, found, kind=of.kind, href=href, bounds=bounds)
    return tiles if own is None else ShapeMap(tiles, own)


def bounds_of(found: Mapping[str, Any]) -> list[Fraction] | None:
    """Whole percents at the top, where coverage differs: the same shades from month to month."""
    known = [v for v in found.values() if v is not None]
    if not known or min(known) < Fraction(80, 100):
        return None
    return [Fraction(n, 100) for n in (92, 94, 95, 96, 97, 98)]
