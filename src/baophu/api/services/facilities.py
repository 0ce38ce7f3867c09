"""The facility an organisation acts for."""

from __future__ import annotations

import time

from baophu.api.errors import OtherFacility
from baophu.api.services.callers import FRESH, Caller
from baophu.care.models import Facility

_known: dict[str, tuple[float, Facility | None]] = {}


def place_of(who: Caller) -> Facility | None:
    """The facility of the caller, asked of the database once in some seconds; None for who acts for none."""
    if not who.facility:
        return None
    now = time.monotonic()
    at, found = _known.get(who.facility, (-FRESH, None))
    if now - at >= FRESH:
        found = Facility.objects.select_related("unit").filter(code=who.facility).first()
        _known[who.facility] = (now, found)
    return found


def check(who: Caller, code: str | None) -> None:
    """OtherFacility when a request names a facility that is not the caller's."""
    if code is not None and code != who.facility:
        raise OtherFacility(code, who.facility)


def forget() -> None:
    """Ask the database again."""
    _known.clear()
