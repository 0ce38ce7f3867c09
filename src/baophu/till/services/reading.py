"""What a notification says: one JSON object, read strictly.

{"transaction": "FT26331…", "kind": "transfer", "amount": 1263600, "currency": "VND", "account": "0011…",
 "content": "BHYT BG17", "paid_at": "2026-11-27T10:15:00+07:00"}
{"transaction": "RV9…", "kind": "reversal", "of": "FT26331…", "amount": 1263600, "paid_at": "…"}
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from baophu.till.errors import Unreadable
from baophu.till.models import Notice

LARGEST = 10**13
NUMBER = re.compile(r"[0-9A-Za-z._:/-]{1,60}")


@dataclass(frozen=True, slots=True)
class Told:
    """A notification as read; see `Notice`."""

    kind: str
    transaction: str
    of: str
    amount: int
    paid_on: date
    account: str
    content: str

    @property
    def meaning(self) -> str:
        """A digest of what it says, the same for other bytes that say the same."""
        said = [self.kind, self.transaction, self.of, self.amount, str(self.paid_on), self.account, self.content]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def read(body: bytes) -> Told:
    """Read a body; Unreadable names the field and what would do."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("Nội dung không phải JSON.", "The body is not JSON.") from error
    if not isinstance(found, dict):
        raise Unreadable("Nội dung phải là một đối tượng JSON.", "The body must be one JSON object.")
    kind = found.get("kind", Notice.Kind.TRANSFER)
    if kind not in (Notice.Kind.TRANSFER, Notice.Kind.REVERSAL):
        raise _wrong("kind", "transfer / reversal")
    if found.get("currency", "VND") != "VND":
        raise _wrong("currency", "VND")
    return Told(
        kind=kind,
        transaction=_number(found, "transaction"),
        of=_number(found, "of") if kind == Notice.Kind.REVERSAL else "",
        amount=_amount(found),
        paid_on=_day(found),
        account=_text(found, "account", 40),
        content=_text(found, "content", 500),
    )


def _number(found: Mapping[str, Any], field: str) -> str:
    value = found.get(field)
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise _wrong(field, "1–60 × 0-9 A-Z a-z . _ : / -")
    return value


def _amount(found: Mapping[str, Any]) -> int:
    value = found.get("amount")
    if type(value) is not int or not 0 < value < LARGEST:
        raise _wrong("amount", "1263600")
    return value


def _text(found: Mapping[str, Any], field: str, most: int) -> str:
    value = found.get(field, "")
    if not isinstance(value, str):
        raise _wrong(field, "text")
    plain = value.encode("utf-8", "replace").decode()  # halves of letters that JSON allows and no database keeps
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:most]


def _day(found: Mapping[str, Any]) -> date:
    value = found.get("paid_at")
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        day = None if moment is None else timezone.localtime(moment).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError) as error:
        raise _wrong("paid_at", "2026-11-27T10:15:00+07:00") from error
    if day is None or day > timezone.localdate() + timedelta(days=1):
        raise _wrong("paid_at", "2026-11-27T10:15:00+07:00")
    return day


def _wrong(field: str, good: str) -> Unreadable:
    return Unreadable(f"Trường “{field}” thiếu hoặc sai; phải như: {good}.", f"“{field}” is missing or wrong: {good}.")
