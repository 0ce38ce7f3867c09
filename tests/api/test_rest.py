"""REST: what is asked and answered."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client

from baophu.accounts.models import Look
from baophu.api.models import Told
from baophu.care.models import CheckIn, Visit
from baophu.cover.models import Quote
from baophu.registry.models import Register
from tests.api.builders import CODE, OTHER_CODE, a_facility, asking
from tests.builders import CO_TO, a_household, a_person
from tests.care.xml import a_record, plain
from tests.workplace.builders import Family, day

HERE = "/api/v1"


def test_a_check_in_answers_and_is_recorded_with_its_look(family: Family) -> None:
    one = asking("check_cover", facility=CODE, units=())
    answer = one.post(f"{HERE}/check-ins", {"text": family.an.personal_id})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["code"], told["tone"], told["person"], told["level"]) == ("000", "good", family.an.pk, 80)
    assert told["word"] == "Valid"
    assert told["certain"] is True
    row = CheckIn.objects.get(pk=told["check_in"])
    assert (row.facility.code, row.who) == (CODE, one.of.name)
    look = Look.objects.get()
    assert (look.person, look.who, look.page) == (family.an.pk, one.of.name, "POST /api/v1/check-ins")


def test_the_same_check_in_again_is_one(family: Family) -> None:
    one = asking("check_cover", facility=CODE)
    ids = {
        one.post(f"{HERE}/check-ins", {"text": family.an.personal_id}, idempotency_key="k1").json()["check_in"]
        for _ in range(3)
    }
    assert len(ids) == 1
    other = one.post(f"{HERE}/check-ins", {"text": family.binh.personal_id}, idempotency_key="k1")
    assert other.status_code == 409


def test_a_token_of_another_clinic_gets_nothing(family: Family) -> None:
    a_facility(OTHER_CODE)
    mine, other = asking(facility=CODE, units=()), asking(facility=OTHER_CODE, units=())
    told = mine.post(f"{HERE}/check-ins", {"text": family.an.personal_id, "facility": OTHER_CODE})
    assert told.status_code == 403
    assert OTHER_CODE in told.json()["detail"]
    sent = mine.post(f"{HERE}/visits", a_visit(family))
    assert sent.status_code == 201, sent.content
    assert other.post(f"{HERE}/visits", a_visit(family, facility=CODE)).status_code == 403
    path = f"{HERE}/people/{family.an.personal_id}/visits"
    assert [v["link"] for v in mine.get(path).json()["items"]] == ["L1"]
    assert other.get(path).status_code == 404
    tried = Look.objects.filter(who=other.of.name)
    assert tried.count() == 1
    assert "ngoài phạm vi" in tried.get().why


def test_a_key_of_no_facility_checks_nobody_in(family: Family) -> None:
    assert asking("check_cover").post(f"{HERE}/check-ins", {"text": "x"}).status_code == 403


def a_visit(family: Family, **more: Any) -> dict[str, Any]:
    return {
        "number": family.an.personal_id,
        "date_in": f"{day():%Y-%m-%d}",
        "date_out": f"{day():%Y-%m-%d}",
        "care": "outpatient",
        "route": "right",
        "scope": 1_000_000,
        "link": "L1",
        "diagnosis": "J20",
        **more,
    }


def test_a_visit_is_paid_as_the_law_says(family: Family) -> None:
    one = asking(facility=CODE)
    told = one.post(f"{HERE}/visits", a_visit(family)).json()["visit"]
    assert (told["fund"], told["copay"], told["level"]) == (800_000, 200_000, 80)
    assert told["why"]
    again = one.post(f"{HERE}/visits", a_visit(family)).json()["visit"]
    assert again["id"] == told["id"]
    assert one.post(f"{HERE}/visits", a_visit(family, scope=5)).status_code == 409
    wrong = one.post(f"{HERE}/visits", a_visit(family, link="L2", date_out="2020-01-01"))
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["where"].endswith("date_out")


def test_sensitive_visits_are_hidden_without_their_scope(family: Family) -> None:
    one, all_of_it = asking(facility=CODE), asking("read_visits", "read_sensitive", facility=CODE)
    assert one.post(f"{HERE}/visits", a_visit(family, diagnosis="B20")).status_code == 201
    assert Visit.objects.get().sensitive
    path = f"{HERE}/people/{family.an.personal_id}/visits"
    assert one.get(path).json()["items"] == []
    assert len(all_of_it.get(path).json()["items"]) == 1


def test_visits_are_paged(family: Family) -> None:
    one = asking(facility=CODE)
    for n in range(5):
        assert one.post(f"{HERE}/visits", a_visit(family, link=f"L{n}")).status_code == 201
    path, seen, cursor = f"{HERE}/people/{family.an.personal_id}/visits?limit=2", [], ""
    while True:
        told = one.get(path + cursor).json()
        seen += [v["link"] for v in told["items"]]
        if told["next"] is None:
            break
        cursor = f"&cursor={told['next']}"
    assert seen == ["L4", "L3", "L2", "L1", "L0"]
    assert one.get(f"{path}&cursor=xyz").status_code == 404


def test_the_cover_of_somebody_of_ones_units(family: Family) -> None:
    one = asking("read_person")
    told = one.get(f"{HERE}/people/{family.an.personal_id}/cover", x_reason="h%E1%BB%8Fi").json()
    assert told["insured"] is True
    assert told["person"]["name"] == "Nguyễn Văn An"
    assert told["cards"][0]["from"] == f"{day().year}-01-01"
    decision = told["decision"]
    assert decision["group"]["name"] == "household"
    assert sum(s["amount"] for s in decision["shares"]) == decision["premium"]
    assert decision["provisions"][0]["article"]
    assert Look.objects.get().why == "đọc thẻ qua giao diện kết nối: hỏi"


def test_somebody_of_another_unit_is_not_there_and_the_trial_is_logged(family: Family) -> None:
    elsewhere = a_person("Lê Thị Xa", "1990-01-01", "f", CO_TO, personal_id="022190000099")
    one = asking("read_person")
    for number in (elsewhere.personal_id, "022190000098"):
        assert one.get(f"{HERE}/people/{number}/cover").status_code == 404
    assert Look.objects.get().person == elsewhere.pk


def test_a_household_is_quoted_member_by_member(family: Family) -> None:
    one = asking("quote")
    began = time.perf_counter()
    answer = one.post(f"{HERE}/quotes", {"number": family.an.personal_id})
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert time.perf_counter() - began < 3  # the law is compiled once; benchmarks measure
    joining = [m for m in told["members"] if m["joins"]]
    assert told["total"] == sum(m["own"] for m in joining) > 0
    assert {m["person"] for m in told["members"]} == {p.pk for p in (family.an, family.binh, family.chi, family.dung)}
    for member in joining:
        assert sum(s["amount"] for s in member["shares"]) >= member["own"] > 0
    assert not Quote.objects.exists()
    assert Look.objects.count() == 4


def test_a_quote_is_kept_once(family: Family) -> None:
    one = asking("quote")
    asked = {"number": family.an.personal_id, "months": 6, "keep": True}
    first = one.post(f"{HERE}/quotes", asked, idempotency_key="q1")
    again = one.post(f"{HERE}/quotes", asked, idempotency_key="q1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Quote.objects.count() == 1
    assert one.post(f"{HERE}/quotes", {**asked, "months": 3}, idempotency_key="q1").status_code == 409
    assert Told.objects.count() == 1
    assert one.post(f"{HERE}/quotes", {**asked, "months": 5}).status_code == 409  # nobody pays for five months


def test_supported_needs_nobody_of_the_register(db: None) -> None:
    one = asking("figures")
    asked = {
        "on": "2026-03-01",
        "people": [
            {"key": "me", "born": "1980-03-02", "unit": "06838"},
            {"key": "wife", "born": "1983-07-20", "sex": "f", "unit": "06838"},
            {"key": "mother", "born": "1955-01-01", "sex": "f", "unit": "06838"},
        ],
    }
    answer = one.post(f"{HERE}/supported", asked)
    assert answer.status_code == 200, answer.content
    people = {p["key"]: p for p in answer.json()["people"]}
    assert people["me"]["month"]["premium"] == 105_300
    assert people["wife"]["month"]["own"] == 105_300 * 70 // 100
    assert people["mother"]["month"]["own"] == 0
    assert "91/2025/NQ-HĐND" in {p["instrument"] for p in people["mother"]["provisions"]}
    assert people["mother"]["until"]
    assert people["me"]["yearly_own"] == 12 * 105_300
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({"facts": {"living_standard": "rich"}}, 422),
        ({"facts": {"nonsense": True}}, 422),
        ({"facts": {"wage": True}}, 422),
        ({"facts": {"wage": 10**12}}, 422),
        ({"facts": {"deputy": "true"}}, 422),
        ({"born": "2026-02-30"}, 422),
        ({"born": 19800302}, 422),
        ({"name": "An"}, 422),
        ({"born": "2090-01-01"}, 409),
        ({"unit": "99999"}, 409),
    ],
)
def test_supported_refuses_what_the_law_does_not_know(db: None, person: dict[str, Any], status: int) -> None:
    asked = {"on": "2026-03-01", "people": [{"key": "me", "born": "1980-03-02", "unit": "06838", **person}]}
    answer = asking("figures").post(f"{HERE}/supported", asked)
    assert answer.status_code == status, answer.content
    assert answer.json()["detail"]


def test_the_law_book_is_read_and_kept_by_its_tag(db: None) -> None:
    one = asking("figures")
    told = one.get(f"{HERE}/law/instruments?limit=5")
    assert len(told.json()["items"]) == 5
    numbers, cursor = [], ""
    while True:
        page = one.get(f"{HERE}/law/instruments?limit=5{cursor}").json()
        numbers += [i["number"] for i in page["items"]]
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    assert len(numbers) == len(set(numbers)) > 10
    assert one.get(f"{HERE}/law/instruments?limit=5", if_none_match=told["ETag"]).status_code == 304
    assert (
        one.get(f"{HERE}/law/instruments?limit=5", if_none_match=told["ETag"], accept_language="vi").status_code == 200
    )
    act = one.get(f"{HERE}/law/instruments/91-2025-nq-hdnd?on=2026-03-01").json()
    assert act["instrument"]["number"] == "91/2025/NQ-HĐND"
    first = act["provisions"][0]
    assert one.get(f"{HERE}/law/provisions/91-2025-nq-hdnd/{first['id']}").json()["wordings"][0]["ref"] == first["ref"]
    assert one.get(f"{HERE}/law/instruments/nothing").status_code == 404
    parameters = {p["name"]: p for p in one.get(f"{HERE}/law/parameters?on=2026-03-01").json()["items"]}
    assert any(p["value"] == "2340000" for p in parameters.values())


def test_every_answer_says_that_people_are_simulated(family: Family) -> None:
    one = asking(facility=CODE)
    for simulated in (True, False):
        Register.objects.update_or_create(pk=1, defaults={"simulated": simulated})
        from tests.api.builders import forget_everything

        forget_everything()
        for answer in (
            one.get(f"{HERE}/people/{family.an.personal_id}/cover"),
            one.get(f"{HERE}/law/facts"),
            one.post(f"{HERE}/quotes", {"number": family.an.personal_id}),
        ):
            assert answer.json()["simulated"] is simulated
            assert answer["X-Simulated"] == str(simulated).lower()


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nothing", 404, "not-found"),
        ("/law/facts?x=1", 422, "input"),
        ("/law/parameters?on=soon", 422, "input"),
        ("/law/parameters?limit=0", 422, "input"),
        ("/law/parameters?limit=5&limit=6", 422, "input"),
        ("/people/xx/cover", 422, "input"),
        ("/law/parameters?cursor=WzEsMl0", 404, "cursor"),
        ("/check-ins", 405, "method-not-allowed"),
    ],
)
def test_errors_are_problems(db: None, path: str, status: int, kind: str) -> None:
    answer = asking().get(HERE + path)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"/{kind}")
    assert set(answer.json()) >= {"type", "title", "status", "detail"}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("{", {}, 400),
        ('{"text": "1", "text": "2"}', {}, 400),
        ('{"text": NaN}', {}, 400),
        (b'{"text": "\xff"}', {}, 400),
        ("[" * 100_000, {}, 400),
        ("[]", {}, 422),
        ("", {}, 422),
        ('{"text": "a\\u0000"}', {}, 422),
        ('{"text": "\\ud800"}', {}, 422),
        ('{"text": 1}', {}, 422),
        ('{"text": "1", "colour": "red"}', {}, 422),
        ('{"text": "%s"}' % ("1" * 1_000_001), {}, 413),
        ("text=1", {"content_type": "application/x-www-form-urlencoded"}, 415),
        ('{"text": "1"}', {"idempotency_key": "ba d"}, 422),
    ],
)
def test_bodies_that_cannot_be_read(db: None, body: str | bytes, headers: dict[str, str], status: int) -> None:
    a_facility(unit_id=None)
    answer = asking("check_cover", facility=CODE).post(f"{HERE}/check-ins", body, **headers)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_a_mistake_of_ours_is_a_problem_too(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    one = asking(facility=CODE)
    one.client.raise_request_exception = False

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("baophu.api.rest.checkins.answer", broken)
    answer = one.post(f"{HERE}/check-ins", {"text": "1"})
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "boom" not in answer.content.decode()


def test_no_cookie_no_other_origin(db: None) -> None:
    one = asking("figures")
    answer = one.get(f"{HERE}/law/facts", origin="https://elsewhere.example")
    assert not answer.cookies
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().get(f"{HERE}/law/facts", headers={"host": "evil.example"}).status_code == 400


def test_the_description_is_for_everybody(db: None) -> None:
    told = Client().get(f"{HERE}/openapi.json")
    assert told.json()["openapi"].startswith("3.1")
    assert Client().get(f"{HERE}/openapi.json", headers={"if-none-match": told["ETag"]}).status_code == 304
    page = Client().get("/api/")
    assert page.status_code == 200
    assert "/api/v1/check-ins" in page.content.decode()


def test_household_of_nobody_mine_is_not_quoted(family: Family) -> None:
    far = a_person("Lê Thị Xa", "1990-01-01", "f", None, personal_id="022190000099")
    a_household(CO_TO, far)
    assert asking("quote").post(f"{HERE}/quotes", {"number": far.personal_id}).status_code == 404


def test_a_file_of_visits_is_booked_and_its_errors_given_back(family: Family) -> None:
    one = asking(facility=CODE)
    records = [
        a_record(family.an, f"K{n}", CODE, NGAY_VAO=f"2026030{n}0800", NGAY_RA=f"2026030{n}0900") for n in (1, 2)
    ]
    records += [a_record(family.an, "K3", OTHER_CODE), a_record(family.an, "K1", CODE)]
    answer = one.post(f"{HERE}/visits/xml1", plain(records), content_type="application/xml")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["rows"], told["booked"], told["refused"]) == (4, 2, 2)
    assert {(e["row"], e["field"]) for e in told["errors"]} >= {(3, "MA_CSKCB"), (4, "MA_LK")}
    again = one.post(f"{HERE}/visits/xml1", plain(records), content_type="application/xml").json()
    assert again["booked"] == 0
    assert Visit.objects.count() == 2


def test_hostile_files_are_refused_and_nothing_is_booked(family: Family) -> None:
    one = asking(facility=CODE)
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><DSACH>&b;</DSACH>'
    for body, kind, status in (
        (bomb, "application/xml", 409),
        (b"<DSACH>", "application/xml", 409),
        (b"{}", "application/json", 415),
    ):
        answer = one.post(f"{HERE}/visits/xml1", body, content_type=kind)
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"] == "application/problem+json"
    large = one.client.post(
        f"{HERE}/visits/xml1",
        b"x",
        content_type="application/xml",
        headers={"authorization": f"Bearer {one.token}", "content-length": "50000000"},
    )
    assert large.status_code == 413
    assert not Visit.objects.exists()
