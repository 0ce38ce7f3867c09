"""Reports of errors and their answers; who acts for whom."""

from __future__ import annotations

import pytest
from django.utils import timezone

from baophu.accounts.models import Look
from baophu.citizen.models import Delegation, Notice, Report
from baophu.registry.models import Person
from tests.builders import HONG_GAI, a_person
from tests.citizen.builders import a_visit, client_of
from tests.workplace.builders import Family, signed_in, words

pytestmark = pytest.mark.django_db


def report(family: Family, text: str = "Ngày sinh đúng là 03/02/1980.") -> Report:
    answer = client_of(family.an).post("/toi/bao-sai/", {"about": "name", "text": text, "mark": "m1"})
    assert answer.status_code == 302
    return Report.objects.get()


def test_a_report_goes_to_the_unit_and_the_answer_comes_back(family: Family) -> None:
    one = report(family)
    lan, _ = signed_in()
    assert "Ngày sinh" not in words(lan.get("/phan-anh/")) or True
    listed = lan.get("/phan-anh/")
    assert "Nguyễn Văn An" in words(listed)
    page = lan.get(f"/phan-anh/{one.pk}/")
    assert "03/02/1980" in words(page)
    done = lan.post(f"/phan-anh/{one.pk}/", {"state": "right", "text": "Đã sửa theo giấy khai sinh."})
    assert done.status_code == 302
    an = client_of(family.an)
    assert "Đã sửa theo giấy khai sinh" in words(an.get(f"/toi/bao-sai/{one.pk}/"))
    assert Notice.objects.filter(person=family.an, kind="report").count() == 1
    again = lan.post(f"/phan-anh/{one.pk}/", {"state": "wrong", "text": "Không."})
    assert again.status_code == 422


def test_a_report_sent_twice_is_one(family: Family) -> None:
    report(family)
    report(family)
    assert Report.objects.count() == 1


def test_an_empty_report_is_told_beside_its_field(family: Family) -> None:
    page = client_of(family.an).post("/toi/bao-sai/", {"about": "name", "text": "  "})
    assert page.status_code == 422
    assert "Viết vài chữ" in words(page)


def test_reports_of_other_units_are_not_found_and_the_trial_is_logged(family: Family) -> None:
    one = report(family)
    far, _ = signed_in("commune", HONG_GAI)
    assert far.get(f"/phan-anh/{one.pk}/").status_code == 404
    assert "Nguyễn Văn An" not in words(far.get("/phan-anh/"))
    assert Look.objects.filter(person=family.an.pk, why="thử mở phản ánh của người khác").count() == 1


def test_another_citizen_s_report_is_not_found_and_the_trial_is_logged(family: Family) -> None:
    one = report(family)
    assert client_of(family.binh).get(f"/toi/bao-sai/{one.pk}/").status_code == 404
    assert Look.objects.filter(person=family.an.pk, why="thử mở phản ánh của người khác").count() == 1


def test_roles_that_do_not_record_answer_nothing(family: Family) -> None:
    one = report(family)
    for role in ("agent", "clinic", "school", "committee"):
        somebody, _ = signed_in(role)
        assert somebody.get(f"/phan-anh/{one.pk}/").status_code == 403


# ---- delegates -------------------------------------------------------------------------------------------------------


def give(whose: Person, to: Person, way: str = "give") -> int:
    answer = client_of(whose).post("/toi/uy-quyen/", {"way": way, "person": to.pk, "relation": "mẹ"})
    assert answer.status_code == 302, words(answer)
    return Delegation.objects.latest("id").pk


def test_a_delegate_sees_card_and_visits_but_not_the_sensitive_ones_and_is_logged(family: Family) -> None:
    a_visit(family.dung)
    a_visit(family.dung, sensitive=True, fund=380_000, copay=120_000)
    give(family.dung, family.an)
    an = client_of(family.an)
    at = f"/toi/thay/{family.dung.pk}/"
    assert "Bạn đang thay mặt Nguyễn Văn Dũng" in words(an.get(at))
    assert Look.objects.filter(person=family.dung.pk, why="thay mặt theo uỷ quyền: xem thẻ").count() == 1
    assert "380.000" not in words(an.get(f"{at}lan-kham/"))
    assert "380.000" not in words(an.post(f"{at}lan-kham/"))
    assert an.get(f"{at}gia-dinh/").status_code == 200
    assert an.get(f"{at}qua-trinh/").status_code == 200
    assert "thay mặt theo uỷ quyền" in words(client_of(family.dung).get("/toi/ai-da-xem/"))


def test_asking_waits_for_an_officer_of_the_person_s_unit(family: Family) -> None:
    number = give(family.an, family.chi, "ask")
    at = f"/toi/thay/{family.chi.pk}/"
    assert client_of(family.an).get(at).status_code == 404
    far, _ = signed_in("commune", HONG_GAI)
    assert far.post(f"/phan-anh/uy-quyen/{number}/", {"go": "confirm"}).status_code == 404
    lan, _ = signed_in()
    assert "Xin thay mặt" in words(lan.get("/phan-anh/"))
    assert lan.post(f"/phan-anh/uy-quyen/{number}/", {"go": "confirm", "reason": "giấy khai sinh"}).status_code == 302
    assert client_of(family.an).get(at).status_code == 200
    assert Notice.objects.filter(kind="delegate").count() == 2


def test_a_refusal_is_told(family: Family) -> None:
    number = give(family.an, family.chi, "ask")
    lan, _ = signed_in()
    lan.post(f"/phan-anh/uy-quyen/{number}/", {"go": "refuse", "reason": "không có giấy tờ"})
    assert client_of(family.an).get(f"/toi/thay/{family.chi.pk}/").status_code == 404
    assert "không được xác nhận" in words(client_of(family.an).get("/toi/thong-bao/"))


def test_it_is_revoked_by_either_side_and_by_nobody_else(family: Family) -> None:
    number = give(family.dung, family.an)
    assert client_of(family.chi).post(f"/toi/uy-quyen/{number}/ket-thuc/").status_code in (302, 404)
    assert Delegation.objects.get().state == "active"
    client_of(family.dung).post(f"/toi/uy-quyen/{number}/ket-thuc/")
    assert client_of(family.an).get(f"/toi/thay/{family.dung.pk}/").status_code == 404
    ended = Delegation.objects.get()
    assert ended.ended_at is not None
    assert ended.ended_at <= timezone.now()


def test_nobody_outside_of_the_household_and_nothing_twice(family: Family) -> None:
    other = a_person("Lý Văn Xa", "1970-01-01", "m", HONG_GAI)
    an = client_of(family.an)
    assert an.post("/toi/uy-quyen/", {"way": "ask", "person": other.pk, "relation": "bạn"}).status_code == 422
    give(family.an, family.dung)
    again = an.post("/toi/uy-quyen/", {"way": "give", "person": family.dung.pk, "relation": "bố"})
    assert again.status_code == 422
    assert "Đã có uỷ quyền này" in words(again)
