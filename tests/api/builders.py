"""Organisations with keys, and requests as a program sends them."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from baophu.api.models import Organisation
from baophu.api.scopes import SCOPES
from baophu.api.services import callers, facilities, keys, quotas, simulation
from baophu.care.models import Facility
from tests.builders import BINH_LIEU

_names = itertools.count(1)
CODE, OTHER_CODE = "22001", "22002"


@dataclass(frozen=True)
class Asking:
    """A program with a key."""

    of: Organisation
    token: str
    client: Client

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        told = body if isinstance(body, str | bytes) else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        return self.client.post(path, told, content_type=kind, headers=self._headers(headers))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        told = {name.replace("_", "-"): value for name, value in more.items()}
        return {"authorization": f"Bearer {self.token}", "accept-language": "en", **told}


def asking(*scopes: str, units: tuple[str, ...] | None = (BINH_LIEU,), facility: str = "", **more: Any) -> Asking:
    """An organisation of Bình Liêu with a key of some scopes (all but that for sensitive visits, if none are named)."""
    of = keys.organisation(f"Tổ chức {next(_names)}", "other", units=units, facility=facility, **more)
    wanted = scopes or tuple(s for s in SCOPES if s != "read_sensitive")
    return Asking(of, keys.make(of, wanted).token, Client())


def a_facility(code: str = CODE, **more: Any) -> Facility:
    """A basic hospital in Bình Liêu."""
    told = {
        "name": f"Bệnh viện {code}",
        "unit_id": BINH_LIEU,
        "level": "basic",
        "former_class": "district",
        "points": 40,
    }
    return Facility.objects.create(code=code, **{**told, **more})


def forget_everything() -> None:
    """Have this process know nothing of the test before."""
    for module in (callers, facilities, quotas, simulation):
        module.forget()
