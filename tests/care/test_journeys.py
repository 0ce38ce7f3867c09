"""A morning at the desk in a real browser: signing in, a scan, the answer, a visit, a file; keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from baophu.accounts.models import User
from baophu.care.models import CheckIn, ClaimFile, Facility, Visit
from baophu.care.services.facilities import facility_of
from baophu.registry.services.recording import die
from tests.accounts.builders import PASSWORD, code, officer, with_device, with_password
from tests.browser import look, until
from tests.builders import a_person, day, recording
from tests.care.builders import WARD, a_clinic, a_receptionist, insured
from tests.care.xml import a_record, plain

pytestmark = pytest.mark.django_db(transaction=True)
SCAN = "022080000001|012345678|NGUYỄN VĂN AN|02031980|Nam|Phường Bãi Cháy|15042021"


@pytest.fixture(autouse=True)
def quick(settings: Settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HOME = tmp_path


def sign_in(page: Any, user: User) -> None:
    with_password(user)
    secret = with_device(user)
    page.goto("/accounts/login/?next=/kham-chua-benh/")
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", code(secret))
    page.keyboard.press("Enter")


def typed(page: Any, text: str) -> None:
    """What a scanner sends: the text and a line end, into whatever has the focus."""
    with page.expect_navigation():
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")


def press(page: Any, text: str) -> None:
    with page.expect_navigation():
        page.click(f"main :is(button, a):has-text('{text}')")


def test_a_receptionist_scans_and_records_a_visit(page: Any) -> None:
    insured(personal_id="022080000001", number="GD4222212345678", since="2024-01-01")
    clinic = a_clinic(name="Trung tâm Y tế Bãi Cháy (giả lập)", simulated=True)
    sign_in(page, a_receptionist(clinic))
    page.wait_for_selector("#q")
    until(page, "document.activeElement.id === 'q'")
    look(page, "care-desk")
    page.focus("#q")
    typed(page, SCAN)
    assert "Còn hiệu lực" in page.inner_text(".answer")
    assert "80 %" in page.inner_text(".answer")
    until(page, "document.activeElement.id === 'q'")
    look(page, "care-answer")
    page.click("text=Vì sao")
    look(page, "care-answer-why")
    page.select_option("#route", "wrong")
    press(page, "Tính lại")
    assert CheckIn.objects.count() == 1
    press(page, "Ghi lần khám")
    page.fill("input[name=scope]", "một triệu")
    press(page, "Tính và kiểm tra")
    look(page, "care-visit-wrong")
    assert page.input_value("input[name=scope]") == "một triệu"
    page.fill("input[name=scope]", "1.000.000")
    page.fill("input[name=diagnosis]", "J06.9")
    press(page, "Tính và kiểm tra")
    assert "800.000" in page.inner_text("main")
    look(page, "care-visit-check")
    press(page, "Ghi lần khám")
    visit = Visit.objects.get()
    assert (visit.fund, visit.copay) == (800_000, 200_000)
    look(page, "care-visit")
    press(page, "Sửa lần khám")
    page.fill("input[name=scope]", "2.000.000")
    press(page, "Tính và kiểm tra")
    press(page, "Ghi lần khám")
    assert [v.fund for v in Visit.objects.order_by("pk")] == [800_000, -800_000, 1_600_000]
    page.goto("/kham-chua-benh/lan-kham/")
    look(page, "care-visits")
    page.goto("/kham-chua-benh/")
    assert "N. V. An" in page.inner_text("main")
    assert "Nguyễn Văn An" not in page.inner_text("main")


def test_answers_that_are_no_yes(page: Any) -> None:
    insured("Trần Thị Bình", "1985-05-05", sex="f", personal_id="022185000002", until="2025-12-31")
    gone = insured("Lê Văn Chi", "1970-01-01", personal_id="022070000003")
    away = insured("Phạm Văn Dũng", "1975-01-01", personal_id="022075000004")
    insured(personal_id="022080000001")
    a_person("Bé Nguyễn Na", str(day("2024-06-01")), sex="f", unit=WARD)
    with recording() as e:
        die(gone, day("2026-02-01"), e)
    away.current.problem = "x"
    away.current.save()
    sign_in(page, a_receptionist(a_clinic()))
    page.wait_for_selector("#q")
    for name, text, word in (
        ("expired", "022185000002", "Hết hạn"),
        ("dead", "022070000003", "Đã mất"),
        ("unknown", "022075000004", "Không xác định"),
        ("not-found", "022099000009", "Không tìm thấy"),
        ("wrong-name", SCAN.replace("NGUYỄN VĂN AN", "TRẦN VĂN BA"), "Sai họ tên"),
        ("unreadable", "0220800000", "Không tìm thấy"),
        ("cut", "02208", "Chưa đọc được"),
    ):
        page.focus("#q")
        typed(page, text)
        assert word in page.inner_text(".answer"), name
        if name in ("expired", "unknown", "wrong-name", "cut"):
            look(page, f"care-{name}")
    page.click("text=Trẻ dưới 6 tuổi chưa có thẻ")
    page.fill("#child-name", "Bé Nguyễn Na")
    page.fill("#child-born", "01/06/2024")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Trẻ chưa có thẻ" in page.inner_text(".answer")
    look(page, "care-child")


def test_a_file_is_previewed_booked_and_withdrawn(page: Any, tmp_path: Path) -> None:
    an = insured(personal_id="022080000001")
    good, wrong = a_record(an), a_record(an, "LK2", T_BHTT=1, NGAY_RA="202603031000")
    file = tmp_path / "thang-3.xml"
    file.write_bytes(plain([good, wrong]))
    sign_in(page, a_receptionist(a_clinic()))
    page.wait_for_selector("#q")
    page.goto("/kham-chua-benh/tep/")
    page.set_input_files("input[type=file]", file)
    press(page, "Gửi và xem trước")
    assert "T_TONGCHI_BH − T_BNCCT" in page.inner_text("main")
    look(page, "care-file-preview")
    press(page, "Ghi các bản ghi đúng")
    booked = ClaimFile.objects.get()
    assert (booked.booked, booked.refused) == (1, 1)
    look(page, "care-file")
    page.goto("/kham-chua-benh/tep/")
    look(page, "care-files")
    page.goto(f"/kham-chua-benh/tep/{booked.pk}/")
    page.click("summary:has-text('Rút lại tệp này')")
    page.fill("input[name=reason]", "nhầm tháng")
    press(page, "Rút lại tệp")
    assert sum(v.fund for v in Visit.objects.all()) == 0
    bad = tmp_path / "xau.xml"
    bad.write_bytes(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    page.goto("/kham-chua-benh/tep/")
    page.set_input_files("input[type=file]", bad)
    press(page, "Gửi và xem trước")
    assert "ENTITY" in page.inner_text("main")
    look(page, "care-file-refused")


def test_an_administrator_keeps_facilities(page: Any) -> None:
    clerk = officer("clinic", WARD, name="le-tan")
    sign_in(page, officer("administrator", name="quan-tri"))
    page.wait_for_load_state()
    page.goto("/kham-chua-benh/co-so/moi/")
    page.fill("input[name=code]", "12")
    page.fill("input[name=name]", "Trạm Y tế Một")
    press(page, "Lưu")
    assert "5 chữ số" in page.inner_text("main")
    page.fill("input[name=code]", "22701")
    page.select_option("select[name=level]", "initial")
    press(page, "Lưu")
    page.select_option("select[name=user]", label="le-tan")
    press(page, "Phân công")
    look(page, "care-facility")
    assert facility_of(clerk) == Facility.objects.get(code="22701")
    page.goto("/kham-chua-benh/co-so/")
    look(page, "care-facilities")
