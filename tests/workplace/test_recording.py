"""Changes recorded step by step: told, foreseen, tried, recorded once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baophu.registry.models import Entry, HouseholdStatus, Person, PersonStatus, Stay
from tests.builders import BINH_LIEU, HONG_GAI, a_person, a_status
from tests.workplace.builders import Family, day, hidden, signed_in, words, written

DECISION = {"document": "decision", "number": "125/QĐ-UBND", "issued": "01/02/2026", "issuer": "UBND xã Bình Liêu"}
PAPER = {"document": "certificate"}


def go_through(client: Client, href: str, *pages: dict[str, Any]) -> Any:
    """Fill the pages of a change one after the other; what comes after the last: the answers to check."""
    answer = client.get(href)
    assert answer.status_code == 200, href
    for page in pages:
        answer = client.post(href, {**hidden(answer), **page, "go": "next"})
        assert answer.status_code == 200, words(answer)
    return answer


def confirm(client: Client, href: str, checked: Any) -> Any:
    return client.post(href, {**hidden(checked), "go": "confirm"})


def test_a_household_becomes_near_poor_with_what_it_comes_to(family: Family) -> None:
    client, user = signed_in()
    start = day().replace(day=1)
    href = f"/ho/{family.home.pk}/ghi/dieu/living_standard/?gia-tri=near_poor"
    checked = go_through(client, href, {"value": "near_poor", "valid_from": written(start)}, DECISION)
    text = words(checked)
    assert "Mức sống Hộ cận nghèo" in text
    assert "Quyết định · 125/QĐ-UBND · 01/02/2026 · UBND xã Bình Liêu" in text
    assert "Trần Thị Bình" in text
    assert "bắt đầu hỗ trợ:" in text
    assert not HouseholdStatus.objects.exists()
    answer = confirm(client, href, checked)
    assert answer["Location"] == f"/ho/{family.home.pk}/"
    row = HouseholdStatus.objects.get()
    assert (row.value, row.valid_from, row.valid_to) == ("near_poor", start, None)
    assert row.entry.by == user
    assert row.entry.document is not None
    assert row.entry.document.number == "125/QĐ-UBND"


def test_the_same_form_sent_twice_records_once(family: Family) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    checked = go_through(client, href, {"value": "student", "valid_from": written(day())}, PAPER)
    first, second = confirm(client, href, checked), confirm(client, href, checked)
    assert first["Location"] == second["Location"]
    assert PersonStatus.objects.count() == 1
    assert Entry.objects.filter(what="record").count() == 1
    assert "đã được ghi trước đó" in words(client.get(second["Location"]))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "student", "valid_from": "31/02/2026"}, "“31/02/2026” không phải là ngày"),
        ({"value": "student", "valid_from": ""}, "Hãy cho biết ngày."),
        ({"value": "", "valid_from": "01/01/2026"}, "Hãy chọn một giá trị."),
        ({"value": "student", "valid_from": "01/05/2026", "valid_to": "01/04/2026"}, "Ngày cuối trước ngày đầu"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    family: Family, typed: dict[str, str], said: str
) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    answer = client.post(href, {**typed, "at": "0", "mark": "m", "go": "next"})
    assert answer.status_code == 422
    assert words(answer).count(said) == 2  # in the summary and beside the field
    for value in typed.values():
        assert not value or f'value="{value}"' in answer.content.decode()


def test_what_the_register_refuses_is_told_before_anything_is_recorded(family: Family) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    answer = client.post(href, {"value": "student", "valid_from": "01/01/1999", "at": "1", **PAPER, "go": "next"})
    assert answer.status_code == 422
    assert "trước ngày sinh" in words(answer)
    assert not PersonStatus.objects.exists()
    assert not Entry.objects.filter(what="record").exists()


def test_an_amount_is_typed_with_dots(family: Family) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.an.pk}/ghi/dieu/wage/"
    wrong = client.post(href, {"value": "năm triệu", "valid_from": "01/01/2026", "at": "0", "go": "next"})
    assert "không phải là số tiền" in words(wrong)
    checked = go_through(client, href, {"value": "5.000.000", "valid_from": "01/01/2026"}, PAPER)
    assert confirm(client, href, checked).status_code == 302
    assert family.an.amounts.get().value == 5_000_000


def test_a_status_ends_and_is_corrected(family: Family) -> None:
    client, _ = signed_in()
    row = a_status(family.chi, "study", "student", "2025-09-01")
    base = f"/nguoi/{family.chi.pk}/ghi"
    checked = go_through(client, f"{base}/ket-thuc/s{row.pk}/", {"last_day": "31/05/2026"}, PAPER)
    confirm(client, f"{base}/ket-thuc/s{row.pk}/", checked)
    now = PersonStatus.objects.known().get()
    assert f"{now.valid_to:%d/%m/%Y}" == "31/05/2026"
    assert client.get(f"{base}/sua/s{row.pk}/").status_code == 404  # not a row any more
    href = f"{base}/sua/s{now.pk}/"
    assert "Hãy nói vì sao sửa" in words(
        client.post(href, {"value": "pupil", "valid_from": "01/09/2025", "at": "1", **PAPER, "go": "next"})
    )
    fixed = {"value": "pupil", "valid_from": "01/09/2025", "valid_to": "31/05/2026"}
    checked = go_through(client, href, fixed, {**PAPER, "note": "nhập nhầm"})
    confirm(client, href, checked)
    last = PersonStatus.objects.known().get()
    assert (last.value, last.entry.reason) == ("pupil", "nhập nhầm")
    href = f"{base}/sua/s{last.pk}/"
    answer = client.get(href)
    gone = {**hidden(answer), "never": "on", **PAPER, "note": "không đi học", "at": "1", "go": "next"}
    confirm(client, href, client.post(href, gone))
    assert not PersonStatus.objects.known().exists()


def test_a_person_is_corrected_with_messages_beside_the_fields(family: Family) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.binh.pk}/ghi/ho-so/"
    answer = client.get(href)
    typed = {
        **hidden(answer),
        "ethnicity": "kinh",
        "personal_id": "022080000011",
        "go": "next",
        "at": "1",
        "note": "x",
        **PAPER,
    }
    wrong = client.post(href, typed)
    assert wrong.status_code == 422
    assert "đã thuộc hồ sơ" in words(wrong)
    right = {**typed, "personal_id": "022183000012", "name": "Trần Thị Thanh Bình", "phone": "0987 654 321"}
    checked = client.post(href, right)
    assert "Trần Thị Bình → Trần Thị Thanh Bình" in words(checked)
    confirm(client, href, checked)
    family.binh.refresh_from_db()
    assert (family.binh.name, family.binh.phone) == ("Trần Thị Thanh Bình", "+84987654321")


def test_a_family_moves_to_another_unit_and_is_out_of_sight(family: Family) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.an.pk}/ghi/chuyen/"
    everybody = [str(p.pk) for p in (family.an, family.binh, family.chi, family.dung)]
    checked = go_through(
        client,
        href,
        {"way": "within", "who": everybody, "day": written(day())},
        {"unit": HONG_GAI, "permanent": "yes"},
        PAPER,
    )
    assert confirm(client, href, checked)["Location"] == "/don-vi-cua-toi/"
    now = Stay.objects.known().on(day())
    assert set(now.values_list("unit", "household")) == {(HONG_GAI, family.home.pk)}
    assert client.get(f"/nguoi/{family.an.pk}/").status_code == 404


def test_one_leaves_the_household_and_one_leaves_the_province(family: Family) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/chuyen/"
    alone = {"way": "household", "who": [str(family.chi.pk)], "day": written(day())}
    confirm(client, href, go_through(client, href, alone, {}, PAPER))
    stay = Stay.objects.known().on(day()).get(person=family.chi)
    assert (stay.unit_id, stay.household_id == family.home.pk) == (BINH_LIEU, False)
    href = f"/nguoi/{family.dung.pk}/ghi/chuyen/"
    out = {"way": "out", "who": [str(family.dung.pk)], "day": written(day())}
    checked = go_through(client, href, out, {}, PAPER)
    assert "ngoài tỉnh" in words(checked)
    confirm(client, href, checked)
    assert Stay.objects.known().on(day()).get(person=family.dung).unit_id == "outside"


def test_somebody_arrives_known_or_not(family: Family) -> None:
    other = a_person("Lê Văn Em", "1990-05-05", "m", HONG_GAI, personal_id="022090000077")
    client, _ = signed_in()
    where = {"unit": BINH_LIEU, "household": str(family.home.pk), "permanent": "no", "day": written(day())}
    who = {"personal_id": "022 090 000 077", "name": "Lê Văn Em", "born": "05/05/1990", "sex": "m", "ethnicity": "kinh"}
    checked = go_through(client, "/nguoi/moi/", who, where, PAPER)
    assert "Đã có trong sổ" in words(checked)
    assert confirm(client, "/nguoi/moi/", checked)["Location"] == f"/nguoi/{other.pk}/"
    stay = Stay.objects.known().on(day()).get(person=other)
    assert (stay.unit_id, stay.permanent, stay.household_id) == (BINH_LIEU, False, family.home.pk)
    new = {"name": "Phạm Thị Phượng", "born": "1971", "sex": "f", "ethnicity": "tay"}
    checked = go_through(client, "/nguoi/moi/", new, {**where, "household": ""}, PAPER)
    made = confirm(client, "/nguoi/moi/", checked)
    found = Person.objects.get(name="Phạm Thị Phượng")
    assert made["Location"] == f"/nguoi/{found.pk}/"
    assert (found.born_known, found.ethnicity, found.unit_id) == ("year", "tay", BINH_LIEU)


def test_a_number_of_somebody_else_does_not_bring_them_here(family: Family) -> None:
    a_person("Lê Văn Em", "1990-05-05", "m", HONG_GAI, personal_id="022090000077")
    client, _ = signed_in()
    where = {"unit": BINH_LIEU, "permanent": "no", "day": written(day()), **PAPER, "at": "2", "go": "next"}
    who = {"personal_id": "022090000077", "name": "Lê Văn Khác", "born": "05/05/1990", "sex": "m"}
    answer = client.post("/nguoi/moi/", {**who, **where})
    assert answer.status_code == 422
    assert "tên khác" in words(answer)
    assert "Lê Văn Em" not in words(answer)


def test_a_child_is_born_and_somebody_dies(family: Family) -> None:
    client, _ = signed_in()
    href = f"/ho/{family.home.pk}/ghi/khai-sinh/"
    child = {
        "name": "Nguyễn An Nhiên",
        "born": written(day(-3)),
        "sex": "f",
        "ethnicity": "kinh",
        "mother": str(family.binh.pk),
        "permanent": "yes",
    }
    checked = go_through(client, href, child, PAPER)
    assert "Nguyễn An Nhiên" in words(checked)
    confirm(client, href, checked)
    born = Person.objects.get(name="Nguyễn An Nhiên")
    assert Stay.objects.known().get(person=born).household_id == family.home.pk
    href = f"/nguoi/{family.dung.pk}/ghi/khai-tu/"
    late = client.post(href, {"died": written(day(2)), "at": "0", "go": "next"})
    assert "sau hôm nay" in words(late)
    confirm(client, href, go_through(client, href, {"died": written(day())}, PAPER))
    family.dung.refresh_from_db()
    assert family.dung.died == day()
    assert "mất" in words(client.get(f"/nguoi/{family.dung.pk}/"))


def test_an_act_is_taken_back_once(family: Family) -> None:
    client, _ = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    confirm(client, href, go_through(client, href, {"value": "student", "valid_from": written(day())}, PAPER))
    act = Entry.objects.get(what="record")
    undo = f"/nguoi/{family.chi.pk}/lich-su/{act.pk}/hoan-tac/"
    assert "Hoàn tác lần ghi này" in words(client.get(f"/nguoi/{family.chi.pk}/lich-su/"))
    assert client.post(undo, {"why": ""}).status_code == 422
    page = client.get(undo)
    sent = {**hidden(page), "why": "ghi nhầm người"}
    assert client.post(undo, sent).status_code == 302
    assert not PersonStatus.objects.known().exists()
    assert client.get(undo).status_code == 404


def test_the_picker_finds_what_people_call_things(family: Family) -> None:
    client, _ = signed_in()
    found = words(client.get(f"/nguoi/{family.an.pk}/ghi/", {"tim": "can ngheo"}))
    assert "Hộ cận nghèo" in found
    assert "Lương hưu" not in found
    part = client.get(
        f"/nguoi/{family.an.pk}/ghi/", {"tim": "hoc sinh"}, headers={"HX-Request": "true", "HX-Target": "picks"}
    )
    assert part.content.decode().lstrip().startswith('<div id="picks"')


def test_a_session_that_ended_in_the_middle_comes_back_to_the_answers(family: Family) -> None:
    client, user = signed_in()
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    checked = go_through(client, href, {"value": "student", "valid_from": "01/09/2026"}, PAPER)
    client.get(href)
    kept = client.cookies["baophu_whose"].value
    client.cookies.clear()
    client.cookies["baophu_whose"] = kept
    lost = client.post(href, {**hidden(checked), "go": "confirm"})
    assert lost.status_code == 302
    assert not PersonStatus.objects.exists()
    from urllib.parse import parse_qs, urlsplit

    back = parse_qs(urlsplit(lost["Location"]).query)["next"][0]
    from tests.accounts.builders import sign_in

    forms = client.session["kept_forms"]
    sign_in(client, user)
    session = client.session
    session["kept_forms"] = forms
    session.save()
    again = client.get(back)
    assert "01/09/2026" in words(again)
    assert "Ghi vào sổ" in words(again)
    assert confirm(client, href, again).status_code == 302
    assert PersonStatus.objects.count() == 1
