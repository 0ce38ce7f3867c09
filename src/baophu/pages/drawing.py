"""A Vega-Lite specification drawn to SVG that may stand inline in a page: themed, linked to our own pages only, kept.

What Vega draws has no style attribute, so the page's policy lets it stand. While it is drawn, tokens have stand-in
colours, which become `var(--c1)` afterwards: one drawing serves both themes and print.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

SERIES = ("--c1", "--c2", "--c3", "--c4", "--c5", "--c6")
OURS = "https://baophu.invalid"
"""Stands before links while they are drawn: what comes out without it was not made here."""

_STAND_INS = {name: f"#fe00{i:02x}" for i, name in enumerate((*SERIES, "--c-axis", "--c-grid", "--ink", "--surface"))}
_VERSION = 1
_NUMBERS = {
    "decimal": ",",
    "thousands": ".",
    "grouping": [3],
    "currency": ["", "\N{NO-BREAK SPACE}₫"],
    "percent": "\N{NO-BREAK SPACE}%",
}


class UnfitDrawing(Exception):
    """A drawing that leads to another host, or holds a style or a script."""


def colour(token: str) -> str:
    """A token (`--c1` … `--c6`, `--c-axis`, `--c-grid`, `--ink`, `--surface`) as a colour of a chart."""
    return _STAND_INS[token]


def own(href: str) -> str:
    """A page of ours as a link in a mark; UnfitDrawing for any other."""
    if not href.startswith("/") or href.startswith("//"):
        raise UnfitDrawing(href)
    return OURS + href


def svg(spec: Mapping[str, Any], title: str) -> SafeString:
    """A specification as inline SVG, named for screen readers."""
    return mark_safe(_drawn(json.dumps({**spec, "config": _CONFIG}, ensure_ascii=False, sort_keys=True), title))


def warm() -> None:
    """Start the drawing engine of this process: its first picture takes a second, the next ones some 60 ms."""
    import vl_convert

    vl_convert.vegalite_to_svg({"data": {"values": []}, "mark": "point"}, allowed_base_urls=[])


@lru_cache(maxsize=256)
def _drawn(spec: str, title: str) -> str:
    """The drawing, from the folder of drawings where it was made before."""
    key = hashlib.sha256(f"{_VERSION}\n{title}\n{spec}".encode()).hexdigest()
    kept = Path(settings.HOME) / "cache" / "charts" / f"{key}.svg"
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    import vl_convert

    drawn = themed(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=_NUMBERS), title)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_text(drawn, encoding="utf-8")
    part.replace(kept)
    return drawn


def themed(drawn: str, title: str) -> str:
    """An SVG of Vega's made ours: tokens for colours, a name, our own links only, no fixed size."""
    if re.search(r"\sstyle=|<style|<script|\son\w+=", drawn):
        raise UnfitDrawing("the drawing holds a style or a script")
    for href in re.findall(r'href="([^"]*)"', drawn):
        if not href.startswith(f"{OURS}/"):
            raise UnfitDrawing(href)
    drawn = drawn.replace(OURS, "").replace(' target="undefined"', "").replace(' xlink:show="undefined"', "")
    for token, stand_in in _STAND_INS.items():
        drawn = drawn.replace(stand_in, f"var({token})")
    # marks of which there are none are no picture of anything: a reader's program must not be told of them
    drawn = re.sub(r'(<g class="mark-[^"]*") role="graphics-symbol"[^>]*?(/>|></g>)', r"\1\2", drawn)
    drawn = re.sub(r' class="marks" width="\d+" height="\d+"', ' class="marks"', drawn, count=1)
    role = "group" if "<a " in drawn else "img"
    return drawn.replace("<svg ", f'<svg role="{role}" aria-label="{escape(title)}" ', 1)


_FONT = "system-ui, sans-serif"
_CONFIG: dict[str, Any] = {
    "background": None,
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFont": _FONT,
        "labelFontSize": 13,
        "labelColor": colour("--c-axis"),
        "gridColor": colour("--c-grid"),
        "domainColor": colour("--c-axis"),
        "tickColor": colour("--c-axis"),
        "labelPadding": 6,
    },
    "axisX": {"grid": False},
    "legend": {
        "labelFontSize": 13,
        "labelFont": _FONT,
        "labelColor": colour("--ink"),
        "labelLimit": 300,
        "symbolType": "square",
    },
    "text": {"fontSize": 13, "font": _FONT},
}
