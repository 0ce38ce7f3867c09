"""The commands, as somebody types them who has not read the manual."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from baophu.cli import app
from baophu.cli.shared import Failure
from baophu.registry.models import PersonStatus
from tests.builders import a_person
from tests.imports.builders import commune_officer, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Từ ngày"]
AN: list[Any] = [1, "Nguyễn Văn An", "02/03/1980", "Nam", "01/02/2026"]


def run(*words: str | Path | int) -> Result:
    found = CliRunner().invoke(app, [str(word) for word in words])
    if found.exception is not None and not isinstance(found.exception, Failure | SystemExit):
        raise found.exception
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "huu-tri.xlsx"
    path.write_bytes(xlsx([HEAD, AN, [2, "Trần Thị Lạ", "31/02/1950", "Nữ", "01/02/2026"], ["Tổng cộng"]]))
    return path


def test_a_list_is_shown_applied_listed_and_undone(file: Path, tmp_path: Path) -> None:
    a_person()
    by = commune_officer().get_username()
    left = tmp_path / "left.xlsx"
    told = run("import", file, "--list", "social-pension", "--as", by, "--refused", left).stdout
    assert "Họ và tên (name)" in told
    assert "2. Họ và tên" in told
    assert "theo tiêu đề" in told
    assert "Trợ cấp hưu trí xã hội: có từ 01/02/2026" in told
    assert "31/02/1950" in told
    assert "Thêm --yes để ghi" in told
    assert left.read_bytes()[:2] == b"PK"
    assert not PersonStatus.objects.exists()
    assert "import-undo" in run("import", file, "--list", "social-pension", "--as", by, "--yes").stdout
    assert PersonStatus.objects.known().count() == 1
    assert "social-pension" in run("imports", "--as", by).stdout
    number = json.loads(run("imports", "--as", by, "--format", "json").stdout)[0]["number"]
    again = run("import", file, "--list", "social-pension", "--as", by, "--lang", "en")
    assert isinstance(again.exception, Failure)
    assert f"import {number}" in str(again.exception)
    assert "undone" in run("import-undo", number, "--as", by, "--lang", "en").stdout
    assert not PersonStatus.objects.known().exists()


def test_the_preview_as_json(file: Path) -> None:
    a_person()
    by = commune_officer().get_username()
    told = json.loads(run("import", file, "--list", "social-pension", "--as", by, "--format", "json").stdout)
    assert told["counts"] == {"new": 1, "refused": 1}
    assert told["state"] == "previewed"
    assert told["passed"] == [4]


def test_a_doubtful_row_is_listed_and_decided(file: Path) -> None:
    one, _ = a_person(), a_person()
    by = commune_officer().get_username()
    run("import", file, "--list", "social-pension", "--as", by)
    number = json.loads(run("imports", "--as", by, "--format", "json").stdout)[0]["number"]
    told = run("import-doubtful", number, "--as", by, "--lang", "en").stdout
    assert str(one.pk) in told
    assert "same birth date" in told
    assert (
        "Row 2 is decided"
        in run("import-doubtful", number, "--as", by, "--row", 2, "--is", one.pk, "--lang", "en").stdout
    )
    run("import", file, "--list", "social-pension", "--as", by, "--yes")
    assert PersonStatus.objects.known().get().person == one


def test_columns_and_values_may_be_given(tmp_path: Path) -> None:
    a_person()
    path = tmp_path / "a.csv"
    path.write_text("STT;Ai;Sinh\n1;Nguyễn Văn An;02/03/1980\n", encoding="utf-8")
    by = commune_officer().get_username()
    words = ["import", path, "--list", "social-pension", "--as", by, "--lang", "en"]
    given = ["--column", "name=2", "--column", "born=3", "--set", "from=01/02/2026"]
    assert "new" in run(*words, *given).stdout
    assert isinstance(run(*words, "--column", "name=hai").exception, Failure)
    assert isinstance(run(*words, "--set", "from").exception, Failure)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "none.xlsx", "--list", "poverty", "--as", "BY"), "none.xlsx"),
        (("import", "none.xlsx", "--list", "povertyy", "--as", "BY"), "poverty"),
        (("imports", "--as", "nobody"), "nobody"),
        (("import-undo", "99", "--as", "BY"), "99"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: tuple[str, ...], told: str) -> None:
    by = commune_officer().get_username()
    found = run(*(by if word == "BY" else word for word in words), "--lang", "en")
    assert isinstance(found.exception, Failure)
    assert told in str(found.exception)


def test_list_types_and_their_columns() -> None:
    assert "social-pension" in run("import-lists").stdout
    told = run("import-lists", "deaths", "--lang", "en").stdout
    assert "needed" in told
    assert "Ngày chết" in told or "ngày chết" in told


def test_duplicates_are_searched_told_apart_and_proposed() -> None:
    a_person(personal_id="022080000001")
    a_person()
    by = commune_officer().get_username()
    told = run("duplicates", "--as", by, "--lang", "en").stdout
    assert "same birth date" in told
    number = told.split()[0]
    assert "Proposal" in run("duplicates", "--as", by, "--merge", number, "--lang", "en").stdout
    assert isinstance(run("duplicates", "--as", by, "--different", number).exception, Failure)
