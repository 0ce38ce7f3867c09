"""Whether the people are invented, asked of the database once in some seconds: every answer says it."""

from __future__ import annotations

import time

from baophu.registry.services.origin import simulated as asked

FRESH = 10.0
_known: tuple[float, bool] = (-FRESH, True)


def simulated() -> bool:
    """Whether the people of the register are invented."""
    global _known
    now = time.monotonic()
    if now - _known[0] >= FRESH:
        _known = (now, asked())
    return _known[1]


def forget() -> None:
    """Ask the database again."""
    global _known
    _known = (-FRESH, True)
