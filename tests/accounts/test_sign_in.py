"""Officers sign in with password and code; a session that has less reaches nothing else."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from baophu.accounts.middleware import REACHED
from baophu.accounts.models import User
from tests.accounts.builders import PASSWORD, code, officer, sign_in, with_device, with_password

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
PAGE = "/accounts/code/index/"


@pytest.fixture
def lan() -> User:
    return with_password(officer("commune", "06838", name="lan"))


def password(client: Client, word: str = PASSWORD, name: str = "lan", **more: str) -> object:
    return client.post(LOGIN, {"login": name, "password": word, **more})


def addresses(patterns: list[URLPattern | URLResolver], before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site with its name, a word put in where it takes one."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            name = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, path, name)
        else:
            whole = re.sub(r"<uuid:[^>]*>", str(UUID(int=1)), path)
            yield "/" + re.sub(r"<[^>]*>", "1", whole), f"{space}{pattern.name}"


def test_password_and_code_sign_in(client: Client, lan: User) -> None:
    secret = with_device(lan)
    assert password(client).headers["Location"] == reverse("mfa_authenticate")  # type: ignore[attr-defined]
    assert client.get(PAGE).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).headers["Location"] == "/"
    assert client.get(PAGE).status_code == 200


def test_the_password_alone_is_no_session(client: Client, lan: User) -> None:
    with_device(lan)
    password(client)
    assert "_auth_user_id" not in client.session


def test_without_a_device_every_address_leads_to_setting_one_up(client: Client, lan: User) -> None:
    password(client)
    assert client.session["_auth_user_id"] == str(lan.pk)
    seen = 0
    for path, name in addresses(get_resolver().url_patterns):
        if name in REACHED["device"]:
            continue
        seen += 1
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302, path
            assert answer.headers["Location"] == reverse("mfa_activate_totp"), path
    assert seen > 20


@pytest.mark.django_db(transaction=True)
def test_setting_the_device_up_completes_the_session(client: Client, lan: User) -> None:
    password(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    picture = re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page)
    assert picture is not None
    assert ElementTree.fromstring(b64decode(picture[1])).tag == "{http://www.w3.org/2000/svg}svg"
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Mã không đúng" in wrong.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret[1])})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"^\d{8}$", client.get(done.headers["Location"]).content.decode(), re.MULTILINE)) >= 9
    assert client.get(PAGE).status_code == 200


def test_the_code_of_the_set_up_does_not_sign_in_again(client: Client, lan: User) -> None:
    password(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    used = code(secret[1])
    client.post(reverse("mfa_activate_totp"), {"code": used})
    other = Client()
    password(other)
    assert other.post(reverse("mfa_authenticate"), {"code": used}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_code_is_worth_one_use(client: Client, lan: User) -> None:
    secret = with_device(lan)
    used = code(secret)
    password(client)
    assert client.post(reverse("mfa_authenticate"), {"code": used}).status_code == 302
    thief = Client()
    password(thief)
    assert thief.post(reverse("mfa_authenticate"), {"code": used}).status_code == 200
    assert "_auth_user_id" not in thief.session


def test_a_recovery_code_is_worth_one_use(client: Client, lan: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_device(lan)
    spare = RecoveryCodes.activate(lan).get_unused_codes()[0]
    password(client)
    assert client.post(reverse("mfa_authenticate"), {"code": spare}).status_code == 302
    other = Client()
    password(other)
    assert other.post(reverse("mfa_authenticate"), {"code": spare}).status_code == 200


def test_a_session_of_before_the_device_is_ended(client: Client, lan: User) -> None:
    password(client)
    with_device(lan)
    answer = client.get(PAGE)
    assert answer.headers["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_the_second_factor_cannot_be_taken_off(client: Client, lan: User) -> None:
    sign_in(client, lan)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 404
    assert Authenticator.objects.filter(user=lan, type="totp").exists()


def test_a_password_handed_out_must_be_changed_first(client: Client, lan: User) -> None:
    lan.one_time_until = timezone.now() + timedelta(days=1)
    lan.save()
    sign_in(client, lan)
    assert client.get(PAGE).headers["Location"] == reverse("account_change_password")
    new = {"oldpassword": PASSWORD, "password1": "con-duong-xanh-19", "password2": "con-duong-xanh-19"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    lan.refresh_from_db()
    assert lan.one_time_until is None
    assert client.get(PAGE).status_code == 200


def test_a_password_handed_out_is_worth_nothing_after_its_time(client: Client, lan: User) -> None:
    lan.one_time_until = timezone.now() - timedelta(minutes=1)
    lan.save()
    assert password(client).headers["Location"] == reverse("account_inactive")  # type: ignore[attr-defined]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("how", ["disabled", "expired"])
def test_the_session_of_a_disabled_officer_ends_at_once(client: Client, lan: User, how: str) -> None:
    sign_in(client, lan)
    assert client.get(PAGE).status_code == 200
    if how == "disabled":
        lan.is_active = False
    else:
        lan.until = timezone.localdate() - timedelta(days=1)
    lan.save()
    assert client.get(PAGE).headers["Location"].startswith(LOGIN)
    assert password(Client()).headers["Location"] == reverse("account_inactive")  # type: ignore[attr-defined]


def test_signing_in_changes_the_key_of_the_session(client: Client, lan: User) -> None:
    secret = with_device(lan)
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = str(planted)
    password(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.parametrize(
    "away",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_next_leads_to_pages_of_ours_only(client: Client, lan: User, away: str) -> None:
    secret = with_device(lan)
    password(client, next=away)
    landed = client.post(reverse("mfa_authenticate"), {"code": code(secret)}).headers["Location"]
    assert landed == "/"


def test_next_leads_on_after_the_code(client: Client, lan: User) -> None:
    secret = with_device(lan)
    password(client, next="/accounts/password/?x=1")
    landed = client.post(reverse("mfa_authenticate"), {"code": code(secret)}).headers["Location"]
    assert landed == "/accounts/password/?x=1"


def test_nobody_signs_themselves_up(client: Client) -> None:
    for name in ("account_signup", "socialaccount_signup", "socialaccount_connections"):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), {"username": "x"}).status_code == 404


def test_the_name_is_not_told_by_its_case(client: Client, lan: User) -> None:
    with_device(lan)
    assert password(client, name="LAN").status_code == 302  # type: ignore[attr-defined]


def test_secrets_are_not_readable_in_the_database(lan: User) -> None:
    secret = with_device(lan)
    assert secret not in str(Authenticator.objects.get(user=lan).data)


def test_a_citizen_has_no_pages_of_passwords_and_codes(client: Client) -> None:
    sign_in(client, officer("citizen", person=7))
    for name in ("account_change_password", "mfa_activate_totp", "mfa_index", "mfa_view_recovery_codes"):
        assert client.get(reverse(name)).status_code == 404
    assert not Authenticator.objects.exists()
