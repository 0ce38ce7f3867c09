"""CSV as it comes: whatever encoding and delimiter."""

from __future__ import annotations

import codecs
import csv
import unicodedata
from collections import Counter

from baophu.imports.errors import FileRefused
from baophu.imports.files.sheet import Cell, Sheet
from baophu.imports.files.vietnamese import old_letters, windows_1258

DELIMITERS = ",;\t|"
LOOKED_AT = 60
"""Lines by which the delimiter is told."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str:
    """The text of a file, composed (NFC). FileRefused for TCVN3, VNI and whatever is not text."""
    text = _decoded(content)
    if "\x00" in text:
        raise FileRefused("not text")
    return unicodedata.normalize("NFC", text)


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if _looks_utf16(content):
        return _strictly(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text or not content:
        _refuse_old_letters(text)
        return text
    composed = windows_1258(content)
    if composed is not None:
        return composed
    _refuse_old_letters(content.decode("cp1252", errors="replace"))
    raise FileRefused("unknown encoding")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused("broken encoding", encoding=encoding.upper(), place=error.start) from error


def _looks_utf16(content: bytes) -> bool:
    """Text without a mark in which every second byte of the beginning is zero."""
    start = content[:200]
    return len(start) >= 4 and max(start[::2].count(0), start[1::2].count(0)) > len(start) * 0.3


def _refuse_old_letters(text: str) -> None:
    if old := old_letters(text[:200_000]):
        raise FileRefused("old letters", old=old)


def read_text(content: bytes, name: str) -> Sheet:
    """The one sheet of a CSV file. FileRefused when it is not text or a quotation mark is never closed."""
    text = decode(content)
    delimiter = _delimiter(text)
    csv.field_size_limit(1 << 20)
    try:
        rows: list[list[Cell]] = [
            [cell.strip() or None for cell in row]
            for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
        ]
    except csv.Error as error:
        raise FileRefused("broken csv", error=str(error)) from error
    return Sheet(name, rows)


def _delimiter(text: str) -> str:
    """The delimiter by which most lines have the same number of cells, and more than one."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:LOOKED_AT]

    def worth(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return times, width

    return max(DELIMITERS, key=worth)
