"""A day's work in a real browser: from signing in to a change recorded, a list applied, a quote, a merge approved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from baophu.accounts.models import User
from baophu.cover.models import Quote
from baophu.imports.models import Pair
from baophu.registry.models import HouseholdStatus, Person
from tests.accounts.builders import PASSWORD, code, officer, with_device, with_password
from tests.browser import look, signed_in
from tests.builders import BINH_LIEU, a_person, a_status
from tests.imports.builders import xlsx
from tests.workplace.builders import Family, day, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(settings: Settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sign_in(page: Any, name: str, given: str, role: str = "commune") -> User:
    """Sign in with password and code, as an officer does in the morning."""
    user = with_password(officer(role, *([BINH_LIEU] if role == "commune" else []), name=name))
    user.first_name, user.last_name = given, "Vũ"
    user.save()
    secret = with_device(user)
    page.goto("/accounts/login/?next=/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi-cua-toi/" if role == "commune" else "**/quan-tri/**")
    return user


def at_work(page: Any, name: str, given: str, role: str = "commune") -> User:
    """The same officer, signed in already, on their first page."""
    user = officer(role, *([BINH_LIEU] if role == "commune" else []), name=name)
    user.first_name, user.last_name = given, "Vũ"
    user.save()
    signed_in(page, user)
    page.goto("/")
    return user


def press(page: Any, text: str) -> None:
    with page.expect_navigation():
        page.click(f"main :is(button, a):has-text('{text}')")


def test_a_commune_officer_finds_somebody_and_records_a_change(page: Any, lasting_family: Family) -> None:
    family = lasting_family
    a_status(family.chi, "study", "student", "2025-09-01")
    sign_in(page, "lan", "Lan")
    look(page, "work-unit", charts=True)
    page.fill("#search", "nguyen thi chi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/**")
    look(page, "work-search")
    page.click("text=Nguyễn Thị Chi")
    look(page, "work-person")
    press(page, "Ghi thay đổi")
    look(page, "work-record")
    with page.expect_response(lambda answer: "tim=can" in answer.url):
        page.locator("#pick").press_sequentially("can ngheo")
    page.wait_for_selector("#picks >> text=Hộ cận nghèo")
    assert page.locator("#picks >> text=Lương hưu").count() == 0
    page.click("#picks >> text=Hộ cận nghèo")
    look(page, "work-status")
    page.fill("input[name=valid_from]", "31/02/2026")
    press(page, "Tiếp tục")
    look(page, "work-status-wrong")
    assert page.input_value("input[name=valid_from]") == "31/02/2026"
    page.fill("input[name=valid_from]", written(day().replace(day=1)))
    press(page, "Tiếp tục")
    page.check("input[name=document][value=decision]")
    page.fill("input[name=number]", "125/QĐ-UBND")
    look(page, "work-document")
    press(page, "Tiếp tục")
    assert "bắt đầu hỗ trợ" in page.inner_text("main")
    look(page, "work-check")
    press(page, "Ghi vào sổ")
    assert HouseholdStatus.objects.get().value == "near_poor"
    look(page, "work-household")
    page.click("text=Trần Thị Bình")
    assert "Hộ cận nghèo" in page.inner_text("main")
    page.click("text=Đã ghi những gì")
    look(page, "work-history")
    page.click("nav.tabs >> text=Vì sao")
    look(page, "work-reasons")
    page.click("text=Ai đã xem")
    assert "Vũ" in page.inner_text("main") or "lan" in page.inner_text("main")
    look(page, "work-looks")


def test_a_list_is_brought_in(page: Any, lasting_family: Family, tmp_path: Path) -> None:
    a_person("Nguyễn Văn An", "1980-09-09", "m")
    at_work(page, "lan", "Lan")
    head = ["STT", "Họ và tên chủ hộ", "Ngày sinh", "Giới tính", "Số CCCD", "Phân loại hộ", "Tháng công nhận"]
    year = day().year
    rows = [
        [1, "Trần Thị Bình", "20/07/1983", "Nữ", "022183000012", "Hộ cận nghèo", f"01/{year}"],
        [2, "Nguyễn Văn An", "1980", "Nam", "", "Hộ nghèo", f"01/{year}"],
        [3, "Ai Đó", "40/40/1970", "Nam", "", "Hộ nghèo", f"01/{year}"],
    ]
    file = tmp_path / "ho-can-ngheo.xlsx"
    file.write_bytes(xlsx([head, *rows]))
    page.click("nav.menu >> text=Nhập danh sách")
    press(page, "Nhập một danh sách mới")
    look(page, "import-upload")
    page.set_input_files("input[type=file]", file)
    page.check("input[name=kind][value=poverty]")
    press(page, "Tải lên")
    look(page, "import-map")
    press(page, "Xem trước")
    look(page, "import-preview")
    press(page, "Quyết định từng dòng")
    look(page, "import-doubtful")
    page.check("input[value=skip]")
    press(page, "Quyết định")
    press(page, "Xem trước lại")
    press(page, "Ghi vào sổ")
    assert HouseholdStatus.objects.get().household == lasting_family.home
    look(page, "import-applied")


def test_a_household_is_quoted(page: Any, lasting_family: Family) -> None:
    at_work(page, "lan", "Lan")
    page.fill("#search", "022183000012")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nguoi/**")
    press(page, "Báo giá")
    look(page, "work-quote")
    press(page, "Xem giá")
    look(page, "work-quote-check")
    press(page, "Lập báo giá để in")
    assert Quote.objects.count() == 1
    look(page, "work-quoted")
    page.emulate_media(media="print")
    assert not page.is_visible("text=In bằng Ctrl+P")
    page.emulate_media(media="screen")


def test_a_merge_is_proposed_and_approved_by_a_second_officer(page: Any, lasting_family: Family) -> None:
    kept = lasting_family.an
    other = a_person("Nguyễn Văn An", "1980-03-02", "m", old_id="100999888")
    Pair.objects.create(first=kept, second=other, score=96, why=[], unit=BINH_LIEU, found_at=timezone.now())
    at_work(page, "lan", "Lan")
    page.click("nav.menu >> text=Hồ sơ trùng")
    look(page, "merge-pairs")
    page.click("main table >> text=Nguyễn Văn An")
    for one in page.locator("input[value=kept]").all():
        one.check()
    page.fill("textarea[name=why]", "Cùng số CMND, đã gọi điện xác minh")
    look(page, "merge-compare")
    press(page, "Đề nghị gộp")
    look(page, "merge-proposed")
    page.click("summary.tool")
    page.click("text=Đăng xuất")
    page.wait_for_load_state()
    at_work(page, "minh", "Minh")
    page.click("nav.menu >> text=Chờ duyệt")
    look(page, "proposals")
    page.click("main .hits a")
    look(page, "merge-decide")
    press(page, "Duyệt và thực hiện")
    assert Person.objects.get(pk=other.pk).merged_into_id == kept.pk
    look(page, "merge-approved")


def test_without_scripts_everything_is_there(chromium: Any, live_server: Any, lasting_family: Family) -> None:
    """Signing in, searching and recording work where scripts do not run."""
    context = chromium.new_context(base_url=live_server.url, locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "lan", "Lan")
    page.fill("#search", "tran thi binh")
    page.press("#search", "Enter")
    page.click("text=Trần Thị Bình")
    press(page, "Ghi thay đổi")
    page.fill("#pick", "hoc sinh")
    page.press("#pick", "Enter")
    page.click("#picks >> text=Sinh viên")
    page.fill("input[name=valid_from]", written(day()))
    press(page, "Tiếp tục")
    page.check("input[name=document][value=certificate]")
    press(page, "Tiếp tục")
    press(page, "Ghi vào sổ")
    assert lasting_family.binh.statuses.get().value == "student"
    context.close()


def test_an_administrator_makes_an_account(page: Any, transactional_db: None) -> None:
    sign_in(page, "quan", "Quân", "administrator")
    look(page, "admin-users")
    press(page, "Thêm tài khoản")
    look(page, "admin-user-new")
    page.fill("input[name=username]", "hoa.nt")
    page.check("input[name=role][value=commune]")
    page.select_option("select[name=units]", BINH_LIEU)
    press(page, "Tạo tài khoản")
    look(page, "admin-password")
    assert User.objects.filter(username="hoa.nt").exists()


def test_everybody_is_welcome(page: Any, transactional_db: None) -> None:
    page.goto("/")
    look(page, "welcome")


def reach(page: Any, selector: str, most: int = 120) -> None:
    """Press Tab until something has the focus; whatever has it on the way is seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        seen = page.evaluate(
            "(() => { const a = document.activeElement, s = getComputedStyle(a);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' })()"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def reach_text(page: Any, text: str, most: int = 120) -> None:
    """The same for a link or button by what it says."""
    for _ in range(most):
        reach(page, "a, button")
        if text in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"“{text}” is not reached by the keyboard")


def test_a_change_is_recorded_by_the_keyboard_alone(page: Any, lasting_family: Family) -> None:
    """From signing in to a change recorded, and no mouse."""
    user = with_password(officer("commune", BINH_LIEU, name="lan"))
    secret = with_device(user)
    page.goto("/accounts/login/?next=/")
    type_, press_ = page.keyboard.type, page.keyboard.press
    reach(page, "input[name=login]")
    type_("lan")
    reach(page, "input[name=password]")
    type_(PASSWORD)
    press_("Enter")
    page.wait_for_selector("input[name=code]")
    if not page.evaluate("document.activeElement.matches('input[name=code]')"):
        reach(page, "input[name=code]")
    type_(code(secret))
    press_("Enter")
    page.wait_for_url("**/don-vi-cua-toi/")
    reach(page, "#search")
    type_("tran thi binh")
    press_("Enter")
    page.wait_for_url("**/tim/**")
    reach_text(page, "Trần Thị Bình")
    press_("Enter")
    page.wait_for_url("**/nguoi/**")
    reach_text(page, "Ghi thay đổi")
    look(page, "keyboard-person")
    press_("Enter")
    page.wait_for_url("**/ghi/**")
    reach(page, "#pick")
    with page.expect_response(lambda answer: "tim=sinh" in answer.url):
        type_("sinh vien")
    page.wait_for_selector("#picks >> text=Sinh viên")
    reach_text(page, "Sinh viên")
    press_("Enter")
    page.wait_for_url("**/dieu/study/**")
    reach(page, "input[name=valid_from]")
    type_(written(day()))
    press_("Enter")  # in a field it goes on
    page.wait_for_selector("input[name=document]")
    reach(page, "input[name=document]")
    press_("Space")
    for _ in range(3):
        press_("ArrowDown")
    assert page.evaluate("document.querySelector('input[name=document]:checked').value") == "certificate"
    reach_text(page, "Tiếp tục")
    look(page, "keyboard-document")
    press_("Enter")
    page.wait_for_selector("text=Kiểm tra trước khi ghi")
    reach_text(page, "Ghi vào sổ")
    look(page, "keyboard-check")
    press_("Enter")
    page.wait_for_selector(".notice-success")
    assert lasting_family.binh.statuses.get().value == "student"
