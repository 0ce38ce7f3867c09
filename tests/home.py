"""Loaded before Django's settings are (`-p tests.home`): nothing of the tests touches the demonstration's folder."""

from __future__ import annotations

import os
import tempfile

HOME = tempfile.TemporaryDirectory(prefix="baophu-tests-")
os.environ["BAOPHU_HOME"] = HOME.name


def pytest_configure() -> None:
    """On SQLite the tests' database is a file: processes of their own read and write it too."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = f"{HOME.name}/tests.sqlite3"
