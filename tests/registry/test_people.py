"""People: numbers checked, names and birth dates as people write them, corrections kept."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.registry.dates import Born, read_born
from baophu.registry.errors import Problem, WrongField
from baophu.registry.models import Person, PersonChange
from baophu.registry.names import fold, read_name
from baophu.registry.numbers import check_personal_id, read_card_number, read_digits, read_phone
from baophu.registry.services.recording import check_person, correct_person, new_person
from tests.builders import a_person, recording

BORN = date(1980, 3, 2)


@pytest.mark.parametrize(
    ("number", "sex", "born", "codes"),
    [
        ("022080000001", "m", BORN, []),
        ("022 080 000 001", "m", BORN, []),
        ("022180000001", "f", BORN, []),
        ("022212000001", "m", date(2012, 5, 5), []),
        ("022312000001", "f", date(2012, 5, 5), []),
        ("022080000001", None, None, []),
        ("02208000001", "m", BORN, ["length"]),
        ("0220800000012", "m", BORN, ["length"]),
        ("02208000000A", "m", BORN, ["digits"]),
        ("022080000001", "f", BORN, ["sex"]),
        ("022081000001", "m", BORN, ["year"]),
        ("022280000001", "m", BORN, ["year"]),
        ("022181000001", "m", BORN, ["sex", "year"]),
        ("０２２０８０００００１", "m", BORN, ["digits"]),
    ],
)
def test_a_personal_id_agrees_with_sex_and_year(
    number: str, sex: str | None, born: date | None, codes: list[str]
) -> None:
    assert [problem.code for problem in check_personal_id(number, sex, born)] == codes


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("old_id", "100 123 456", "100123456"),
        ("social_number", "22.12345678", "2212345678"),
        ("old_id", "10012345", None),
        ("social_number", "221234567", None),
    ],
)
def test_numbers_of_nine_and_ten_digits(field: str, text: str, kept: str | None) -> None:
    read = read_digits(field, text)
    assert read == kept if kept else isinstance(read, Problem)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("gd4 22 2212345678", "GD4222212345678"),
        ("GD6222212345678", None),
        ("GD422221234567", None),
        ("G44222212345678", None),
    ],
)
def test_card_numbers(text: str, kept: str | None) -> None:
    read = read_card_number(text)
    assert read == kept if kept else isinstance(read, Problem)


@pytest.mark.parametrize(
    ("text", "kept"), [("0912 345 678", "+84912345678"), ("+84 912345678", "+84912345678"), ("12345", None)]
)
def test_telephone_numbers(text: str, kept: str | None) -> None:
    read = read_phone(text)
    assert read == kept if kept else isinstance(read, Problem)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("25/12/1980", Born(date(1980, 12, 25), "day")),
        ("03/04/1980", Born(date(1980, 4, 3), "day")),
        ("3-4-1980", Born(date(1980, 4, 3), "day")),
        ("1980-04-03", Born(date(1980, 4, 3), "day")),
        ("03041980", Born(date(1980, 4, 3), "day")),
        ("04/1980", Born(date(1980, 4, 1), "month")),
        ("1980", Born(date(1980, 1, 1), "year")),
        ("00/00/1980", Born(date(1980, 1, 1), "year")),
        ("00/04/1980", Born(date(1980, 4, 1), "month")),
    ],
)
def test_birth_dates_as_people_know_them(text: str, born: Born) -> None:
    assert read_born(text) == born


@pytest.mark.parametrize("text", ["31/02/1980", "12/25/1980", "25/12/80", "", "hôm qua", "1/1/1700", "10/00/1980"])
def test_what_is_no_birth_date(text: str) -> None:
    assert isinstance(read_born(text), Problem)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  NGUYỄN   VĂN AN ", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("Nguye\u0302\u0303n Va\u0306n An", "Nguyễn Văn An"),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hoà"),
        ("H'Hen Niê", "H'Hen Niê"),
    ],
)
def test_names_are_kept_composed_and_single_spaced(text: str, kept: str) -> None:
    assert read_name(text) == kept


@pytest.mark.parametrize("text", ["", "   ", "An 2", "=cmd()", "An|Bình", "x" * 121, "--"])
def test_what_is_no_name(text: str) -> None:
    assert isinstance(read_name(text), Problem)


@pytest.mark.django_db
def test_everything_wrong_is_said_at_once() -> None:
    with recording() as e, pytest.raises(WrongField) as refused:
        new_person(e, name="", born="31/02/1980", sex="x", personal_id="123", ethnicity="kin", phone="1")
    assert {p.field for p in refused.value.problems} == {"name", "born", "sex", "personal_id", "ethnicity", "phone"}
    assert "did you mean 'kinh'" in refused.value.text.en
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_what_is_needed() -> None:
    _, problems = check_person({})
    assert {p.field for p in problems} == {"name", "born", "sex"}


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["022180000001", "022081000001"])
def test_an_id_of_another_sex_or_year_is_refused(number: str) -> None:
    with recording() as e, pytest.raises(WrongField):
        new_person(e, name="An", born=BORN, sex="m", personal_id=number)


@pytest.mark.django_db
def test_correcting_the_sex_is_held_against_the_id_that_stands() -> None:
    an = a_person(personal_id="022080000001")
    with recording() as e, pytest.raises(WrongField):
        correct_person(an, e, sex="f")
    with recording() as e:
        correct_person(an, e, sex="f", personal_id="022180000001")
    an.refresh_from_db()
    assert (an.sex, an.personal_id) == ("f", "022180000001")


@pytest.mark.django_db
def test_a_number_of_somebody_else_is_refused_and_named() -> None:
    an = a_person(personal_id="022080000001")
    with recording() as e, pytest.raises(WrongField) as refused:
        new_person(e, name="Trần Văn Bình", born=BORN, sex="m", personal_id="022080000001")
    assert f"record {an.pk}" in refused.value.text.en


@pytest.mark.django_db
def test_a_correction_keeps_what_stood_there() -> None:
    an = a_person("Nguyễn Văn Ân")
    with recording() as e:
        correct_person(an, e, name="NGUYỄN VĂN AN", old_id="100123456", phone="0912345678")
    an.refresh_from_db()
    assert (an.name, an.name_key, an.name_back) == ("Nguyễn Văn An", "nguyen van an", "an van nguyen")
    assert set(PersonChange.objects.values_list("field", "before", "after")) == {
        ("name", "Nguyễn Văn Ân", "Nguyễn Văn An"),
        ("old_id", "", "100123456"),
        ("phone", "", "+84912345678"),
    }


@pytest.mark.django_db
def test_a_correction_that_changes_nothing_leaves_no_trace() -> None:
    an = a_person()
    with recording() as e:
        correct_person(an, e, name=an.name, sex="m")
    assert not PersonChange.objects.exists()


def test_keys_do_not_see_tone_placement() -> None:
    assert fold("NGUYỄN THỊ HOÀ") == fold("Nguyễn Thị Hòa")
