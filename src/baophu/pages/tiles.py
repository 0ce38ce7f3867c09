"""The map of units as a grid of equal tiles: a ward of five square kilometres is as visible as a zone of islands.

Where a tile stands comes from the law book (`tile: [column, row]` of an area).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from baophu.law.model import Book
from baophu.pages.columns import Kind
from baophu.pages.texts import Said
from baophu.pages.written import cell

WIDTH, HEIGHT, GAP = 70, 58, 4
SHADES = 7


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit on the map; `shade` None: no figure for it."""

    code: str
    name: str
    lines: tuple[tuple[int, str], ...]
    value: Any
    text: str
    short: str
    shade: int | None
    x: int
    y: int
    href: str
    chosen: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def value_y(self) -> int:
        return self.y + HEIGHT - 10


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map: `{{ map }}` writes it with its key and its table."""

    title: Said
    heading: Said
    tiles: tuple[Tile, ...]
    key: tuple[tuple[int, str], ...]
    width: int
    height: int

    def __html__(self) -> str:
        rows = sorted(self.tiles, key=lambda t: (t.value is None, t.value if t.value is not None else 0))
        return render_to_string("pages/parts/tiles.html", {"map": self, "rows": rows, "tile": (WIDTH, HEIGHT)})

    __str__ = __html__


def tile_map(
    title: Said,
    heading: Said,
    book: Book,
    values: Mapping[str, Any],
    *,
    kind: Kind = "percent",
    href: Callable[[str], str] = lambda code: "",
    bounds: Sequence[Any] | None = None,
    chosen: str | None = None,
    short: Callable[[Any], str] | None = None,
) -> TileMap:
    """A map of `values` by unit code. `bounds` are the six values at which the shade turns, by default those that part
    the units into seven like numbers; `short` writes a value inside its tile."""
    known = sorted(v for v in values.values() if v is not None)
    turns = list(bounds) if bounds is not None else _turns(known)
    tiles = []
    for code, area in book.areas.items():
        value = values.get(code)
        column, row = area.tile
        x, y = column * (WIDTH + GAP), row * (HEIGHT + GAP)
        lines = tuple((y + 16 + 12 * n, line) for n, line in enumerate(_lines(area.name)))
        text = cell(value, kind)
        said = (short(value) if short else _short(value, kind)) if value is not None else "–"
        shade = None if value is None else sum(value >= t for t in turns)
        tiles.append(Tile(code, area.full_name, lines, value, text, said, shade, x, y, href(code), code == chosen))
    width = max((t.x for t in tiles), default=0) + WIDTH
    height = max((t.y for t in tiles), default=0) + HEIGHT
    ends = [None, *turns, None]
    key = tuple((i, _band(ends[i], ends[i + 1], kind)) for i in range(len(turns) + 1) if known)
    return TileMap(title, heading, tuple(tiles), key, width, height)


def _turns(known: Sequence[Any]) -> list[Any]:
    found = {known[len(known) * i // SHADES] for i in range(1, SHADES)} if known else set()
    return sorted(found - {known[0]} if known else found)


def _band(low: Any, high: Any, kind: Kind) -> str:
    if low is None:
        return f"< {cell(high, kind)}" if high is not None else ""
    return f"≥ {cell(low, kind)}" if high is None else f"{cell(low, kind)} – {cell(high, kind)}"


def _short(value: Any, kind: Kind) -> str:
    from baophu.insight.format import decimal
    from baophu.pages.written import short_money

    match kind:
        case "percent":
            from fractions import Fraction

            return decimal(Fraction(value) * 100, 1)
        case "money":
            return short_money(value)
        case _:
            return cell(value, kind)


def _lines(name: str) -> tuple[str, ...]:
    """A name on two lines where it is long."""
    if len(name) <= 11:
        return (name,)
    words = name.split()
    half = (len(words) + 1) // 2
    return (" ".join(words[:half]), " ".join(words[half:])) if len(words) > 1 else (name,)
