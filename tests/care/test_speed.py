"""What a check-in costs: queries, not seconds (benchmarks measure those)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baophu.care.services import checking_in, fetching, planned
from baophu.care.services.answering import answer, check_in
from baophu.decisions.services.lawbooks import active
from tests.care.builders import a_clinic, a_receptionist, insured

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], tuple[Any, list[str]]]:
    """Do something; what came of it, and the statements it asked: planned ones pass Django by on PostgreSQL."""
    past: list[str] = []

    def rows(sql: str, values: Sequence[Any]) -> planned.Rows:
        if connection.vendor == "postgresql":
            past.append(sql)
        return planned.rows(sql, values)

    monkeypatch.setattr(fetching, "rows", rows)
    monkeypatch.setattr(checking_in, "rows", rows)

    def counted(do: Callable[[], Any]) -> tuple[Any, list[str]]:
        past.clear()
        with CaptureQueriesContext(connection) as seen:
            found = do()
        return found, [*(q["sql"] for q in seen), *past]

    return counted


def test_a_check_in_is_a_few_indexed_queries(asked: Callable[[Callable[[], Any]], tuple[Any, list[str]]]) -> None:
    for n in range(3):
        insured(personal_id=f"02208000000{n}")
    clinic = a_clinic()
    user = a_receptionist(clinic)
    check_in(answer("022080000000", clinic), clinic, user, "warm")
    active()
    found, statements = asked(lambda: answer("022080000001", clinic))
    assert found.insured
    assert 1 <= len(statements) <= 2, [sql[:90] for sql in statements]
    _row, statements = asked(lambda: check_in(found, clinic, user, "a key"))
    acts = [sql.split()[0].lower() for sql in statements]
    assert acts.count("insert") + 2 * acts.count("with") == 2
    assert len(acts) <= 4, acts
