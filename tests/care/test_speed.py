"""What a check-in costs: queries, not seconds (benchmarks measure those)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baophu.care.services.answering import answer, check_in
from baophu.decisions.services.lawbooks import active
from tests.care.builders import a_clinic, a_receptionist, insured

pytestmark = pytest.mark.django_db


def test_a_check_in_is_a_few_indexed_queries() -> None:
    for n in range(3):
        insured(personal_id=f"02208000000{n}")
    clinic = a_clinic()
    user = a_receptionist(clinic)
    check_in(answer("022080000000", clinic), clinic, user, "warm")
    active()
    with CaptureQueriesContext(connection) as seen:
        found = answer("022080000001", clinic)
    assert found.insured
    assert len(seen) <= 2, [q["sql"][:90] for q in seen]
    with CaptureQueriesContext(connection) as seen:
        check_in(found, clinic, user, "a key")
    acts = [q["sql"].split()[0].lower() for q in seen]
    assert acts.count("insert") + 2 * acts.count("with") == 2
    assert len(acts) <= 4, acts
