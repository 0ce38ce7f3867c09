"""Citizens sign in through their identity provider; here through its stand-in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from baophu.accounts import people
from baophu.accounts.models import Role, User
from baophu.accounts.services.citizens import NobodyThere, citizen
from baophu.accounts.simulated.adapter import StandInAdapter
from baophu.accounts.simulated.keys import kept
from baophu.accounts.vneid.provider import VneidEndpoints
from tests.accounts.builders import PASSWORD, officer, sign_in, with_device, with_password

pytestmark = pytest.mark.django_db
AN, BINH, NOBODY = "022080000017", "022085000031", "022000000000"
REGISTER = {AN: 17, BINH: 31}


@pytest.fixture(autouse=True)
def register() -> Iterator[None]:
    before = list(people._finder)
    people.register_finder(REGISTER.get)
    yield
    people._finder[:] = before


def asked(client: Client, **more: str) -> str:
    """The address at the stand-in a citizen is sent to."""
    return str(client.post(reverse("vneid_login"), more).headers["Location"])


def confirmed(client: Client, at: str, personal_id: str = AN) -> str:
    """The address the stand-in sends back to."""
    return str(client.post(at, {"personal_id": personal_id}).headers["Location"])


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def changed(address: str, **to: str) -> str:
    """An address with some of its query changed."""
    parts = urlsplit(address)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()} | to
    return urlunsplit(parts._replace(query=urlencode(query)))


@pytest.fixture
def forged(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the stand-in's next ID tokens say something else, or be signed by another key."""

    def forge(key: Any = None, algorithm: str = "RS256", **claims: Any) -> None:
        def encode(payload: dict[str, Any], signing: Any, headers: dict[str, str], **_: Any) -> str:
            by = {"RS256": key or signing, "none": None}.get(algorithm, key)
            return jwt.encode(payload | claims, by, algorithm=algorithm, headers=headers)

        forger = SimpleNamespace(encode=encode)
        monkeypatch.setattr("allauth.idp.oidc.internal.oauthlib.request_validator.jwt", forger)

    return forge


@pytest.mark.usefixtures("demonstration")
class TestSigningIn:
    def test_a_citizen_of_the_register_signs_in(self, client: Client) -> None:
        page = client.get("/accounts/login/").content.decode()
        assert "Đăng nhập bằng VNeID (giả lập)" in page
        at = asked(client, next="/accounts/logout/")
        page = client.get(at).content.decode()
        assert "Giả lập VNeID" in page
        assert "This is a simulated VNeID." in page
        landed = client.get(confirmed(client, at))
        assert landed.headers["Location"] == "/accounts/logout/"
        user = User.objects.get(pk=signed_in(client))
        assert (user.role, user.person, user.has_usable_password()) == (Role.CITIZEN, 17, False)

    def test_the_same_person_has_one_account(self) -> None:
        for _ in range(2):
            client = Client()
            client.get(confirmed(client, asked(client)))
        assert User.objects.filter(role=Role.CITIZEN, person=17).count() == 1
        assert not SocialAccount.objects.exists()

    def test_somebody_the_register_does_not_know_is_told_so(self, client: Client) -> None:
        answer = client.get(confirmed(client, asked(client), NOBODY))
        assert answer.status_code == 403
        assert "Không tìm thấy số định danh" in answer.content.decode()
        assert signed_in(client) is None
        assert not User.objects.exclude(person=None).exists()

    def test_a_number_that_is_none_is_refused_by_the_stand_in(self, client: Client) -> None:
        answer = client.post(asked(client), {"personal_id": "12345"})
        assert "đúng 12 chữ số" in answer.content.decode()

    def test_a_disabled_citizen_is_out_and_stays_out(self, client: Client) -> None:
        client.get(confirmed(client, asked(client)))
        User.objects.filter(person=17).update(is_active=False)
        assert client.get("/accounts/logout/").status_code == 302
        other = Client()
        assert other.get(confirmed(other, asked(other))).headers["Location"] == reverse("account_inactive")
        assert signed_in(other) is None

    def test_the_stand_ins_own_accounts_sign_in_nowhere(self, client: Client) -> None:
        confirmed(client, asked(client), NOBODY)
        identity = with_password(User.objects.get(username=f"vneid-{NOBODY}"))
        answer = client.post("/accounts/login/", {"login": identity.username, "password": PASSWORD})
        assert answer.headers["Location"] == reverse("account_inactive")
        assert signed_in(client) is None

    def test_an_officer_who_signs_in_as_a_citizen_is_a_citizen(self, client: Client) -> None:
        sign_in(client, officer("province"))
        client.get(confirmed(client, asked(client, process="connect")))
        assert User.objects.get(pk=signed_in(client)).person == 17
        assert not SocialAccount.objects.exists()

    def test_an_identity_does_not_stand_for_password_and_code(self, client: Client) -> None:
        lan = with_password(officer("commune", "06838", name="lan"))
        with_device(lan)
        client.post("/accounts/login/", {"login": "lan", "password": PASSWORD})
        client.get(confirmed(client, asked(client)))
        assert User.objects.get(pk=signed_in(client)).role == Role.CITIZEN

    def test_the_key_of_the_session_changes(self, client: Client) -> None:
        at = asked(client)
        before = client.session.session_key
        client.get(confirmed(client, at))
        assert client.session.session_key != before

    @pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_next_leads_to_pages_of_ours_only(self, client: Client, away: str) -> None:
        assert client.get(confirmed(client, asked(client, next=away))).headers["Location"] == "/"

    def test_the_address_cannot_ask_for_more(self, client: Client) -> None:
        more = "?scope=admin&auth_params=nonce%3Dmine%26prompt%3Dnone&process=connect"
        at = client.post(reverse("vneid_login") + more).headers["Location"]
        query = parse_qs(urlsplit(at).query)
        assert set(query["scope"][0].split()) == {"openid", "profile"}
        assert query["nonce"] != ["mine"]
        assert "prompt" not in query


@pytest.mark.usefixtures("demonstration")
class TestAbuse:
    def refused(self, client: Client, back: str) -> None:
        answer = client.get(back)
        assert answer.status_code == 401
        assert signed_in(client) is None

    def test_another_state_is_refused(self, client: Client) -> None:
        self.refused(client, changed(confirmed(client, asked(client)), state="x" * 16))

    def test_a_state_of_another_browser_is_refused(self, client: Client) -> None:
        victim = Client()
        asked(victim)
        self.refused(victim, confirmed(client, asked(client), BINH))

    def test_an_answer_is_worth_one_use(self, client: Client) -> None:
        back = confirmed(client, asked(client))
        client.get(back)
        client.post("/accounts/logout/")
        self.refused(client, back)

    def test_a_code_is_worth_one_use(self, client: Client) -> None:
        first = confirmed(client, asked(client))
        code = parse_qs(urlsplit(first).query)["code"][0]
        client.get(first)
        client.post("/accounts/logout/")
        self.refused(client, changed(confirmed(client, asked(client), BINH), code=code))

    def test_a_code_of_another_browser_fails_on_its_challenge(self, client: Client) -> None:
        thief = Client()
        stolen = parse_qs(urlsplit(confirmed(client, asked(client))).query)["code"][0]
        self.refused(thief, changed(confirmed(thief, asked(thief), BINH), code=stolen))

    def test_another_nonce_is_refused(self, client: Client, forged: Callable[..., None]) -> None:
        forged(nonce="of another question")
        self.refused(client, confirmed(client, asked(client)))

    def test_a_missing_nonce_is_refused(self, client: Client) -> None:
        at = asked(client)
        state = parse_qs(urlsplit(at).query)["state"][0]
        back = confirmed(client, changed(at, nonce=""))
        assert state in back
        self.refused(client, back)

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": "somebody else"},
            {"iss": "https://evil.example"},
            {"exp": int(time.time()) - 3600},
        ],
    )
    def test_a_token_for_others_of_others_or_of_yesterday_is_refused(
        self, client: Client, forged: Callable[..., None], claims: dict[str, Any]
    ) -> None:
        forged(**claims)
        self.refused(client, confirmed(client, asked(client)))

    def test_a_token_signed_by_another_key_is_refused(self, client: Client, forged: Callable[..., None]) -> None:
        forged(key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
        self.refused(client, confirmed(client, asked(client)))

    @pytest.mark.parametrize(("key", "algorithm"), [("kept" * 8, "HS256"), ("", "none")])
    def test_a_token_signed_by_a_word_or_not_at_all_is_refused(
        self, client: Client, forged: Callable[..., None], key: str, algorithm: str
    ) -> None:
        forged(key=key, algorithm=algorithm)
        self.refused(client, confirmed(client, asked(client)))

    @pytest.mark.parametrize("claimed", ["", "17", "02208000001７", f"{AN} ", f"{AN}\n", "vneid-17", None, 22080000017])
    def test_what_is_no_personal_id_is_nobody(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, claimed: object
    ) -> None:
        monkeypatch.setattr(StandInAdapter, "get_claims", lambda *a, **k: {"sub": "1", "personal_id": claimed})
        assert client.get(confirmed(client, asked(client))).status_code == 403
        assert signed_in(client) is None

    def test_the_stand_in_sends_nobody_elsewhere(self, client: Client) -> None:
        at = changed(asked(client), redirect_uri="https://evil.example/")
        for answer in (client.get(at), client.post(at, {"personal_id": AN})):
            assert answer.status_code == 400
            assert "evil" not in answer.headers.get("Location", "")

    def test_the_token_is_given_to_who_knows_the_secret(self, client: Client) -> None:
        at = asked(client)
        back = parse_qs(urlsplit(confirmed(client, at)).query)
        form = {
            "grant_type": "authorization_code",
            "code": back["code"][0],
            "client_id": "baophu",
            "client_secret": "guessed",
            "redirect_uri": parse_qs(urlsplit(at).query)["redirect_uri"][0],
        }
        assert client.post(reverse("simulated:token"), form).status_code in (400, 401)

    def test_a_person_stopping_at_the_provider_is_told_so(self, client: Client) -> None:
        at = asked(client)
        state = parse_qs(urlsplit(at).query)["state"][0]
        back = f"{reverse('vneid_callback')}?error=access_denied&state={state}"
        assert client.get(back).headers["Location"] == reverse("socialaccount_login_cancelled")


class TestElsewhere:
    """Where somebody real could be meant."""

    def test_the_stand_in_answers_in_a_demonstration_only(self, client: Client) -> None:
        for name in ("configuration", "jwks", "authorize", "token"):
            assert client.get(reverse(f"simulated:{name}")).status_code in (404, 405)
            assert client.post(reverse(f"simulated:{name}")).status_code in (404, 405)
        assert client.get(reverse("simulated:authorize") + "?client_id=baophu").status_code == 404

    def test_without_a_provider_citizens_cannot_sign_in(self, client: Client) -> None:
        assert client.post(reverse("vneid_login")).status_code == 404
        assert client.get(reverse("vneid_callback") + "?code=1&state=2").status_code == 404
        assert "VNeID" not in client.get("/accounts/login/").content.decode()

    def test_the_provider_of_the_settings_is_asked_over_the_network(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = {"server": "https://id.example", "client": "c", "secret": "s", "claim": "cccd"}
        monkeypatch.setattr(settings, "VNEID", real)
        monkeypatch.setattr(
            VneidEndpoints, "openid_config", {"authorization_endpoint": "https://id.example/ask", "token_endpoint": "x"}
        )
        at = asked(client)
        assert at.startswith("https://id.example/ask?")
        assert "code_challenge" in at


def test_the_key_is_made_once_and_kept_from_others(demonstration: Path) -> None:
    first = kept()
    assert kept() == first
    assert (demonstration / "simulated-vneid.json").stat().st_mode & 0o077 == 0
    assert [file.name for file in demonstration.iterdir() if "vneid" in file.name] == ["simulated-vneid.json"]


def test_an_account_is_made_for_the_person_and_found_again() -> None:
    assert citizen(AN) == citizen(AN)
    assert citizen(AN) != citizen(BINH)
    with pytest.raises(NobodyThere):
        citizen(NOBODY)


def test_without_the_register_nobody_is_found() -> None:
    people._finder.clear()
    with pytest.raises(ImproperlyConfigured):
        people.find_by_personal_id(AN)
