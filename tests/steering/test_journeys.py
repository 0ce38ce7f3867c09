"""A province officer's and a committee member's day, in a real browser, from sign-in to result."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from baophu.law.model import Book
from baophu.steering.models import Kept, Report, Target
from baophu.steering.services import actions, boundaries, reports
from baophu.steering.services.agencies import Named
from baophu.steering.services.asking import Asked
from baophu.steering.services.targets import Assignment, Decided, assign
from tests.accounts.builders import PASSWORD, code, officer, with_device, with_password
from tests.browser import look

from .conftest import put
from .test_boundaries import collection, sent
from .test_tables import xlsx

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def figures(
    transactional_db: None, run_folder: Path, book: Book, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> Kept:
    return put(run_folder, book, asked, monkeypatch)


@pytest.fixture
def assigned(figures: Kept, book: Book) -> list[Target]:
    """Targets of every unit, an agency and the province, with who acts."""
    rows = [Assignment("", 2026, 9650)]
    for n, (unit, area) in enumerate(book.areas.items()):
        named = Named(f"UBND {area.full_name}", "committee", ("Trần Văn Bình", "Lê Thị Mai")[n % 2], f"09{n:08d}")
        rows.append(Assignment(unit, 2026, 9200 + 15 * n, named))
    rows.append(Assignment("", 2026, 9900, Named("Sở Giáo dục và Đào tạo", "department", "Vũ Minh Đức", "0987654321")))
    made = assign(rows, Decided("45/QĐ-BCĐ", date(2026, 1, 20), "Ban Chỉ đạo tỉnh"), None, book=book)
    actions.note(made[3], "Đi từng hộ chưa tham gia ở khu 3 và khu 4", "Trần Văn Bình", date(2026, 9, 5), None)
    actions.note(made[-1], "Đôn đốc các trường nộp danh sách học sinh", "Vũ Minh Đức", date(2026, 8, 1), None)
    return list(made)


def signed_in(page: Any, role: str, to: str) -> None:
    """Sign in with password and code."""
    secret = with_device(with_password(officer(role, name=f"journey-{role}")))
    page.goto(f"/accounts/login/?next={to}")
    page.fill("input[name=login]", f"journey-{role}")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{to}")


def test_the_committee_sees_targets_who_acts_and_downloads_the_report(
    page: Any, figures: Kept, assigned: list[Target], book: Book
) -> None:
    from baophu.steering.services.reports import make

    make(figures, 2026, 2, {"parent": "UBND tỉnh", "agency": "Ban Chỉ đạo", "place": "Hạ Long"}, book=book)
    signed_in(page, "committee", "/dieu-hanh/chi-tieu/")
    assert "Đôn đốc các trường" in page.inner_text("main")
    look(page, "steering-targets", charts=True)
    page.click(".targets-table tbody a >> nth=1")
    page.wait_for_selector("text=Ai làm gì")
    look(page, "steering-target-committee", charts=True)
    page.click("nav.tabs >> text=Tổng quan")
    page.wait_for_selector("h1:has-text('Bao phủ toàn tỉnh')")
    assert page.locator("a[href^='/dieu-hanh/danh-sach']").count() == 0
    look(page, "steering-overview-committee", charts=True)
    page.click("nav.tabs >> text=Bản đồ")
    page.click(".tile >> nth=0")
    page.wait_for_selector("text=Số dưới 5 người được ẩn")
    look(page, "steering-unit-committee", charts=True)
    page.click("nav.tabs >> text=Báo cáo")
    with page.expect_download() as download:
        page.click("text=PDF")
    assert download.value.suggested_filename == "bao-cao-bao-phu-2026-q2-mo-phong.pdf"
    look(page, "steering-reports-committee")


def test_the_province_goes_from_a_figure_to_its_people(page: Any, figures: Kept, assigned: list[Target]) -> None:
    signed_in(page, "province", "/dieu-hanh/")
    look(page, "steering-overview", charts=True)
    page.click(".figure a >> nth=1")
    page.wait_for_selector("h1:has-text('chưa có thẻ')")
    look(page, "steering-people")
    page.goto("/dieu-hanh/ban-do/")
    page.select_option("#do", "chua")
    page.click("main form button")
    page.wait_for_selector("figcaption:has-text('Người chưa có thẻ')")
    look(page, "steering-map", charts=True)
    for name, at in (
        ("groups", "nhom/"), ("endings", "het-hieu-luc/"), ("money", "kinh-phi/"), ("method", "cach-du-bao/"),
        ("unit", "don-vi/06781/"),
    ):  # fmt: skip
        page.goto(f"/dieu-hanh/{at}")
        look(page, f"steering-{name}", charts=True)
    page.goto("/dieu-hanh/het-hieu-luc/")
    page.click("tbody a >> nth=0")
    page.wait_for_selector("text=Theo đơn vị")
    look(page, "steering-ending")


def test_the_province_assigns_a_table_notes_an_action_and_reports(
    page: Any, figures: Kept, tmp_path: Path, book: Book
) -> None:
    table = tmp_path / "chi-tieu.xlsx"
    wrong = [("Mã", "Đơn vị", "Chỉ tiêu"), ("99999", "Xã Lạ", 95), ("06652", None, 101)]
    table.write_bytes(xlsx(*wrong))
    signed_in(page, "province", "/dieu-hanh/chi-tieu/")
    look(page, "steering-targets-none", charts=True)
    page.click("text=Nhập bảng giao chỉ tiêu")
    page.set_input_files("#id_file", table)
    page.fill("#id_number", "45/QĐ-BCĐ")
    page.fill("#id_issued", "20/01/2026")
    page.click("text=Đọc bảng")
    page.wait_for_selector("text=Dòng 2")
    assert "101 % không thể có" in page.inner_text(".wrong-rows")
    assert page.input_value("#id_number") == "45/QĐ-BCĐ"
    look(page, "steering-table-wrong")
    rows = [(code, area.full_name, 95 + n % 5) for n, (code, area) in enumerate(book.areas.items())]
    table.write_bytes(xlsx(("Mã", "Đơn vị", "Chỉ tiêu"), *rows))
    page.set_input_files("#id_file", table)
    page.click("text=Đọc bảng")
    page.wait_for_selector("text=Kiểm tra trước khi giao")
    look(page, "steering-table-check")
    page.click("text=Giao 54 chỉ tiêu")
    page.wait_for_selector("text=Đã giao 54 chỉ tiêu")
    assert Target.objects.count() == 54
    page.click(".targets-table tbody a >> nth=0")
    page.fill("#id_what", "Rà soát hộ chưa tham gia")
    page.fill("#id_person", "Lê Thị Mai")
    page.fill("#id_due", "05/09/2026")
    page.click("main form button:has-text('Ghi')")
    page.wait_for_selector("text=Đã ghi việc cần làm")
    look(page, "steering-target", charts=True)
    page.click("nav.tabs >> text=Báo cáo")
    look(page, "steering-report-form")
    page.click("main form button")
    page.wait_for_selector("text=Báo cáo đang chờ được lập")
    look(page, "steering-report-waits")
    reports.carry_out(Report.objects.get().pk)
    page.wait_for_selector("text=Tải PDF")  # the page looks again by itself
    look(page, "steering-report")


def test_the_province_draws_its_own_boundaries(page: Any, figures: Kept, tmp_path: Path, book: Book) -> None:
    file = tmp_path / "ranh-gioi.geojson"
    turned = collection(book)
    for feature in turned["features"]:
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in feature["geometry"]["coordinates"][0]]]
    file.write_bytes(sent(turned))
    signed_in(page, "province", "/dieu-hanh/ranh-gioi/")
    page.set_input_files("#id_file", file)
    page.click("main form button")
    page.wait_for_selector("text=vĩ độ trước kinh độ")
    look(page, "steering-boundaries-wrong")
    file.write_bytes(sent(collection(book)))
    page.set_input_files("#id_file", file)
    page.click("main form button")
    page.wait_for_selector("text=Đã nhận đường ranh của 54 đơn vị")
    look(page, "steering-map-own", charts=True)
    page.keyboard.press("Tab")
    page.click(".shapes a >> nth=0")
    page.wait_for_url("**/don-vi/**")
    assert boundaries.kept() is not None


def test_the_keyboard_alone_reaches_a_unit_and_its_people(page: Any, figures: Kept) -> None:
    signed_in(page, "province", "/dieu-hanh/ban-do/")
    page.focus("nav.tabs a[aria-current]")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.tile') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi/**")
    page.focus(".figure a >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_url("**/danh-sach/**")


def test_in_english(page: Any, figures: Kept, assigned: list[Target]) -> None:
    signed_in(page, "committee", "/dieu-hanh/chi-tieu/")
    page.click(".language button")
    page.wait_for_selector("h1:has-text('Coverage targets of 2026')")
    look(page, "steering-targets-english", charts=True)
