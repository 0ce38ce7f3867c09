"""A boundary file is checked, matched and made small; what is wrong with it is said."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from baophu.law.model import Book
from baophu.steering.errors import WrongBoundaries
from baophu.steering.services import boundaries
from baophu.steering.shown import maps


def square(lon: float, lat: float, size: float = 0.02, points: int = 1) -> list[list[float]]:
    """A square with `points` points on each side."""
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = []
    for (ax, ay), (bx, by) in pairwise(corners):
        for n in range(points):
            t = n / points
            ring.append([lon + size * (ax + (bx - ax) * t), lat + size * (ay + (by - ay) * t)])
    return [*ring, ring[0]]


def collection(book: Book, named: str = "code", points: int = 1, **change: Any) -> dict[str, Any]:
    features = []
    for code, area in book.areas.items():
        properties = {"code": {"code": code}, "name": {"NAME": area.full_name.upper()}}[named]
        geometry = {"type": "Polygon", "coordinates": [square(*area.point, points=points)]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features, **change}


def sent(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def wrong(content: bytes, book: Book) -> str:
    with pytest.raises(WrongBoundaries) as caught:
        boundaries.take("a.geojson", content, book)
    assert boundaries.kept() is None, "nothing is kept"
    return str(caught.value)


def test_units_are_matched_by_code_or_by_name_without_accents(book: Book) -> None:
    by_code = boundaries.read("a.geojson", sent(collection(book)), book)
    by_name = boundaries.read("a.geojson", sent(collection(book, "name")), book)
    assert {s.code for s in by_code.shapes} == {s.code for s in by_name.shapes} == set(book.areas)
    assert by_code.shapes == by_name.shapes
    assert (by_code.width, len(by_code.shapes)) == (1000, 54)


def test_it_is_kept_for_this_installation_until_another_comes_or_it_is_dropped(book: Book, home: Path) -> None:
    found = boundaries.take("Ranh giới.geojson", sent(collection(book)), book, "lan")
    assert boundaries.kept() == found
    assert (found.name, found.by) == ("Ranh giới.geojson", "lan")
    with pytest.raises(WrongBoundaries):
        boundaries.take("b.geojson", b"{}", book)
    assert boundaries.kept() == found
    boundaries.drop()
    boundaries.drop()
    assert boundaries.kept() is None
    assert list(home.glob("boundaries*")) == []


def test_points_that_add_nothing_are_left_out(book: Book) -> None:
    found = boundaries.read("a.geojson", sent(collection(book, points=200)), book)
    assert found.points == 54 * 801
    assert found.kept_points == 54 * 4
    assert all(re.fullmatch(r"M\d+ \d+(l-?\d+[ -]\d+){3}z", s.path) for s in found.shapes)


def test_a_border_two_units_share_is_drawn_alike(book: Book) -> None:
    """Whichever unit it is drawn for, every point of a shared border goes to the same place on the grid."""
    from baophu.steering.services.outlines import drawn

    left = [(107.0, 21.0), (107.1, 21.0), (107.1003, 21.05), (107.1, 21.1), (107.0, 21.1), (107.0, 21.0)]
    right = [(107.1, 21.0), (107.2, 21.0), (107.2, 21.1), (107.1, 21.1), (107.1003, 21.05), (107.1, 21.0)]
    shapes, height, _left = drawn({"a": [left], "b": [right]})
    assert height > 400

    def corners(path: str) -> set[tuple[int, int]]:
        numbers = [int(n) for n in re.findall(r"-?\d+", path)]
        x, y = numbers[0], numbers[1]
        found = {(x, y)}
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            found.add((x, y))
        return found

    shared = corners(shapes[0].path) & corners(shapes[1].path)
    assert len(shared) == 3


def test_features_that_are_no_unit_are_listed_and_left_out(book: Book) -> None:
    data = collection(book)
    sea = {"type": "Polygon", "coordinates": [square(107.5, 20.8)]}
    data["features"].append({"type": "Feature", "properties": {"name": "Vịnh Hạ Long"}, "geometry": sea})
    assert boundaries.read("a.geojson", sent(data), book).left_out == ("Vịnh Hạ Long",)


def test_units_that_are_missing_are_listed(book: Book) -> None:
    data = collection(book, "name")
    data["features"] = data["features"][3:]
    data["features"][0]["properties"]["NAME"] = "Xã Lạ"
    told = wrong(sent(data), book)
    assert "thiếu 4 trong 54 đơn vị" in told
    assert "Phường Hà Tu (06652)" in told
    assert "Xã Lạ" in told
    data["features"] = data["features"][30:]
    assert "và 21 đơn vị khác" in wrong(sent(data), book)


def test_a_unit_that_is_there_twice(book: Book) -> None:
    data = collection(book)
    data["features"].append(data["features"][0])
    assert "Phường Hà Tu (06652) có hai lần" in wrong(sent(data), book)


def test_latitude_before_longitude(book: Book) -> None:
    data = collection(book)
    for feature in data["features"]:
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in feature["geometry"]["coordinates"][0]]]
    assert "vĩ độ trước kinh độ" in wrong(sent(data), book)


def test_coordinates_that_are_no_degrees(book: Book) -> None:
    data = collection(book)
    for feature in data["features"]:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[x * 5000, y * 110_000] for x, y in ring]]
    assert "không phải là độ" in wrong(sent(data), book)
    elsewhere = collection(book)
    for feature in elsewhere["features"]:
        feature["geometry"]["coordinates"] = [[[x - 60, y] for x, y in feature["geometry"]["coordinates"][0]]]
    assert "không phủ địa bàn" in wrong(sent(elsewhere), book)
    other = collection(book, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3405"}})
    assert "EPSG::3405" in wrong(sent(other), book)
    assert boundaries.read(
        "a", sent(collection(book, crs={"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})), book
    )


def test_two_million_points(book: Book) -> None:
    """Whole degrees make such a file small enough to be read; its points are counted before anything is done."""
    ring = "[107,21]," * 2_000_000
    feature = f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[[{ring}[107,21]]]}}}}'
    content = f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()
    assert len(content) < boundaries.LARGEST
    assert "2.000.001 điểm" in wrong(content, book)
    assert "lớn hơn 20 MB" in wrong(b" " * (boundaries.LARGEST + 1), book)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"not json", b"[]", b'{"type": "FeatureCollection"}', b'{"type": "Topology", "objects": {}}',
        b'{"type": "FeatureCollection", "features": []}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_geojson(content: bytes, book: Book) -> None:
    assert "không phải GeoJSON" in wrong(content, book)


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (None, "rỗng"),
        ({"type": "Point", "coordinates": [107, 21]}, "Point"),
        ({"type": "Polygon", "coordinates": [[[107, 21], [107, 22]]]}, "không đọc được"),
        ({"type": "Polygon", "coordinates": [["a", "b", "c", "d"]]}, "không đọc được"),
        ({"type": "Polygon", "coordinates": [[[107, None]] * 5]}, "không đọc được"),
        ({"type": "Polygon", "coordinates": 7}, "không đọc được"),
        ({"type": "Polygon"}, "không đọc được"),
    ],
)
def test_areas_that_are_none(geometry: object, said: str, book: Book) -> None:
    data = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": geometry}]}
    assert said in wrong(sent(data), book)


def test_numbers_that_are_none(book: Book) -> None:
    content = sent(collection(book)).replace(b"107.154", b"NaN", 1)
    assert "không đọc được" in wrong(content, book)


def test_a_name_in_the_file_is_text_on_the_page(book: Book) -> None:
    """Nothing of a file's words or numbers gets into the drawing but whole numbers of ours."""
    data = collection(book)
    data["features"][0]["properties"]["name"] = '"><script>alert(1)</script>'
    found = boundaries.take('"><img src=x>.geojson', sent(data), book)
    drawn = str(maps.ShapeMap(maps.drawn("", maps.MEASURES[0], book, {}, lambda c: "/", None), found))  # type: ignore[arg-type]
    assert "<script>" not in drawn
    assert "<img" not in drawn
