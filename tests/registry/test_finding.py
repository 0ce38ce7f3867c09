"""People found by any number, a scanned card, and by name however it is written."""

from __future__ import annotations

import pytest

from baophu.registry.models import Person
from baophu.registry.services.finding import by_name, by_number
from baophu.registry.services.merging import merge
from baophu.registry.services.residence import move
from baophu.registry.services.scanning import read_scan
from tests.builders import BINH_LIEU, CO_TO, HONG_GAI, a_person, day, recording

pytestmark = pytest.mark.django_db

SCAN = "022080000001|100123456|Nguyễn Văn An|02031980|Nam|Tổ 1, Phường Hồng Gai, Quảng Ninh|15042021"


@pytest.fixture
def an() -> Person:
    return a_person(
        "Nguyễn Văn An",
        personal_id="022080000001",
        old_id="100123456",
        social_number="2212345678",
        card_number="GD4229912345678",
    )


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("022080000001", "personal_id"),
        (" 022 080 000 001 ", "personal_id"),
        ("022.080.000.001", "personal_id"),
        ("100123456", "old_id"),
        ("2212345678", "social_number"),
        ("gd4 22 9912345678", "card_number"),
        ("HN2222212345678", "social_number"),
        (SCAN, "personal_id"),
    ],
)
def test_any_number_leads_to_the_person(an: Person, text: str, by: str) -> None:
    a_person("Trần Thị Bình", "1990-01-01", "f")
    assert [(found.person, found.by) for found in by_number(text)] == [(an, by)]


@pytest.mark.parametrize(
    "text", ["022080000002", "02208000000", "", "   ", "an", "' or 1=1 --", "|||", "12345678901234567890"]
)
def test_what_is_nobodys_number(an: Person, text: str) -> None:
    assert by_number(text) == []


def test_a_scan_says_what_disagrees(an: Person) -> None:
    assert by_number(SCAN)[0].disagrees == ()
    wrong = "022080000001||NGUYEN VAN ANH|03031981|Nữ|x|15042021|more|and|more"
    assert by_number(wrong)[0].disagrees == ("name", "born", "sex")
    assert by_number("022080000001|")[0].disagrees == ()


def test_a_scan_of_somebody_known_by_the_old_id(an: Person) -> None:
    found = by_number("022080000009|100123456|Nguyễn Văn An|02031980|Nam||")
    assert [(f.person, f.by, f.disagrees) for f in found] == [(an, "old_id", ("personal_id",))]


def test_a_year_of_birth_does_not_disagree_with_a_day() -> None:
    a_person("Lò Thị Xuân", "1950", "f", personal_id="022150000001")
    assert by_number("022150000001||Lò Thị Xuân|05061950|Nữ||")[0].disagrees == ()


@pytest.mark.parametrize("text", ["100|x|y", "x|y|z|t", "nguyen van an"])
def test_what_is_no_scan(text: str) -> None:
    assert read_scan(text) is None


@pytest.mark.parametrize(
    "text", ["Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", "nguyen  thi hoa", "nguyen thi", "thi hoa", "nguyen hoa", "hoa", "Hòa"]
)
def test_a_name_however_it_is_written(text: str) -> None:
    hoa = a_person("Nguyễn Thị Hòa", "1990-01-01", "f")
    a_person("Trần Văn Bình")
    assert by_name(text) == [hoa]


def test_the_order_of_what_is_found() -> None:
    names = [
        "An Văn Bảy",
        "Nguyễn An",
        "Nguyễn An Bình",
        "Nguyễn Văn An",
        "Phạm Nguyễn An",
        "Trần Văn An",
        "Lê Thị Anh",
    ]
    for name in names:
        a_person(name, unit=None)
    assert [p.name for p in by_name("nguyen an")] == ["Nguyễn An", "Nguyễn An Bình", "Phạm Nguyễn An", "Nguyễn Văn An"]
    assert [p.name for p in by_name("an")][:1] == ["An Văn Bảy"]
    assert {p.name for p in by_name("an")} == set(names) - {"Nguyễn An Bình"}


def test_one_more_than_asked_tells_that_there_are_more() -> None:
    for _ in range(5):
        a_person(unit=None)
    assert len(by_name("nguyen", limit=3)) == 4
    assert len(by_name("nguyen", limit=5)) == 5


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "...", "nguyen%", "xyz"])
def test_nobody_is_found_by_signs(text: str) -> None:
    a_person("Trần Văn Bình")
    assert by_name(text) == []


def test_an_officer_finds_only_people_of_their_units(an: Person) -> None:
    binh = a_person("Nguyễn Văn Bình", unit=HONG_GAI)
    units = frozenset({HONG_GAI, CO_TO})
    assert by_name("nguyen", units) == [binh]
    assert by_number("022080000001", units) == []
    assert by_name("nguyen", frozenset()) == []
    with recording() as e:
        move(an, day("2026-01-01"), e, unit=CO_TO)
    assert by_name("nguyen", units) == [an, binh]
    assert by_name("nguyen", frozenset({BINH_LIEU})) == []
    assert [f.person for f in by_number("022080000001", units)] == [an]


def test_a_merged_record_leads_to_the_one_that_stands(an: Person) -> None:
    twin = a_person("Nguyễn Văn Ân", old_id="100999999", unit=None)
    with recording() as e:
        merge(an, twin, e)
    assert [f.person for f in by_number("100999999")] == [an]
    assert by_name("nguyen van an") == [an]
