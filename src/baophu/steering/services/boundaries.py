"""The user's own boundaries: a GeoJSON file, checked, matched to the law book's units, simplified and kept.

What is kept is small and ours: for each unit a path of an SVG drawing. Points are moved onto a grid of one drawing unit
(a thousandth of the map's width), and those that then add nothing to the shape are left out; a border that two units
share is moved the same way for both, so no gap opens between them.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from baophu.law.model import Book
from baophu.registry.names import fold
from baophu.steering.errors import WrongBoundaries

LARGEST = 20_000_000
"""Bytes of a file."""
MOST_POINTS = 500_000
WIDTH = 1000
"""Drawing units of the map's width."""
TALLEST = 2000
CODES = ("code", "ma", "ma_xa", "maxa", "matinh_xa", "gso_code", "ma_dvhc", "id")
NAMES = ("name", "ten", "ten_xa", "tenxa", "name_full", "full_name", "ten_dvhc")
SHOWN = 12
"""Names listed at most in a message."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A unit's outline as an SVG path, and where its label stands."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The boundaries kept. `left_out` are features that are no unit of the law book."""

    name: str
    digest: str
    at: datetime
    by: str
    width: int
    height: int
    points: int
    kept_points: int
    left_out: tuple[str, ...]
    shapes: tuple[Shape, ...]


def kept() -> Boundaries | None:
    """The boundaries of this installation, or None."""
    file = _file()
    if not file.exists():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    shapes = tuple(Shape(**s) for s in data.pop("shapes"))
    at, left_out = datetime.fromisoformat(data.pop("at")), tuple(data.pop("left_out"))
    return Boundaries(**data, at=at, left_out=left_out, shapes=shapes)


def take(name: str, content: bytes, book: Book, by: str = "") -> Boundaries:
    """Check a GeoJSON file, simplify it and keep it in place of the one before.

    WrongBoundaries says what is wrong: too large, not GeoJSON, no polygons, coordinates that are not degrees of WGS84
    or stand as latitude and longitude, units of the law book that it does not have.
    """
    found = read(name, content, book, by)
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    data = {
        **{f: getattr(found, f) for f in Boundaries.__slots__ if f not in ("shapes", "at", "left_out")},
        "at": found.at.isoformat(),
        "left_out": list(found.left_out),
        "shapes": [{f: getattr(s, f) for f in Shape.__slots__} for s in found.shapes],
    }
    part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    part.replace(file)
    return found


def drop() -> None:
    """Forget the boundaries; the map of tiles is always there."""
    _file().unlink(missing_ok=True)


def read(name: str, content: bytes, book: Book, by: str = "") -> Boundaries:
    """The boundaries of a file, not kept yet."""
    if len(content) > LARGEST:
        raise WrongBoundaries(
            f"Tệp có {len(content) // 1_000_000} MB, nhiều nhất {LARGEST // 1_000_000} MB; hãy đơn giản hoá đường ranh trước.",
            f"The file has {len(content) // 1_000_000} MB, at most {LARGEST // 1_000_000} are taken; simplify it first.",
        )
    features = _features(content)
    points = sum(len(ring) for _, rings in features for ring in rings)
    if points > MOST_POINTS:
        raise WrongBoundaries(
            f"Tệp có {_dotted(points)} điểm, nhiều nhất {_dotted(MOST_POINTS)}; hãy đơn giản hoá đường ranh trước.",
            f"The file has {_dotted(points)} points, at most {_dotted(MOST_POINTS)} are taken; simplify it first.",
        )
    _check_degrees(features, book)
    matched, left_out = _matched(features, book)
    shapes, height, kept_points = _drawn(matched)
    return Boundaries(
        name=Path(name).name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        at=timezone.now(),
        by=by,
        width=WIDTH,
        height=height,
        points=points,
        kept_points=kept_points,
        left_out=tuple(left_out[:100]),
        shapes=shapes,
    )


def _file() -> Path:
    return Path(settings.HOME) / "boundaries.json"


Feature = tuple[dict[str, Any], list[Ring]]


def _features(content: bytes) -> list[Feature]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _no_geojson() from error
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(data.get("features"), list)
    ):
        raise _no_geojson()
    _check_crs(data)
    found: list[Feature] = []
    for number, feature in enumerate(data["features"], start=1):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
            kind = geometry.get("type") if isinstance(geometry, dict) else None
            raise WrongBoundaries(
                f"Đối tượng thứ {number} là {kind or 'rỗng'}, không phải vùng (Polygon, MultiPolygon).",
                f"Feature {number} is {kind or 'empty'}, not an area (Polygon, MultiPolygon).",
            )
        try:
            rings = list(_rings(geometry))
        except (TypeError, ValueError, IndexError, KeyError) as error:
            raise WrongBoundaries(
                f"Toạ độ của đối tượng thứ {number} không đọc được: cần các cặp số kinh độ, vĩ độ.",
                f"The coordinates of feature {number} cannot be read: pairs of longitude and latitude are needed.",
            ) from error
        found.append((properties if isinstance(properties, dict) else {}, rings))
    if not any(rings for _, rings in found):
        raise _no_geojson()
    return found


def _no_geojson() -> WrongBoundaries:
    return WrongBoundaries(
        "Tệp này không phải GeoJSON (FeatureCollection) có các vùng.",
        "This file is not GeoJSON (a FeatureCollection) of areas.",
    )


def _check_crs(data: dict[str, Any]) -> None:
    """GeoJSON is WGS84; an old file may name another system."""
    crs = data.get("crs")
    named = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if named and not named.upper().endswith(("CRS84", ":4326")):
        raise WrongBoundaries(
            f"Tệp dùng hệ toạ độ {named}; hãy chuyển sang WGS 84 (EPSG:4326), kinh độ rồi vĩ độ.",
            f"The file uses {named}; convert it to WGS 84 (EPSG:4326), longitude before latitude.",
        )


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            points = [(float(p[0]), float(p[1])) for p in ring]
            if len(points) < 4 or not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
                raise ValueError("ring")
            yield points


def _check_degrees(features: Iterable[Feature], book: Book) -> None:
    """Longitude before latitude in degrees, and where the law book's units lie."""
    points = [p for _, rings in features for ring in rings for p in ring]
    xs, ys = (
        (min(p[0] for p in points), max(p[0] for p in points)),
        (min(p[1] for p in points), max(p[1] for p in points)),
    )
    known = [a.point for a in book.areas.values()]

    def holds(x: tuple[float, float], y: tuple[float, float]) -> bool:
        return all(x[0] - 1 <= lon <= x[1] + 1 and y[0] - 1 <= lat <= y[1] + 1 for lon, lat in known)

    if not holds(xs, ys) and holds(ys, xs):
        raise WrongBoundaries(
            "Toạ độ đang ghi vĩ độ trước kinh độ; GeoJSON cần kinh độ trước.",
            "Coordinates stand as latitude, longitude; GeoJSON wants longitude first.",
        )
    if xs[0] < -180 or xs[1] > 180 or ys[0] < -90 or ys[1] > 90:
        raise WrongBoundaries(
            "Toạ độ không phải là độ (WGS 84); hãy chuyển hệ toạ độ sang EPSG:4326.",
            "Coordinates are not degrees of WGS 84; convert the file to EPSG:4326.",
        )
    if not holds(xs, ys):
        raise WrongBoundaries(
            "Tệp này không phủ địa bàn các đơn vị trong sổ luật.",
            "This file does not cover where the law book's units lie.",
        )


def _matched(features: Sequence[Feature], book: Book) -> tuple[dict[str, list[Ring]], list[str]]:
    """Rings by unit code, and the names of features that are no unit; every unit must be there once."""
    names: dict[str, list[str]] = {}
    for code, area in book.areas.items():
        for name in {fold(area.name), fold(area.full_name)}:
            names.setdefault(name, []).append(code)
    found: dict[str, list[Ring]] = {}
    left_out: list[str] = []
    for properties, rings in features:
        code = _code_of(properties, book, names)
        if code is None:
            left_out.append(_shown(properties))
        elif code in found:
            area = book.areas[code]
            raise WrongBoundaries(
                f"{area.full_name} ({code}) có hai lần trong tệp.", f"{area.full_name} ({code}) is in the file twice."
            )
        else:
            found[code] = rings
    missing = [f"{book.areas[c].full_name} ({c})" for c in book.areas if c not in found]
    if missing:
        more = len(missing) - SHOWN
        listed = ", ".join(missing[:SHOWN])
        strange = ", ".join(left_out[:SHOWN]) or "–"
        raise WrongBoundaries(
            f"Tệp thiếu {len(missing)} trong {len(book.areas)} đơn vị: {listed}{f' và {more} đơn vị khác' if more > 0 else ''}."
            f" Đối tượng không khớp đơn vị nào: {strange}.",
            f"The file lacks {len(missing)} of {len(book.areas)} units: {listed}{f' and {more} more' if more > 0 else ''}."
            f" Features that match no unit: {strange}.",
        )
    return found, left_out


def _code_of(properties: dict[str, Any], book: Book, names: dict[str, list[str]]) -> str | None:
    lowered = {str(k).lower(): v for k, v in properties.items()}
    for key in CODES:
        code = str(lowered.get(key, "")).strip()
        if code.isdigit() and code.zfill(5) in book.areas:
            return code.zfill(5)
    for key in NAMES:
        held = names.get(fold(str(lowered.get(key, ""))), [])
        if len(held) == 1:
            return held[0]
    return None


def _shown(properties: dict[str, Any]) -> str:
    lowered = {str(k).lower(): v for k, v in properties.items()}
    return next((str(lowered[k])[:60] for k in (*NAMES, *CODES) if lowered.get(k)), "?")


def _drawn(matched: dict[str, list[Ring]]) -> tuple[tuple[Shape, ...], int, int]:
    """Shapes on the grid, the map's height, and how many points are left.

    Degrees of longitude are shortened by the cosine of the middle latitude: near enough for one province.
    """
    points = [p for rings in matched.values() for ring in rings for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / max((east - west) * squeeze, 1e-9), TALLEST / max(north - south, 1e-9))

    def grid(point: tuple[float, float]) -> tuple[int, int]:
        return round((point[0] - west) * squeeze * scale), round((north - point[1]) * scale)

    shapes, left = [], 0
    for code, rings in matched.items():
        drawn = [r for r in (_simple([grid(p) for p in ring]) for ring in rings) if len(r) > 2]
        if not drawn:  # a rock smaller than the grid: a mark of one step, so that the unit can be chosen
            x, y = grid(rings[0][0])
            drawn = [[(x, y), (x + 3, y), (x + 3, y + 3), (x, y + 3)]]
        left += sum(len(r) for r in drawn)
        largest = max(drawn, key=lambda r: abs(_area(r)))
        x, y = _middle(largest)
        shapes.append(Shape(code, "".join(_path(r) for r in drawn), x, y))
    return tuple(shapes), round((north - south) * scale), left


def _simple(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A ring without repeated points and without those in the middle of a straight line; open (last is not first)."""
    points: list[tuple[int, int]] = []
    for point in ring:
        if points and points[-1] == point:
            continue
        while len(points) > 1 and _straight(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _area(ring: Sequence[tuple[int, int]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _middle(ring: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return round(sum(x for x, _ in ring) / len(ring)), round(sum(y for _, y in ring) / len(ring))


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """Relative steps, which are short numbers."""
    first = ring[0]
    steps = "".join(f"l{b[0] - a[0]} {b[1] - a[1]}".replace(" -", "-") for a, b in zip(ring, ring[1:], strict=False))
    return f"M{first[0]} {first[1]}{steps}z"


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
