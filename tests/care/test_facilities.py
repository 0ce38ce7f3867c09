"""The list of facilities as it comes, and who works where."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baophu.care.errors import WrongFacility
from baophu.care.models import Facility, Visit
from baophu.care.services.demonstration import demonstrate
from baophu.care.services.facilities import facility_of, post, take_list
from baophu.decisions.services.lawbooks import active
from tests.accounts.builders import officer
from tests.care.builders import WARD, a_clinic, a_receptionist, insured

pytestmark = pytest.mark.django_db
HEAD = "code,name,unit,level,former_class,points,provisional,valid_from,valid_to\n"


def listed(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    file = tmp_path / "co-so.csv"
    file.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_list_is_taken_and_taken_again(tmp_path: Path) -> None:
    rows = ("22001,Bệnh viện A,,specialised,provincial,,,2025-01-01,", "22002,Trạm B,,initial,commune,,,,")
    done = take_list(listed(tmp_path, *rows))
    assert (done.added, done.changed, done.unchanged) == (2, 0, 0)
    again = take_list(listed(tmp_path, rows[0], rows[1].replace("Trạm B", "Trạm Y tế B")))
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)
    assert Facility.objects.get(code="22002").name == "Trạm Y tế B"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2201,Bệnh viện A,,,,,,,", "5 chữ số"),
        ("22003,,,,,,,,", "tên"),
        ("22003,A,,hospital,,,,,", "sổ luật"),
        ("22003,A,99999,,,,,,", "đơn vị"),
        ("22003,A,,,,nhiều,,,", "points"),
        ("22003,A,,,,,perhaps,,", "provisional"),
        ("22003,A,,,,,,31/01/2025,", "valid_from"),
        ("22003,A,,,,,,2025-02-01,2025-01-01", "kết thúc"),
        ("22002,Trạm B,,,,,,,", "hai lần"),
    ],
)
def test_a_wrong_row_refuses_the_whole_list(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(WrongFacility, match=said) as refused:
        take_list(listed(tmp_path, "22002,Trạm B,,,,,,,", row))
    assert "Dòng 3" in refused.value.text.vi
    assert not Facility.objects.exists()


def test_a_file_that_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(WrongFacility, match="cột"):
        take_list(listed(tmp_path, "1,2", head="a,b\n"))
    (tmp_path / "x.csv").write_bytes("code,name\n22001,Bệnh viện".encode("utf-16"))
    for file in ("x.csv", "none.csv"):
        with pytest.raises(WrongFacility, match="UTF-8"):
            take_list(tmp_path / file)


def test_a_new_post_ends_the_one_before() -> None:
    first, second = a_clinic(), a_clinic("22902")
    user = a_receptionist(first)
    post(user, second, date(2026, 3, 1))
    assert facility_of(user, date(2026, 2, 28)) == first
    assert facility_of(user, date(2026, 3, 1)) == second
    with pytest.raises(WrongFacility, match="không phải tài khoản"):
        post(officer("commune", WARD), first, date(2026, 3, 1))


def test_a_demonstration_is_made_once_and_says_that_it_is_one() -> None:
    for n in range(3):
        insured(f"Nguyễn Văn {'ABC'[n]}n", personal_id=f"02208000000{n}")
    made = demonstrate(active(), [WARD, "06838", "07192", "06685"])
    assert made
    assert demonstrate(active(), [WARD, "06838", "07192", "06685"]) == made == Visit.objects.count()
    assert all(Visit.objects.values_list("simulated", flat=True))
    assert all("giả lập" in f.name and f.simulated for f in Facility.objects.all())
