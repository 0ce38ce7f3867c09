"""Pages of outreach, asked as an officer asks them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baophu.accounts.models import Look, User
from baophu.outreach.models import Campaign, Contact
from tests.accounts.builders import officer, sign_in
from tests.outreach.builders import ELSEWHERE, WARD, a_campaign, gains, met, people

pytestmark = pytest.mark.django_db


def client_of(user: User, language: str = "vi") -> Client:
    return sign_in(Client(headers={"accept-language": language}), user)


@pytest.fixture
def lan() -> User:
    return officer("commune", WARD)


def asked(**more: Any) -> dict[str, Any]:
    told = {
        "source": "chua-co-the",
        "kind": "call",
        "name": "Gọi tháng 12",
        "window": "60",
        "fixed_cost": "1.500.000 ₫",
    }
    return {**told, "contact_cost": "", "mark": "m1", "go": "check", **more}


def test_a_campaign_is_asked_for_checked_and_made_once(lan: User) -> None:
    people(4)
    client = client_of(lan)
    page = client.get(reverse("outreach:make") + "?danh-sach=chua-co-the&co-dien-thoai=on")
    assert page.context["form"].initial["source"] == "chua-co-the"
    assert b"checked" in page.content
    check = client.post(reverse("outreach:make"), asked(phone="on"))
    assert "1.500.000" in check.content.decode()
    assert not Campaign.objects.exists()
    for _ in range(2):
        done = client.post(reverse("outreach:make"), asked(phone="on", go="confirm"))
        made = Campaign.objects.get()
        assert done["Location"] == reverse("outreach:campaign", args=[made.pk])
    assert (made.fixed_cost, made.members.count()) == (1_500_000, 2)
    again = client.post(reverse("outreach:make"), asked(go="again", phone="on"))
    assert again.context["form"].initial["name"] == "Gọi tháng 12"


def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(lan: User) -> None:
    people(2)
    answer = client_of(lan).post(reverse("outreach:make"), asked(name="", window="0"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "window"}
    nobody = client_of(lan).post(reverse("outreach:make"), asked(words="Không Có Ai"))
    assert nobody.status_code == 422
    assert "Không Có Ai" in nobody.content.decode()


def test_a_contact_is_recorded_in_its_row_and_taken_back(lan: User) -> None:
    people(4)
    made = a_campaign(lan)
    client = client_of(lan)
    page = client.get(reverse("outreach:campaign", args=[made.pk]))
    row = page.context["waiting"][0]
    here = reverse("outreach:contact", args=[made.pk, row["member"].pk])
    htmx = {"HX-Request": "true", "HX-Target": f"row-{row['member'].pk}"}
    empty = client.post(here, {"channel": "call", "answer": "", "mark": row["mark"]}, headers=htmx)
    assert 'role="alert"' in empty.content.decode()
    for _ in range(2):
        told = {"channel": "call", "answer": "will_join", "note": "sau Tết", "mark": row["mark"]}
        done = client.post(here, told, headers=htmx)
        assert "sau Tết" in done.content.decode()
    kept = Contact.objects.get()
    plain = client.post(reverse("outreach:take_back", args=[made.pk, kept.pk]))
    assert plain["Location"] == here
    assert Contact.objects.count() == 2
    assert "thu hồi lúc" in client.get(here).content.decode()
    assert Look.objects.filter(person=row["member"].person_id).exists()


def test_every_page_is_there_in_both_languages(lan: User) -> None:
    folk = people(6)
    made = a_campaign(lan, ago=100, contact_cost=10_000)
    for m in made.members.order_by("pk")[:2]:
        met(m, lan, ago=90)
    gains(folk[0], ago=60)
    for language in ("vi", "en"):
        client = client_of(lan, language)
        for name in ("campaign", "members", "results", "notices", "messages"):
            answer = client.get(reverse(f"outreach:{name}", args=[made.pk]))
            assert answer.status_code == 200, name
        for name in ("campaigns", "make", "leaflets"):
            assert client.get(reverse(f"outreach:{name}")).status_code == 200
    xlsx = client.get(reverse("outreach:members", args=[made.pk]) + "?as=xlsx&ket-qua=toi")
    assert xlsx.status_code == 200
    assert Look.objects.filter(why__contains="tải tệp").count() == 2


def test_another_units_campaign_is_not_there_and_guessing_a_person_is_logged(lan: User) -> None:
    people(2), people(2, ELSEWHERE)
    wide = a_campaign(officer("province"), units=frozenset({WARD, ELSEWHERE}))
    foreign = wide.members.get(unit=ELSEWHERE, person__phone__gt="")
    client = client_of(lan)
    assert client.get(reverse("outreach:campaign", args=[wide.pk])).status_code == 200
    assert client.get(reverse("outreach:contact", args=[wide.pk, foreign.pk])).status_code == 404
    assert Look.objects.filter(person=foreign.person_id, user=lan).exists()
    other = a_campaign(officer("commune", ELSEWHERE), units=frozenset({ELSEWHERE}))
    for name in ("campaign", "members", "results", "notices", "messages"):
        assert client.get(reverse(f"outreach:{name}", args=[other.pk])).status_code == 404
    assert client.post(reverse("outreach:close", args=[other.pk])).status_code == 404


@pytest.mark.parametrize("role", ["committee", "clinic", "school", "administrator"])
def test_other_roles_do_not_reach_it(role: str) -> None:
    user = officer(role, *([WARD] if role in ("clinic", "school") else []))
    assert client_of(user).get(reverse("outreach:campaigns")).status_code == 403


def test_closing_and_saying_it_was_sent(lan: User) -> None:
    people(4)
    made = a_campaign(lan, kind="sms")
    client = client_of(lan)
    client.post(reverse("outreach:sent", args=[made.pk]), {"mark": "s"})
    assert Contact.objects.filter(answer="sent").count() == 2
    client.post(reverse("outreach:close", args=[made.pk]))
    made.refresh_from_db()
    assert made.closed
    assert "đã đóng" in client.get(reverse("outreach:campaign", args=[made.pk])).content.decode()


def test_invented_people_are_told_on_every_page(lan: User) -> None:
    assert "Dữ liệu mô phỏng" in client_of(lan).get(reverse("outreach:campaigns")).content.decode()
