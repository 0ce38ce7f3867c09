"""`baophu api-key`: made, listed, revoked."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from typer.testing import CliRunner

from baophu.api.models import Key, Organisation
from baophu.cli import app
from baophu.cli.shared import Failure
from tests.accounts.builders import officer, with_device
from tests.api.builders import forget_everything

LAW = "/api/v1/law/facts"


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["api-key", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.stdout).strip()


@pytest.fixture
def proof(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An administrator whose every code is right, as options."""
    with_device(officer("administrator", name="quantri"))
    monkeypatch.setattr("baophu.accounts.services.sessions.code_is_right", lambda user, code: code == "123456")
    return ["--by", "quantri", "--code", "123456"]


def test_a_key_is_made_listed_and_revoked(proof: list[str]) -> None:
    school = ("--kind", "school", "--unit", "06838")
    token = run("make", "Trường A", *school, "--scope", "figures", "--to", "2099-12-31", *proof)
    assert Client().get(LAW, headers={"authorization": f"Bearer {token}"}).status_code == 200
    second = run("make", "Trường A", "--scope", "read_person", *proof)  # of the same organisation
    assert Organisation.objects.get().keys.count() == 2
    assert token.split("_")[2] not in run("list")
    (row, _other) = json.loads(run("list", "--format", "json"))
    assert (row["organisation"], row["scopes"], row["to"]) == ("Trường A", ["figures"], "2099-12-31")
    run("revoke", row["key"], "--lang", "en", *proof)
    forget_everything()
    assert Client().get(LAW, headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert Client().get(LAW, headers={"authorization": f"Bearer {second}"}).status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        ("make", "A", "--scope", "everything"),
        ("make", "A", "--scope", "figures", "--unit", "99999"),
        ("revoke", "bp_nothere1"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_left(proof: list[str], words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["api-key", *words, *proof])
    assert isinstance(done.exception, Failure)
    assert str(done.exception)
    assert not Organisation.objects.exists()
    assert not Key.objects.exists()


def test_only_an_administrator_with_their_code(proof: list[str]) -> None:
    with_device(officer("province", name="tinh"))
    for by in (["--by", "tinh", "--code", "123456"], ["--by", "quantri", "--code", "000000"]):
        done = CliRunner().invoke(app, ["api-key", "make", "A", "--scope", "figures", *by])
        assert isinstance(done.exception, Failure)
    assert not Organisation.objects.exists()
