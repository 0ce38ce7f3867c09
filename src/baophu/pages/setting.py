"""Setting papers by typst: Noto Sans where the machine has it, else the letters that come with typst."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

FAMILIES = ("Noto Sans", "Libertinus Serif")
"""Letters in the order of choice; the second comes with typst and has all of Vietnamese."""

PLACES = ("/usr/share/fonts/truetype/noto", "/usr/share/fonts/noto", "/usr/share/fonts/google-noto")
FILES = tuple(f"NotoSans-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic"))


@cache
def font_files() -> tuple[Path, ...]:
    """Noto Sans as Debian's fonts-noto-core and others install it; nothing where it is not."""
    for place in map(Path, PLACES):
        found = tuple(place / name for name in FILES if (place / name).exists())
        if found:
            return found
    return ()


def pdf(templates: Path, name: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """The template `name` of a folder set with its data; `files` stand beside it under their names.

    The template reads `data.json`, in which `families` are the letters there are.
    """
    with tempfile.TemporaryDirectory(prefix="baophu-papers-") as made_in:
        folder = Path(made_in)
        for source in templates.glob("*.typ"):
            shutil.copyfile(source, folder / source.name)
        fonts = folder / "fonts"
        fonts.mkdir()
        for file in font_files():  # only these: reading hundreds of Noto's other scripts takes seconds
            (fonts / file.name).symlink_to(file)
        for key, content in (files or {}).items():
            (folder / key).write_bytes(content)
        told = {**data, "families": list(FAMILIES if font_files() else FAMILIES[1:])}
        (folder / "data.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        made: bytes = typst.compile(
            str(folder / f"{name}.typ"),
            root=str(folder),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format="pdf",
        )
    return made
