"""The report as PDF, set by typst. Only letters that come with typst are used: the same file on every machine."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from baophu.pages.columns import RIGHT, Kind
from baophu.pages.written import cell
from baophu.steering.report.contents import Contents, Section, Table
from baophu.steering.report.drawings import shade, tokens

TEMPLATE = Path(__file__).parent / "report.typ"
DARK = 5
SHORT = 26
"""Letters of a first column that never wraps."""
"""The first shade on which letters are light."""


def pdf(contents: Contents, site: str) -> bytes:
    """The report as PDF; `site` stands before addresses (`https://baophu.example`)."""
    with tempfile.TemporaryDirectory(prefix="baophu-report-") as name:
        folder = Path(name)
        shutil.copyfile(TEMPLATE, folder / "report.typ")
        data = _data(contents, site.rstrip("/"), folder)
        (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        made: bytes = typst.compile(
            str(folder / "report.typ"), root=str(folder), ignore_system_fonts=True, format="pdf"
        )
    return made


def _data(contents: Contents, site: str, folder: Path) -> dict[str, Any]:
    shown = [t for t in contents.tables if t.only != "workbook"]
    used = {n for t in shown for n in t.sources} | {f.source for f in contents.figures}
    used |= {t.source for s in contents.sections for t in s.sentences if t.source is not None}
    return {
        "title": contents.title,
        "subtitle": contents.subtitle,
        "language": contents.language,
        "simulated": contents.simulated,
        "heading": dict(contents.heading),
        "words": dict(contents.words),
        "site": site,
        "sections": [_section(s, n, folder) for n, s in enumerate(contents.sections)],
        "sources": [
            {"number": s.number, "what": s.what, "address": s.address, "broken": _breakable(s.address)}
            for s in contents.sources
            if s.number in used
        ],
        "about": [list(pair) for pair in contents.about],
    }


def _section(section: Section, number: int, folder: Path) -> dict[str, Any]:
    drawing = ""
    if section.drawing:
        drawing = f"drawing-{number}.svg"
        (folder / drawing).write_text(section.drawing, encoding="utf-8")
    return {
        "heading": section.heading,
        "figures": [
            {"label": f.label, "text": cell(f.value, f.kind), "source": f.source, "note": f.note}
            for f in section.figures
        ],
        "sentences": [{"text": t.text, "source": t.source} for t in section.sentences],
        "drawing": drawing,
        "drawing_title": section.drawing_title,
        "tiles": [
            {"column": t.column, "row": t.row, "name": t.name, "text": t.text, **_colours(t.shade)}
            for t in section.tiles
        ],
        "tiles_title": section.tiles_title,
        "tiles_key": [{"text": text, **_colours(n)} for n, text in section.tiles_key],
        "tables": [_table(t) for t in section.tables if t.only != "workbook"],
    }


def _colours(number: int | None) -> Mapping[str, str]:
    if number is None:
        return {"fill": tokens()["--sunk"], "ink": tokens()["--ink-quiet"]}
    return {"fill": shade(number), "ink": "#ffffff" if number >= DARK else tokens()["--ink"]}


def _table(table: Table) -> dict[str, Any]:
    kinds: list[Kind] = [kind for _head, kind in table.columns]
    rows = [[cell(v, k) for v, k in zip(row, kinds, strict=True)] for row in table.rows]
    return {
        "title": table.title,
        "columns": [head for head, _kind in table.columns],
        "right": [kind in RIGHT for kind in kinds],
        "widths": [*_widths([head for head, _kind in table.columns], rows, kinds), 0],
        "rows": [{"cells": cells, "source": n} for cells, n in zip(rows, table.sources, strict=True)],
        "bold": table.bold,
        "note": table.note,
    }


def _widths(heads: list[str], rows: list[list[str]], kinds: list[Kind]) -> list[float]:
    """Columns share the line by the length of what stands in them; heads wrap between words. 0: as wide as needed.

    Money is never broken, so beside columns of words it takes what it needs.
    """
    longest = [max((len(row[at]) for row in rows), default=1) for at in range(len(kinds))]
    words = any(kind not in RIGHT and n > SHORT for kind, n in zip(kinds, longest, strict=True))
    found: list[float] = []
    for at, (head, kind, most) in enumerate(zip(heads, kinds, longest, strict=True)):
        word = max(len(w) for w in head.split() or [""])
        if (at == 0 and most <= SHORT) or (kind == "money" and words):
            found.append(0)
        elif kind in RIGHT or most < 13:
            found.append(1.15 * max(6, most, word) / 20)
        else:
            found.append(max(1.0, min(most, 60) / 20))
    return found


def _breakable(address: str) -> str:
    """An address that may be broken over lines behind its signs."""
    return "".join(f"{c}\N{ZERO WIDTH SPACE}" if c in "/?&=-%" else c for c in address)
