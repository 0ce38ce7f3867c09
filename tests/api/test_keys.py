"""Keys: who is let in, what for, and how often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from baophu.accounts.models import Look
from baophu.api.errors import KeyRefused
from baophu.api.models import Key, Usage
from baophu.api.services import keys
from tests.api.builders import asking, forget_everything
from tests.workplace.builders import Family

LAW = "/api/v1/law/facts"


def test_without_a_key_nobody_is_let_in(db: None) -> None:
    for headers in ({}, {"authorization": "Bearer"}, {"authorization": "Basic x"}, {"authorization": "Bearer bp_x_y"}):
        answer = Client().get(LAW, headers={"accept-language": "en", **headers})
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["title"] == "A key is needed"


def test_errors_are_told_in_vietnamese_unless_english_is_wanted(db: None) -> None:
    assert Client().get(LAW).json()["title"] == "Cần khoá"
    assert Client().get(LAW, headers={"accept-language": "fr, en;q=0.5, vi;q=0.3"})["Content-Language"] == "en"


def test_a_key_works_on_its_days_until_it_is_revoked(db: None) -> None:
    one = asking("figures")
    assert one.get(LAW).status_code == 200
    row = Key.objects.get()
    keys.revoke(f"bp_{row.prefix}")
    assert one.get(LAW).status_code == 401
    today = timezone.localdate()
    for since, until, status in ((today + timedelta(1), None, 401), (date(2020, 1, 1), today - timedelta(1), 401)):
        token = keys.make(one.of, ["figures"], since, until).token
        assert Client().get(LAW, headers={"authorization": f"Bearer {token}"}).status_code == status
    assert Client().get(LAW, headers={"authorization": f"Bearer {one.token[:-1]}x"}).status_code == 401


def test_the_key_is_nowhere_to_be_read(db: None) -> None:
    one = asking("figures")
    row = Key.objects.get()
    assert one.token.split("_")[2] not in f"{row.digest}{row.prefix}"
    assert len(row.digest) == 64


def test_an_organisation_whose_days_are_over_is_not_let_in(db: None) -> None:
    one = asking("figures")
    one.of.valid_from = date(2020, 1, 1)
    one.of.valid_to = timezone.localdate() - timedelta(1)
    one.of.save()
    forget_everything()
    assert one.get(LAW).status_code == 401


def test_a_key_does_what_its_scopes_say_and_nothing_else(family: Family) -> None:
    one = asking("figures")
    answer = one.get(f"/api/v1/people/{family.an.personal_id}/cover")
    assert answer.status_code == 403
    assert "read_person" in answer.json()["detail"]
    assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]
    assert not Look.objects.exists()


def test_who_asks_more_than_the_quota_waits(db: None) -> None:
    one = asking("figures", per_minute=3)
    statuses = [one.get(LAW).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    answer = one.get(LAW)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["type"].endswith("/quota")


def test_the_quota_of_the_day_is_for_all_keys_and_all_processes(db: None) -> None:
    one = asking("figures", per_day=4)
    second = keys.make(one.of, ["figures"]).token
    assert one.get(LAW).status_code == 200
    forget_everything()  # as another process knows
    assert [Client().get(LAW, headers={"authorization": f"Bearer {second}"}).status_code for _ in range(3)] == [200] * 3
    answer = one.get(LAW)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Usage.objects.get(span="day").count >= 4


@pytest.mark.parametrize(
    "told",
    [
        {"name": " "},
        {"name": "A", "kind": "x"},
        {"name": "A", "units": ["99999"]},
        {"name": "A", "per_minute": 0},
        {"name": "A", "until": date(2020, 1, 1)},
    ],
)
def test_an_organisation_that_cannot_be_is_refused(db: None, told: dict[str, object]) -> None:
    with pytest.raises(KeyRefused):
        keys.organisation(**told)  # type: ignore[arg-type]


def test_keys_without_scopes_or_with_unknown_ones_are_refused(db: None) -> None:
    of = keys.organisation("A")
    for scopes in ([], ["read_everything"]):
        with pytest.raises(KeyRefused):
            keys.make(of, scopes)
    with pytest.raises(KeyRefused):
        keys.revoke("bp_nothere1")
