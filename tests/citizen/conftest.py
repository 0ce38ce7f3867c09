"""Fixtures of the citizen's tests."""

from __future__ import annotations

from tests.workplace.conftest import family, lasting_family

__all__ = ["family", "lasting_family"]
