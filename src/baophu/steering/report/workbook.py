"""The report as a workbook: a sheet a table, native charts, the source of every row in a column of its own."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter

from baophu.pages.columns import Kind
from baophu.pages.written import cell
from baophu.steering.report.contents import Chart, Contents, Table
from baophu.steering.report.drawings import tokens

FIRST_ROW = 4
FORMATS: dict[Kind, str] = {"number": "#,##0", "money": '#,##0 "₫"', "percent": "0.00%"}


def xlsx(contents: Contents, site: str) -> bytes:
    """The report as xlsx; `site` stands before addresses."""
    kept = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    writer = _Writer(xlsxwriter.Workbook(kept, options), contents, site.rstrip("/"))
    writer.key_figures()
    for table in contents.tables:
        writer.table(table)
    writer.sources()
    writer.close()
    return kept.getvalue()


class _Writer:
    def __init__(self, book: Any, contents: Contents, site: str) -> None:
        self.book, self.contents, self.site = book, contents, site
        self.addresses = {s.number: s.address for s in contents.sources}
        self.bold = book.add_format({"bold": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.mark = book.add_format({"bold": True, "font_color": "#7a5200"})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": tokens()["--jade-wash"]}
        )
        self.link = book.add_format({"font_color": "#0b5f6b", "underline": 1, "font_size": 9})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.kinds = {
            (k, b): book.add_format({"num_format": f, "bold": b}) for k, f in FORMATS.items() for b in (False, True)
        }
        self.names: set[str] = set()

    def key_figures(self) -> None:
        """The single figures, each with its source."""
        sheet = self._sheet(self.contents.words["key_figures"], self.contents.subtitle)
        for at, (head, width) in enumerate((("", 48), ("", 18), ("", 46), (self.contents.words["source"], 70))):
            sheet.set_column(at, at, width)
            sheet.write_string(FIRST_ROW, at, head, self.head)
        for row, figure in enumerate(self.contents.figures, start=FIRST_ROW + 1):
            sheet.write_string(row, 0, figure.label)
            self._cell(sheet, row, 1, figure.value, figure.kind, False)
            sheet.write_string(row, 2, figure.note)
            self._source(sheet, row, 3, figure.source)
        below = FIRST_ROW + len(self.contents.figures) + 3
        for row, (name, value) in enumerate(self.contents.about, start=below):
            sheet.write_string(row, 0, name, self.bold)
            sheet.write_string(row, 1, value)

    def table(self, table: Table) -> None:
        """A table on a sheet of its own."""
        sheet = self._sheet(table.title, table.title)
        last = len(table.columns)
        for at, (head, kind) in enumerate(table.columns):
            longest = max((len(cell(r[at], kind)) for r in table.rows), default=10)
            sheet.set_column(at, at, max(11, min(60, longest + 2)))
            sheet.write_string(FIRST_ROW, at, head, self.head)
        sheet.write_string(FIRST_ROW, last, self.contents.words["source"], self.head)
        sheet.set_column(last, last, 60)
        row = FIRST_ROW
        for row, (values, source) in enumerate(zip(table.rows, table.sources, strict=True), start=FIRST_ROW + 1):
            bold = table.bold and row == FIRST_ROW + len(table.rows)
            for at, (value, (_head, kind)) in enumerate(zip(values, table.columns, strict=True)):
                self._cell(sheet, row, at, value, kind, bold)
            self._source(sheet, row, last, source)
        if table.note:
            sheet.write_string(row + 2, 0, table.note)
        sheet.freeze_panes(FIRST_ROW + 1, 1)
        if table.rows:
            sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + len(table.rows) - int(table.bold), last)
        if table.chart is not None and table.rows:
            self._chart(sheet, table, table.chart)
        self._paper(sheet)

    def sources(self) -> None:
        """Every source with its number, address and words."""
        words = self.contents.words
        sheet = self._sheet(words["sources"], words["sources"])
        sheet.write_string(2, 0, words["sources_note"])
        for at, (head, width) in enumerate((("#", 6), (words["source"], 60), ("", 90))):
            sheet.set_column(at, at, width)
            sheet.write_string(FIRST_ROW, at, head, self.head)
        for row, source in enumerate(self.contents.sources, start=FIRST_ROW + 1):
            sheet.write_number(row, 0, source.number)
            sheet.write_string(row, 1, source.what)
            sheet.write_url(row, 2, f"{self.site}{source.address}", self.link, source.address)
        self._paper(sheet)

    def close(self) -> None:
        on = self.contents.on
        self.book.set_properties(
            {
                "title": f"{self.contents.title} {self.contents.subtitle}",
                "comments": self.contents.simulated,
                "created": datetime(on.year, on.month, on.day),
            }
        )
        self.book.close()

    def _sheet(self, name: str, title: str) -> Any:
        short = "".join(c for c in name if c not in "[]:*?/\\")[:28].strip()
        number = 2
        while short in self.names:
            short, number = f"{short[:25]} {number}", number + 1
        self.names.add(short)
        sheet = self.book.add_worksheet(short)
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, self.contents.simulated, self.mark)
        return sheet

    def _cell(self, sheet: Any, row: int, at: int, value: Any, kind: Kind, bold: bool) -> None:
        style = self.kinds.get((kind, bold), self.bold if bold else None)
        if value is None:
            return
        if kind in FORMATS:
            sheet.write_number(row, at, float(Fraction(value)) if kind == "percent" else int(value), style)
        else:
            sheet.write_string(row, at, cell(value, kind), style)

    def _source(self, sheet: Any, row: int, at: int, number: int) -> None:
        address = self.addresses[number]
        sheet.write_url(row, at, f"{self.site}{address}", self.link, f"[{number}] {address}")

    def _chart(self, sheet: Any, table: Table, spec: Chart) -> None:
        """A chart of the workbook's own, right of the table."""
        chart = self.book.add_chart({"type": spec.shape})
        last = FIRST_ROW + len(table.rows) - int(table.bold)
        name = sheet.get_name()
        for n, column in enumerate(spec.columns):
            chart.add_series(
                {
                    "name": [name, FIRST_ROW, column],
                    "categories": [name, FIRST_ROW + 1, 0, last, 0],
                    "values": [name, FIRST_ROW + 1, column, last, column],
                    "line": {"color": tokens()[f"--c{n + 1}"], "width": 2.25}
                    if spec.shape == "line"
                    else {"none": True},
                    "fill": {"color": tokens()[f"--c{n + 1}"]},
                }
            )
        chart.set_title({"name": spec.title, "name_font": {"size": 12}})
        axis: dict[str, Any] = {
            "num_format": FORMATS.get(table.columns[spec.columns[0]][1], "General"),
            "major_gridlines": {"visible": True},
        }
        known = [float(r[c]) for r in table.rows for c in spec.columns if r[c] is not None]
        if table.columns[spec.columns[0]][1] == "percent" and known:
            axis["min"] = int(min(known) * 20) / 20  # from the twentieth below: the differences are what matters
        if spec.shape == "bar":
            chart.set_x_axis(axis)
            chart.set_y_axis({"reverse": True})
            chart.set_size({"width": 640, "height": max(320, 18 * len(table.rows))})
        else:
            chart.set_y_axis(axis)
            chart.set_size({"width": 760, "height": 360})
        chart.set_legend({"none": True} if len(spec.columns) == 1 else {"position": "bottom"})
        sheet.insert_chart(FIRST_ROW, len(table.columns) + 2, chart, {"description": spec.title})

    def _paper(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW)
        sheet.set_footer(f"&L{self.contents.simulated}&R&P / &N")
