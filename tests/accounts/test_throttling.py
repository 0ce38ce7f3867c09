"""Guessing is slow: a name is locked from the address the guesses come from, and from no other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from baophu.accounts.address import address
from baophu.accounts.models import User
from baophu.accounts.services.users import unlock
from tests.accounts.builders import PASSWORD, code, officer, with_device, with_password

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
HERE, THERE = "203.0.113.5", "198.51.100.9"


@pytest.fixture
def lan() -> User:
    return with_password(officer("commune", "06838", name="lan"))


def guess(name: str = "lan", word: str = "wrong", at: str = HERE, client: Client | None = None, **more: str) -> Any:
    return (client or Client()).post(LOGIN, {"login": name, "password": word}, REMOTE_ADDR=at, **more)


def guesses(times: int, **how: Any) -> list[int]:
    return [guess(**how).status_code for _ in range(times)]


def test_the_fifth_wrong_password_locks(lan: User) -> None:
    assert guesses(5) == [200, 200, 200, 200, 429]
    assert guess(word=PASSWORD).status_code == 429


def test_the_lock_is_told_in_the_language_of_the_reader(lan: User) -> None:
    guesses(4)
    assert "15 phút" in guess().content.decode()
    assert "in 15 minutes" in guess(headers={"accept-language": "en"}).content.decode()


def test_an_attacker_does_not_lock_the_officer_out_of_their_machine(lan: User) -> None:
    with_device(lan)
    guesses(30, at=THERE)
    answer = guess(word=PASSWORD)
    assert answer.headers["Location"] == reverse("mfa_authenticate")


def test_a_name_written_otherwise_is_the_same_name(lan: User) -> None:
    names = ("lan", "LAN", "Lan", "lAn", " lan ")
    assert [guess(name=name).status_code for name in names][-1] == 429


def test_another_browser_is_the_same_attacker(lan: User) -> None:
    answers = [guess(HTTP_USER_AGENT=f"browser {n}").status_code for n in range(6)]
    assert answers[4:] == [429, 429]


def test_an_unknown_name_is_answered_like_a_known_one(lan: User) -> None:
    known, unknown = guess(), guess(name="nobody")
    assert known.status_code == unknown.status_code == 200
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in known.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in unknown.content.decode()
    assert guesses(4, name="nobody")[-1] == 429


def test_the_lock_ends_after_fifteen_minutes_and_is_not_drawn_out_by_trying(lan: User) -> None:
    with_device(lan)
    guesses(9)
    cache.clear()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert guess(word=PASSWORD).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert guess(word=PASSWORD).status_code == 302


def test_an_administrator_unlocks(lan: User) -> None:
    with_device(lan)
    guesses(12)
    assert unlock("Lan") > 0
    assert guess(word=PASSWORD).status_code == 302


def test_wrong_codes_count_with_wrong_passwords(lan: User, client: Client) -> None:
    secret = with_device(lan)
    guesses(2)
    guess(word=PASSWORD, client=client)
    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=HERE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    right = client.post(reverse("mfa_authenticate"), {"code": code(secret)}, REMOTE_ADDR=HERE)
    assert "Đã nhập sai quá nhiều lần" in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_codes_are_throttled_for_whoever_has_the_password_and_many_addresses(lan: User) -> None:
    secret = with_device(lan)
    for n in range(10):
        thief = Client()
        guess(word=PASSWORD, client=thief, at=f"198.51.100.{n}")
        thief.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{n}")
    thief = Client()
    guess(word=PASSWORD, client=thief, at="198.51.100.77")
    thief.post(reverse("mfa_authenticate"), {"code": code(secret)}, REMOTE_ADDR="198.51.100.77")
    assert "_auth_user_id" not in thief.session


def test_a_right_sign_in_forgets_the_wrong_tries(lan: User, client: Client) -> None:
    secret = with_device(lan)
    guesses(4)
    guess(word=PASSWORD, client=client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)}, REMOTE_ADDR=HERE)
    assert guesses(4) == [200, 200, 200, 200]


def test_what_was_typed_is_not_kept(lan: User, client: Client) -> None:
    with_device(lan)
    guess(word="my-other-password")
    guess(word=PASSWORD, client=client)
    client.post(reverse("mfa_authenticate"), {"code": "424242"}, REMOTE_ADDR=HERE)
    kept = " ".join(str(row) for row in AccessAttempt.objects.values_list("get_data", "post_data"))
    assert "my-other-password" not in kept
    assert "424242" not in kept


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "", "10.0.0.1"),
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "'; drop table", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_say_where_somebody_comes_from(
    settings: Settings, proxies: int, forwarded: str, seen: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert address(request) == seen


def test_a_forwarded_address_does_not_escape_the_lock(lan: User) -> None:
    answers = [guess(HTTP_X_FORWARDED_FOR=f"1.2.3.{n}").status_code for n in range(5)]
    assert answers[-1] == 429
