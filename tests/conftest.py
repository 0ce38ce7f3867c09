"""Options shared by all tests."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from baophu.pages.catalogues import compile_stale
from tests.append_only import put_aside
from tests.browser import chromium, page

__all__ = ["chromium", "page"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="write SQL snapshots anew")


@pytest.fixture(scope="session", autouse=True)
def append_only_tables_are_emptied_between_tests() -> None:
    operations = type(connection.ops)  # of every connection: a browser's tests open others
    flush = operations.sql_flush

    def sql_flush(self: BaseDatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
        return put_aside(partial(flush, self))(style, tables, **options)

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


def pytest_configure() -> None:
    compile_stale()
