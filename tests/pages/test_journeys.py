"""Signing in and using the frame, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.accounts.builders import PASSWORD, code, officer, with_device, with_password
from tests.browser import look, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(settings: Settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in(page: Any, *units: str, to: str = "/so-luat/") -> None:
    """Sign in as an officer of some units, with password and code."""
    user = with_password(officer("commune", *units, name="lan"))
    user.first_name, user.last_name = "Lan", "Vũ"
    user.save()
    secret = with_device(user)
    page.goto(f"/accounts/login/?next={to}")
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{to}")


def test_sign_in_looks_like_the_rest(page: Any) -> None:
    page.goto("/accounts/login/")
    look(page, "sign-in")
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "wrong")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look(page, "sign-in-wrong")


def test_an_officer_signs_in_and_switches_units_and_language(page: Any) -> None:
    signed_in(page, "06652", "06967")
    page.click("summary.tool")
    page.select_option("#unit-switch", "06967")
    look(page, "frame-account")
    page.click(".unit-switch button")
    assert "Cái Chiên" in page.inner_text(".mark-place")
    page.click(".language button")
    assert page.inner_text("h1") == "Law book"
    look(page, "frame-signed-in-english")


def test_the_keyboard_alone_suffices(page: Any) -> None:
    """From the first page to a provision and back to the search box, without a mouse."""
    signed_in(page, "06652")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(30):
        page.keyboard.press("Tab")
        if "91/2025" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/91-2025-nq-hdnd/")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        seen.add(page.evaluate("document.activeElement.textContent"))
    assert any("Người từ đủ 65 tuổi" in text for text in seen)


def test_pages_work_without_scripts(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto("/so-luat/")
    page.fill("#van-ban-q", "dan toc thieu so")
    page.click(".filters button")
    assert "q=dan+toc+thieu+so" in page.url
    assert page.locator("table tbody tr").count() >= 2
    context.close()


def test_htmx_replaces_the_list_and_keeps_the_address(page: Any) -> None:
    page.goto("/so-luat/")
    page.evaluate("window.stayed = true")
    page.fill("#van-ban-q", "dan toc thieu so")
    page.click(".filters button")
    page.wait_for_url("**q=dan*")
    until(page, "document.querySelectorAll('table tbody tr').length < 15")
    assert page.evaluate("window.stayed")
    assert page.locator("section.list").count() == 1


def test_an_expired_session_leads_to_sign_in(page: Any) -> None:
    signed_in(page, "06652", "06967")
    page.click("summary.tool")
    page.context.clear_cookies(name="sessionid")
    page.click(".unit-switch button")
    page.wait_for_url("**/accounts/login/**")
    assert "vẫn còn nguyên" in page.inner_text(".messages")
