"""Options shared by all tests."""

from __future__ import annotations

import pytest
from django.db import connection

from baophu.pages.catalogues import compile_stale
from tests.append_only import put_aside
from tests.browser import chromium, page

__all__ = ["chromium", "page"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="write SQL snapshots anew")


@pytest.fixture(scope="session", autouse=True)
def append_only_tables_are_emptied_between_tests() -> None:
    connection.ops.sql_flush = put_aside(connection.ops.sql_flush)  # type: ignore[method-assign]


def pytest_configure() -> None:
    compile_stale()
