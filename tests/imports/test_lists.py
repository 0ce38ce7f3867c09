"""Each list type does to the register what its procedure says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baophu.imports.errors import NotNow
from baophu.imports.models import Import, Request
from baophu.imports.services.requests import answer, open_requests
from baophu.registry.models import (
    Household,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonChange,
    PersonStatus,
    Spell,
    Stay,
    Unit,
)
from tests.builders import BINH_LIEU, HONG_GAI, a_household, a_person, a_status
from tests.imports.builders import applied, commune_officer, kinds, previewed, province_officer, said, xlsx

pytestmark = pytest.mark.django_db

WHO = ["STT", "Họ và tên", "Ngày sinh", "Giới tính"]
AN = [1, "Nguyễn Văn An", "02/03/1980", "Nam"]


def spells(model: type[Spell], **of: Any) -> list[tuple[Any, ...]]:
    """(fact, value, from, to) of what is known now."""
    rows = model._default_manager.known().filter(**of).order_by("fact", "valid_from")  # type: ignore[attr-defined]
    return [(r.fact, r.value, r.valid_from.isoformat(), r.valid_to and r.valid_to.isoformat()) for r in rows]


def test_the_monthly_review_holds_from_the_month_of_recognition() -> None:
    a_person()
    head = [*WHO, "Phân loại hộ", "Chuẩn", "Tháng công nhận", "Số quyết định", "Ngày quyết định"]
    imp = applied(
        xlsx([head, [*AN, "Cận nghèo", "Tỉnh", "03/2026", "15/QĐ-UBND", "27/03/2026"]]), "poverty", commune_officer()
    )
    assert spells(HouseholdStatus) == [
        ("living_standard", "near_poor", "2026-03-01", None),
        ("poverty_standard", "province", "2026-03-01", None),
    ]
    assert imp.document is not None
    assert (imp.document.number, imp.document.issued) == ("15/QĐ-UBND", date(2026, 3, 27))


def test_escaping_ends_poverty_from_the_same_month() -> None:
    person = a_person()
    home = person.stays.get().household
    a_status(home, "living_standard", "near_poor", "2025-01-01")
    head = [*WHO, "Kết quả công nhận", "Tháng công nhận"]
    applied(xlsx([head, [*AN, "Thoát nghèo đồng thời thoát cận nghèo", "03/2026"]]), "escaped", commune_officer())
    assert spells(HouseholdStatus) == [
        ("escaped_poverty", "both", "2026-03-01", None),
        ("living_standard", "near_poor", "2025-01-01", "2026-02-28"),
    ]


def test_leaving_near_poverty_alone_is_no_escape_from_poverty() -> None:
    person = a_person()
    a_status(person.stays.get().household, "living_standard", "near_poor", "2025-01-01")
    head = [*WHO, "Kết quả công nhận", "Tháng công nhận"]
    applied(xlsx([head, [*AN, "Thoát cận nghèo", "03/2026"]]), "escaped", commune_officer())
    assert spells(HouseholdStatus) == [("living_standard", "near_poor", "2025-01-01", "2026-02-28")]


def test_who_is_poor_again_is_no_longer_one_that_escaped() -> None:
    person = a_person()
    a_status(person.stays.get().household, "escaped_poverty", "both", "2025-03-01")
    applied(xlsx([[*WHO, "Phân loại hộ", "Năm"], [*AN, "Hộ nghèo", 2026]]), "poverty", commune_officer())
    assert spells(HouseholdStatus) == [
        ("escaped_poverty", "both", "2025-03-01", "2025-12-31"),
        ("living_standard", "poor", "2026-01-01", None),
    ]


def test_households_with_members_get_their_status_once() -> None:
    head_person, wife = a_person("Bàn Văn Tài", "1980-03-02"), a_person("Tằng Thị Mai", "1982-05-06", "f")
    home = head_person.stays.get().household
    a_person("Bàn Thị Lan", "2015-01-01", "f", household=home)
    head = ["Số hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Phân loại hộ", "Năm"]
    rows = [
        ["1", "Bàn Văn Tài", "Chủ hộ", "02/03/1980", "Hộ nghèo", 2026],
        [None, "Bàn Thị Lan", "Con", "01/01/2015", "Hộ nghèo", 2026],
        [None, "Tằng Thị Mai", "Vợ", "06/05/1982", "Hộ nghèo", 2026],
    ]
    imp, found = previewed(xlsx([head, *rows]), "poverty", commune_officer())
    assert kinds(imp) == {2: "new", 3: "new", 4: "refused"}
    assert "another household" in said(imp, 4)
    assert found.households == 1
    assert wife.pk


def test_a_household_of_thirty() -> None:
    first = a_person("Hoàng Văn Một", "1950-01-02")
    home = first.stays.get().household
    names = [f"Hoàng Văn {chr(97 + n % 26)}{chr(97 + n // 26)}n".title() for n in range(29)]
    for n, name in enumerate(names):
        a_person(name, date(1970 + n, 1, 2), household=home)
    head = ["Số hộ", "Họ và tên", "Ngày sinh", "Phân loại hộ", "Năm"]
    rows = [["7", "Hoàng Văn Một", "02/01/1950", "Hộ nghèo", 2026]]
    rows += [["7", name, f"02/01/{1970 + n}", "Hộ nghèo", 2026] for n, name in enumerate(names)]
    imp = applied(xlsx([head, *rows]), "poverty", commune_officer())
    assert set(kinds(imp).values()) == {"new"}
    assert len(spells(HouseholdStatus)) == 1


def test_parts_of_a_list_say_the_standard_of_the_rows_below() -> None:
    a_person()
    a_person("Lê Thị Ba", "1950-05-06", "f")
    rows = [["I. Hộ nghèo"], [*AN, 2026], ["II. Hộ cận nghèo"], [2, "Lê Thị Ba", "06/05/1950", "Nữ", 2026]]
    imp = applied(xlsx([[*WHO, "Năm"], *rows]), "poverty", commune_officer())
    assert set(kinds(imp)) == {3, 5}
    assert [s[1] for s in spells(HouseholdStatus)] == ["poor", "near_poor"]


def test_agricultural_households_of_average_standard() -> None:
    a_person()
    applied(xlsx([[*WHO, "Sinh kế", "Năm"], [*AN, "Lâm nghiệp", 2026]]), "agriculture", commune_officer())
    assert spells(HouseholdStatus) == [
        ("livelihood", "forestry", "2026-01-01", None),
        ("living_standard", "average", "2026-01-01", None),
    ]


def test_pupils_are_so_until_the_end_of_the_course_and_get_numbers_they_lacked() -> None:
    person = a_person(born="2012-03-02")
    head = [*WHO, "Mã số BHXH", "Lớp", "Ngày nhập học", "Ngày kết thúc khóa học"]
    content = xlsx([head, [1, "Nguyễn Văn An", "02/03/2012", "Nam", "2212345678", "8A", "05/09/2026", "20/05/2028"]])
    constants = {"study": "học sinh", "school_province": "22", "school_budget": "tỉnh"}
    applied(content, "school", commune_officer(), constants, sender="THCS Bình Liêu")
    assert spells(PersonStatus) == [
        ("school_budget", "province", "2026-09-05", "2028-05-31"),
        ("school_province", "22", "2026-09-05", "2028-05-31"),
        ("study", "pupil", "2026-09-05", "2028-05-31"),
    ]
    person.refresh_from_db()
    assert person.social_number == "2212345678"
    assert PersonChange.objects.get().after == "2212345678"


def test_a_number_that_somebody_else_has_is_not_filled() -> None:
    a_person("Lê Thị Ba", "1950-05-06", "f", social_number="2212345678")
    mine = a_person(born="2012-03-02", personal_id="022212000001")
    head = [*WHO, "Số CCCD", "Mã số BHXH", "Ngày nhập học"]
    row = [1, "Nguyễn Văn An", "02/03/2012", "Nam", "022212000001", "2212345678", "05/09/2026"]
    constants = {"study": "học sinh", "school_province": "22", "school_budget": "tỉnh"}
    imp, _ = previewed(xlsx([head, row]), "school", commune_officer(), constants)
    assert kinds(imp) == {2: "doubtful"}
    assert mine.social_number is None


def test_social_allowance_and_social_pension_from_the_decision() -> None:
    a_person()
    by = commune_officer()
    applied(xlsx([[*WHO, "Theo quy định", "Ngày quyết định"], [*AN, "Tỉnh", "15/01/2026"]]), "social-allowance", by)
    applied(xlsx([[*WHO, "Từ ngày"], [*AN, "01/02/2026"]]), "social-pension", by)
    assert spells(PersonStatus) == [
        ("social_allowance", "province", "2026-01-15", None),
        ("social_pension", "true", "2026-02-01", None),
    ]


def test_employees_begin_change_wage_and_leave() -> None:
    person = a_person(social_number="2212345678")
    by = commune_officer()
    head = ["STT", "Họ và tên", "Mã số BHXH", "Tiền lương", "Từ tháng, năm", "Phương án"]
    one = [1, "Nguyễn Văn An", "2212345678"]
    rows = [[*one, 8_000_000, "01/2026", "Tăng mới"], [*one, 9_500_000, "04/2026", "Điều chỉnh lương"]]
    applied(xlsx([head, *rows]), "employer", by, sender="Công ty Than")
    applied(xlsx([head, [*one, None, "07/2026", "Nghỉ việc"]]), "employer", by, sender="Công ty Than")
    assert spells(PersonStatus, person=person) == [("employment", "employee", "2026-01-01", "2026-06-30")]
    assert spells(PersonAmount, person=person) == [
        ("wage", 8_000_000, "2026-01-01", "2026-03-31"),
        ("wage", 9_500_000, "2026-04-01", "2026-06-30"),
    ]


def test_declarations_correct_who_people_are() -> None:
    person = a_person(personal_id="022080000001")
    head = ["Họ và tên", "Số CCCD", "Họ tên điều chỉnh", "Ngày sinh điều chỉnh", "Dân tộc", "Điện thoại"]
    row = ["Nguyễn Văn An", "022080000001", "Nguyễn Văn Ân", "12/03/1980", "Tày", "0912345678"]
    applied(xlsx([head, row]), "declarations", commune_officer())
    person.refresh_from_db()
    assert (person.name, person.born, person.ethnicity) == ("Nguyễn Văn Ân", date(1980, 3, 12), "tay")
    assert person.phone == "+84912345678"
    assert set(PersonChange.objects.values_list("field", flat=True)) == {"name", "born", "ethnicity", "phone"}


def test_d03_asks_for_cover() -> None:
    person = a_person()
    head = [*WHO, "Số biên lai", "Ngày biên lai", "Số tiền", "Số tháng"]
    imp = applied(xlsx([head, [*AN, "BL01", "05/02/2026", "1.263.600", 12]]), "household-cover", commune_officer())
    asked = Request.objects.get()
    assert (asked.person, asked.months, asked.amount) == (person, 12, 1_263_600)
    assert (asked.paid_on, asked.receipt, asked.entry) == (date(2026, 2, 5), "BL01", imp.entry)
    by = commune_officer()
    assert open_requests(by).get() == asked
    answer(asked.pk, by, 17, "báo giá 17")
    assert not open_requests(by).exists()
    with pytest.raises(NotNow):
        answer(asked.pk, by, 18, "báo giá 18")


def test_a_death_ends_everything() -> None:
    person = a_person()
    a_status(person, "social_pension")
    imp = applied(xlsx([[*WHO, "Ngày mất"], [*AN, "05/02/2026"]]), "deaths", commune_officer())
    person.refresh_from_db()
    assert person.died == date(2026, 2, 5)
    assert spells(PersonStatus) == [("social_pension", "true", "2020-01-01", "2026-02-05")]
    assert kinds(imp) == {2: "ended"}
    again, found = previewed(xlsx([[*WHO, "Ngày chết"], [*AN, "05/02/2026"]]), "deaths", commune_officer())
    assert found.empty
    assert again.state == Import.State.PREVIEWED


def test_the_dead_get_nothing_any_more() -> None:
    applied_to = a_person()
    applied(xlsx([[*WHO, "Ngày mất"], [*AN, "05/02/2026"]]), "deaths", commune_officer())
    imp, _ = previewed(xlsx([[*WHO, "Từ ngày"], [*AN, "01/03/2026"]]), "social-pension", commune_officer())
    assert kinds(imp) == {2: "refused"}
    assert "05/02/2026" in said(imp, 2)
    assert applied_to.pk


MOVES = """Họ và tên | Ngày sinh | Giới tính | Số CCCD | Loại biến động | Ngày chuyển | Nơi đến | Thường trú/Tạm trú
    | CCCD chủ hộ"""


def moving(*lines: str) -> bytes:
    """A list of moves, a line of cells parted by bars for each."""
    return xlsx([[cell.strip() or None for cell in line.split("|")] for line in (MOVES, *lines)])


def test_moves_out_within_and_in() -> None:
    leaving, host = a_person("Lê Văn Đi"), a_person("Lê Văn Chủ", personal_id="022080000009")
    a_person("Lê Văn Qua", "1990-04-05", unit=HONG_GAI)
    rows = (
        "Lê Văn Đi | 02/03/1980 | Nam | | Chuyển đi | 05/02/2026 | | |",
        "Lê Văn Qua | 05/04/1990 | Nam | | Chuyển trong tỉnh | 06/02/2026 | Xã Bình Liêu | Thường trú | 022080000009",
        "Trần Thị Mới | 07/08/1995 | Nữ | 001195000001 | Chuyển đến | 07/02/2026 | Xã Bình Liêu | Tạm trú |",
        "Trần Văn Con | 07/08/2020 | Nam | | Chuyển đến | 07/02/2026 | | Tạm trú | 001195000001",
    )
    imp = applied(moving(*rows), "moves", province_officer())
    assert kinds(imp) == {2: "ended", 3: "changed", 4: "new", 5: "new"}
    today = date(2026, 3, 1)
    stays = Stay.objects.known().on(today)
    assert stays.get(person=leaving).unit_id == Unit.OUTSIDE
    assert stays.get(person__name="Lê Văn Qua").household_id == host.stays.get().household_id
    mother, child = stays.get(person__name="Trần Thị Mới"), stays.get(person__name="Trần Văn Con")
    assert mother.household_id == child.household_id
    assert (mother.unit_id, mother.permanent) == (BINH_LIEU, False)


def test_moves_that_cannot_be_are_told() -> None:
    a_person()
    rows = (
        "Nguyễn Văn An | 02/03/1980 | Nam | | Chuyển trong tỉnh | 06/02/2026 | | Thường trú |",
        "Trần Thị Lạ | 07/08/1995 | Nữ | | Chuyển đi | 06/02/2026 | | |",
        "Trần Thị Mới | 07/08/1995 | | | Chuyển đến | 07/02/2026 | Xã Bình Liêu | Tạm trú |",
        "Trần Văn Xa | 07/08/1995 | Nam | | Chuyển đến | 07/02/2026 | Xã Bình Liêu | Tạm trú | 022095000009",
        "Trần Văn Mai | 07/08/1995 | Nam | | Chuyển đến | 07/02/2099 | Xã Bình Liêu | Tạm trú |",
    )
    imp, _ = previewed(moving(*rows), "moves", province_officer())
    assert set(kinds(imp).values()) == {"refused"}
    assert [bool(said(imp, row)) for row in range(2, 7)] == [True] * 5


def test_births_live_with_their_mother() -> None:
    mother = a_person("Hoàng Thị Mẹ", "1995-04-05", "f", personal_id="022195000001")
    head = ["Họ và tên trẻ", "Ngày sinh", "Giới tính", "Số định danh mẹ"]
    imp = applied(xlsx([head, ["Nguyễn Gia Bảo", "03/02/2026", "Nam", "022195000001"]]), "births", commune_officer())
    child = Person.objects.get(name="Nguyễn Gia Bảo")
    stay = Stay.objects.known().get(person=child)
    assert stay.household_id == mother.stays.get().household_id
    assert (stay.valid_from, stay.unit_id) == (date(2026, 2, 3), BINH_LIEU)
    assert child.entry == imp.entry


def test_somebody_new_is_recorded_when_an_officer_says_so() -> None:
    from baophu.imports.services import apply, decide, preview

    by = commune_officer()
    head = [*WHO, "Xã", "Từ ngày"]
    imp, _ = previewed(
        xlsx([head, [1, "Trần Thị Mới", "07/08/1950", "Nữ", "Bình Liêu", "01/02/2026"]]), "social-pension", by
    )
    assert kinds(imp) == {2: "unknown"}
    decide(imp, 2, "new", by)
    preview(imp, by)
    assert kinds(imp) == {2: "new"}
    apply(imp, by)
    person = Person.objects.get(name="Trần Thị Mới")
    assert person.unit_id == BINH_LIEU
    assert spells(PersonStatus, person=person) == [("social_pension", "true", "2026-02-01", None)]


def test_a_new_member_of_a_known_household() -> None:
    from baophu.imports.services import apply, decide, preview

    head_person = a_person("Bàn Văn Tài")
    by = commune_officer()
    head = ["Số hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Phân loại hộ", "Năm"]
    rows = [
        ["1", "Bàn Văn Tài", "Chủ hộ", "02/03/1980", "Nam", "Hộ nghèo", 2026],
        ["1", "Bàn Thị Lạ", "Con", "01/01/2015", "Nữ", "Hộ nghèo", 2026],
    ]
    imp, _ = previewed(xlsx([head, *rows]), "poverty", by)
    assert kinds(imp) == {2: "new", 3: "unknown"}
    decide(imp, 3, "new", by)
    preview(imp, by)
    apply(imp, by)
    child = Person.objects.get(name="Bàn Thị Lạ")
    assert child.stays.get().household_id == head_person.stays.get().household_id
    assert len(spells(HouseholdStatus)) == 1


def test_two_rows_of_one_household_that_contradict_each_other() -> None:
    first = a_person("Bàn Văn Tài")
    a_person("Bàn Văn Tú", "1985-05-06", household=first.stays.get().household)
    head = [*WHO, "Phân loại hộ", "Năm"]
    rows = [
        [1, "Bàn Văn Tài", "02/03/1980", "Nam", "Hộ nghèo", 2026],
        [2, "Bàn Văn Tú", "06/05/1985", "Nam", "Hộ cận nghèo", 2026],
    ]
    imp, _ = previewed(xlsx([head, *rows]), "poverty", commune_officer())
    assert kinds(imp) == {2: "new", 3: "refused"}
    assert "row 2" in said(imp, 3)


def test_the_same_person_twice_in_one_list() -> None:
    a_person()
    imp, _ = previewed(
        xlsx([[*WHO, "Từ ngày"], [*AN, "01/02/2026"], [*AN, "01/02/2026"]]), "social-pension", commune_officer()
    )
    assert kinds(imp) == {2: "new", 3: "refused"}
    assert "row 2" in said(imp, 3)


def test_a_full_list_ends_what_is_not_on_it_any_more() -> None:
    staying, leaving = a_person(), a_person("Lê Thị Ba", "1950-05-06", "f")
    other = a_person("Lê Thị Xa", "1950-05-06", "f", unit=HONG_GAI)
    for person in (staying, leaving, other):
        a_status(person.stays.get().household, "living_standard", "poor", "2025-01-01")
    by = commune_officer()
    imp, found = previewed(xlsx([[*WHO, "Phân loại hộ", "Năm"], [*AN, "Hộ nghèo", 2026]]), "poverty", by, full=True)
    assert found.counts == {"ended": 1, "unchanged": 1}
    assert imp.rows.get(kind="ended").name == "Lê Thị Ba"
    from baophu.imports.services import apply

    apply(imp, by)
    ended = HouseholdStatus.objects.known().exclude(valid_to=None).get()
    assert (ended.household_id, ended.valid_to) == (leaving.stays.get().household_id, date(2025, 12, 31))


def test_nobody_ends_while_a_row_is_in_doubt_or_broken() -> None:
    a_person()
    leaving = a_household(BINH_LIEU, a_person("Lê Thị Ba", "1950-05-06", "f", unit=None))
    a_status(leaving, "living_standard", "poor", "2025-01-01")
    broken = [2, "Lê Thị Ba", "06/05/19500", "Nữ", "Hộ nghèo", 2026]
    imp, found = previewed(
        xlsx([[*WHO, "Phân loại hộ", "Năm"], [*AN, "Hộ nghèo", 2026], broken]), "poverty", commune_officer(), full=True
    )
    assert found.counts == {"new": 1, "refused": 1}
    assert any("row 3" in note.en for note in found.notes)
    assert imp.full


def test_a_full_school_list_ends_pupils_of_that_school_alone() -> None:
    for n, name in enumerate(("Lê Văn Một", "Lê Văn Hai")):
        a_person(name, date(2012, 3, n + 1))
    a_status(a_person("Lê Văn Khác", "2012-05-05"), "study", "pupil", "2025-09-05")
    by = commune_officer()
    head = [*WHO, "Ngày nhập học"]
    constants = {"study": "học sinh", "school_province": "22", "school_budget": "tỉnh"}
    rows = [[1, "Lê Văn Một", "01/03/2012", "Nam", "05/09/2025"], [2, "Lê Văn Hai", "02/03/2012", "Nam", "05/09/2025"]]
    applied(xlsx([head, *rows]), "school", by, constants, sender="THCS", full=True)
    later = [[1, "Lê Văn Một", "01/03/2012", "Nam", "05/09/2026"]]
    imp, found = previewed(xlsx([head, *later]), "school", by, constants, sender="THCS", full=True)
    assert found.counts == {"ended": 1, "unchanged": 1}
    assert imp.rows.get(kind="ended").name == "Lê Văn Hai"


def test_a_household_nobody_lives_in_is_not_needed() -> None:
    assert Household.objects.count() == 0
