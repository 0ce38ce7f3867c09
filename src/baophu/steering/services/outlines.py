"""Outlines drawn small: points on a grid, and only those that matter for the shape.

Points are moved onto a grid of one drawing unit (a thousandth of the map's width); a border that two units share is
moved the same way for both, so no gap opens between them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from baophu.steering.services.geojson import Ring

WIDTH = 1000
"""Drawing units of the map's width."""
TALLEST = 2000

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """A unit's outline as an SVG path, and where its label stands."""

    code: str
    path: str
    x: int
    y: int


def drawn(matched: Mapping[str, list[Ring]]) -> tuple[tuple[Shape, ...], int, int]:
    """Shapes on the grid, the map's height, and how many points are left.

    Degrees of longitude are shortened by the cosine of the middle latitude: near enough for one province.
    """
    points = [p for rings in matched.values() for ring in rings for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / max((east - west) * squeeze, 1e-9), TALLEST / max(north - south, 1e-9))

    def grid(point: tuple[float, float]) -> Point:
        return round((point[0] - west) * squeeze * scale), round((north - point[1]) * scale)

    shapes, left = [], 0
    for code, rings in matched.items():
        outlines = [r for r in (_simple([grid(p) for p in ring]) for ring in rings) if len(r) > 2]
        if not outlines:  # a rock smaller than the grid: a mark of one step, so that the unit can be chosen
            x, y = grid(rings[0][0])
            outlines = [[(x, y), (x + 3, y), (x + 3, y + 3), (x, y + 3)]]
        left += sum(len(r) for r in outlines)
        largest = max(outlines, key=lambda r: abs(_area(r)))
        x, y = _middle(largest)
        shapes.append(Shape(code, "".join(_path(r) for r in outlines), x, y))
    return tuple(shapes), round((north - south) * scale), left


def _simple(ring: list[Point]) -> list[Point]:
    """A ring without repeated points and without those in the middle of a straight line; open (last is not first)."""
    points: list[Point] = []
    for point in ring:
        if points and points[-1] == point:
            continue
        while len(points) > 1 and _straight(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _area(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _middle(ring: Sequence[Point]) -> Point:
    return round(sum(x for x, _ in ring) / len(ring)), round(sum(y for _, y in ring) / len(ring))


def _path(ring: Sequence[Point]) -> str:
    """Relative steps, which are short numbers."""
    first = ring[0]
    steps = "".join(f"l{b[0] - a[0]} {b[1] - a[1]}".replace(" -", "-") for a, b in pairwise(ring))
    return f"M{first[0]} {first[1]}{steps}z"
