"""The user's own boundaries: a GeoJSON file, checked, matched to the law book's units, simplified and kept.

What is kept is small and ours: for each unit a path of an SVG drawing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from baophu.law.model import Book
from baophu.steering.errors import WrongBoundaries
from baophu.steering.services.geojson import check_degrees, features_of, matched
from baophu.steering.services.outlines import WIDTH, Shape, drawn

LARGEST = 20_000_000
"""Bytes of a file."""
MOST_POINTS = 500_000


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
            f"Tệp lớn hơn {LARGEST // 1_000_000} MB; hãy đơn giản hoá đường ranh trước.",
            f"The file is larger than {LARGEST // 1_000_000} MB; simplify it first.",
        )
    features = features_of(content)
    points = sum(len(ring) for _, rings in features for ring in rings)
    if points > MOST_POINTS:
        raise WrongBoundaries(
            f"Tệp có {_dotted(points)} điểm, nhiều nhất {_dotted(MOST_POINTS)}; hãy đơn giản hoá đường ranh trước.",
            f"The file has {_dotted(points)} points, at most {_dotted(MOST_POINTS)} are taken; simplify it first.",
        )
    check_degrees(features, book)
    found, left_out = matched(features, book)
    shapes, height, kept_points = drawn(found)
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


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
