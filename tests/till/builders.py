"""A bank for the tests of the till: its key, signed notifications, and who may decide."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover.models import Quote
from baophu.cover.services.quoting import quote
from baophu.cover.vietqr import reference
from baophu.registry.models import Household
from baophu.till.models import BankKey
from baophu.till.services import keys, signing
from baophu.till.services.receiving import Received, receive
from tests.accounts.builders import officer

ACCOUNT = "0011012345678"
BANK = f"970403:{ACCOUNT}:BHXH TINH"
DOOR = "/thu-tien/ngan-hang/thong-bao/"
KEY, SECRET = "icb-2026", "a secret of the tests"


def a_key(name: str = KEY, secret: str = SECRET, bank: str = "ICB", **more: Any) -> BankKey:
    """A key whose secret is known."""
    made = keys.make(name, bank, administrator(), **more)
    made.key.secret = keys._box().encrypt(secret.encode()).decode()
    made.key.save()
    return made.key


def administrator() -> User:
    return User.objects.filter(role="administrator").first() or officer("administrator")


def quoted_today(home: Household, months: int = 12) -> Quote:
    return quote(home.pk, timezone.localdate(), months)


def transfer(kept: Quote | None = None, **more: Any) -> dict[str, Any]:
    """A transfer of what a quote asks for, today; anything may be said otherwise."""
    told = {
        "transaction": "FT1",
        "kind": "transfer",
        "amount": kept.total if kept else 1_000_000,
        "currency": "VND",
        "account": ACCOUNT,
        "content": f"MBVCB.99.{reference(kept.pk)} CT tu 0123" if kept else "tien dien thang 11",
        "paid_at": f"{timezone.localdate().isoformat()}T10:15:00+07:00",
    }
    return told | more


def reversal(of: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The bank takes a transfer back."""
    return {**of, "kind": "reversal", "transaction": f"RV-{of['transaction']}", "of": of["transaction"], **more}


def signed(body: bytes, *, key: str = KEY, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers of a body signed now, or at another moment."""
    moment = str(int(time.time() if at is None else at))
    return {
        signing.KEY: key,
        signing.TIME: moment,
        signing.SIGNATURE: signing.signature(secret.encode(), moment, body),
    }


def tell(told: Mapping[str, Any] | bytes) -> Received:
    """Tell the till something, as the bank does, without a web server between."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return receive(signed(body), body, "10.0.0.9")


def post(client: Client, told: Mapping[str, Any] | bytes, **how: Any) -> Any:
    """The same through the door."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return client.post(DOOR, body, content_type="application/json", headers=signed(body, **how))
