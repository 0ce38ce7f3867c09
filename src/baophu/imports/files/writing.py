"""Lists on their way out: rows that were refused, with the reasons, as Excel."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

MARKS = "=+-@\t\r"
"""What makes Excel and others take a text for a formula."""


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, wherever it is saved next."""
    return f"'{text}" if text[:1] in MARKS and text[:1] else text


def workbook(sheet: str, head: Sequence[str], rows: Iterable[Sequence[str]], wide: int = 1) -> bytes:
    """One sheet of texts: the first line bold and frozen, the last `wide` columns wide. No cell is a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(sheet[:31])
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, label in enumerate(head):
        page.write_string(0, column, harmless(label), bold)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value:
                page.write_string(line, column, harmless(value), text)
    page.freeze_panes(1, 0)
    page.set_column(0, max(0, len(head) - wide - 1), 16)
    page.set_column(max(0, len(head) - wide), max(0, len(head) - 1), 60)
    book.close()
    return out.getvalue()
