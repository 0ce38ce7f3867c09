"""Fixtures of the till's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from baophu.till.models import BankKey
from tests.till.builders import BANK, a_key
from tests.workplace.conftest import lasting_family

__all__ = ["lasting_family"]


@pytest.fixture(autouse=True)
def an_account(settings: Settings, tmp_path: Path) -> None:
    """An installation of its own with a bank account."""
    settings.HOME, settings.BANK = tmp_path, BANK
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def key(db: None) -> BankKey:
    return a_key()
