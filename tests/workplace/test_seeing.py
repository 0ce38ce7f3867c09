"""Who finds and opens whom, and that it is logged."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from baophu.accounts.models import Look
from baophu.accounts.services import looks_at
from baophu.pages.catalogues import PACKAGE
from baophu.registry.models import Person
from baophu.registry.services.recording import entry, merge
from baophu.workplace.services import seeing
from baophu.workplace.services.searching import search
from tests.builders import HONG_GAI, a_person
from tests.workplace.builders import Family, hidden, signed_in, words


@pytest.mark.parametrize("asked", ["nguyen van an", "NGUYỄN VĂN AN", "Nguyen Van An 1980", "nguyễn văn an 02/03/1980"])
def test_a_name_is_found_without_accents_and_with_a_birth_date(family: Family, asked: str) -> None:
    _, user = signed_in()
    found = search(asked, user)
    assert [hit.person for hit in found.hits] == [family.an]
    assert found.only is None


@pytest.mark.parametrize("asked", ["022080000011", "022 080 000 011", "022.080.000.011"])
def test_one_exact_hit_of_a_number_leads_straight_to_the_person(family: Family, asked: str) -> None:
    client, _ = signed_in()
    answer = client.get("/tim/", {"q": asked})
    assert answer.status_code == 302
    assert answer["Location"] == f"/nguoi/{family.an.pk}/?tu=tim"


def test_a_scanned_card_that_disagrees_is_shown_with_what_disagrees(family: Family) -> None:
    client, _ = signed_in()
    agreed = client.get("/tim/", {"q": "022080000011|100000001|Nguyễn Văn An|02031980|Nam|Bình Liêu|01012022"})
    assert agreed.status_code == 302
    answer = client.get("/tim/", {"q": "022080000011||Nguyễn Văn Anh|03031980|Nam|Bình Liêu|01012022"})
    text = words(answer)
    assert "Thẻ quét khác với sổ ở: Họ và tên , Ngày sinh" in text
    assert looks_at(family.an.pk).filter(why="tìm theo số").exists()


def test_people_of_other_units_are_not_found(family: Family) -> None:
    client, user = signed_in("commune", HONG_GAI)
    for asked in ("nguyen van an", "022080000011"):
        assert search(asked, user).hits == ()
    assert "Không tìm thấy ai" in words(client.get("/tim/", {"q": "022080000011"}))


def test_another_units_person_is_not_found_by_address_and_the_trial_is_logged(family: Family) -> None:
    client, user = signed_in("commune", HONG_GAI)
    pages = ("", "vi-sao/", "lich-su/", "ai-da-xem/", "ghi/", "ghi/chuyen/", "ghi/ho-so/", "ghi/dieu/study/")
    for page in pages:
        assert client.get(f"/nguoi/{family.an.pk}/{page}").status_code == 404
    assert client.get(f"/ho/{family.home.pk}/").status_code == 404
    assert client.get(f"/ho/{family.home.pk}/bao-gia/").status_code == 404
    tried = Look.objects.filter(user=user, person=family.an.pk, why="thử mở hồ sơ ngoài địa bàn")
    assert tried.count() == len(pages) + 2


def test_nobody_is_not_logged(family: Family) -> None:
    client, _ = signed_in()
    assert client.get("/nguoi/999999/").status_code == 404
    assert not Look.objects.filter(person=999999).exists()


def test_opening_a_record_is_logged_with_the_way_to_it(family: Family) -> None:
    client, user = signed_in()
    assert client.get(f"/nguoi/{family.an.pk}/?tu=tim").status_code == 200
    look = looks_at(family.an.pk).first()
    assert look is not None
    assert (look.user, look.why, look.page) == (user, "mở hồ sơ: tìm kiếm", f"/nguoi/{family.an.pk}/")
    assert "mở hồ sơ: tìm kiếm" in words(client.get(f"/nguoi/{family.an.pk}/ai-da-xem/"))


def test_a_merged_record_leads_to_the_one_that_stands(family: Family) -> None:
    twin = a_person("Nguyễn Văn An", "1980-03-02", "m")
    with transaction.atomic():
        merge(family.an, twin, entry("merge"), "kept")
    client, _ = signed_in()
    answer = client.get(f"/nguoi/{twin.pk}/vi-sao/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/nguoi/{family.an.pk}/vi-sao/"


def test_a_search_asks_the_units_in_its_queries(family: Family) -> None:
    _, user = signed_in()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search("nguyen", user)
    people = [q["sql"] for q in asked if 'from "registry_person"' in q["sql"].lower()]
    assert people
    assert all("unit_id" in sql.lower().partition("where")[2] for sql in people)


@pytest.mark.parametrize("role", ["committee", "clinic", "school", "administrator"])
def test_roles_that_see_figures_alone_open_nobody(family: Family, role: str) -> None:
    client, _ = signed_in(role)
    assert client.get(f"/nguoi/{family.an.pk}/").status_code == 403
    assert client.get("/tim/", {"q": "nguyen"}).status_code == 403


def test_everybody_is_led_to_a_first_page(db: None) -> None:
    for role, where in {
        "commune": "/don-vi-cua-toi/",
        "province": "/dieu-hanh/",
        "committee": "/dieu-hanh/chi-tieu/",
        "administrator": "/quan-tri/tai-khoan/",
        "clinic": "/kham-chua-benh/",
        "agent": "/thu-tien/",
    }.items():
        client, _ = signed_in(role)
        assert client.get("/")["Location"] == where, role
    for role in ("school",):
        client, _ = signed_in(role)
        assert client.get("/").status_code == 200, role
    assert Person.objects.count() == 0


def test_a_change_recorded_step_by_step_is_one_look(family: Family) -> None:
    """Opening the form is logged; what is sent from it belongs to the same look, until it is opened again."""
    client, user = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    mine = Look.objects.filter(user=user, person=family.chi.pk, page=href)
    page = client.get(href)
    for typed in ({"value": "student", "valid_from": "01/01/2026"}, {"document": "certificate"}):
        page = client.post(href, {**hidden(page), **typed, "go": "next"})
    client.post(href, {**hidden(page), "go": "confirm"})
    assert mine.count() == 1
    client.get(href)
    assert mine.count() == 2
    other, someone = signed_in()
    other.post(href, {"go": "next", "at": "0"})  # nobody may send what they have not opened without a trace
    assert Look.objects.filter(user=someone, person=family.chi.pk).count() == 1


def test_a_form_sent_long_after_its_page_was_opened_is_a_look_of_its_own(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, user = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    client.get(href)
    monkeypatch.setattr(seeing, "ONE_ACT", timedelta(0))
    client.post(href, {"go": "next", "at": "0"})
    assert Look.objects.filter(user=user, person=family.chi.pk, page=href).count() == 2


def test_why_somebody_looked_is_told_in_the_readers_language(family: Family) -> None:
    client, _ = signed_in()
    english = {"accept-language": "en"}
    client.get(f"/nguoi/{family.an.pk}/?tu=tim", headers=english)
    client.get("/don-vi-cua-toi/viec/chua-co-the/", {"as": "csv"}, headers=english)
    assert looks_at(family.an.pk).filter(why="mở hồ sơ: tìm kiếm").exists()  # kept as its key, whoever looked
    assert looks_at(family.binh.pk).filter(why="Chưa có thẻ: tải tệp").exists()
    told = words(client.get(f"/nguoi/{family.an.pk}/ai-da-xem/", headers=english))
    assert "opened the record: from a search" in told
    told = words(client.get(f"/nguoi/{family.binh.pk}/ai-da-xem/", headers=english))
    assert "taken out as a file" in told
    assert "mở hồ sơ" in words(client.get(f"/nguoi/{family.an.pk}/ai-da-xem/"))


def test_every_reason_that_is_logged_has_english() -> None:
    """A reason is made by `reasons.kept` of marked texts, never written out: then no test of texts would miss it."""
    calls = re.compile(r"log_looks?\((?:[^()]|\([^()]*\))*\)", re.S)
    letters = "ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ"
    written_out = re.compile(rf"""["'][^"']*[{letters}]""", re.I)
    for file in PACKAGE.rglob("*.py"):
        for call in calls.findall(file.read_text(encoding="utf-8")):
            bare = re.sub(r"kept\(.*", "", call, flags=re.S)
            assert not written_out.search(bare), f"{file}: {call}"


SEARCHED = ("/", "/don-vi-cua-toi/", "/tim/?q=x", "/ho-so-trung/", "/nhap/", "/cho-duyet/", "/so-luat/", "/tiep-can/")


@pytest.mark.parametrize("role", ["commune", "province", "agent"])
def test_one_search_box_stands_on_every_page_of_those_who_find_people(family: Family, role: str) -> None:
    client, _ = signed_in(role)
    law = ("/so-luat/van-ban/91-2025-nq-hdnd/", "/so-luat/tham-so/", "/so-luat/so-sanh/")
    pages = [*SEARCHED, *law, f"/nguoi/{family.an.pk}/", f"/ho/{family.home.pk}/"]
    seen = 0
    for href in pages:
        answer = client.get(href)
        if answer.status_code in (302, 403):
            continue
        seen += 1
        assert answer.content.decode().count('role="search"') == 1, href
    assert seen >= len(law) + 3


@pytest.mark.parametrize("role", ["committee", "school", "clinic", "administrator"])
def test_no_search_box_leads_nowhere(db: None, role: str) -> None:
    client, _ = signed_in(role)
    assert 'id="search"' not in client.get("/so-luat/").content.decode()
