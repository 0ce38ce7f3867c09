"""Excel workbooks, read by calamine: values, never formulas."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from baophu.imports.errors import FileRefused
from baophu.imports.files.sheet import Area, Cell, Sheet
from baophu.imports.files.vietnamese import old_letters

SWELLS = 60
"""A workbook that unpacks to more than this many times the size allowed for files is not opened."""


def sheet_names(path: Path) -> list[str]:
    """The sheets a person sees in the workbook. FileRefused when it cannot be opened."""
    return _names(_opened(path))


def read_sheet(path: Path, name: str, rows_allowed: int) -> Sheet:
    """One sheet of a workbook by its name. FileRefused when it has more rows than allowed, or old letters."""
    book = _opened(path)
    names = _names(book)
    if name not in names:
        raise FileRefused("no such sheet", name=name, known=", ".join(names))
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > rows_allowed:
        raise FileRefused("too many rows", rows=sheet.total_height, allowed=rows_allowed)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    read = Sheet(name, rows, _merged(sheet), typed=True, others=tuple(n for n in names if n != name))
    seen = "\n".join(str(c) for row in rows[:300] for c in row if isinstance(c, str))
    if old := old_letters(seen):
        raise FileRefused("old letters", old=old)
    return read


def refuse_swelling(path: Path, allowed: int) -> None:
    """FileRefused for a workbook whose parts unpack to far more than any list (a decompression bomb)."""
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > allowed * SWELLS:
                raise FileRefused("swells")
    except zipfile.BadZipFile:
        return  # an .xls is no archive; a broken .xlsx is told when it is opened


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except PasswordError as error:
        raise FileRefused("password") from error
    except CalamineError as error:
        raise FileRefused("broken workbook", error=str(error)) from error


def _names(book: CalamineWorkbook) -> list[str]:
    seen = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not seen:
        raise FileRefused("no sheet")
    return seen


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\xa0", " ").strip() or None
    return value  # type: ignore[return-value]


def _merged(sheet: object) -> tuple[Area, ...]:
    """Merged ranges; formats that do not tell them have none."""
    ranges = getattr(sheet, "merged_cell_ranges", None) or ()
    return tuple((top, bottom, left, right) for (top, left), (bottom, right) in ranges)
