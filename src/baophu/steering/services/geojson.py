"""A GeoJSON file read strictly: areas in degrees of WGS84, matched to the units of the law book."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from baophu.law.model import Book
from baophu.registry.names import fold
from baophu.steering.errors import WrongBoundaries

CODES = ("code", "ma", "ma_xa", "maxa", "matinh_xa", "gso_code", "ma_dvhc", "id")
NAMES = ("name", "ten", "ten_xa", "tenxa", "name_full", "full_name", "ten_dvhc")
SHOWN = 12
"""Names listed at most in a message."""

Ring = list[tuple[float, float]]
Feature = tuple[dict[str, Any], list[Ring]]


def features_of(content: bytes) -> list[Feature]:
    """The areas of a file, each with what is said of it; WrongBoundaries when it is no GeoJSON of areas."""
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


def check_degrees(features: Iterable[Feature], book: Book) -> None:
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


def matched(features: Sequence[Feature], book: Book) -> tuple[dict[str, list[Ring]], list[str]]:
    """Rings by unit code, and the names of features that are no unit; every unit must be there once."""
    names: dict[str, list[str]] = {}
    for code, area in book.areas.items():
        for name in {fold(area.name), fold(area.full_name)}:
            names.setdefault(name, []).append(code)
    found: dict[str, list[Ring]] = {}
    left_out: list[str] = []
    for properties, rings in features:
        unit = _code_of(properties, book, names)
        if unit is None:
            left_out.append(_shown(properties))
            continue
        if unit in found:
            name = f"{book.areas[unit].full_name} ({unit})"
            raise WrongBoundaries(f"{name} có hai lần trong tệp.", f"{name} is in the file twice.")
        found[unit] = rings
    missing = [f"{book.areas[c].full_name} ({c})" for c in book.areas if c not in found]
    if missing:
        more = max(0, len(missing) - SHOWN)
        listed = ", ".join(missing[:SHOWN])
        also, also_en = (f" và {more} đơn vị khác", f" and {more} more") if more else ("", "")
        strange = ", ".join(left_out[:SHOWN]) or "–"
        raise WrongBoundaries(
            f"Tệp thiếu {len(missing)} trong {len(book.areas)} đơn vị: {listed}{also}."
            f" Đối tượng không khớp đơn vị nào: {strange}.",
            f"The file lacks {len(missing)} of {len(book.areas)} units: {listed}{also_en}."
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
