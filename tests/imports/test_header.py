"""Headers as lists have them, and the columns they tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from baophu.imports.catalogue import list_type
from baophu.imports.files.excel import read_sheet, sheet_names
from baophu.imports.files.sheet import Sheet
from baophu.imports.files.text import read_text
from baophu.imports.reading.guessing import guess_mapping
from baophu.imports.reading.mapping import Mapping
from tests.imports.builders import xlsx

AN = ["1", "Nguyễn Văn An", "02/03/1980", "Nam", "022080000001"]


def guessed(rows: list[list[Any]], kind: str = "social-pension") -> Mapping:
    return guess_mapping(Sheet("s", [[c if c != "" else None for c in r] for r in rows]), list_type(kind), ["s"])


def from_xlsx(tmp_path: Path, content: bytes, kind: str) -> Mapping:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    name = sheet_names(path)[0]
    return guess_mapping(read_sheet(path, name, 1000), list_type(kind), [name])


def test_titles_above_the_header_are_passed() -> None:
    rows = [
        ["UBND XÃ BÌNH LIÊU"],
        [],
        ["DANH SÁCH NGƯỜI CAO TUỔI"],
        ["Kèm theo QĐ 12"],
        [],
        ["STT", "HỌ VÀ TÊN", "NGÀY, THÁNG, NĂM SINH", "GIỚI TÍNH", "SỐ CCCD"],
        AN,
    ]
    mapping = guessed(rows)
    assert (mapping.top, mapping.bottom) == (5, 5)
    assert mapping.columns == {"name": (1,), "born": (2,), "sex": (3,), "personal_id": (4,)}


def test_english_headers_are_known_too() -> None:
    mapping = guessed([["No", "Full name", "Date of birth", "Sex", "Personal ID"], AN])
    assert set(mapping.columns) == {"name", "born", "sex", "personal_id"}


def test_what_stands_in_brackets_does_not_matter() -> None:
    mapping = guessed([["Họ và tên (viết chữ in hoa)", "Ngày sinh (dd/mm/yyyy)"], AN[1:3]])
    assert set(mapping.columns) == {"name", "born"}


def test_a_misspelt_header_is_still_told() -> None:
    assert guessed([["Họ va tênn", "Ngày sinhh"], AN[1:3]]).columns == {"name": (0,), "born": (1,)}


def test_two_lines_of_header_with_merged_cells(tmp_path: Path) -> None:
    content = xlsx(
        [
            ["STT", "Họ và tên", "Ngày sinh", None, "Quyết định", None],
            [None, None, "Nam", "Nữ", "Số", "Ngày ký"],
            ["A", "B", 1, 2, 3, 4],
            [1, "Nguyễn Văn An", "02/03/1980", None, "12/QĐ", date(2026, 1, 5)],
        ],
        merged=[(0, 1, 0, 0), (0, 1, 1, 1), (0, 0, 2, 3), (0, 0, 4, 5)],
    )
    mapping = from_xlsx(tmp_path, content, "social-pension")
    assert (mapping.top, mapping.bottom) == (0, 2)
    assert mapping.columns["male"] == (2,)
    assert mapping.columns["female"] == (3,)
    assert mapping.columns["decision_day"] == (5,)


def test_two_lines_of_header_in_csv_where_nothing_is_merged() -> None:
    sheet = read_text(
        "STT,Họ và tên,Ngày sinh,\n,,Nam,Nữ\n1,Nguyễn Văn An,02/03/1980,\n2,Lê Thị Ba,,1950\n".encode(), "s"
    )
    mapping = guess_mapping(sheet, list_type("social-pension"), ["s"])
    assert (mapping.bottom, mapping.columns["male"], mapping.columns["female"]) == (1, (2,), (3,))


def test_a_name_in_two_columns_is_joined() -> None:
    mapping = guessed([["STT", "Họ và tên đệm", "Tên", "Ngày sinh"], ["1", "Nguyễn Văn", "An", "1980"]])
    assert mapping.columns["name"] == (1, 2)


def test_a_name_header_merged_over_two_columns_joins_them(tmp_path: Path) -> None:
    content = xlsx([["STT", "Họ và tên", None, "Ngày sinh"], [1, "Nguyễn Văn", "An", "1980"]], merged=[(0, 0, 1, 2)])
    assert from_xlsx(tmp_path, content, "school").columns["name"] == (1, 2)


def test_day_month_and_year_of_birth_in_three_columns(tmp_path: Path) -> None:
    content = xlsx(
        [["Họ và tên", "Ngày sinh", None, None], [None, "Ngày", "Tháng", "Năm"], ["Lê Thị Ba", 2, 3, 1980]],
        merged=[(0, 1, 0, 0), (0, 0, 1, 3)],
    )
    assert from_xlsx(tmp_path, content, "deaths").columns["born"] == (1, 2, 3)


def test_columns_without_headers_are_told_by_content() -> None:
    mapping = guessed([["", "Họ và tên", "", ""], *[[*AN[:2], "022080000001", "02/03/1980"]] * 3])
    assert mapping.columns["personal_id"] == (2,)
    assert mapping.how["born"] == "content"


def test_samples_show_what_stands_in_each_column() -> None:
    mapping = guessed([["Họ và tên", "Ngày sinh"], AN[1:3], ["Lê Thị Ba", "1950"]])
    assert mapping.labels[0].samples == ("Nguyễn Văn An", "Lê Thị Ba")


FORMS = """
employer: STT | Họ và tên | Mã số BHXH | Ngày tháng năm sinh | Tiền lương | Từ tháng, năm | Phương án
    -> wage month act social_number born
household-cover: Họ và tên | Mã số BHXH | Ngày biên lai | Số biên lai | Số tiền | Số tháng
    -> paid_on receipt amount months
deaths: Họ tên | Năm sinh | Ngày mất -> died born
moves: Họ tên | Ngày sinh | Loại biến động | Ngày chuyển | Nơi đến | Thường trú/Tạm trú -> way day unit residence
school: Họ và tên học sinh | Ngày sinh | Lớp | Ngày kết thúc khóa học -> grade course_end
escaped: Số hộ | Họ và tên chủ hộ | Quan hệ với chủ hộ | Kết quả công nhận | Tháng công nhận
    -> household_number relation escape recognised
"""


@pytest.mark.parametrize("form", FORMS.replace("\n    ", " ").strip().splitlines())
def test_headers_of_real_forms(form: str) -> None:
    kind, rest = form.split(": ", 1)
    head, told = rest.split(" -> ")
    labels = [label.strip() for label in head.split("|")]
    assert {"name", *told.split()} <= set(guessed([labels, ["x"] * len(labels)], kind).columns)
