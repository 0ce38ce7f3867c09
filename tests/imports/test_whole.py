"""A list from the file to the register and back."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.imports.errors import AlreadyApplied, NothingToDo
from baophu.imports.models import Import
from baophu.imports.services import apply, undo
from baophu.registry.models import HouseholdStatus
from tests.builders import BINH_LIEU, a_household, a_person, a_status
from tests.imports.builders import HEAD, applied, commune_officer, kinds, previewed, said, xlsx

pytestmark = pytest.mark.django_db

POVERTY = [*HEAD, "Phân loại hộ", "Năm rà soát"]


def poverty(*rows: list[object]) -> bytes:
    return xlsx([["DANH SÁCH HỘ NGHÈO, CẬN NGHÈO"], [], POVERTY, *rows])


def test_a_poverty_list_becomes_statuses_of_households() -> None:
    an, binh = a_person("Nguyễn Văn An", "1980-03-02"), a_person("Hoàng Thị Bình", "1950-07-20", "f")
    by = commune_officer()
    content = poverty(
        [1, "NGUYỄN VĂN AN", "02/03/1980", "Nam", None, "Hộ cận nghèo", 2026],
        [2, "Hoàng Thị Bình", date(1950, 7, 20), "Nữ", None, "Hộ nghèo", 2026],
    )
    imp, found = previewed(content, "poverty", by)
    assert kinds(imp) == {4: "new", 5: "new"}, [said(imp, 4), said(imp, 5)]
    assert found.total == 2
    apply(imp, by)
    rows = (
        HouseholdStatus.objects.known().order_by("household_id").values_list("fact", "value", "valid_from", "valid_to")
    )
    assert list(rows) == [
        ("living_standard", "near_poor", date(2026, 1, 1), None),
        ("living_standard", "poor", date(2026, 1, 1), None),
    ]
    assert imp.state == Import.State.APPLIED
    assert imp.document is not None
    assert {an.unit_id, binh.unit_id} == {BINH_LIEU}


def test_the_same_file_again_changes_nothing_and_says_so() -> None:
    a_person()
    by = commune_officer()
    content = poverty([1, "Nguyễn Văn An", "02/03/1980", "Nam", None, "Hộ nghèo", 2026])
    first = applied(content, "poverty", by)
    with pytest.raises(AlreadyApplied) as told:
        previewed(content, "poverty", by)
    assert told.value.number == first.pk
    again = poverty([1, "Nguyễn Văn An", "02/03/1980", "Nam", None, "Nghèo", 2026])
    imp, found = previewed(again, "poverty", by)
    assert found.counts == {"unchanged": 1}
    with pytest.raises(NothingToDo):
        apply(imp, by)


def test_undoing_brings_back_what_stood_there() -> None:
    home = a_household("06838", a_person(unit=None))
    a_status(home, "living_standard", "near_poor", "2025-01-01")
    by = commune_officer()
    imp = applied(poverty([1, "Nguyễn Văn An", "02/03/1980", "Nam", None, "Hộ nghèo", 2026]), "poverty", by)
    known = HouseholdStatus.objects.known().order_by("valid_from")
    assert [(r.value, r.valid_from, r.valid_to) for r in known] == [
        ("near_poor", date(2025, 1, 1), date(2025, 12, 31)),
        ("poor", date(2026, 1, 1), None),
    ]
    undo(imp, by)
    assert [(r.value, r.valid_from, r.valid_to) for r in known.all()] == [("near_poor", date(2025, 1, 1), None)]
    assert imp.state == Import.State.UNDONE
