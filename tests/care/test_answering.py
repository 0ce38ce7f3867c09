"""What a clinic is told."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.accounts.models import Look
from baophu.care.models import CheckIn
from baophu.care.services.answering import answer, check_in
from tests.care.builders import a_clinic, a_receptionist, insured

pytestmark = pytest.mark.django_db


def test_a_valid_card() -> None:
    an = insured(personal_id="022080000001")
    found = answer("022080000001", a_clinic())
    assert (found.situation, found.code, found.tone, found.certain) == ("valid", "000", "good", True)
    assert (found.person, found.name, found.level, found.share) == (an.pk, "Nguyễn Văn An", 80, 1)
    assert found.level_ref
    assert found.small_visit_limit
    assert found.valid_from == date(2021, 1, 1)


def test_a_check_in_is_recorded_with_its_look() -> None:
    an = insured(personal_id="022080000001")
    clinic = a_clinic()
    user = a_receptionist(clinic)
    told = answer("022080000001", clinic)
    first = check_in(told, clinic, user, "k1")
    assert check_in(told, clinic, user, "k1").pk == first.pk
    assert CheckIn.objects.count() == 1
    assert [look.who for look in Look.objects.filter(person=an.pk)] == [user.username]
