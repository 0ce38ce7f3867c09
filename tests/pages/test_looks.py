"""The frame in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import look

pytestmark = pytest.mark.django_db(transaction=True)


def test_not_found(page: Any) -> None:
    page.goto("/khong-co/")
    look(page, "404")
