"""“Am I supported?” from the first question to the link that is passed on."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.builders import BINH_LIEU, HONG_GAI
from tests.workplace.builders import words

pytestmark = pytest.mark.django_db

START = "/toi-duoc-ho-tro/"
FIRST = f"{START}hoi/1-sinh/"


def go(client: Client, href: str, **data: Any) -> str:
    """Answer a question; where it leads."""
    answer = client.post(href, data)
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def born(client: Client, href: str, day: str) -> str:
    d, m, y = day.split("/")
    return go(client, href, day=d, month=m, year=y)


def through(client: Client, href: str, answers: dict[str, Any]) -> str:
    """Answer everything that is asked: as told, else with nothing. Where it ends: the answers to check."""
    for _ in range(40):
        at = urlsplit(href).path
        if at.endswith("/kiem-tra/"):
            return href
        key = at.rstrip("/").rsplit("/", 1)[1]
        page = client.get(href)
        assert page.status_code == 200
        values = re.findall(r'name="answer" value="([^"]*)"', page.content.decode())
        known = answers.get(key)
        if known is None:
            multiple = 'type="checkbox"' in page.content.decode()
            known = [] if multiple else values[0] if values else None
        href = go(client, href, **(known if isinstance(known, dict) else {"answer": known}))
    raise AssertionError("too many questions")


def a_couple(client: Client, unit: str = HONG_GAI) -> str:
    href = born(client, FIRST, "2/3/1980")
    check = through(client, href, {"noi-o": unit, "thuong-tru": "1"})
    more = re.search(r'href="([^"]*2-sinh[^"]*)"', client.get(check).content.decode())
    assert more
    return through(client, born(client, more[1].replace("&amp;", "&"), "5/6/1983"), {})


def result_of(client: Client, check: str) -> Any:
    return client.get(check.replace("kiem-tra", "ket-qua"), follow=True)


def test_anybody_may_ask(client: Client) -> None:
    page = client.get(START)
    assert page.status_code == 200
    assert FIRST in page.content.decode()
    assert START in client.get("/").content.decode()


def test_a_couple_learns_what_both_pay_and_that_the_second_pays_less(client: Client) -> None:
    page = result_of(client, a_couple(client))
    text = words(page)
    assert "Người thứ 2 của hộ: được giảm" in text
    assert "113.850 ₫" in text
    assert "79.695 ₫" in text
    assert "193.545 ₫" in text
    assert "12 tháng" in text
    assert "Quỹ trả 80 %" in text
    assert "/so-luat/" in page.content.decode()


def test_the_link_holds_nothing_personal(client: Client) -> None:
    page = result_of(client, a_couple(client))
    href, _status = page.redirect_chain[-1]
    query = parse_qs(urlsplit(href).query)
    assert set(query) <= {"t", "o", "d", "h", "n"}
    assert "1980" not in href
    assert "1983" not in href
    assert HONG_GAI not in href
    assert words(client.get(href)) == words(page)


def test_an_elderly_woman_is_told_to_when(client: Client) -> None:
    check = through(client, born(client, FIRST, "1/2/1950"), {"noi-o": HONG_GAI, "thuong-tru": "1"})
    text = words(result_of(client, check))
    assert "Được đóng toàn bộ" in text
    assert "31/12/2030" in text
    assert "91/2025/NQ-HĐND hết hiệu lực" in text


def test_a_reading_that_is_open_is_shown(client: Client) -> None:
    answers = {"noi-o": HONG_GAI, "thuong-tru": "1", "ho-escaped_poverty": "both"}
    check = through(client, born(client, FIRST, "1/2/1985"), answers)
    assert "Điểm còn mở:" in words(result_of(client, check))


def test_a_place_assumed_is_said_to_be(client: Client) -> None:
    check = through(
        client, born(client, FIRST, "1/2/1985"), {"noi-o": BINH_LIEU, "thuong-tru": "1", "1-dan-toc": "other"}
    )
    text = words(result_of(client, check))
    assert "Về nơi ở:" in text
    assert "Giả định" in text
    assert "Được đóng toàn bộ" in text


def test_a_wage_is_not_asked(client: Client) -> None:
    answers = {"noi-o": HONG_GAI, "thuong-tru": "1", "1-viec": ["employment.employee"]}
    text = words(result_of(client, through(client, born(client, FIRST, "1/2/1985"), answers)))
    assert "Tính theo tiền lương" in text
    assert "Nơi làm việc lập danh sách" in text
    assert "67 %" in text


def test_outside_of_the_province(client: Client) -> None:
    text = words(result_of(client, through(client, born(client, FIRST, "1/2/1950"), {"noi-o": "ngoai"})))
    assert "ngoài tỉnh" in text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (("31", "2", "1980"), "Không có ngày này"),
        (("", "", "80"), "bốn chữ số"),
        (("5", "", "1980"), "Ghi tháng sinh"),
        (("a", "2", "1980"), "Chỉ ghi chữ số"),
        (("1", "1", "2999"), "trước hôm nay"),
        (("1", "1", "1850"), "quá xa"),
    ],
)
def test_a_wrong_day_is_told_beside_its_field(client: Client, day: tuple[str, str, str], told: str) -> None:
    page = client.post(FIRST, dict(zip(("day", "month", "year"), day, strict=True)))
    assert page.status_code == 422
    assert told in words(page)
    assert f'value="{day[2]}"' in page.content.decode()


def test_two_kinds_of_work_are_refused_beside_the_field(client: Client) -> None:
    href = go(client, go(client, born(client, FIRST, "1/2/1985"), answer=HONG_GAI), answer="1")
    while "1-viec" not in href:
        href = go(client, href, answer="none")
    page = client.post(href, {"answer": ["employment.employee", "employment.official"]})
    assert page.status_code == 422
    assert "Chỉ chọn một" in words(page)


def test_changing_an_answer_keeps_the_others(client: Client) -> None:
    check = a_couple(client)
    page = client.get(check).content.decode()
    change = re.search(r'href="([^"]*ho-living_standard[^"]*)"', page)
    assert change
    again = through(client, go(client, change[1].replace("&amp;", "&"), answer="near_poor"), {})
    text = words(result_of(client, again))
    assert "cận nghèo" in text
    assert "Người 2" in text


@pytest.mark.parametrize("query", ["n=x", "t=1999-01&n=1980-01", "n=1980-01&o=trong~island.perhaps"])
def test_a_link_that_was_cut_leads_to_the_beginning(client: Client, query: str) -> None:
    page = client.get(f"{START}ket-qua/?{query}")
    assert page.status_code == 400
    assert START in page.content.decode()


def test_questions_that_do_not_exist_are_not_found(client: Client) -> None:
    for key in ("9-viec", "ho-nothing", "1-nothing", "tu-nothing"):
        assert client.get(f"{START}hoi/{key}/?n=1980-01&o=trong&d=1").status_code == 404
