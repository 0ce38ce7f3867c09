"""For whom support begins or ends, told before anything is written."""

from __future__ import annotations

import pytest
from django.test.utils import override_settings

from baophu.imports.models import Row
from baophu.imports.services import look
from tests.builders import a_household, a_person, a_status
from tests.imports.builders import commune_officer, previewed, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["Số hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Phân loại hộ", "Năm"]


def test_support_begins_for_every_member_of_a_near_poor_household() -> None:
    husband = a_person("Bàn Văn Tài", "1980-03-02")
    home = husband.stays.get().household
    a_person("Tằng Thị Mai", "1982-05-06", "f", household=home)
    rows = [["1", "Bàn Văn Tài", "Chủ hộ", "02/03/1980", "Nam", "Hộ cận nghèo", 2026]]
    imp, found = previewed(xlsx([HEAD, *rows]), "poverty", commune_officer())
    assert (found.foresight.begins, found.foresight.ends) == (2, 0)
    assert found.foresight.pays_less == 2
    assert Row.objects.get(of=imp).foreseen == "begins"
    assert look(imp).foresight.begins == 2


@override_settings(IMPORT_LARGE_LOSSES=0)
def test_support_ends_for_those_not_on_a_full_list_and_that_waits_for_a_second_officer() -> None:
    a_person("Bàn Văn Tài", "1980-03-02")
    leaving = a_household("06838", a_person("Lê Thị Ba", "1970-05-06", "f", unit=None))
    a_status(leaving, "living_standard", "near_poor", "2025-01-01")
    rows = [["1", "Bàn Văn Tài", "Chủ hộ", "02/03/1980", "Nam", "Hộ cận nghèo", 2026]]
    imp, found = previewed(xlsx([HEAD, *rows]), "poverty", commune_officer(), full=True)
    assert (found.foresight.begins, found.foresight.ends) == (1, 1)
    assert Row.objects.get(of=imp, kind="ended").foreseen == "ends"
    assert found.large is not None
    assert "1 people" in found.large.en


def test_a_household_that_cannot_be_decided_is_named_and_the_others_are_foreseen() -> None:
    a_person("Bàn Văn Tài", "1980-03-02")
    rows = [["1", "Bàn Văn Tài", "Chủ hộ", "02/03/1980", "Nam", "Hộ cận nghèo", 2026]]
    _, found = previewed(xlsx([HEAD, *rows]), "poverty", commune_officer())
    assert not found.foresight.notes
