"""Setting our own papers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baophu.pages import setting

TEMPLATES = Path(__file__).parent.parent / "typst"


def pdf(template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """A template of ours set with its data; `files` stand beside it under their names."""
    return setting.pdf(TEMPLATES, template, data, files)
