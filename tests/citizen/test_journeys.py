"""Residents on a telephone: from a question to an answer, from a card to a payment, with and without a line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from baophu.accounts.services.demonstration import mark_as_demonstration
from tests.browser import look
from tests.builders import BINH_LIEU
from tests.citizen.builders import a_visit, client_of
from tests.workplace.builders import Family, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def demonstration(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    mark_as_demonstration()


def press(page: Any, text: str) -> None:
    with page.expect_navigation():
        page.click(f"main :is(button, a):has-text('{text}')")


def born(page: Any, day: str, month: str, year: str) -> None:
    page.fill("input[name=day]", day)
    page.fill("input[name=month]", month)
    page.fill("input[name=year]", year)
    press(page, "Tiếp tục")


def through(page: Any, **answers: list[str]) -> None:
    """Answer what is asked: as told by the key of the question, else with nothing, until the answers are checked."""
    for _ in range(30):
        if "/kiem-tra/" in page.url:
            return
        key = page.url.split("/hoi/")[1].split("/")[0].replace("-", "_")
        told = answers.get(f"q_{key}")
        for value in told or []:
            page.check(f"input[name=answer][value='{value}']")
        if not told and page.locator("input[name=answer][type=radio]").count():
            page.locator("input[name=answer][type=radio]").first.check()
        press(page, "Tiếp tục")
    raise AssertionError("too many questions")


def test_anybody_asks_for_a_household_of_four(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    press(page, "Tôi được hỗ trợ gì?")
    look(page, "citizen-start")
    page.set_viewport_size({"width": 360, "height": 740})
    press(page, "Bắt đầu")
    look(page, "citizen-born")
    born(page, "31", "2", "1980")
    look(page, "citizen-born-wrong")
    born(page, "2", "3", "1980")
    look(page, "citizen-place")
    page.select_option("select[name=answer]", BINH_LIEU)
    press(page, "Tiếp tục")
    page.check("input[name=answer][value='1']")
    press(page, "Tiếp tục")
    look(page, "citizen-standing")
    page.go_back()  # the back button comes back to the question before
    assert page.locator("input[name=answer]").count() == 2
    page.check("input[name=answer][value='1']")
    press(page, "Tiếp tục")
    while "1-viec" not in page.url:
        page.locator("input[name=answer][type=radio]").first.check()
        press(page, "Tiếp tục")
    look(page, "citizen-work")
    through(page)
    for day, month, year, answers in (
        ("5", "6", "1983", {}),
        ("1", "9", "2015", {"q_3_viec": ["study.pupil"]}),
        ("1", "1", "1950", {}),
    ):
        press(page, "Thêm một người trong hộ")
        born(page, day, month, year)
        through(page, **answers)
    look(page, "citizen-check")
    press(page, "Xem kết quả")
    text = page.inner_text("main")
    assert "Được đóng toàn bộ" in text
    assert "Người thứ 2 của hộ" in text
    look(page, "citizen-answer")
    page.emulate_media(media="print")
    page.screenshot(path="build/screens/citizen-answer-print.png", full_page=True)
    page.emulate_media(media="screen")
    page.click("text=English")
    assert "Paid in full" in page.inner_text("main")
    assert "Under which" not in page.content()
    look(page, "citizen-answer-en")


def signed(page: Any, personal_id: str) -> None:
    """Sign in through the simulated VNeID."""
    page.goto("/accounts/login/")
    page.click("button:has-text('Đăng nhập bằng VNeID')")
    page.fill("input[name=personal_id]", personal_id)
    page.keyboard.press("Enter")
    page.wait_for_url("**/toi/")


def test_a_citizen_pays_for_the_family_by_vietqr(page: Any, lasting_family: Family) -> None:
    a_visit(lasting_family.an)
    a_visit(lasting_family.an, sensitive=True)
    page.set_viewport_size({"width": 360, "height": 740})
    signed(page, "022080000011")
    look(page, "citizen-card")
    page.click("nav.menu >> text=Gia đình")
    look(page, "citizen-family")
    press(page, "Xem giá")
    look(page, "citizen-price")
    press(page, "Lấy mã thanh toán")
    look(page, "citizen-pay")
    at = page.url
    press(page, "Mở ngân hàng giả lập")
    with page.expect_navigation():
        page.click("main form.stack button:has-text('Chuyển')")
    page.goto(at)
    assert "Đã nhận tiền" in page.inner_text("main")
    look(page, "citizen-paid")
    page.goto("/toi/gia-dinh/")
    assert "có thẻ" in page.inner_text("main")
    pages = {
        "visits": "lan-kham",
        "history": "qua-trinh",
        "notices": "thong-bao",
        "looks": "ai-da-xem",
        "delegates": "uy-quyen",
    }
    for name, href in pages.items():
        page.goto(f"/toi/{href}/")
        look(page, f"citizen-{name}")


def officer_s_page(page: Any, client: Client) -> None:
    """The browser goes on in the session of a client."""
    host = "/".join(page.url.split("/")[:3])
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": host}])
    assert Session.objects.exists()


def test_a_report_is_answered_and_the_answer_read(page: Any, lasting_family: Family) -> None:
    an = client_of(lasting_family.an)
    lan, user = signed_in()
    user.first_name, user.last_name = "Lan", "Vũ"
    user.save()
    lan.get(f"/nguoi/{lasting_family.an.pk}/?tu=tim")
    page.goto("/toi-duoc-ho-tro/")
    officer_s_page(page, an)
    page.goto("/toi/ai-da-xem/")
    assert "Lan" in page.inner_text("main")
    look(page, "citizen-looks-some")
    press(page, "Báo cho xã")
    press(page, "Gửi")
    look(page, "citizen-report-wrong")
    page.check("input[name=about][value=look]")
    page.fill("textarea[name=text]", "Tôi không biết vì sao hồ sơ của tôi được mở.")
    press(page, "Gửi")
    look(page, "citizen-report")
    officer_s_page(page, lan)
    page.goto("/phan-anh/")
    look(page, "citizen-office")
    page.click("text=Nguyễn Văn An")
    page.check("input[name=state][value=wrong]")
    page.fill("textarea[name=text]", "Cán bộ mở hồ sơ khi bạn đến hỏi về thẻ.")
    look(page, "citizen-reply")
    press(page, "Gửi trả lời")
    officer_s_page(page, an)
    page.goto("/toi/thong-bao/")
    page.click("main >> text=Mở")
    assert "khi bạn đến hỏi về thẻ" in page.inner_text("main")
    look(page, "citizen-report-answered")


def kept(page: Any) -> int:
    return int(page.evaluate("caches.keys().then((names) => names.length)"))


def test_the_last_card_opens_without_a_line_until_signing_out(page: Any, lasting_family: Family) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    signed(page, "022080000011")
    assert page.evaluate("fetch('/toi/manifest.webmanifest').then((r) => r.json()).then((m) => m.start_url)") == "/toi/"
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(200):
        if page.evaluate("caches.match('/toi/').then((found) => Boolean(found))"):
            break
        time.sleep(0.1)
    page.context.set_offline(True)
    page.goto("/toi/")
    assert "022080000011" in page.inner_text("main")
    assert page.evaluate("getComputedStyle(document.querySelector('.bhyt')).borderRadius") == "14px"
    page.screenshot(path="build/screens/citizen-card-offline.png", full_page=True)
    page.goto("/toi/gia-dinh/")
    assert "Không có mạng" in page.inner_text("main")
    page.context.set_offline(False)
    page.goto("/toi/")
    page.click("summary.tool")
    with page.expect_navigation():
        page.click("button:has-text('Đăng xuất')")
    for _ in range(200):
        if not kept(page):
            break
        time.sleep(0.1)
    assert kept(page) == 0
    page.context.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto("/toi/")


def test_a_delegate_s_card(page: Any, lasting_family: Family) -> None:
    client_of(lasting_family.dung).post(
        "/toi/uy-quyen/", {"way": "give", "person": lasting_family.an.pk, "relation": "con trai"}
    )
    page.goto("/toi-duoc-ho-tro/")
    officer_s_page(page, client_of(lasting_family.an))
    page.goto(f"/toi/thay/{lasting_family.dung.pk}/")
    assert "Bạn đang thay mặt" in page.inner_text("main")
    look(page, "citizen-delegate")
