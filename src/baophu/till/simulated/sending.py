"""The stand-in's own side: it signs a notification as a bank does and sends it to this very application."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from baophu.accounts.services.demonstration import is_demonstration
from baophu.accounts.simulated.here import Here
from baophu.till.errors import NotSeen
from baophu.till.models import BankKey
from baophu.till.services import keys, signing

BANK, KEY = "GIALAP", "ngan-hang-gia-lap"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the application answered the stand-in: status and JSON."""

    status: int
    said: Mapping[str, Any]


def send(address: str, told: Mapping[str, Any]) -> Answered:
    """Sign and send a notification to the address of the notifications. NotSeen outside of a demonstration."""
    if not is_demonstration():
        raise NotSeen("Chỉ có trong bản trình diễn.", "Only in a demonstration.")
    body = json.dumps(told, ensure_ascii=False).encode()
    moment = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        signing.KEY: KEY,
        signing.TIME: moment,
        signing.SIGNATURE: signing.signature(_secret(), moment, body),
    }
    with requests.Session() as session:
        session.mount("http://", Here())
        session.mount("https://", Here())
        answer = session.post(address, data=body, headers=headers, timeout=30)
    return Answered(answer.status_code, answer.json())


def _secret() -> bytes:
    """The stand-in's key, made on first use."""
    return keys.secret_of(BankKey.objects.filter(name=KEY).first() or keys.of_stand_in(KEY, BANK))
