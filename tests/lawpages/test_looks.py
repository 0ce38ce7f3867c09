"""The law book's pages in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import look

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "law-book": "/so-luat/",
    "law-instrument": "/so-luat/van-ban/91-2025-nq-hdnd/",
    "law-provision": "/so-luat/van-ban/91-2025-nq-hdnd/quy-dinh/escaped-both/",
    "law-examples": "/so-luat/van-ban/91-2025-nq-hdnd/vi-du/",
    "law-parameters": "/so-luat/tham-so/",
    "law-parameter": "/so-luat/tham-so/reference/",
    "law-compare": "/so-luat/so-sanh/?first=30/06/2025&second=01/07/2025",
    "law-units": "/so-luat/don-vi/",
    "law-unit": "/so-luat/don-vi/06967/",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(page: Any, name: str) -> None:
    page.goto(PAGES[name])
    look(page, name, charts=name in ("law-parameter", "law-units", "law-provision"))
