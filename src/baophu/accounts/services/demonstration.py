"""Whether this installation is a demonstration: only then are there users with known secrets and a simulated VNeID."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def _mark() -> Path:
    return Path(settings.HOME) / "demonstration"


def is_demonstration() -> bool:
    """Whether `BAOPHU_HOME` is marked as a demonstration."""
    return _mark().exists()


def mark_as_demonstration() -> None:
    """Mark this installation: everybody in it is simulated. There is no way back but a new folder."""
    _mark().parent.mkdir(parents=True, exist_ok=True)
    _mark().write_text("Dữ liệu giả lập. Simulated data.\n", encoding="utf-8")
