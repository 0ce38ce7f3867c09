"""An assignment table is read as it comes, and refused with every row that cannot be read."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from baophu.law.model import Book
from baophu.steering.errors import WrongTargets
from baophu.steering.services import tables
from baophu.steering.services.agencies import Named
from baophu.steering.services.targets import Assignment


def xlsx(*rows: tuple[Any, ...], percent: bool = False) -> bytes:
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet()
    style = book.add_format({"num_format": "0.0%"}) if percent else None
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value, style if isinstance(value, float) else None)
    book.close()
    return kept.getvalue()


def problems(book: Book, name: str, content: bytes) -> list[str]:
    with pytest.raises(WrongTargets) as caught:
        tables.read(name, content, book, 2026)
    return [str(p) for p in caught.value.problems]


def test_a_table_as_it_comes_from_an_office(book: Book) -> None:
    content = xlsx(
        ("BAN CHỈ ĐẠO",),
        ("Giao chỉ tiêu bao phủ BHYT năm 2026",),
        (),
        ("TT", "Mã ĐVHC", "Xã, phường, đặc khu", "Chỉ tiêu tỷ lệ bao phủ (%) năm 2026", "Người phụ trách",
         "Số điện thoại", "Cơ quan"),
        (1, "06652", "Phường Hà Tu", 96.5, "Trần Văn Bình", "0912345678", "UBND phường Hà Tu"),
        (2, 6838, "x. Bình Liêu", "99,25", None, None, None),
        (None, None, "Đặc khu Cô Tô", "100%", None, None, None),
        (None, None, "Toàn tỉnh", 96, None, None, None),
        (),
    )  # fmt: skip
    assert tables.read("a.xlsx", content, book, 2026) == (
        Assignment("06652", 2026, 9650, Named("UBND phường Hà Tu", person="Trần Văn Bình", phone="0912345678"), row=5),
        Assignment("06838", 2026, 9925, None, row=6),
        Assignment("07192", 2026, 10_000, None, row=7),
        Assignment("", 2026, 9600, None, row=8),
    )


def test_percents_as_a_spreadsheet_keeps_them(book: Book) -> None:
    content = xlsx(("Mã", "Chỉ tiêu"), ("06652", 0.965), ("06838", 1.0), percent=True)
    assert [a.coverage for a in tables.read("a.xlsx", content, book, 2026)] == [9650, 10_000]


@pytest.mark.parametrize(
    ("written", "coverage"),
    [("95,5", 9550), ("95.5 %", 9550), ("0,955", 9550), (" 95 ", 9500), (100, 10_000), (1, 10_000), (95.55, 9555)],
)
def test_shares_as_they_are_written(written: object, coverage: int) -> None:
    assert tables.coverage(written) == coverage


def test_a_share_typed_into_a_form_is_a_percent() -> None:
    assert tables.share("95,5") == 9550
    assert tables.share("1") == 100
    for text in ("", "chín lăm", "95,555", "∞"):
        with pytest.raises(WrongTargets):
            tables.share(text)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_of_any_mark(book: Book, mark: str) -> None:
    rows = [["Đơn vị", "Chỉ tiêu", "Năm"], ["Phường Hà Tu", '"96,5"' if mark == "," else "96,5", "2027"]]
    content = "\ufeff" + "\n".join(mark.join(row) for row in rows)
    assert tables.read("a.csv", content.encode(), book, 2026) == (Assignment("06652", 2027, 9650, None, row=2),)


def test_every_row_that_cannot_be_read_is_named(book: Book) -> None:
    told = problems(
        book,
        "a.xlsx",
        xlsx(
            ("Mã", "Đơn vị", "Chỉ tiêu", "Năm"),
            (None, "Phường Không Có", 95, 2026),
            ("06652", None, "nhiều", 2026),
            ("06838", None, 95, "năm nay"),
            (None, None, 95, None),
            ("06685", None, 95.555, 2026),
        ),
    )
    assert [t.split(":")[0] for t in told] == ["Dòng 2", "Dòng 3", "Dòng 4", "Dòng 5", "Dòng 6"]
    assert "“Phường Không Có”" in told[0]
    assert "hai chữ số thập phân" in told[4]


def test_files_that_are_no_table(book: Book) -> None:
    assert "Không mở được" in problems(book, "a.xlsx", b"PK\x03\x04 nonsense")[0]
    assert "Không mở được" in problems(book, "a.xlsx", b"")[0]
    assert "UTF-8" in problems(book, "a.csv", "Đơn vị;Chỉ tiêu\nHà Tu;95".encode("utf-16"))[0]
    assert "dòng tiêu đề" in problems(book, "a.csv", b"a;b\n1;2")[0]
    assert "không có dòng nào" in problems(book, "a.csv", "Đơn vị;Chỉ tiêu\n;\n".encode())[0]
    assert "lớn hơn 2 MB" in problems(book, "a.csv", b" " * (tables.LARGEST + 1))[0]
    many = "Đơn vị;Chỉ tiêu\n" + "Hà Tu;95\n" * 2100
    assert "hơn 2000 dòng" in problems(book, "a.csv", many.encode())[0]
