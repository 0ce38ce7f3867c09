"""Open a stored file as a sheet, by what it is and not by what it is called."""

from __future__ import annotations

from pathlib import Path

from baophu.imports import limits
from baophu.imports.errors import FileRefused
from baophu.imports.files.excel import read_sheet, refuse_swelling, sheet_names
from baophu.imports.files.sheet import Sheet
from baophu.imports.files.text import read_text

_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_NO_LIST = ((b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"))


def is_excel(path: Path) -> bool:
    """Whether the file is a workbook, by its first bytes."""
    return _start(path).startswith(_EXCEL)


def sheets_of(path: Path, name: str) -> list[str]:
    """The sheets that can be read; a CSV file has one, called as the file. FileRefused when it is no list at all."""
    start = _start(path)
    for mark, kind in _NO_LIST:
        if start.startswith(mark):
            raise FileRefused("not a list", kind=kind)
    if is_excel(path):
        refuse_swelling(path, limits.file_bytes())
        return sheet_names(path)
    return [name]


def open_sheet(path: Path, name: str) -> Sheet:
    """A sheet by its name. FileRefused when it cannot be read or has more rows than allowed."""
    allowed = limits.rows()
    if is_excel(path):
        return read_sheet(path, name, allowed)
    sheet = read_text(path.read_bytes(), name)
    if len(sheet.rows) > allowed:
        raise FileRefused("too many rows", rows=len(sheet.rows), allowed=allowed)
    return sheet


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)
