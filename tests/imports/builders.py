"""Files as offices send them, and imports brought as far as a test needs."""

from __future__ import annotations

import io
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from baophu.accounts.models import User
from baophu.imports.models import Import
from baophu.imports.services import apply, confirm, guess, preview, upload
from baophu.imports.services.previewing import Preview
from tests.accounts.builders import officer
from tests.builders import BINH_LIEU

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD"]
"""The first columns of most lists."""


def xlsx(
    rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = (), sheet: str = "Sheet1"
) -> bytes:
    """A workbook of these cells; dates as Excel dates, texts as texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    page, dated = book.add_worksheet(sheet), book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(line, column, value, dated)
            elif value is not None:
                page.write(line, column, value)
    for top, bottom, left, right in merged:
        page.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return out.getvalue()


def csv(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The same as CSV."""
    lines = [
        delimiter.join("" if v is None else f"{v:%d/%m/%Y}" if isinstance(v, date) else str(v) for v in r) for r in rows
    ]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def as_file(content: bytes, name: str = "danh-sach.xlsx") -> io.BytesIO:
    """Bytes as an uploaded file."""
    file = io.BytesIO(content)
    file.name = name
    return file


def commune_officer(*units: str) -> User:
    """An officer of a commune, Bình Liêu unless said otherwise."""
    return officer("commune", *(units or (BINH_LIEU,)))


def province_officer() -> User:
    return officer("province")


def previewed(
    content: bytes,
    kind: str,
    by: User,
    constants: MappingOf[str, str] | None = None,
    columns: MappingOf[str, Any] | None = None,
    **more: Any,
) -> tuple[Import, Preview]:
    """A list uploaded, its guessed columns confirmed (with constants), and previewed."""
    imp = upload(as_file(content), kind, by, **more)
    confirm(imp, guess(imp).corrected(columns, constants), by)
    found = preview(imp, by)
    return imp, found


def applied(content: bytes, kind: str, by: User, constants: MappingOf[str, str] | None = None, **more: Any) -> Import:
    """The same, and applied."""
    imp, _ = previewed(content, kind, by, constants, **more)
    return apply(imp, by)


def kinds(imp: Import) -> dict[int, str]:
    """Row number → kind of the last preview."""
    return dict(imp.rows.order_by("number").values_list("number", "kind"))


def said(imp: Import, row: int) -> str:
    """What is said about a row, in English."""
    return " | ".join(m["en"] for r in imp.rows.filter(number=row) for m in r.messages)
