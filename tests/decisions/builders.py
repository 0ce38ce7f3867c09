"""The day of the tests."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def today() -> date:
    """The day on which everything is decided."""
    return timezone.localdate()
