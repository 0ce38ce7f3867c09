"""Where figures lead: the list of people behind each, for readers who may see people."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from baophu.engine.months import show


def people(
    *,
    month: int,
    unit: str = "",
    group: str | None = None,
    age: int | None = None,
    ethnicity: str | None = None,
    insured: bool | None = None,
    provision: str = "",
    applied: str = "",
    payer: str = "",
    instrument: str = "",
    last: int | None = None,
    lapse: str = "",
    until: date | None = None,
    kept: int | None = None,
) -> str:
    """The address of a list of people (`services.people.Asked`); `kept`: of these figures, else of those kept last."""
    asked: dict[str, Any] = {
        "thang": show(month),
        "xa": unit or None,
        "nhom": group,
        "tuoi": age,
        "dan-toc": ethnicity,
        "bao-phu": None if insured is None else "co" if insured else "chua",
        "quy-dinh": provision or None,
        "ap-dung": applied or None,
        "ben": payer or None,
        "van-ban": instrument or None,
        "den-thang": show(last) if last is not None else None,
        "mat": lapse or None,
        "so-lieu": kept,
        "den": until.isoformat() if until else None,
    }
    return f"{reverse('steering:people')}?{urlencode({k: v for k, v in asked.items() if v is not None})}"
