"""Drawings of pages put on paper: the light theme's colours in place of its tokens, and no links."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import baophu.pages

_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USED = re.compile(r"var\((--[\w-]+)\)")


@cache
def tokens() -> dict[str, str]:
    """The colours of the light theme, from the design tokens: the first block of the style sheet."""
    sheet = Path(baophu.pages.__file__).parent / "static" / "pages" / "tokens.css"
    light = sheet.read_text(encoding="utf-8").partition(":root {")[2].partition("\n}")[0]
    return {name: value.strip() for name, value in _TOKEN.findall(light)}


def on_paper(svg: str) -> str:
    """A drawing that stands by itself: tokens as colours, links taken out, letters of the report."""
    drawn = _USED.sub(lambda m: tokens().get(m.group(1), "#000000"), svg)
    drawn = re.sub(r"<a [^>]*>|</a>", "", drawn)
    return drawn.replace("system-ui, sans-serif", "Libertinus Serif")


def shade(number: int) -> str:
    """The colour of a shade of the map, from 0 to 6."""
    return tokens()[f"--q{number}"]
