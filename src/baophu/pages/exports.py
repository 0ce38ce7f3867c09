"""Lists as files. No cell is ever a formula, and simulated people are said to be so in every row."""

from __future__ import annotations

import csv as csv_module
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from baophu.pages import sources
from baophu.pages.columns import Column
from baophu.pages.texts import said
from baophu.pages.written import cell, span  # noqa: F401
from baophu.pages.written import day as day_text

if TYPE_CHECKING:
    from baophu.pages.lists import List

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(text: str) -> str:
    """A text that no spreadsheet reads as a formula: one that begins like one gets an apostrophe."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def plain(column: Column, row: Any) -> str | int | float | date | None:
    """A cell of a file: numbers and days as such, everything else as text."""
    value = column.of(row)
    if value is None or value == "":
        return None
    match column.kind:
        case "number" | "money":
            return int(value)
        case "percent":
            return float(Fraction(value))
        case "day":
            return value.date() if isinstance(value, datetime) else value
        case "html":
            return strip_tags(str(value))
        case _:
            return cell(value, column.kind)


def name_of(shown: List, ending: str) -> str:
    """`the-sap-het-han-20261127-mo-phong.csv`."""
    mark = "-mo-phong" if sources.simulated() else ""
    return f"{shown.name}-{sources.day(shown.request):%Y%m%d}{mark}.{ending}"


def csv(shown: List) -> HttpResponseBase:
    """The list as CSV in UTF-8 with a mark Excel knows it by, streamed."""
    columns, simulated = shown.export_columns, sources.simulated()

    def lines() -> Iterator[str]:
        buffer = StringIO()
        writer = csv_module.writer(buffer)
        source = [_("Nguồn dữ liệu")] if simulated else []
        mark = [_("Dữ liệu mô phỏng")] if simulated else []
        yield "\N{BYTE ORDER MARK}"
        writer.writerow([*(safe(said(c.label)) for c in columns), *source])
        for thing in shown.everything():
            writer.writerow([*(_csv_cell(c, thing) for c in columns), *mark])
            if buffer.tell() > 32_000:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name_of(shown, "csv")}"'
    return response


def _csv_cell(column: Column, row: Any) -> str | int | float:
    value = plain(column, row)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else value


def xlsx(shown: List) -> HttpResponse:
    """The list as a workbook: title, what it speaks of, heads that stay in view, a filter on each."""
    kept = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(kept, options)
    sheet = book.add_worksheet(_("Danh sách"))
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "mark": book.add_format({"bold": True, "font_color": "#7a5200"}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#deeee8"}),
        "number": book.add_format({"num_format": "#,##0"}),
        "money": book.add_format({"num_format": '#,##0 "₫"'}),
        "percent": book.add_format({"num_format": "0.00%"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
    }
    columns = shown.export_columns
    mark = _("Dữ liệu mô phỏng: không ai trong đây là người thật.") if sources.simulated() else ""
    sheet.write_string(0, 0, said(shown.title), formats["title"])
    sheet.write_string(1, 0, _("Số liệu tính đến ngày %(day)s") % {"day": day_text(sources.day(shown.request))})
    sheet.write_string(2, 0, mark, formats["mark"])
    for at, column in enumerate(columns):
        sheet.set_column(at, at, 14 if column.kind != "text" else 26)
        sheet.write_string(4, at, said(column.label), formats["head"])
    line = 4
    for line, thing in enumerate(shown.everything(), start=5):
        for at, column in enumerate(columns):
            _write(sheet, line, at, plain(column, thing), formats.get(column.kind))
    sheet.freeze_panes(5, 0)
    sheet.autofilter(4, 0, line, max(0, len(columns) - 1))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(4)
    sheet.set_footer(f"&L{mark}&R&P / &N")
    book.set_properties({"title": said(shown.title), "comments": mark, "created": timezone.now().replace(tzinfo=None)})
    book.close()
    response = HttpResponse(kept.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name_of(shown, "xlsx")}"'
    return response


def _write(sheet: Any, line: int, at: int, value: str | int | float | date | None, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(line, at, datetime(value.year, value.month, value.day), style)
    elif isinstance(value, int | float):
        sheet.write_number(line, at, value, style)
    else:
        sheet.write_string(line, at, value)
