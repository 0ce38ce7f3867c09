"""Rows of a list: what each says, what is wrong with it, what is no row at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baophu.imports.catalogue import list_type
from baophu.imports.files.sheet import Sheet
from baophu.imports.reading.cells import Reader
from baophu.imports.reading.dates import Dated
from baophu.imports.reading.guessing import guess_mapping
from baophu.imports.reading.rows import Reading, ReadRow, read_rows
from baophu.imports.reading.units import Units
from baophu.registry.law import book

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Từ ngày"]
AN = ["1", "Nguyễn Văn An", "02/03/1980", "Nam", "022080000001", "01/01/2026"]


def reading(*rows: list[Any], head: list[str] | None = None, kind: str = "social-pension", **constants: str) -> Reading:
    cells = [[cell if cell != "" else None for cell in row] for row in (head or HEAD, *rows)]
    sheet, of = Sheet("s", cells), list_type(kind)
    mapping = guess_mapping(sheet, of, ["s"]).corrected(constants=constants)
    return read_rows(sheet, mapping, of, Reader(Units(), book()))


def the_row(*cells: Any, **more: Any) -> ReadRow:
    return reading(list(cells), **more).rows[0]


def faults(row: ReadRow) -> list[str]:
    return [fault.column for fault in row.faults]


def test_a_row_says_who_and_when() -> None:
    row = the_row(*AN)
    assert not row.faults
    assert row.number == 2
    assert row.values == {
        "name": "Nguyễn Văn An",
        "born": Dated(date(1980, 3, 2)),
        "sex": "m",
        "personal_id": "022080000001",
        "from": date(2026, 1, 1),
    }


def test_a_name_in_capitals_gets_its_small_letters() -> None:
    assert the_row(*[AN[0], "NGUYỄN VĂN AN", *AN[2:]]).values["name"] == "Nguyễn Văn An"


def test_every_fault_of_a_row_is_told_with_its_column() -> None:
    row = the_row("1", "An 2", "31/02/1980", "khác", "1234", "sớm")
    assert faults(row) == ["name", "born", "sex", "personal_id", "from"]
    assert all(fault.text.vi and fault.text.en for fault in row.faults)
    assert row.faults[1].cell == "31/02/1980"


def test_a_broken_row_never_loses_the_others() -> None:
    found = reading(AN, ["2", "=1+1", "02/03/1980", "Nam", "", ""], [*AN[:1], "Lê Thị Ba", *AN[2:3], "Nữ", "", ""])
    assert [bool(row.faults) for row in found.rows] == [False, True, False]


def test_an_id_of_another_sex_or_year_is_told() -> None:
    assert faults(the_row("1", "Lê Thị Ba", "02/03/1980", "Nữ", "022080000001", "")) == ["personal_id"]
    assert faults(the_row("1", "Lê Văn Ba", "02/03/1981", "Nam", "022080000001", "")) == ["personal_id"]


def test_somebody_born_tomorrow_is_refused() -> None:
    assert faults(the_row("1", "Lê Thị Ba", "02/03/2099", "Nữ", "", "")) == ["born"]


def test_a_name_alone_is_too_little() -> None:
    row = the_row("1", "Lê Thị Ba", "", "Nữ", "", "01/01/2026")
    assert faults(row) == [""]


def test_totals_titles_of_parts_and_signatures_are_no_rows() -> None:
    found = reading(
        ["Thôn Nà Ếch"],
        AN,
        ["", "Tổng cộng", "", "", "", "12"],
        ["Cộng: 1 người"],
        [],
        ["", "", "", "NGƯỜI LẬP BIỂU"],
        ["", "Hoàng Văn Chín"],
    )
    assert [row.number for row in found.rows] == [3]
    assert found.passed == (2, 4, 5, 7, 8)


def test_birth_under_nam_or_nu_tells_the_sex() -> None:
    head = ["Họ và tên", "Năm sinh Nam", "Năm sinh Nữ"]
    found = reading(["Lê Văn Tư", "1950", ""], ["Lê Thị Ba", "", "02/03/1951"], head=head)
    assert [row.values["sex"] for row in found.rows] == ["m", "f"]
    assert [row.values["born"] for row in found.rows] == [Dated(date(1950, 1, 1), "year"), Dated(date(1951, 3, 2))]


def test_a_cross_under_nam_or_nu_tells_the_sex() -> None:
    found = reading(
        ["Lê Văn Tư", "1950", "x", ""], ["Lê Thị Ba", "1951", "", "x"], head=["Họ tên", "Ngày sinh", "Nam", "Nữ"]
    )
    assert [row.values["sex"] for row in found.rows] == ["m", "f"]
    assert not any(row.faults for row in found.rows)


def test_a_value_for_the_whole_list_fills_what_rows_leave_empty() -> None:
    constants = {"from": "01/02/2026"}
    found = reading(AN, [*AN[:5], ""], **constants)
    assert [row.values["from"] for row in found.rows] == [date(2026, 1, 1), date(2026, 2, 1)]


def test_a_line_of_its_own_says_what_the_rows_below_it_are() -> None:
    head = ["STT", "Họ và tên", "Mã số BHXH", "Tiền lương", "Từ tháng, năm", "Phương án"]
    found = reading(
        ["I", "Lao động tăng"],
        ["1", "Lê Văn Tư", "2212345678", "8.000.000", "03/2026", ""],
        ["II", "Lao động giảm"],
        ["1", "Lê Thị Ba", "2212345679", "", "03/2026", ""],
        ["2", "Lê Thị Năm", "2212345670", "", "03/2026", "Điều chỉnh lương"],
        head=head,
        kind="employer",
    )
    assert [row.values["act"] for row in found.rows] == ["increase", "decrease", "wage"]
    assert found.rows[0].values["wage"] == 8_000_000
    assert found.rows[0].values["employment"] == "employee"


def test_numbers_go_where_they_belong() -> None:
    head = ["Họ và tên", "Mã số BHXH", "Số thẻ BHYT", "Số CCCD"]
    row = the_row("Lê Văn Tư", "022080000001", "2212345678", "012345678", head=head)
    assert {k: row.values[k] for k in ("personal_id", "social_number", "old_id")} == {
        "personal_id": "022080000001",
        "social_number": "2212345678",
        "old_id": "012345678",
    }


def test_a_decision_needs_its_whole_date() -> None:
    assert faults(the_row(*AN[:5], "2026")) == ["from"]
