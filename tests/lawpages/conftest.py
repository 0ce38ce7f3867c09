"""Fixtures of the law book's pages."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.pages import sources

DAY = date(2026, 8, 15)


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures speak of 15 August 2026."""
    monkeypatch.setattr(sources._IN_USE, "day", lambda request: DAY)
    monkeypatch.setattr(sources._IN_USE, "simulated", lambda: True)
