"""FHIR R4: read, searched, asked; every answer judged by two validators."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from baophu.accounts.models import Look
from baophu.api.fhir import systems
from baophu.registry.models import Card, Person, Register
from tests.api.builders import CODE, OTHER_CODE, Asking, a_facility, asking, forget_everything
from tests.api.test_rest import a_visit
from tests.api.valid import judge
from tests.builders import CO_TO, a_card, a_person
from tests.workplace.builders import Family, day

HERE = "/api/fhir/r4"


def entries(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return [entry["resource"] for entry in answer.json().get("entry", [])]


def test_the_server_says_what_it_can(db: None) -> None:
    answer = Client().get(f"{HERE}/metadata")
    assert answer["Content-Type"] == "application/fhir+json"
    told = answer.json()
    judge(told)
    types = {r["type"]: r for r in told["rest"][0]["resource"]}
    assert {p["name"] for p in types["Patient"]["searchParam"]} >= {"identifier", "name", "birthdate", "_id", "_count"}


@pytest.mark.parametrize("simulated", [True, False])
def test_a_person_with_a_card_is_a_patient_with_a_coverage_of_theirs(family: Family, simulated: bool) -> None:
    Register.objects.update_or_create(pk=1, defaults={"simulated": simulated})
    forget_everything()
    one = asking("read_person")
    patient = one.get(f"{HERE}/Patient/{family.an.pk}").json()
    bundle = one.get(f"{HERE}/Coverage?beneficiary=Patient/{family.an.pk}").json()
    judge(patient, bundle)
    coverage = bundle["entry"][0]["resource"]
    assert coverage["beneficiary"]["reference"] == f"Patient/{family.an.pk}"
    assert coverage["period"] == {"start": f"{day().year}-01-01", "end": f"{day().year}-12-31"}
    assert coverage["costToBeneficiary"][0]["valueQuantity"]["value"] == 20
    assert coverage["class"][0]["value"] == "household"
    assert coverage["payor"]
    assert patient["birthDate"] == "1980-03-02"
    assert patient["name"][0] == {
        "use": "official",
        "text": "Nguyễn Văn An",
        "family": "Nguyễn",
        "given": ["Văn", "An"],
    }
    marked = [r.get("meta", {}).get("security", [{}])[0].get("code") for r in (patient, bundle, coverage)]
    assert marked == (["HTEST"] * 3 if simulated else [None] * 3)


def test_each_of_many_coverages_names_its_own_person(family: Family) -> None:
    for one in (family.binh, family.chi):
        a_card(one, f"{day().year}-01-01", None)
    found = entries(asking("read_person").get(f"{HERE}/Coverage?_count=50"))
    whose = {int(c["id"]): int(c["beneficiary"]["reference"].split("/")[1]) for c in found}
    assert whose == dict(Card.objects.values_list("pk", "person"))
    assert len(set(whose.values())) == 3


def test_people_known_in_part(db: None) -> None:
    some = [
        a_person("Lê Na", "1950-01-01", "f", personal_id="022150000001", born_known="year", phone="0912345678"),
        a_person("Hoa", "1960-05-01", "f", born_known="month"),
    ]
    found = entries(asking("read_person").get(f"{HERE}/Patient"))
    judge(*found)
    assert [p["birthDate"] for p in found] == ["1950", "1960-05"]
    assert len(some) == len(found)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("identifier=022080000011", ["An"]),
        (f"identifier={systems.PERSONAL_ID}|022080000011", ["An"]),
        (f"identifier={systems.SOCIAL_NUMBER}|022080000011", []),
        ("identifier=022080000011,022183000012", ["An", "Bình"]),
        ("identifier=nobody", []),
        ("name=nguyen", ["An", "Chi", "Dũng"]),
        ("name=NGUY%E1%BB%84N%20V%C4%82N", ["An", "Dũng"]),
        ("name=binh", ["Bình"]),
        ("birthdate=1980-03-02", ["An"]),
        ("birthdate=ge1983", ["Bình", "Chi"]),
        ("birthdate=lt1980", ["Dũng"]),
        ("birthdate=1950", ["Dũng"]),
        ("birthdate=gt1980-03&birthdate=le2000-12-31", ["Bình"]),
        ("name=nguyen&birthdate=2005-01", ["Chi"]),
    ],
)
def test_patients_are_searched(family: Family, query: str, names: list[str]) -> None:
    answer = asking("read_person").get(f"{HERE}/Patient?{query}")
    judge(answer.json())
    assert [p["name"][0]["given"][-1] for p in entries(answer)] == names
    assert Look.objects.count() == len(names)


def test_status_tells_cards_that_ended(family: Family) -> None:
    a_card(family.binh, "2020-01-01", "2020-12-31")
    one = asking("read_person")
    for status, person in (("active", family.an), ("cancelled", family.binh)):
        found = entries(one.get(f"{HERE}/Coverage?status={status}"))
        judge(*found)
        assert [(c["status"], c["beneficiary"]["reference"]) for c in found] == [(status, f"Patient/{person.pk}")]
    assert one.get(f"{HERE}/Coverage?status=lost").status_code == 422


def test_pages_follow_each_other(family: Family) -> None:
    one, seen = asking("read_person"), []
    path = f"{HERE}/Patient?_count=3"
    while path:
        bundle = one.get(path).json()
        judge(bundle)
        seen += [entry["resource"]["id"] for entry in bundle["entry"]]
        links = {link["relation"]: link["url"] for link in bundle["link"]}
        assert "_count=3" in links["self"]
        path = "{0.path}?{0.query}".format(urlsplit(links["next"])) if "next" in links else ""
    assert seen == [str(pk) for pk in Person.objects.order_by("pk").values_list("pk", flat=True)]


def test_the_same_by_post(family: Family) -> None:
    one = asking("read_person")
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert len(entries(one.post(f"{HERE}/Patient/_search", "name=binh", **form))) == 1
    assert one.post(f"{HERE}/Patient/_search", "{}").status_code == 415


def test_unknown_parameters_as_the_caller_prefers(family: Family) -> None:
    one = asking("read_person")
    lenient = one.get(f"{HERE}/Patient?favourite=blue")
    assert len(entries(lenient)) == 4
    assert "favourite" not in lenient.json()["link"][0]["url"]
    strict = one.get(f"{HERE}/Patient?favourite=blue", prefer="handling=strict")
    assert strict.status_code == 422
    judge(strict.json())


def test_people_of_other_units_are_not_there(family: Family) -> None:
    far = a_person("Lê Thị Xa", "1990-01-01", "f", CO_TO, personal_id="022190000099")
    card = a_card(far)
    one = asking("read_person")
    for path in (f"Patient/{far.pk}", f"Coverage/{card.pk}"):
        answer = one.get(f"{HERE}/{path}")
        assert answer.status_code == 404
        judge(answer.json())
    assert Look.objects.filter(person=far.pk).count() == 2
    assert entries(one.get(f"{HERE}/Patient?identifier={far.personal_id}")) == []
    assert entries(one.get(f"{HERE}/Coverage?patient={far.pk}")) == []


def a_question(**patient: Any) -> dict[str, Any]:
    return {
        "resourceType": "CoverageEligibilityRequest",
        "status": "active",
        "purpose": ["validation", "benefits"],
        "patient": patient,
        "created": "2026-03-01",
        "insurer": {"display": "BHXH"},
    }


def asks(one: Asking, body: Any, **headers: str) -> Any:
    return one.post(f"{HERE}/CoverageEligibilityRequest", body, content_type="application/fhir+json", **headers)


def test_eligibility_is_answered_and_read_back(family: Family) -> None:
    one = asking("check_cover", facility=CODE)
    for patient in (
        {"reference": f"Patient/{family.an.pk}"},
        {"identifier": {"system": systems.PERSONAL_ID, "value": family.an.personal_id}},
    ):
        answer = asks(one, a_question(**patient))
        assert answer.status_code == 201, answer.content
        told = answer.json()
        judge(told)
        assert told["outcome"] == "complete"
        assert told["patient"]["reference"] == f"Patient/{family.an.pk}"
        assert told["insurance"][0]["inforce"] is True
        assert told["insurance"][0]["coverage"]["reference"] == f"Coverage/{Card.objects.get().pk}"
        assert told["extension"][0]["valueCoding"]["code"] == "000"
        assert one.get(urlsplit(answer["Location"]).path).json() == told
        asked = one.get(f"{HERE}/{told['request']['reference']}").json()
        judge(asked)
        assert asked["purpose"] == ["validation", "benefits"]


def test_nobody_found_is_never_in_force(family: Family) -> None:
    one = asking("check_cover", facility=CODE)
    told = asks(one, a_question(identifier={"value": "022080000099"})).json()
    judge(told)
    assert told["outcome"] == "error"
    assert told["error"][0]["code"]["coding"][0]["code"] == "050"
    assert "insurance" not in told
    uninsured = asks(one, a_question(identifier={"value": family.binh.personal_id})).json()
    judge(uninsured)
    assert not any(i["inforce"] for i in uninsured.get("insurance", []))


def test_a_question_of_another_clinic_is_not_there(family: Family) -> None:
    a_facility(OTHER_CODE)
    mine, other = asking("check_cover", facility=CODE), asking("check_cover", facility=OTHER_CODE)
    place = urlsplit(asks(mine, a_question(reference=f"Patient/{family.an.pk}"))["Location"]).path
    assert other.get(place).status_code == 404
    assert Look.objects.filter(who=other.of.name, why__contains="ngoài phạm vi").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"resourceType": "Patient"},
        {"status": "draft"},
        {"purpose": []},
        {"purpose": "validation"},
        {"patient": {}},
        {"patient": {"reference": "Patient/x"}},
        {"created": None},
        {"insurer": None},
        {"colour": "red"},
    ],
)
def test_questions_that_are_wrong_are_refused_with_their_place(family: Family, change: dict[str, Any]) -> None:
    answer = asks(asking("check_cover", facility=CODE), a_question(reference=f"Patient/{family.an.pk}") | change)
    assert answer.status_code == 422, answer.content
    judge(answer.json())
    assert answer.json()["issue"][0]["expression"]


def test_visits_are_explanations_of_benefit(family: Family) -> None:
    one = asking(facility=CODE)
    assert one.post("/api/v1/visits", a_visit(family)).status_code == 201
    assert one.post("/api/v1/visits", a_visit(family, link="L2", diagnosis="B20")).status_code == 201
    found = entries(one.get(f"{HERE}/ExplanationOfBenefit?patient=Patient/{family.an.pk}"))
    judge(*found)
    (told,) = found
    totals = {t["category"]["coding"][0]["code"]: t["amount"]["value"] for t in told["total"]}
    assert totals == {"submitted": 1_000_000, "eligible": 1_000_000, "benefit": 800_000, "copay": 200_000}
    assert told["insurance"][0]["coverage"]["reference"] == f"Coverage/{Card.objects.get().pk}"
    assert one.get(f"{HERE}/ExplanationOfBenefit/{told['id']}").json() == told
    assert entries(one.get(f"{HERE}/ExplanationOfBenefit?created=lt{day():%Y-%m-%d}")) == []
    everything = asking("read_visits", "read_sensitive", facility=CODE)
    assert len(entries(everything.get(f"{HERE}/ExplanationOfBenefit?created={day():%Y-%m-%d}"))) == 2
    a_facility(OTHER_CODE)
    other = asking("read_visits", facility=OTHER_CODE, units=())
    assert other.get(f"{HERE}/ExplanationOfBenefit/{told['id']}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("get", "/Patient/999999", {}, 404, "not-found"),
        ("get", "/Patient/x", {}, 404, "not-found"),
        ("get", "/Medication", {}, 404, "not-found"),
        ("get", "/Medication/1", {}, 404, "not-found"),
        ("get", "/a/b/c/d", {}, 404, "not-found"),
        ("get", "/Patient?birthdate=soon", {}, 422, "invalid"),
        ("get", "/Patient?_count=many", {}, 422, "invalid"),
        ("get", "/Patient?_cursor=x", {}, 404, "not-found"),
        ("get", "/Patient?_format=xml", {}, 406, "not-supported"),
        ("get", "/Patient", {"accept": "application/fhir+xml"}, 406, "not-supported"),
        ("get", "/Patient", {"accept": "application/fhir+json; fhirVersion=3.0"}, 406, "not-supported"),
        ("get", "/Patient", {"authorization": "Bearer x"}, 401, "login"),
        ("delete", "/Patient/1", {}, 405, "not-supported"),
        ("put", "/Patient/1", {}, 405, "not-supported"),
        ("post", "/Patient", {}, 405, "not-supported"),
        ("get", "/CoverageEligibilityRequest", {}, 405, "not-supported"),
        ("post", "/metadata", {}, 405, "not-supported"),
    ],
)
def test_every_error_is_an_outcome(
    db: None, method: str, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    one = asking()
    told = {"authorization": f"Bearer {one.token}", **headers}
    answer = getattr(one.client, method)(HERE + path, headers=told)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/fhir+json"
    judge(answer.json())
    assert answer.json()["issue"][0]["code"] == code
    assert ("Allow" in answer) == (status == 405)


def test_wrong_media_scopes_quotas_and_our_own_mistakes(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    one = asking("check_cover", facility=CODE, per_minute=6)
    one.client.raise_request_exception = False
    body = a_question(reference=f"Patient/{family.an.pk}")
    found = [
        one.post(f"{HERE}/CoverageEligibilityRequest", "<x/>", content_type="application/fhir+xml"),
        asks(one, "{"),
        one.get(f"{HERE}/Patient"),
    ]
    monkeypatch.setattr("baophu.api.fhir.eligibility.answer", lambda *a, **k: 1 / 0)
    found.append(asks(one, body))
    found += [one.get(f"{HERE}/Patient") for _ in range(3)]
    assert [a.status_code for a in found] == [415, 400, 403, 500, 403, 403, 429]
    judge(*(a.json() for a in found))
    assert [a.json()["issue"][0]["code"] for a in (found[3], found[-1])] == ["exception", "throttled"]
    assert "Retry-After" in found[-1]


@pytest.mark.parametrize("told", ["_format=json", "_format=application/fhir%2Bjson", ""])
def test_json_is_written_however_it_is_asked_for(family: Family, told: str) -> None:
    for accept in ("application/fhir+json", "application/json", "*/*", "application/fhir+json; fhirVersion=4.0"):
        answer = asking("read_person").get(f"{HERE}/Patient?{told}", accept=accept)
        assert answer["Content-Type"] == "application/fhir+json"
