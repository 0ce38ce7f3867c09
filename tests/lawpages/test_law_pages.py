"""What the pages of the law book say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from baophu.lawpages.examples import _read
from baophu.pages import sources

pytestmark = pytest.mark.django_db

BOOK = "/so-luat/"
RESOLUTION = "/so-luat/van-ban/91-2025-nq-hdnd/"


def text_of(answer: Any) -> str:
    """The words of a page, with single spaces."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", plain.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " "))


def get(client: Client, href: str, lang: str = "vi", **options: Any) -> str:
    answer = client.get(href, headers={"accept-language": lang}, **options)
    assert answer.status_code == 200, href
    return text_of(answer)


def test_every_instrument_and_provision_has_a_page_in_both_languages(client: Client) -> None:
    book = sources.book()
    from baophu.lawpages.addresses import instrument_href, parameter_href, provision_href, unit_href

    hrefs = [*map(instrument_href, book.instruments), *map(parameter_href, book.parameters)]
    hrefs += [provision_href(p.ref) for p in list(book.provisions())[::7]]
    hrefs += [unit_href(code) for code in list(book.areas)[::9]]
    for href in hrefs:
        for lang in ("vi", "en"):
            assert client.get(href, headers={"accept-language": lang}).status_code == 200, href


@pytest.mark.parametrize(
    "href", ["van-ban/1-2030-nq/", "van-ban/91-2025-nq-hdnd/quy-dinh/x/", "tham-so/x/", "don-vi/1/"]
)
def test_what_is_not_there_is_a_404(client: Client, href: str) -> None:
    assert client.get(BOOK + href).status_code == 404


def test_a_search_needs_no_accents_and_finds_provisions(client: Client) -> None:
    found = get(client, f"{BOOK}?q=nguoi+dan+toc+thieu+so")
    assert "91/2025/NQ-HĐND" in found
    assert "Quy định khớp với từ tìm" in found
    assert "Không có dòng nào khớp" in get(client, f"{BOOK}?q=xyzzy")


def test_a_provision_is_said_in_plain_words(client: Client) -> None:
    vi = get(client, RESOLUTION + "quy-dinh/elderly-65/")
    assert "Ngân sách tỉnh bảo đảm 100 % mức đóng cho các nhóm khoản 5" in vi
    assert "Từ đủ 65 tuổi" in vi
    assert "Thường trú" in vi
    en = get(client, RESOLUTION + "quy-dinh/elderly-65/", "en")
    assert "Province fills up to 100 % for the groups of clause 5" in en
    assert "Aged 65 or over" in en


def test_what_is_unknown_stands_out(client: Client) -> None:
    page = get(client, RESOLUTION + "quy-dinh/escaped-both/")
    assert "Chưa rõ :" in page or "Chưa rõ:" in page
    assert "nghị quyết không nói rõ điều này" in page


def test_without_a_run_there_are_no_figures(client: Client) -> None:
    assert "chưa có số liệu" in get(client, RESOLUTION)


def test_a_parameter_is_drawn_and_told(client: Client) -> None:
    answer = client.get("/so-luat/tham-so/reference/")
    assert b"<svg role=" in answer.content
    page = text_of(answer)
    assert "2.530.000 ₫" in page
    assert "161/2026/NĐ-CP" in page


def test_examples_show_their_arithmetic(client: Client) -> None:
    page = "".join(get(client, f"{RESOLUTION}vi-du/?page={n}") for n in (1, 2, 3))
    assert "6 × 105.300 + 6 × 113.850 = 1.314.900" in page
    assert "1.314.900 ₫" in page
    english = "".join(get(client, f"{RESOLUTION}vi-du/?page={n}", "en") for n in (1, 2, 3))
    assert "6 × 105,300 + 6 × 113,850 = 1,314,900" in english
    assert "72 without a pension" in english


def test_no_example_says_anything_in_english_to_readers_of_vietnamese() -> None:
    """Titles and comments of cases are English: readers of Vietnamese get the case in words instead."""
    told = set()
    with override("vi"):
        for _file, example in _read(sources.book()):
            page = render_to_string("lawpages/example.html", {"e": example})
            told |= set(re.findall(r"\b[a-z_]{3,}\b", re.sub(r"<[^>]+>", " ", page)))
    english = {word for case in _read(sources.book()) for word in re.findall(r"\b[a-z]{4,}\b", case[1].name)}
    assert not told & english


def test_two_days_are_compared(client: Client) -> None:
    page = get(client, "/so-luat/so-sanh/?first=31/12/2025&second=01/01/2026")
    assert "Quy định bắt đầu 9" in page or "Quy định bắt đầu" in page
    assert "Người từ đủ 65 tuổi chưa được chính sách khác hỗ trợ" in page
    assert "Hai ngày này không có gì khác" in get(client, "/so-luat/so-sanh/?first=02/03/2026&second=03/03/2026")


def test_a_wrong_day_is_told_beside_the_field_and_kept(client: Client) -> None:
    answer = client.get("/so-luat/so-sanh/?first=31/02/2025&second=01/01/2026")
    page = answer.content.decode()
    assert 'value="31/02/2025"' in page
    assert 'id="id_first-error"' in page
    later = client.get("/so-luat/so-sanh/?first=02/01/2026&second=01/01/2026").content.decode()
    assert "Ngày thứ hai phải sau ngày thứ nhất." in later


def test_no_page_is_heavy(client: Client) -> None:
    from baophu.lawpages.addresses import instrument_href

    for number in sources.book().instruments:
        weight = len(re.sub(rb"<svg.*?</svg>", b"", client.get(instrument_href(number)).content, flags=re.S))
        assert weight < 200_000, (number, weight)
