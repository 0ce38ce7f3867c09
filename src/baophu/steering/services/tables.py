"""An assignment table, one row a unit (or agency): xlsx, xls, ods or csv in, targets out. Nothing is written here.

Columns are known by their heads, in either language and without accents: a unit (code or name) or an agency, a target
(`95,5`, `95.5%`, or 0.955 as a spreadsheet keeps a percent), and where given the year, the agency that answers, the
person responsible and the telephone. Rows above the heads (title, number of the decision) and rows without any value
are passed over; a row of the whole (`Toàn tỉnh`) is the province's target.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from baophu.law.model import Book, Text
from baophu.registry.names import fold
from baophu.steering.errors import Problem, WrongTargets
from baophu.steering.services.agencies import Named
from baophu.steering.services.targets import WHOLE, Assignment

LARGEST = 2_000_000
"""Bytes of a table; one of a thousand rows has about 50,000."""
MOST_ROWS = 2_000

HEADS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma", "ma don vi", "ma xa", "ma dvhc", "code", "unit code"),
    "unit": ("don vi", "ten don vi", "xa phuong", "xa phuong dac khu", "dia phuong", "dia ban", "unit", "unit name"),
    "coverage": ("chi tieu", "ty le", "ty le bao phu", "bao phu", "chi tieu bao phu", "chi tieu ty le bao phu",
                 "target", "coverage", "coverage target"),
    "year": ("nam", "year"),
    "agency": ("co quan", "co quan chiu trach nhiem", "don vi chiu trach nhiem", "agency", "responsible agency"),
    "person": ("nguoi phu trach", "nguoi chiu trach nhiem", "phu trach", "responsible", "responsible person", "person"),
    "phone": ("dien thoai", "so dien thoai", "phone", "telephone"),
}  # fmt: skip
PROVINCE = ("toan tinh", "tinh", "whole province", "province", "tong", "tong cong", "total")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text: its heads by meaning (column number) and its rows, each with its number in the file."""

    heads: Mapping[str, int]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read(name: str, content: bytes, book: Book, year: int) -> tuple[Assignment, ...]:
    """The assignments of a table; `year` where it has no column of years.

    WrongTargets with every row that cannot be read: no such unit, no share, two meanings.
    """
    sheet = _sheet(name, content)
    units = _units(book)
    problems: list[Problem] = []
    found: list[Assignment] = []
    for number, row in sheet.rows:
        if all(_empty(v) for v in row):
            continue
        try:
            found.append(_assignment(number, row, sheet.heads, units, year))
        except _Wrong as wrong:
            problems += wrong.problems
    if not found and not problems:
        problems.append(Problem("file", Text("Bảng không có dòng nào.", "The table has no row.")))
    if problems:
        raise WrongTargets(problems)
    return tuple(found)


class _Wrong(Exception):
    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


def _assignment(
    number: int, row: Sequence[Any], heads: Mapping[str, int], units: Mapping[str, str | None], year: int
) -> Assignment:
    def cell(name: str) -> str:
        at = heads.get(name)
        return "" if at is None or at >= len(row) else _text(row[at])

    unit, agency = _who(number, cell, units)
    raw = row[heads["coverage"]] if heads["coverage"] < len(row) else None
    return Assignment(unit, _year(number, cell("year"), year), coverage(raw, number), agency, row=number)


def _who(number: int, cell: Any, units: Mapping[str, str | None]) -> tuple[str, Named | None]:
    """The unit's code (empty: the province or an agency of its own) and the agency."""
    code, name = cell("code"), cell("unit")
    agency = Named(cell("agency"), person=cell("person"), phone=cell("phone")) if cell("agency") else None
    if code:
        return code.zfill(5) if code.isdigit() else code, agency
    key = fold(name)
    if not key:
        if agency is not None:
            return "", agency
        raise _Wrong(Problem("unit", Text("Thiếu đơn vị hoặc cơ quan.", "A unit or an agency is missing."), number))
    if key in PROVINCE:
        return "", agency
    if key not in units:
        text = Text(
            f"Không có đơn vị nào tên “{name}” trong sổ luật; hãy ghi mã đơn vị.",
            f"The law book lists no unit called “{name}”; give its code.",
        )
        raise _Wrong(Problem("unit", text, number))
    found = units[key]
    if found is None:
        text = Text(
            f"“{name}” là tên của nhiều đơn vị; hãy ghi mã hoặc ghi đủ phường, xã.",
            f"“{name}” is the name of several units; give the code, or the name with phường or xã.",
        )
        raise _Wrong(Problem("unit", text, number))
    return found, agency


def _year(number: int, text: str, year: int) -> int:
    if not text:
        return year
    if text.isdigit() and len(text) == 4:
        return int(text)
    raise _Wrong(Problem("year", Text(f"“{text}” không phải là năm.", f"“{text}” is not a year."), number))


def share(text: str) -> int:
    """A share typed into a form, in hundredths of a percent: `95,5` is 9550, and 1 is one percent.

    WrongTargets when it is none.
    """
    try:
        return coverage(text if text.strip().endswith("%") else f"{text} %")
    except _Wrong as wrong:
        raise WrongTargets(wrong.problems) from None


def coverage(value: Any, row: int | None = None) -> int:
    """A share as it is written or kept in a cell, in hundredths of a percent: `95,5`, `95.5 %`, 0.955, 95.5.

    A number up to 1 is a part of one, as a spreadsheet keeps percents (1 is everybody); _Wrong otherwise.
    """
    written = _text(value)
    marked = written.endswith("%")
    text = written.rstrip("% ").replace(",", ".").replace(" ", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        said = f"“{written}”" if written else "ô trống"
        said_en = f"“{written}”" if written else "an empty cell"
        text_of = Text(f"{said} không phải là tỷ lệ; hãy ghi như 95,5.", f"{said_en} is no share; write it as 95.5.")
        raise _Wrong(Problem("coverage", text_of, row))
    share = number * (WHOLE if number <= 1 and not marked else WHOLE // 100)
    if share != share.to_integral_value():
        text_of = Text(
            f"Chỉ tiêu {written} có quá hai chữ số thập phân.", f"A target of {written} has more than two decimals."
        )
        raise _Wrong(Problem("coverage", text_of, row))
    return int(share)


def _units(book: Book) -> dict[str, str | None]:
    """Codes by folded name, plain and with its kind (phường, xã); None where a name is of several units."""
    found: dict[str, str | None] = {}
    for code, area in book.areas.items():
        for name in {fold(area.name), fold(area.full_name)}:
            found[name] = None if name in found and found[name] != code else code
    return found


def _sheet(name: str, content: bytes) -> Sheet:
    if len(content) > LARGEST:
        raise _refused(
            f"Tệp lớn hơn {LARGEST // 1_000_000} MB; hãy chỉ giữ bảng giao chỉ tiêu.",
            f"The file is larger than {LARGEST // 1_000_000} MB; keep only the table of targets.",
        )
    rows = _csv(content) if name.lower().endswith((".csv", ".txt")) else _workbook(content)
    if len(rows) > MOST_ROWS:
        raise _refused(f"Bảng có hơn {MOST_ROWS} dòng.", f"The table has more than {MOST_ROWS} rows.")
    for at, row in enumerate(rows):
        heads = _heads(row)
        if "coverage" in heads and heads.keys() & {"code", "unit", "agency"}:
            return Sheet(heads, tuple((i + 1, tuple(r)) for i, r in enumerate(rows) if i > at))
    raise _refused(
        "Không tìm thấy dòng tiêu đề: cần một cột đơn vị (mã hoặc tên) và một cột chỉ tiêu.",
        "There is no row of heads: a column of units (code or name) and one of targets are needed.",
    )


def _heads(row: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, value in enumerate(row):
        key = fold(_text(value).partition("(")[0].replace("%", " "))
        # a head often carries the year: "Chỉ tiêu năm 2026"
        words = [w for w in key.split() if not (w.isdigit() and len(w) == 4)]
        key = " ".join(words[:-1] if len(words) > 1 and words[-1] == "nam" else words)
        for meaning, names in HEADS.items():
            if key in names and meaning not in found:
                found[meaning] = at
    return found


def _csv(content: bytes) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            "Tệp CSV không phải mã UTF-8; hãy lưu lại dạng “CSV UTF-8”.",
            "The CSV file is not UTF-8; save it as “CSV UTF-8”.",
        ) from error
    head = text[:2000]
    mark = max(";\t,", key=head.count)
    return [list(row) for row in csv.reader(StringIO(text), delimiter=mark)]


def _workbook(content: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise _refused(
            "Không mở được tệp này; hãy đưa tệp .xlsx, .xls, .ods hoặc .csv.",
            "This file cannot be opened; give an .xlsx, .xls, .ods or .csv file.",
        ) from error


def _refused(vi: str, en: str) -> WrongTargets:
    return WrongTargets([Problem("file", Text(vi, en))])


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return " ".join(str(value).split()) if value is not None else ""


def _empty(value: Any) -> bool:
    return not _text(value)
