"""Fixtures of outreach's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from baophu.pages import sources


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    (tmp_path / "demonstration").write_text("x")
    monkeypatch.setattr(sources._IN_USE, "simulated", lambda: True)
    return tmp_path
