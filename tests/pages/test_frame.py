"""The frame: who sees what, languages, units, errors."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from baophu.accounts.models import Entrusted, Role, User
from baophu.pages import menus, sources

pytestmark = pytest.mark.django_db

LAW = "/so-luat/"
COMMUNES = ("06652", "06967")


def officer(role: Role, *units: str) -> User:
    user = User.objects.create_user(f"{role}-{len(units)}", role=role, first_name="Lan", last_name="Vũ")
    for unit in units:
        Entrusted.objects.create(user=user, unit=unit, valid_from=date(2026, 1, 1))
    return user


def test_the_language_is_switched_and_kept(client: Client) -> None:
    assert 'lang="vi"' in client.get(LAW).content.decode()
    answer = client.post("/ngon-ngu/", {"language": "en", "next": f"{LAW}?q=x"})
    assert answer["Location"] == f"{LAW}?q=x"
    page = client.get(LAW).content.decode()
    assert '<html lang="en">' in page
    assert "Law book" in page


def test_a_switch_never_leads_to_another_host(client: Client) -> None:
    for to in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert client.post("/ngon-ngu/", {"language": "en", "next": to})["Location"] == "/"


def test_simulated_people_are_said_to_be_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Dữ liệu mô phỏng" in client.get(LAW).content.decode()
    monkeypatch.setattr(sources._IN_USE, "simulated", lambda: False)
    assert "Dữ liệu mô phỏng" not in client.get(LAW).content.decode()


def test_an_officer_of_two_units_switches_between_them(rf: object) -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from baophu.pages import units

    request = RequestFactory().get("/")
    request.user, request.session = officer(Role.COMMUNE, *COMMUNES), SessionStore()
    assert units.chosen(request) is None
    assert units.choose(request, "06652")
    assert units.chosen(request) == "06652"
    assert not units.choose(request, "07054")
    assert units.chosen(request) == "06652"
    request.user = officer(Role.COMMUNE, "06967")
    assert units.chosen(request) == "06967"


def test_a_menu_shows_each_role_its_own(rf: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    monkeypatch.setattr(menus, "_ENTRIES", {})
    menus.add(
        menus.Entry("law:book", "Luật", menus.EVERYBODY, 20), menus.Entry("law:units", "Đơn vị", {Role.COMMUNE}, 10)
    )
    request = RequestFactory().get("/so-luat/don-vi/06652/")
    request.user = AnonymousUser()
    assert [(e.label, e.here) for e in menus.menu(request)] == [("Luật", True)]
    request.user = officer(Role.COMMUNE)
    assert [(e.label, e.here) for e in menus.menu(request)] == [("Đơn vị", True), ("Luật", False)]


def test_errors_stand_in_the_frame_in_both_languages(client: Client) -> None:
    for lang, said in (("vi", "Không tìm thấy trang"), ("en", "Page not found")):
        answer = client.get("/so-luat/van-ban/khong-co/", headers={"accept-language": lang})
        assert answer.status_code == 404
        assert said in answer.content.decode()


def test_a_form_without_its_mark_is_told_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ngon-ngu/", {"language": "en"})
    assert answer.status_code == 403
    assert "Biểu mẫu đã quá hạn" in answer.content.decode()


def test_what_should_not_happen_has_a_page_of_its_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from baophu.lawpages.views import book

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(book.figures, "figures", broken)
    client.raise_request_exception = False
    answer = client.get(LAW)
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.content.decode()


def test_the_first_page_of_a_stranger_leads_to_the_law_book(client: Client) -> None:
    assert f'href="{LAW}"' in client.get("/").content.decode()


def test_health_needs_nobody(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_pages_forbid_what_is_inline(client: Client) -> None:
    answer = client.get(LAW)
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    page = answer.content.decode()
    assert " style=" not in page
    assert "<script>" not in page
    assert "onclick" not in page
