"""Cells as people fill them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from baophu.imports.catalogue.model import Column
from baophu.imports.files.sheet import Cell
from baophu.imports.reading.cells import Reader
from baophu.imports.reading.dates import Dated, at_edge, read_date, read_month, read_year, swapped
from baophu.imports.reading.units import Units
from baophu.law.model import Place, Text
from baophu.registry.law import book
from baophu.registry.models import Unit, UnitSuccession

pytestmark = pytest.mark.django_db


def column(kind: str, **values: tuple[str, ...]) -> Column:
    from pathlib import Path

    words = {value: said[-1] for value, said in values.items()}
    return Column("c", kind, Text("", ""), (), (), values, False, "", (), words, Place(Path(), 1))


def read(cell: Cell, kind: str, **values: tuple[str, ...]) -> object:
    return Reader(Units(), book()).read(cell, column(kind, **values))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/04/1980", date(1980, 4, 3)),
        ("3-4-1980", date(1980, 4, 3)),
        ("3.4.1980", date(1980, 4, 3)),
        ("3 / 4 / 1980", date(1980, 4, 3)),
        ("03041980", date(1980, 4, 3)),
        ("1980-04-03", date(1980, 4, 3)),
        ("1980-04-03 00:00:00", date(1980, 4, 3)),
        ("ngày 3 tháng 4 năm 1980", date(1980, 4, 3)),
        ("2 3 1980", date(1980, 3, 2)),
        (29314.0, date(1980, 4, 3)),
        ("29314", date(1980, 4, 3)),
        (datetime(1980, 4, 3, 7, 0), date(1980, 4, 3)),
        (date(1980, 4, 3), date(1980, 4, 3)),
        (3041980, date(1980, 4, 3)),
    ],
)
def test_a_date_is_read_day_first(cell: Cell, day: date) -> None:
    assert read_date(cell) == Dated(day)


def test_a_year_or_month_alone_says_how_much_is_known() -> None:
    assert read_date("1950") == Dated(date(1950, 1, 1), "year")
    assert read_date(1950.0) == Dated(date(1950, 1, 1), "year")
    assert read_date("04/1950") == Dated(date(1950, 4, 1), "month")
    assert read_date("00/00/1950") == Dated(date(1950, 1, 1), "year")


def test_a_date_that_can_only_have_the_month_first_is_told() -> None:
    assert read_date("12/25/1980") == Dated(date(1980, 12, 25), "day", month_first=True)


@pytest.mark.parametrize("cell", ["31/02/1980", "25/12/80", "hôm qua", "13/13/1980", 5.0, 300000.0])
def test_what_is_no_date_is_said(cell: Cell) -> None:
    told = read_date(cell)
    assert isinstance(told, Text)
    assert "25/12/1980" in told.vi


def test_months_and_years() -> None:
    assert read_month("03/2026") == date(2026, 3, 1)
    assert read_month("T3/2026") == date(2026, 3, 1)
    assert read_month("tháng 3 năm 2026") == date(2026, 3, 1)
    assert read_month(date(2026, 3, 17)) == date(2026, 3, 1)
    assert isinstance(read_month("2026"), Text)
    assert isinstance(read_month("13/2026"), Text)
    assert read_year(2026.0) == date(2026, 1, 1)


def test_edges_and_turned_dates() -> None:
    assert at_edge(date(2026, 2, 10), "month end") == date(2026, 2, 28)
    assert at_edge(date(2026, 12, 10), "month end") == date(2026, 12, 31)
    assert at_edge(date(2026, 2, 10), "year end") == date(2026, 12, 31)
    assert at_edge(date(2026, 1, 1), "day before") == date(2025, 12, 31)
    assert swapped(date(1980, 4, 3)) == date(1980, 3, 4)
    assert swapped(date(1980, 4, 13)) is None
    assert swapped(date(1980, 4, 4)) is None


def test_numbers_get_back_the_zeros_that_excel_cut_off() -> None:
    assert read(22080000001.0, "personal_id") == "022080000001"
    assert read("022 080 000 001", "personal_id") == "022080000001"
    assert read(212345678.0, "social_number") == "0212345678"


def test_eleven_digits_written_as_text_are_refused() -> None:
    told = read("22080000001", "personal_id")
    assert isinstance(told, Text)
    assert "12" in told.vi


def test_nine_digits_are_an_old_id_and_twelve_a_personal_one_wherever_they_stand() -> None:
    assert read("012345678", "personal_id") == "012345678"
    assert read("022080000001", "social_number") == "022080000001"
    assert read("2212345678", "card_number") == "2212345678"
    assert read("gd4 22 2212345678", "card_number") == "GD4222212345678"


def test_a_formula_is_refused_wherever_it_stands() -> None:
    for kind in ("name", "text", "personal_id", "date", "money"):
        told = read("=HYPERLINK(A1)", kind)
        assert isinstance(told, Text)
        assert "=HYPERLINK" in told.en


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("5.000.000", 5_000_000), ("5,000,000 đ", 5_000_000), (5000000.0, 5_000_000), ("5000000", 5_000_000), ("0", 0)],
)
def test_money_is_whole_dong(cell: Cell, amount: int) -> None:
    assert read(cell, "money") == amount


@pytest.mark.parametrize("cell", ["-5", 2.34, "2,34", "năm triệu", "1e9", -1.0])
def test_what_is_no_amount_is_said(cell: Cell) -> None:
    assert isinstance(read(cell, "money"), Text)


def test_a_choice_is_told_by_its_words_and_says_what_is_allowed() -> None:
    values = {"poor": ("ho ngheo", "n"), "near_poor": ("ho can ngheo", "cn")}
    assert read("Hộ NGHÈO", "choice", **values) == "poor"
    assert read("Hộ cận nghèo (chuẩn quốc gia)", "choice", **values) == "near_poor"
    told = read("khá giả", "choice", **values)
    assert isinstance(told, Text)
    assert told.vi.endswith("n, cn.")


def test_ethnic_groups_by_their_names() -> None:
    assert read("Sán Dìu", "ethnicity") == "san_diu"
    assert read("KINH", "ethnicity") == "kinh"
    assert isinstance(read("Klingon", "ethnicity"), Text)


def test_units_by_code_name_and_address() -> None:
    for cell in ("06838", 6838.0, "Bình Liêu", "xã Bình Liêu", "X. Bình Liêu", "Thôn Nà Ếch, xã Bình Liêu"):
        assert read(cell, "unit") == "06838", cell
    assert read("Đặc khu Cô Tô", "unit") == "07192"
    told = read("Xã Hải Phòng", "unit")
    assert isinstance(told, Text)


def test_a_unit_of_before_the_merger_leads_to_its_heir_and_a_split_one_is_asked_about() -> None:
    for code in ("06838", "06862"):
        Unit.objects.get_or_create(code=code, defaults={"kind": "commune", "name": code, "full_name": code})
    for name, heirs in (("Húc Động", ["06838"]), ("Vô Ngại", ["06838", "06862"])):
        old = Unit.objects.create(
            code=f"old:{name}", kind="commune", name=name, full_name=f"Xã {name}", until=date(2025, 6, 30)
        )
        for heir in heirs:
            UnitSuccession.objects.create(old=old, new_id=heir, day=date(2025, 7, 1), whole=len(heirs) == 1)
    assert read("Xã Húc Động", "unit") == "06838"
    told = read("Vô Ngại", "unit")
    assert isinstance(told, Text)
    assert "06862" in told.vi
