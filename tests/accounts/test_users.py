"""Making users, entrusting units, handing passwords out; from the services and from the command line."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from baophu.accounts.errors import UserRefused
from baophu.accounts.models import Proposal, User
from baophu.accounts.services import four_eyes, handler, may, propose, units_of, users
from baophu.accounts.services.demo_users import PASSWORD, WANTED, code_now, demo_users
from baophu.cli import app
from baophu.cli.shared import Failure
from baophu.law.model import Text
from tests.accounts.builders import code, officer, sign_in, with_device

pytestmark = pytest.mark.django_db
UNITS = ("06652", "06658", "06661", "06673")


def run(*words: str) -> str:
    """What a command prints; a Failure is raised."""
    result = CliRunner().invoke(app, list(words), standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.stdout


def signs_in(name: str, password: str, secret: str | None = None) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": password})
    if secret is not None:
        client.post(reverse("mfa_authenticate"), {"code": secret})
    return client


def test_an_officer_is_made_with_units_and_a_password_that_works_once() -> None:
    handed = users.add("Lan", "commune", ["06838", "06841"])
    assert handed.user.username == "lan"
    assert units_of(handed.user) == {"06838", "06841"}
    assert re.fullmatch(r"[a-z2-9]{5}(-[a-z2-9]{5}){2}", handed.password)
    assert "_auth_user_id" in signs_in("lan", handed.password).session
    assert handed.user.one_time_until is not None


@pytest.mark.parametrize(
    ("name", "role", "units"),
    [
        ("lan", "mayor", ["06838"]),
        ("lan", "citizen", []),
        ("lan", "commune", []),
        ("lan", "province", ["06838"]),
        ("lan hương", "commune", ["06838"]),
        ("-", "commune", ["06838"]),
        ("x" * 41, "commune", ["06838"]),
        ("taken", "commune", ["06838"]),
        ("TAKEN", "commune", ["06838"]),
    ],
)
def test_what_cannot_be_a_user_is_refused_whole(name: str, role: str, units: list[str]) -> None:
    officer("province", name="taken")
    with pytest.raises(UserRefused):
        users.add(name, role, units)
    assert User.objects.count() == 1


def test_a_unit_is_entrusted_from_a_day_and_ended_on_a_day() -> None:
    lan = officer("commune", name="lan")
    users.entrust(lan, "06838", date(2026, 1, 1), date(2026, 6, 30))
    users.entrust(lan, "06838", date(2026, 7, 1))
    assert units_of(lan, date(2026, 7, 1)) == {"06838"}
    users.end_entrusted(lan, "06838", date(2027, 1, 31))
    assert units_of(lan, date(2027, 1, 31)) == {"06838"}
    assert units_of(lan, date(2027, 2, 1)) == frozenset()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 6, 30), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 2, 1), date(2026, 2, 2)),
        (date(2026, 12, 1), date(2026, 11, 30)),
    ],
)
def test_what_is_entrusted_does_not_overlap_or_end_before_it_begins(first: date, last: date | None) -> None:
    lan = officer("commune", name="lan")
    users.entrust(lan, "06838", date(2026, 1, 1), date(2026, 6, 30))
    with pytest.raises(UserRefused):
        users.entrust(lan, "06838", first, last)


def test_the_province_is_entrusted_no_unit() -> None:
    with pytest.raises(UserRefused):
        users.entrust(officer("province"), "06838")
    with pytest.raises(UserRefused):
        users.end_entrusted(officer("commune", "06838"), "06841")


def test_a_disabled_account_does_not_come_back_with_its_old_session(client: Client) -> None:
    lan = users.add("lan", "commune", ["06838"]).user
    sign_in(client, lan)
    users.disable(lan)
    assert client.get(reverse("mfa_index")).status_code == 302
    assert not may(lan, "record")
    handed = users.renew(lan)
    assert client.get(reverse("mfa_index")).status_code == 302
    assert "_auth_user_id" not in client.session
    assert not Authenticator.objects.filter(user=lan).exists()
    assert "_auth_user_id" in signs_in("lan", handed.password).session


def test_a_citizen_has_no_password_to_hand_out() -> None:
    with pytest.raises(UserRefused):
        users.renew(officer("citizen", person=3))
    with pytest.raises(UserRefused):
        users.find(officer("citizen", person=4).username)


class TestDemonstration:
    def test_there_is_a_user_of_each_role_who_can_sign_in(self, home: Path) -> None:
        made = demo_users(UNITS)
        assert {one.user.role for one in made} == {role for _, role, _ in WANTED}
        for one in made:
            now, seconds = code_now(one.user.username)
            assert 0 < seconds <= 30
            session = signs_in(one.user.username, one.password, now).session
            assert session["_auth_user_id"] == str(one.user.pk), one.user.username
        xa1, xa3 = (next(one for one in made if one.user.username == name) for name in ("xa1", "xa3"))
        assert units_of(xa1.user) == {"06652"}
        assert units_of(xa3.user) == {"06658", "06661", "06673"}

    def test_making_them_again_changes_nothing_but_the_password_back(self, home: Path) -> None:
        demo_users(UNITS)
        User.objects.filter(username="xa1").update(password="!")
        secret = Authenticator.objects.get(user__username="xa1", type="totp").data
        demo_users(UNITS)
        assert User.objects.get(username="xa1").check_password(PASSWORD)
        assert Authenticator.objects.get(user__username="xa1", type="totp").data == secret
        assert User.objects.count() == len(WANTED)

    def test_not_where_real_officers_have_accounts(self, home: Path) -> None:
        officer("commune", "06838")
        with pytest.raises(UserRefused):
            demo_users(UNITS)
        assert list(home.iterdir()) == []
        assert User.objects.count() == 1

    def test_its_users_sign_in_nowhere_else(self, home: Path) -> None:
        demo_users(UNITS)
        now, _ = code_now("xa1")
        browser = signs_in("xa1", PASSWORD, now)
        (home / "demonstration").unlink()  # the database was copied into a real installation
        assert browser.get(reverse("mfa_index")).status_code == 302
        assert "_auth_user_id" not in signs_in("xa1", PASSWORD).session
        with pytest.raises(UserRefused):
            code_now("xa1")

    def test_the_code_of_a_real_officer_is_told_to_nobody(self, home: Path) -> None:
        demo_users(UNITS)
        with_device(officer("commune", "06838", name="lan"))
        for name in ("lan", "nobody"):
            with pytest.raises(UserRefused):
                code_now(name)


class TestCommands:
    def test_add_list_disable_renew_unlock_entrust(self) -> None:
        assert "dùng một lần" in run("user", "add", "lan", "--role", "commune", "--unit", "06838", "--unit", "06841")
        rows = json.loads(run("user", "list", "--format", "json"))
        assert rows == [
            {
                "name": "lan",
                "role": "commune",
                "units": ["06838", "06841"],
                "until": None,
                "serves": True,
                "demonstration": False,
            }
        ]
        run("user", "disable", "lan")
        assert "(không dùng được)" in run("user", "list")
        run("user", "renew", "lan")
        run("user", "unlock", "lan")
        assert run("user", "entrust", "lan", "--unit", "06844") == "lan: 06838 06841 06844\n"
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        with pytest.raises(Failure):
            run("user", "entrust", "lan", "--unit", "06844", "--to", yesterday, "--end")
        run("user", "entrust", "lan", "--unit", "06844", "--end")

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["user", "add", "lan", "--role", "mayor", "--unit", "1"], "no officer's role"),
            (["user", "disable", "nobody"], "no officer's account"),
            (["user", "entrust", "nobody", "--unit", "1"], "no officer's account"),
            (["user", "code", "nobody"], "no user of a demonstration"),
            (["user", "add", "lan", "--role", "commune", "--unit", "1", "--from", "1/7/2026"], "is not a day"),
            (["approve", "7", "--by", "nobody", "--code", "1"], "no proposal 7"),
        ],
    )
    def test_what_cannot_be_done_is_one_sentence(self, words: list[str], said: str) -> None:
        with pytest.raises(Failure, match=said):
            run(*words, "--lang", "en")

    def test_proposals_approve_and_reject(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(four_eyes, "_kinds", {})

        @handler("void_card")
        def void(proposal: Proposal, approver: User) -> Any:
            return "voided"

        lan, minh = officer("commune", "06838", name="lan"), officer("commune", "06838", name="minh")
        secrets = {user.username: with_device(user) for user in (lan, minh)}
        first, second = (
            propose("void_card", {"card": n}, lan, Text(f"Huỷ thẻ {n}", f"Void card {n}"), ["06838"]) for n in (1, 2)
        )
        assert "Huỷ thẻ 1" in run("proposals")
        with pytest.raises(Failure, match="Mã xác thực không đúng"):
            run("approve", str(first.pk), "--by", "minh", "--code", "000000")
        with pytest.raises(Failure, match="người thứ hai"):
            run("approve", str(first.pk), "--by", "lan", "--code", code(secrets["lan"]))
        assert run("approve", str(first.pk), "--by", "minh", "--code", code(secrets["minh"])) == "Huỷ thẻ 1\n"
        with pytest.raises(Failure, match="wrong or used"):
            run("approve", str(second.pk), "--by", "minh", "--code", code(secrets["minh"]), "--lang", "en")
        next_code = code(secrets["minh"], 1)
        run("reject", str(second.pk), "--by", "minh", "--why", "Nhầm thẻ", "--code", next_code)
        assert run("proposals") == ""
        told = json.loads(run("proposals", "--all", "--format", "json", "--lang", "en"))
        assert [(row["state"], row["decided_by"], row["reason"]) for row in told] == [
            ("approved", "minh", None),
            ("rejected", "minh", "Nhầm thẻ"),
        ]
