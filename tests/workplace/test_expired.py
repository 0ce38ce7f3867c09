"""A session that ends in the middle of a form: after signing in the form is as it was, and can be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baophu.accounts.models import User
from tests.accounts.builders import sign_in
from tests.builders import a_person, a_status
from tests.workplace.builders import Family, day, hidden, signed_in, words, written

Form = tuple[str, dict[str, Any], str]
"""Address, what was typed, and what the page must show again."""


def record(family: Family) -> Form:
    typed = {"value": "student", "valid_from": "01/09/2026", "at": "0", "go": "next"}
    return f"/nguoi/{family.chi.pk}/ghi/dieu/study/", typed, "Giấy tờ"


def household(family: Family) -> Form:
    typed = {"value": "near_poor", "valid_from": "hôm kia", "at": "0", "go": "next"}
    return f"/ho/{family.home.pk}/ghi/dieu/living_standard/", typed, "hôm kia"


def end(family: Family) -> Form:
    row = a_status(family.chi, "study", "student", "2025-09-01")
    typed = {"last_day": "31/05/2026", "document": "check", "at": "1", "go": "next"}
    return f"/nguoi/{family.chi.pk}/ghi/ket-thuc/s{row.pk}/", typed, "31/05/2026"


def correct(family: Family) -> Form:
    typed = {"name": "Trần Thị Thanh", "born": "20/07/1983", "sex": "f", "at": "0", "go": "0"}
    return f"/nguoi/{family.binh.pk}/ghi/ho-so/", typed, "Trần Thị Thanh"


def move(family: Family) -> Form:
    typed = {"way": "out", "who": [str(family.chi.pk)], "day": "05/06/2026", "at": "0", "go": "0"}
    return f"/nguoi/{family.chi.pk}/ghi/chuyen/", typed, "05/06/2026"


def arrive(family: Family) -> Form:
    typed = {"name": "Phạm Thị Phượng", "born": "1971", "at": "0", "go": "0"}
    return "/nguoi/moi/", typed, "Phạm Thị Phượng"


def birth(family: Family) -> Form:
    typed = {"name": "Nguyễn An Nhiên", "born": written(day(-3)), "at": "0", "go": "0"}
    return f"/ho/{family.home.pk}/ghi/khai-sinh/", typed, "Nguyễn An Nhiên"


def death(family: Family) -> Form:
    return f"/nguoi/{family.dung.pk}/ghi/khai-tu/", {"died": "01/02/2026", "at": "0", "go": "0"}, "01/02/2026"


def merge(family: Family) -> Form:
    twin = a_person("Nguyễn Văn An", "1980-03-02", "m")
    typed = {"why": "cùng số CMND cũ", "choice0": "kept", "go": "merge"}
    return f"/ho-so-trung/{family.an.pk}/{twin.pk}/", typed, "cùng số CMND cũ"


def upload(family: Family) -> Form:
    file = SimpleUploadedFile("ho.csv", b"a;b\n1;2\n")
    return "/nhap/moi/", {"kind": "poverty", "sender": "UBND xã Bình Liêu", "file": file}, "UBND xã Bình Liêu"


def quote(family: Family) -> Form:
    typed = {"joining": [str(family.binh.pk)], "months": "6", "day": "không rõ", "go": "check"}
    return f"/ho/{family.home.pk}/bao-gia/", typed, "không rõ"


FORMS = (record, household, end, correct, move, arrive, birth, death, merge, upload, quote)


def expired(client: Client, user: User, href: str, typed: dict[str, Any]) -> Any:
    """The page after: it was opened, the session ended, the form was sent, the officer signed in again."""
    page = client.get(href)
    assert page.status_code == 200
    whose = client.cookies["baophu_whose"].value
    client.cookies.clear()
    client.cookies["baophu_whose"] = whose
    lost = client.post(href, {**{k: v for k, v in hidden(page).items() if k == "mark"}, **typed})
    assert urlsplit(lost["Location"]).path == "/accounts/login/"
    forms = client.session["kept_forms"]
    sign_in(client, user)
    session = client.session
    session["kept_forms"] = forms
    session.save()
    return client.get(parse_qs(urlsplit(lost["Location"]).query)["next"][0])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_form_is_there_again(family: Family, form: Callable[[Family], Form]) -> None:
    href, typed, shown = form(family)
    client, user = signed_in()
    again = expired(client, user, href, typed)
    assert again.status_code in (200, 422), words(again)
    page = again.content.decode()
    assert f'action="{href}"' not in page, "the form itself, not a page that asks to send it again"
    assert shown in page
    sent_back = hidden(again)
    for name, value in typed.items():
        if name in ("file", "at", "go", "why"):
            continue
        kept = sent_back.get(name, [])
        assert kept == (value if isinstance(value, list) else [value]) or f'value="{value}" selected' in page, name


def test_a_file_must_be_chosen_again_and_that_is_said(family: Family) -> None:
    href, typed, _shown = upload(family)
    client, user = signed_in()
    again = words(expired(client, user, href, typed))
    assert "Tệp đã chọn không được giữ" in again
    assert "Hãy chọn tệp." in again
