"""Visits: the golden vectors of the fact base to the đồng, corrections, and who may see which."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from baophu.accounts.models import Look, Role
from baophu.care.errors import AlreadyBooked, Ask, WrongVisit
from baophu.care.models import CheckIn, Visit
from baophu.care.services.answering import answer, check_in
from baophu.care.services.copays import counted
from baophu.care.services.visits import Told, assess, correct, of_person, record, reverse
from baophu.registry.services.recording import die
from tests.accounts.builders import officer, sign_in
from tests.builders import a_person, day, recording
from tests.care.builders import WARD, a_clinic, a_receptionist, insured

pytestmark = pytest.mark.django_db


def told(on: str, scope: int, route: str = "right", care: str = "outpatient", **more: object) -> Told:
    return Told(day(on), day(on), care, route, scope, **more)  # type: ignore[arg-type]


def paid(on: str, scope: int, since: str = "2024-01-01") -> tuple[int, int, int]:
    one = assess(insured(since=since, decided=False), a_clinic(), told(on, scope))
    return one.level, one.fund, one.copay


def test_golden_34_a_small_visit_moves_with_the_reference() -> None:
    # 15 % of 2.340.000 is 351.000: not less, so 80 %
    assert paid("2026-06-30", 351_000) == (80, 280_800, 70_200)


def test_golden_34_the_day_after() -> None:
    # 15 % of 2.530.000 is 379.500: 379.499 is less
    assert paid("2026-07-01", 379_499) == (100, 379_499, 0)


@pytest.mark.parametrize(("copays", "exempt"), [(15_000_000, False), (15_180_000, False), (15_180_001, True)])
def test_golden_30_five_years_and_six_references(copays: int, exempt: bool) -> None:
    an, clinic = insured(since="2021-01-01", personal_id="022080000001"), a_clinic("22903", "specialised", "provincial")
    record(an, clinic, told("2026-07-02", 5 * copays, care="inpatient"), None)  # 80 %: a fifth is paid by the person
    found = counted(an, 2026)
    assert (found.sum, found.left, found.limit) == (copays, max(0, 15_180_000 - copays), 15_180_000)
    assert found.exempt_to == (date(2026, 12, 31) if exempt else None)
    after = assess(an, clinic, told("2026-09-01", 1_000_000))
    assert (after.level, after.copay) == ((100, 0) if exempt else (80, 200_000))
    if timezone.localdate().year == 2026:
        assert answer("022080000001", clinic).exempt is exempt


def test_a_base_that_changes_in_mid_year() -> None:
    an, clinic = insured(since="2021-01-01"), a_clinic("22903", "specialised", "provincial")
    record(an, clinic, told("2026-03-02", 35_100_000, care="inpatient"), None)
    # 7.020.000 are 3 references of 2.340.000; left are 3 of 2.530.000
    assert counted(an, 2026).left == 7_590_000


def test_a_wrong_route_counts_only_where_the_law_counts_it() -> None:
    an = insured()
    bed = told("2026-03-02", 1_000_000, "wrong", "inpatient")
    record(an, a_clinic("22903", "specialised", "provincial"), bed, None)
    assert counted(an, 2026).sum == 0
    record(an, a_clinic("22901", "basic", "district"), told("2026-03-03", 1_000_000, "wrong"), None)
    assert counted(an, 2026).sum == 200_000


def test_what_is_not_told_is_asked_for() -> None:
    with pytest.raises(Ask) as asked:
        assess(insured(), a_clinic("22906", "basic", ""), told("2026-03-02", 1_000_000, "wrong"))
    assert asked.value.field == "former_class"
    assert "Tuyến" in asked.value.text.vi


def test_without_a_card_the_fund_pays_nothing() -> None:
    one = assess(insured(until="2025-12-31"), a_clinic(), told("2026-03-02", 1_000_000))
    assert (one.fund, one.copay, one.card_valid, one.counted) == (0, 1_000_000, False, False)


def test_a_child_without_a_card_is_paid_for() -> None:
    child = a_person("Bé Na", "2024-06-01", unit=WARD)
    assert assess(child, a_clinic(), told("2026-03-02", 1_000_000)).fund == 1_000_000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date_in": "2026-03-03", "date_out": "2026-03-02"}, "date_out"),
        ({"date_in": "2099-01-01", "date_out": "2099-01-01"}, "date_out"),
        ({"scope": 0}, "scope"),
        ({"scope": -5}, "scope"),
    ],
)
def test_a_visit_that_cannot_be(change: dict[str, object], field: str) -> None:
    values = {"date_in": "2026-03-02", "date_out": "2026-03-02", "scope": 1000, **change}
    wrong = Told(
        day(str(values["date_in"])), day(str(values["date_out"])), "outpatient", "right", int(str(values["scope"]))
    )
    with pytest.raises(WrongVisit) as refused:
        assess(insured(), a_clinic(), wrong)
    assert refused.value.field == field


def test_a_visit_after_death_and_one_across_the_end_of_a_card() -> None:
    an = insured(until="2026-03-05")
    with pytest.raises(WrongVisit, match="hạn thẻ"):
        assess(an, a_clinic(), Told(day("2026-03-04"), day("2026-03-08"), "inpatient", "right", 1000))
    with recording() as e:
        die(an, day("2026-03-01"), e)
    with pytest.raises(WrongVisit, match="đã mất"):
        assess(an, a_clinic("22902"), told("2026-03-04", 1000))


def test_the_same_visit_told_twice_is_one() -> None:
    an, clinic = insured(), a_clinic()
    first = record(an, clinic, told("2026-03-02", 1_000_000, link="F1"), None)
    assert record(an, clinic, told("2026-03-02", 1_000_000, link="F1"), None).pk == first.pk
    with pytest.raises(AlreadyBooked):
        record(an, clinic, told("2026-03-02", 2_000_000, link="F1"), None)
    assert Visit.objects.count() == 1


def test_a_correction_is_a_reversal_and_a_new_visit() -> None:
    an, clinic = insured(), a_clinic()
    first = record(an, clinic, told("2026-03-02", 1_000_000, link="F1"), None)
    second = correct(first, told("2026-03-02", 2_000_000), None, "thiếu thuốc")
    assert [v.fund for v in Visit.objects.order_by("pk")] == [800_000, -800_000, 1_600_000]
    assert (second.link, counted(an, 2026).sum, of_person(an).get().pk) == ("F1", 400_000, second.pk)
    with pytest.raises(AlreadyBooked):
        reverse(first, None, "lần nữa")
    reverse(second, None, "nhầm người")
    assert (counted(an, 2026).sum, of_person(an).count()) == (0, 0)


def test_visits_and_check_ins_are_only_added() -> None:
    an, clinic = insured(personal_id="022080000001"), a_clinic()
    record(an, clinic, told("2026-03-02", 1_000_000), None)
    check_in(answer("022080000001", clinic), clinic, "máy")
    for model in (Visit, CheckIn):
        for act in (lambda m=model: m.objects.update(facility=clinic), lambda m=model: m.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


def test_sensitive_visits_are_marked() -> None:
    an, clinic = insured(), a_clinic()
    assert record(an, clinic, told("2026-03-02", 1_000_000, diagnosis="b20"), None).sensitive
    assert not record(an, clinic, told("2026-03-03", 1_000_000, diagnosis="J06"), None).sensitive
    assert record(an, clinic, told("2026-03-04", 1_000_000, diagnosis="J06", sensitive=True), None).sensitive


def test_another_facilitys_visit_by_guessed_address() -> None:
    an, mine, other = insured(personal_id="022080000001"), a_clinic(), a_clinic("22902")
    visit = record(an, other, told("2026-03-02", 1_000_000), None)
    row = check_in(answer("022080000001", other), other, "máy")
    user = a_receptionist(mine)
    client = sign_in(Client(), user)
    for address in (
        f"/kham-chua-benh/lan-kham/{visit.pk}/",
        f"/kham-chua-benh/lan-kham/{visit.pk}/sua/",
        f"/kham-chua-benh/luot/{row.pk}/",
        f"/kham-chua-benh/luot/{row.pk}/ghi/",
    ):
        before = Look.objects.filter(person=an.pk, user=user).count()
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x", "go": "confirm"}).status_code == 404
        tried = Look.objects.filter(person=an.pk, user=user)
        assert tried.count() == before + 2
        assert all("thử mở" in look.why for look in tried)
    assert Visit.objects.count() == 1
    assert client.get("/kham-chua-benh/lan-kham/999999/").status_code == 404


def test_who_may_not_ask() -> None:
    clinic = a_clinic()
    for role in (Role.COMMUNE, Role.AGENT, Role.COMMITTEE, Role.ADMINISTRATOR):
        client = sign_in(Client(), officer(role, WARD))
        assert client.get("/kham-chua-benh/").status_code == 403, role
    nowhere = sign_in(Client(), officer(Role.CLINIC, WARD))
    assert nowhere.get("/kham-chua-benh/").status_code == 403
    user = a_receptionist(clinic)
    client = sign_in(Client(), user)
    desk = client.get("/kham-chua-benh/")
    assert desk.headers["Permissions-Policy"] == "camera=(self)"
    assert client.get("/kham-chua-benh/lan-kham/").headers["Permissions-Policy"].startswith("camera=()")
    assert client.get("/kham-chua-benh/co-so/").status_code == 403
    user.posts.update(valid_to=date(2021, 1, 1))
    assert client.get("/kham-chua-benh/").status_code == 403
    assert Client().get("/kham-chua-benh/").status_code == 302


def test_names_do_not_find_grown_ups() -> None:
    insured("Nguyễn Văn An", personal_id="022080000001")
    client = sign_in(Client(), a_receptionist(a_clinic()))
    page = client.post("/kham-chua-benh/", {"q": "Nguyễn Văn An", "key": "a"})
    assert "022080000001" not in page.text
    page = client.post("/kham-chua-benh/", {"q": "", "name": "Nguyễn Văn An", "born": "02/03/1980", "key": "b"})
    assert "022080000001" not in page.text
    assert client.post("/kham-chua-benh/", {"q": " "}).status_code == 422
