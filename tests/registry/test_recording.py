"""Statuses and amounts: recorded, set, ended, corrected; what the law book does not declare is refused."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.registry.errors import NotThere, Overlap, WrongFact
from baophu.registry.models import HouseholdStatus, PersonAmount, PersonStatus, Unit
from baophu.registry.services.places import unit
from baophu.registry.services.recording import (
    NewStatus,
    correct_status,
    end_status,
    record_amount,
    record_status,
    set_amount,
    set_status,
    set_statuses,
    withdraw_status,
)
from tests.builders import BINH_LIEU, a_household, a_person, a_status, day, recording

pytestmark = pytest.mark.django_db

NEW_YEAR, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)


def known(model: type = PersonStatus) -> list[tuple[str, str, str | None]]:
    return [
        (str(r.value), str(r.valid_from), str(r.valid_to) if r.valid_to else None)
        for r in model.objects.known().order_by("valid_from")
    ]


def test_a_status_stands_on_its_entry() -> None:
    with recording("record", reason="biên bản") as e:
        row = record_status(a_person(), "employment", "employee", NEW_YEAR, None, e)
    assert (row.value, row.entry.what, row.entry.reason) == ("employee", "record", "biên bản")


def test_a_status_of_a_household_and_of_a_unit() -> None:
    an = a_person()
    a_status(a_household(), "living_standard", "near_poor")
    a_status(unit(BINH_LIEU), "hardship", "difficult")
    assert HouseholdStatus.objects.known().count() == 1
    assert Unit.objects.get(code=BINH_LIEU).statuses.known().on(NEW_YEAR).get().value == "difficult"
    assert an.statuses.count() == 0


@pytest.mark.parametrize(
    ("fact", "value", "says"),
    [
        ("employmant", "employee", "did you mean 'employment'"),
        ("employment", "employe", "did you mean 'employee'"),
        ("employment", "none", "end the row"),
        ("living_standard", "poor", "a fact of a household"),
        ("wage", "1", "an amount of money"),
        ("sex", "m", "a field of the person"),
        ("trafficking_since", "2021-01", "follows from 'trafficking_victim'"),
        ("deputy", "yes", "true or false"),
        ("deputy", "false", "end the row"),
    ],
)
def test_what_the_law_book_does_not_declare_is_refused(fact: str, value: str, says: str) -> None:
    an = a_person()
    with recording() as e, pytest.raises(WrongFact) as refused:
        record_status(an, fact, value, NEW_YEAR, None, e)
    assert says in refused.value.text.en
    assert known() == []


def test_two_rows_of_one_fact_never_share_a_day() -> None:
    an = a_person()
    a_status(an, "employment", "employee", "2026-01-01", "2026-06-30")
    with recording() as e, pytest.raises(Overlap) as refused:
        record_status(an, "employment", "official", day("2026-06-30"), None, e)
    assert "employee 2026-01-01 … 2026-06-30" in refused.value.text.en
    a_status(an, "employment", "official", "2026-07-01")


@pytest.mark.parametrize(("first", "last"), [("1979-01-01", None), ("2026-02-01", "2026-01-01")])
def test_days_that_cannot_be(first: str, last: str | None) -> None:
    an = a_person()
    with recording() as e, pytest.raises(WrongFact):
        record_status(an, "deputy", "true", day(first), day(last) if last else None, e)


def test_setting_cuts_what_stood_there() -> None:
    an = a_person()
    a_status(an, "employment", "employee", "2025-01-01")
    with recording() as e:
        set_status(an, "employment", "official", NEW_YEAR, YEAR_END, e)
    assert known() == [
        ("employee", "2025-01-01", "2025-12-31"),
        ("official", "2026-01-01", "2026-12-31"),
        ("employee", "2027-01-01", None),
    ]


def test_setting_what_is_so_changes_nothing() -> None:
    an = a_person()
    a_status(an, "employment", "employee", "2025-01-01", "2025-12-31")
    a_status(an, "employment", "employee", "2026-01-01")
    with recording() as e:
        assert set_status(an, "employment", "employee", day("2025-06-01"), YEAR_END, e) is None
    assert PersonStatus.objects.count() == 2


def test_setting_the_default_ends() -> None:
    an = a_person()
    a_status(an, "deputy", "true", "2025-01-01")
    with recording() as e:
        set_status(an, "deputy", "false", NEW_YEAR, None, e)
    assert known() == [("true", "2025-01-01", "2025-12-31")]


def test_many_are_set_at_once() -> None:
    an, binh = a_person(), a_person("Trần Thị Bình", "1990-01-01", "f")
    a_status(binh, "study", "student", "2025-09-01")
    rows = [
        NewStatus(an, "study", "student", NEW_YEAR),
        NewStatus(binh, "study", "student", NEW_YEAR),
        NewStatus(binh, "study", "pupil", day("2026-06-01")),
        NewStatus(an, "study", "pupil", day("2026-06-01")),
    ]
    with recording() as e:
        assert set_statuses(rows, e) == 3
    assert {(r.person_id, r.value, str(r.valid_from)) for r in PersonStatus.objects.known()} == {
        (an.pk, "student", "2026-01-01"),
        (an.pk, "pupil", "2026-06-01"),
        (binh.pk, "student", "2025-09-01"),
        (binh.pk, "pupil", "2026-06-01"),
    }


def test_ended_rows_are_kept_as_they_were_known() -> None:
    row = a_status(a_person(), "deputy")
    with recording() as e:
        end_status(row, YEAR_END, e)
    assert known() == [("true", "2020-01-01", "2026-12-31")]
    assert PersonStatus.objects.known(row.entry.at).get().valid_to is None


def test_ended_before_it_begins_is_withdrawn() -> None:
    row = a_status(a_person(), "deputy")
    with recording() as e:
        assert end_status(row, day("2019-12-31"), e) is None
    assert known() == []


def test_a_row_is_retracted_once() -> None:
    row = a_status(a_person(), "deputy")
    again = PersonStatus.objects.get()
    with recording() as e:
        withdraw_status(row, e)
    again.refresh_from_db()
    with recording() as e, pytest.raises(NotThere):
        withdraw_status(again, e)


def test_a_correction_retracts_and_adds() -> None:
    row = a_status(a_person(), "study", "pupil")
    with recording() as e:
        new = correct_status(row, e, value="student", valid_from=NEW_YEAR)
    assert known() == [("student", "2026-01-01", None)]
    assert (row.retracted_id, new.entry_id) == (e.pk, e.pk)


def test_amounts_are_whole_dong() -> None:
    an = a_person()
    with recording() as e:
        record_amount(an, "wage", 8_000_000, NEW_YEAR, None, e)
        set_amount(an, "wage", 9_000_000, day("2026-07-01"), None, e)
        set_amount(an, "wage", 0, day("2027-01-01"), None, e)
    assert known(PersonAmount) == [("8000000", "2026-01-01", "2026-06-30"), ("9000000", "2026-07-01", "2026-12-31")]
    with recording() as e, pytest.raises(WrongFact):
        record_amount(an, "pension_amount", -1, NEW_YEAR, None, e)
    with recording() as e, pytest.raises(WrongFact, match="một tình trạng"):
        record_amount(an, "employment", 1, NEW_YEAR, None, e)
