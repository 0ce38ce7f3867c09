"""`baophu bank-key` and `baophu notifications`."""

from __future__ import annotations

import json

import pytest

from baophu.cli.shared import Failure
from baophu.cli.till import list_, make, notifications, revoke
from baophu.till.models import BankKey
from tests.accounts.builders import code, officer, with_device
from tests.cover.builders import a_family
from tests.till.builders import a_key, quoted_today, tell, transfer

pytestmark = pytest.mark.django_db


def test_a_key_is_made_listed_and_revoked_by_an_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    secret = with_device(officer("administrator", name="quantri"))
    make("icb-2027", bank="ICB", by="quantri", since="2026-01-01", until="2027-12-31", code=code(secret))
    shown = capsys.readouterr().out
    assert "icb-2027" in shown
    list_(format_="json")
    told = json.loads(capsys.readouterr().out)
    assert told["keys"][0]["span"] == "2026-01-01 00:00 – 2027-12-31 23:59"
    assert shown.splitlines()[0] not in json.dumps(told)
    with pytest.raises(Failure):
        revoke("icb-2027", by="quantri", code="000000")
    revoke("icb-2027", by="quantri", code=code(secret, 1))
    assert BankKey.objects.get().revoked_at is not None


def test_nobody_else_makes_a_key() -> None:
    secret = with_device(officer("province", name="tinh"))
    with pytest.raises(Failure, match="không có quyền"):
        make("icb-2027", bank="ICB", by="tinh", code=code(secret))


def test_notifications_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    a_key()
    kept = quoted_today(a_family("1970-01-01")[0])
    tell(transfer(kept))
    tell(transfer(transaction="FT2"))
    notifications(open_=True)
    shown = capsys.readouterr().out
    assert "unknown" in shown
    assert "booked" not in shown
    notifications(format_="json", finish=True)
    assert [row["state"] for row in json.loads(capsys.readouterr().out)] == ["unknown", "booked"]
    with pytest.raises(Failure):
        notifications(state="lost")
