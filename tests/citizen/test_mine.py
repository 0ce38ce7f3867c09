"""What a citizen sees of themself, their family and the money; and what nobody else does."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from baophu.accounts.models import Look
from baophu.cover.models import Quote
from baophu.cover.services.paying import pay
from baophu.cover.services.quoting import quote
from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Person
from tests.accounts.builders import officer
from tests.builders import HONG_GAI, a_card, a_person
from tests.citizen.builders import a_visit, citizen_of, client_of
from tests.workplace.builders import Family, day, signed_in, words, written

pytestmark = pytest.mark.django_db
PAGES = ("/toi/", "/toi/gia-dinh/", "/toi/lan-kham/", "/toi/qua-trinh/", "/toi/ai-da-xem/", "/toi/bao-sai/",
         "/toi/thong-bao/", "/toi/uy-quyen/")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_answers(family: Family, page: str, language: str) -> None:
    assert client_of(family.an, language).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_no_page_without_signing_in_or_for_officers(client: Client, family: Family, page: str) -> None:
    assert client.get(page).status_code == 302
    lan, _ = signed_in()
    assert lan.get(page).status_code == 403


def test_the_first_page_is_the_card(family: Family) -> None:
    answer = client_of(family.an).get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/toi/"


def test_the_card_says_until_when_and_shows_what_a_clinic_scans(family: Family) -> None:
    page = client_of(family.an).get("/toi/")
    text = words(page)
    year = timezone.localdate().year
    assert f"31/12/{year}" in text
    assert "022080000011" in text
    assert "<svg" in page.content.decode()
    assert "Đủ năm năm liên tục" in text
    assert "Đã cùng chi trả năm nay" in text


def test_whoever_has_no_card_is_told(family: Family) -> None:
    assert "113.850 ₫" in words(client_of(family.binh).get("/toi/gia-dinh/"))


def test_one_s_own_looks_are_not_logged_those_at_the_family_are(family: Family) -> None:
    an = client_of(family.an)
    an.get("/toi/")
    assert not Look.objects.filter(person=family.an.pk).exists()
    an.get("/toi/gia-dinh/")
    assert Look.objects.filter(person=family.binh.pk, why="xem gia đình của mình").exists()


def test_the_family_is_priced_quoted_and_paid(family: Family, settings: Settings) -> None:
    settings.BANK = "970415:0123456789:BHXH TINH"
    an = client_of(family.an)
    page = an.get("/toi/gia-dinh/")
    assert "chưa có thẻ" in words(page)
    priced = an.post("/toi/gia-dinh/", {"joining": [family.binh.pk, family.chi.pk], "months": "12", "go": "price"})
    assert "Giá này giữ đến hết" in words(priced)
    kept = an.post("/toi/gia-dinh/", {"joining": [family.binh.pk, family.chi.pk], "months": "12", "go": "keep"})
    assert kept.status_code == 302
    quoted = an.get(kept["Location"])
    text = words(quoted)
    made = Quote.objects.get()
    assert f"BHYT BG{made.pk}" in text
    pay(made.pk, "k1", made.total, timezone.localdate())
    assert "Đã nhận tiền" in words(an.get(kept["Location"]))
    redecide([family.binh.pk])
    assert "Cả nhà" in words(an.get("/toi/gia-dinh/")) or "có thẻ" in words(an.get("/toi/gia-dinh/"))


def test_nobody_chosen_is_told_beside_the_field(family: Family) -> None:
    page = client_of(family.an).post("/toi/gia-dinh/", {"months": "12", "go": "price"})
    assert page.status_code == 422
    assert "Chọn ít nhất một người" in words(page)


def test_another_household_s_quote_is_not_found_and_the_trial_is_logged(family: Family) -> None:
    other = a_person("Lý Văn Xa", "1970-01-01", "m", HONG_GAI, personal_id="022070000099")
    redecide([other.pk])
    home = other.stays.get().household_id
    made = quote(home, timezone.localdate(), 12)
    page = client_of(family.an).get(f"/toi/bao-gia/{made.pk}/")
    assert page.status_code == 404
    assert Look.objects.filter(person=other.pk, why="thử mở báo giá của người khác").count() == 1
    assert client_of(family.an).get("/toi/bao-gia/999999/").status_code == 404


@pytest.mark.parametrize("page", ["", "gia-dinh/", "lan-kham/", "qua-trinh/"])
def test_another_citizen_s_page_is_not_found_and_the_trial_is_logged(family: Family, page: str) -> None:
    other = a_person("Lý Văn Xa", "1970-01-01", "m", HONG_GAI)
    answer = client_of(family.an).get(f"/toi/thay/{other.pk}/{page}")
    assert answer.status_code == 404
    assert "Lý Văn Xa" not in words(answer)
    assert Look.objects.filter(person=other.pk, why="thử mở hồ sơ của người khác").count() == 1
    assert client_of(family.an).get(f"/toi/thay/987654/{page}").status_code == 404


def test_sensitive_visits_are_shown_only_when_asked(family: Family) -> None:
    a_visit(family.an)
    a_visit(family.an, sensitive=True, fund=380_000, copay=120_000)
    an = client_of(family.an)
    text = words(an.get("/toi/lan-kham/"))
    assert "Quỹ trả 400.000 ₫" in text
    assert "380.000" not in text
    assert "Đang ẩn 1 lần khám" in text
    assert "Quỹ trả 380.000 ₫" in words(an.post("/toi/lan-kham/"))
    assert "380.000" not in words(an.get("/toi/lan-kham/"))


def test_copayments_count_towards_the_exemption(family: Family) -> None:
    today = timezone.localdate()
    a_visit(family.an, date_in=today, date_out=today)
    assert "100.000 ₫" in words(client_of(family.an).get("/toi/"))


def test_who_looked_is_told_in_the_reader_s_language(family: Family) -> None:
    lan, user = signed_in()
    user.first_name, user.last_name = "Lan", "Vũ"
    user.save()
    lan.get(f"/nguoi/{family.an.pk}/?tu=tim")
    vi, en = (words(client_of(family.an, language).get("/toi/ai-da-xem/")) for language in ("vi", "en"))
    assert "Lan Vũ" in vi or "Vũ Lan" in vi
    assert "mở hồ sơ: tìm kiếm" in vi
    assert "search" in en.lower()


def test_looks_at_a_record_that_was_merged_are_told_too(family: Family) -> None:
    old = a_person("Nguyễn Văn An", "1980-03-02", "m", None)
    lan, _ = signed_in("province")
    lan.get(f"/nguoi/{old.pk}/")
    Person.objects.filter(pk=old.pk).update(merged_into=family.an)
    assert "mở hồ sơ" in words(client_of(family.an).get("/toi/ai-da-xem/"))


def test_a_merged_citizen_sees_the_record_that_remains(family: Family) -> None:
    old = a_person("Nguyễn Văn An", "1980-03-02", "m", None)
    user = citizen_of(old)
    Person.objects.filter(pk=old.pk).update(merged_into=family.an)
    from tests.accounts.builders import sign_in

    assert "022080000011" in words(sign_in(Client(), user).get("/toi/"))


def test_history_tells_cards_and_groups(family: Family) -> None:
    year = timezone.localdate().year
    a_card(family.binh, f"{year - 2}-01-01", f"{year - 2}-12-31", number="GD4222212345678")
    text = words(client_of(family.binh).get("/toi/qua-trinh/"))
    assert "GD4222212345678" in text
    assert "tự đóng" in text


def test_a_card_that_ends_soon_says_what_follows_and_costs(family: Family) -> None:
    a_card(family.binh, written_iso(-300), written_iso(10))
    redecide([family.binh.pk])
    text = words(client_of(family.binh).get("/toi/"))
    assert f"đến hết {written(day(10))}" in text
    assert re.search(r"12 tháng từ .*1\.366\.200 ₫", text)
    assert "So với một năm trước" in text


def written_iso(offset: int) -> str:
    return day(offset).isoformat()


def test_pages_are_kept_by_nobody_in_between(family: Family) -> None:
    assert "no-store" in client_of(family.an).get("/toi/")["Cache-Control"]


def test_officers_of_no_unit_see_no_reports() -> None:
    lan, _ = signed_in("clinic")
    assert lan.get("/phan-anh/").status_code == 403
    assert officer("commune").role == "commune"


def test_signing_out_clears_what_the_telephone_kept(family: Family) -> None:
    answer = client_of(family.an).post("/accounts/logout/")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
