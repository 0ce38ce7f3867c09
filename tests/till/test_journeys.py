"""Money in a real browser: cash and the day closed; VietQR, the simulated bank, the receipt; a transfer settled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from pytest_django import Settings

from baophu.accounts.models import Role, User
from baophu.cover.models import Payment, Quote
from baophu.registry.models import Card
from baophu.till.models import Closing, Outcome
from tests.accounts.builders import PASSWORD, code, officer, with_device, with_password
from tests.browser import look
from tests.builders import BINH_LIEU
from tests.pixels import grey
from tests.till.builders import quoted_today
from tests.workplace.builders import Family

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_demonstration(an_account: None, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "demonstration").write_text("x")


def sign_in(page: Any, name: str, role: str) -> User:
    user = with_password(officer(role, *([] if role == Role.PROVINCE else [BINH_LIEU]), name=name))
    user.first_name, user.last_name = name.capitalize(), "Vũ"
    user.save()
    secret = with_device(user)
    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", code(secret))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return user


def press(page: Any, text: str) -> None:
    with page.expect_navigation():
        page.click(f"main :is(button, a):has-text('{text}')")


def quote_the_family(page: Any) -> Quote:
    """Find somebody, open the household, quote: as at a counter."""
    page.fill("#search", "tran thi binh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/**")
    page.click("main >> text=Trần Thị Bình")
    page.click("main >> a[href*='/ho/'] >> nth=0")
    press(page, "Báo giá")
    press(page, "Xem giá")
    press(page, "Lập báo giá")
    page.wait_for_url("**/bao-gia/**")
    return Quote.objects.latest("id")


def test_an_agent_takes_cash_and_closes_the_day(page: Any, lasting_family: Family) -> None:
    sign_in(page, "thu", Role.AGENT)
    assert page.url.endswith("/thu-tien/")
    look(page, "till-today-empty")
    kept = quote_the_family(page)
    look(page, "till-quoted")
    press(page, "Thu tiền mặt")
    look(page, "till-take")
    press(page, "Đã nhận đủ")
    assert "/bien-lai/" in page.url
    look(page, "till-receipt")
    assert (Payment.objects.get().amount, Card.objects.known().count()) == (kept.total, 3)
    page.click("nav.menu >> text=Thu tiền")
    look(page, "till-today")
    press(page, "Khóa sổ ngày này")
    page.fill("input[name=handed]", "1.000")
    press(page, "Khóa sổ")
    assert "hãy ghi lý do" in page.inner_text("main")
    look(page, "till-close-wrong")
    page.fill("input[name=handed]", f"{kept.total - 1000}")
    page.fill("textarea[name=reason]", "Thiếu một tờ 1.000 đồng khi thối lại.")
    press(page, "Khóa sổ")
    look(page, "till-day-agent")
    sign_in(page, "lan", Role.COMMUNE)
    page.click("nav.menu >> text=Tiền mặt")
    look(page, "till-days")
    page.click("main tbody a >> nth=0")
    page.fill("input[name=received]", f"{kept.total - 1000}")
    look(page, "till-day-officer")
    press(page, "Xác nhận")
    assert "đã được xác nhận" in page.inner_text("main")
    assert Closing.objects.get().handover.received == kept.total - 1000


def test_vietqr_the_simulated_bank_card_and_receipt(page: Any, lasting_family: Family) -> None:
    sign_in(page, "lan", Role.COMMUNE)
    kept = quote_the_family(page)
    press(page, "Trả bằng VietQR")
    look(page, "till-request")
    picture = page.locator(".qr").screenshot()
    (found,) = zxingcpp.read_barcodes(grey(picture))
    assert found.text == page.locator("code.payload").text_content()
    payment_page = page.url
    press(page, "Mở ngân hàng giả lập")
    assert page.input_value("input[name=amount]") == str(kept.total)
    look(page, "till-bank")
    page.fill("input[name=amount]", "abc")
    press(page, "Chuyển")
    assert "không phải là số tiền" in page.inner_text("main")
    page.fill("input[name=amount]", f"{kept.total}")
    press(page, "Chuyển")
    assert "đã cấp thẻ" in page.inner_text("main")
    look(page, "till-bank-done")
    press(page, "Chuyển")  # the same once more
    assert "đã được báo trước đó" in page.inner_text("main")
    assert (Payment.objects.count(), Card.objects.known().count()) == (1, 3)
    page.goto(payment_page)
    press(page, "Biên lai")
    look(page, "till-receipt-transfer")
    page.goto("/thu-tien/chuyen-khoan/?can=khong")
    look(page, "till-transfers-done")


def test_the_payment_page_sees_the_money_come(page: Any, lasting_family: Family) -> None:
    """It asks again by itself; without scripts there is a link."""
    sign_in(page, "lan", Role.COMMUNE)
    kept = quoted_today(lasting_family.home)
    page.goto(f"/thu-tien/bao-gia/{kept.pk}/")
    other = page.context.new_page()
    other.goto(f"/thu-tien/ngan-hang-gia-lap/?so-tien={kept.total}&noi-dung=BHYT BG{kept.pk}")
    with other.expect_navigation():
        other.click("main button:has-text('Chuyển')")
    page.wait_for_selector("text=Đã nhận đủ tiền")


def test_an_officer_settles_a_transfer(page: Any, lasting_family: Family) -> None:
    sign_in(page, "lan", Role.COMMUNE)
    kept = quoted_today(lasting_family.home)
    half = quoted_today(lasting_family.home, 6)
    page.goto(f"/thu-tien/ngan-hang-gia-lap/?so-tien={half.total}&noi-dung=BHYT BG{kept.pk}")
    press(page, "Chuyển")
    assert "tiền chờ xử lý" in page.inner_text("main")
    page.goto("/thu-tien/chuyen-khoan/")
    look(page, "till-transfers")
    page.click("main tbody a >> nth=0")
    look(page, "till-transfer")
    page.fill("input[name=use-quote]", str(kept.pk))
    press(page, "Dùng cho báo giá này")
    assert "không khớp" in page.inner_text("main")
    look(page, "till-transfer-wrong")
    page.fill("input[name=use-quote]", f"BG{half.pk}")
    press(page, "Dùng cho báo giá này")
    assert "đã cấp thẻ" in page.inner_text("main")
    look(page, "till-transfer-settled")
    assert Outcome.objects.get().quote == half
