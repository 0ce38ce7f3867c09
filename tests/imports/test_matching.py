"""Who is meant: sure only where it is, asked about where it is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baophu.imports.matching.match import Match, match
from baophu.imports.matching.scores import Wanted
from baophu.registry.models import Person
from baophu.registry.names import fold
from baophu.registry.services.recording import merge
from tests.builders import BINH_LIEU, HONG_GAI, a_person, recording

pytestmark = pytest.mark.django_db

AN = "022080000001"


def wanted(
    name: str = "Nguyễn Văn An", born: str = "1980-03-02", row: int = 1, known: str = "day", **more: Any
) -> Wanted:
    numbers = {field: more.get(field, "") for field in ("personal_id", "old_id", "social_number", "card_number")}
    return Wanted(
        row=row,
        name=name,
        key=fold(name),
        born=date.fromisoformat(born) if born else None,
        born_known=known,
        sex=more.get("sex", ""),
        unit=more.get("unit", ""),
        **numbers,
    )


def matched(*args: Any, **more: Any) -> Match:
    return match([wanted(*args, **more)])[0]


def sure(found: Match) -> int | None:
    return found.person.id if found.kind == "sure" and found.person else None


@pytest.mark.parametrize(
    ("field", "number"),
    [("personal_id", AN), ("social_number", "2212345678"), ("card_number", "GD4222212345678"), ("old_id", "012345678")],
)
def test_each_number_finds_its_person(field: str, number: str) -> None:
    person = a_person(**{field: number})
    assert sure(matched(**{field: number})) == person.pk


def test_a_card_number_finds_the_social_number_in_it() -> None:
    person = a_person(social_number="2212345678")
    assert sure(matched(card_number="GD4222212345678")) == person.pk


def test_a_number_with_a_slip_in_the_name_is_sure_and_told() -> None:
    person = a_person("Nguyễn Văn Anh", personal_id=AN)
    found = matched("Nguyễn Văn An", personal_id=AN)
    assert sure(found) == person.pk
    assert "Anh" in found.hints[0].vi


def test_a_number_of_somebody_else_is_doubtful() -> None:
    a_person("Hoàng Thị Bình", "1950-07-20", "f", personal_id="022150000001")
    found = matched("Nguyễn Văn An", "1980-03-02", personal_id="022150000001")
    assert found.kind == "doubtful"
    assert "another name" in found.hints[0].en


def test_two_numbers_of_two_people_are_doubtful() -> None:
    one, other = a_person(personal_id=AN), a_person("Lê Văn Tư", social_number="2212345678")
    found = matched(personal_id=AN, social_number="2212345678")
    assert {c.person.id for c in found.candidates} == {one.pk, other.pk}


@pytest.mark.parametrize("name", ["NGUYỄN VĂN HOÀ", "Nguyễn Văn Hòa", "nguyen van hoa", "Nguyễn  Văn  Hoà"])
def test_capitals_accents_and_tone_placement_do_not_matter(name: str) -> None:
    person = a_person("Nguyễn Văn Hoà")
    assert sure(matched(name)) == person.pk


def test_two_of_one_name_and_birth_date_are_told_apart_by_unit() -> None:
    here, _ = a_person(), a_person(unit=HONG_GAI)
    assert sure(matched(unit=BINH_LIEU)) == here.pk
    assert matched().kind == "doubtful"


def test_the_one_of_a_name_who_lives_elsewhere_is_asked_about() -> None:
    person = a_person(unit=HONG_GAI)
    found = matched(unit=BINH_LIEU)
    assert found.kind == "doubtful"
    assert found.candidates[0].person.id == person.pk


def test_another_personal_id_or_sex_is_asked_about() -> None:
    a_person(personal_id=AN)
    assert matched(personal_id="022080000002").kind == "doubtful"
    assert matched(sex="f").kind == "doubtful"


def test_day_and_month_exchanged_in_the_same_unit_is_sure_and_told() -> None:
    person = a_person(born="1980-03-02")
    found = matched(born="1980-02-03", unit=BINH_LIEU)
    assert sure(found) == person.pk
    assert "02/03/1980" in found.hints[0].vi
    assert matched(born="1980-02-03").kind == "doubtful"


def test_a_birth_year_is_enough_only_for_the_one_of_that_name_in_the_unit() -> None:
    person = a_person(born="1950-05-06")
    a_person(born="1950-09-09", unit=HONG_GAI)
    assert sure(matched(born="1950-01-01", known="year", unit=BINH_LIEU)) == person.pk
    a_person(born="1950-11-11")
    assert matched(born="1950-01-01", known="year", unit=BINH_LIEU).kind == "doubtful"


def test_a_register_that_knows_only_the_year_is_found_by_the_whole_date() -> None:
    person = a_person(born="1950")
    assert sure(matched(born="1950-05-06", unit=BINH_LIEU)) == person.pk


def test_a_misspelt_name_of_the_same_birth_date_is_a_candidate() -> None:
    person = a_person("Nguyễn Thị Thanh Huyền", sex="f")
    found = matched("Nguyễn Thị Thanh Huyên")
    assert sure(found) == person.pk, "only the tone differs"
    found = matched("Nguyễn Thị Thanh Huyề")
    assert found.kind == "doubtful"
    assert found.candidates[0].score > 85
    assert any("%" in why.vi for why in found.candidates[0].why)


def test_a_wrong_day_and_a_misspelt_name_in_the_same_unit_is_a_candidate() -> None:
    person = a_person("Nguyễn Thị Thanh Huyền", "1980-03-02", sex="f")
    found = matched("Nguyễn Thị Thanh Huyềnn", "1980-03-12", unit=BINH_LIEU)
    assert [c.person.id for c in found.candidates] == [person.pk]


def test_nobody_alike_is_unknown() -> None:
    a_person("Hoàng Thị Bình", "1950-07-20", "f")
    assert matched("Trần Quốc Toản", "1999-09-09").kind == "unknown"


def test_a_merged_record_answers_with_the_one_that_stands() -> None:
    kept, other = a_person(personal_id=AN), a_person(social_number="2212345678")
    with recording("merge") as e:
        merge(kept, other, e, "kept")
    assert sure(matched(personal_id=AN)) == kept.pk
    assert sure(matched(social_number="2212345678")) == kept.pk


def test_withdrawn_records_are_nobody() -> None:
    person = a_person()
    Person.objects.filter(pk=person.pk).update(withdrawn=True)
    assert matched().kind == "unknown"


def test_a_thousand_rows_take_as_many_queries_as_one() -> None:
    a_person()
    one, many = [wanted(row=1)], [wanted(f"Nguyễn Văn {chr(65 + n % 26)}n", row=n, unit=BINH_LIEU) for n in range(1000)]
    with CaptureQueriesContext(connection) as few:
        match(one)
    with CaptureQueriesContext(connection) as more:
        match(many)
    assert len(more) <= len(few) + 6
