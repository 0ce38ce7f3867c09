"""Tests of accounts: cheap password hashes, an empty cache, no demonstration unless asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def demonstration(home: Path) -> Path:
    (home / "demonstration").touch()
    return home
