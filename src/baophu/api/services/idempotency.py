"""The same request again changes nothing: what it was answered the first time is answered again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from baophu.api.errors import Fault, KeyReused, WrongInput
from baophu.api.models import Told
from baophu.api.services.callers import Caller
from baophu.law.model import Text

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
SHAPE = r"^[A-Za-z0-9._:/-]{1,64}$"


def key_of(text: str | None) -> str:
    """The key of a request, "" for none. WrongInput for one of another shape."""
    if text is None:
        return ""
    if not re.fullmatch(SHAPE, text):
        told = Text("chỉ gồm 1 đến 64 chữ cái, chữ số và . _ : / -.", "has 1 to 64 letters, digits and . _ : / - only.")
        raise WrongInput([Fault(f"header/{HEADER}", "pattern", told)])
    return text


def once(
    who: Caller, key: str, request: str, act: Callable[[], tuple[int, dict[str, Any]]]
) -> tuple[int, dict[str, Any], bool]:
    """Do `act` and keep what it answers under the key, in one transaction; or what was kept, and that it is told again.

    `request` is all of what was asked: KeyReused when the key stands for something else. Without a key it is done.
    What fails is not kept.
    """
    if not key:
        status, body = act()
        return status, body, False
    digest = sha256(request.encode()).hexdigest()
    Told.objects.filter(at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            row = Told.objects.create(organisation_id=who.organisation, key=key, digest=digest, at=timezone.now())
            status, body = act()
            Told.objects.filter(pk=row.pk).update(status=status, body=body)
            return status, body, False
    except IntegrityError:
        known = Told.objects.filter(organisation=who.organisation, key=key).first()
        if known is None:
            raise
    if known.digest != digest:
        raise KeyReused
    return known.status, dict(known.body or {}), True
