"""Steps of an import: what is refused when, who may do what, and that nothing is ever half done."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test.utils import override_settings
from python_calamine import CalamineWorkbook

from baophu.accounts.errors import NotAllowed, Refused
from baophu.accounts.models import Look, Proposal
from baophu.accounts.services import approve, reject
from baophu.imports.errors import FileRefused, MappingRefused, NotNow, NotYours, RegisterChanged, WrongChoice
from baophu.imports.models import Import, Remembered, Row
from baophu.imports.services import (
    abandon,
    apply,
    confirm,
    decide,
    doubtful,
    guess,
    imports_of,
    preview,
    refused_file,
    reopen,
    undo,
    upload,
)
from baophu.registry.errors import BuiltOn
from baophu.registry.models import Entry, PersonStatus
from tests.accounts.builders import officer
from tests.builders import BINH_LIEU, HONG_GAI, a_person, a_status
from tests.imports.builders import (
    applied,
    as_file,
    commune_officer,
    csv,
    kinds,
    previewed,
    province_officer,
    said,
    xlsx,
)

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Từ ngày"]
AN: list[Any] = [1, "Nguyễn Văn An", "02/03/1980", "Nam", "01/02/2026"]
BA: list[Any] = [2, "Lê Thị Ba", "06/05/1950", "Nữ", "01/02/2026"]
PENSION = "social-pension"


# ---- files -----------------------------------------------------------------------------------------------------------


@override_settings(IMPORT_FILE_BYTES=3 << 20)
def test_a_file_too_large_is_refused_while_it_is_read() -> None:
    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size: int = -1) -> bytes:
            self.read_so_far += size
            return b"x" * size

    source = Endless()
    with pytest.raises(FileRefused) as told:
        upload(source, PENSION, commune_officer(), name="200MB.csv")  # type: ignore[arg-type]
    assert source.read_so_far <= 5 << 20
    assert "3 MB" in told.value.text.en
    assert "100100" in told.value.text.en.replace(",", "")
    assert not list((Path(settings.HOME) / "sources").glob(".incoming-*"))


@override_settings(IMPORT_ROWS=5)
def test_a_list_too_long_says_how_to_split_it() -> None:
    imp = upload(as_file(xlsx([HEAD, *[AN] * 9])), PENSION, commune_officer())
    with pytest.raises(FileRefused, match=r"tách|Split"):
        guess(imp)


def test_a_workbook_that_swells_is_not_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (5 << 20))
    with override_settings(IMPORT_FILE_BYTES=50_000), pytest.raises(FileRefused) as told:
        upload(as_file(bomb.getvalue()), PENSION, commune_officer())
    assert told.value.key == "swells"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty file"),
        (b"%PDF-1.7 ...", "not a list"),
        (b"\x89PNG\r\n\x1a\n", "not a list"),
        (b"PK\x03\x04 broken", "broken workbook"),
    ],
)
def test_what_is_no_list_is_told(content: bytes, key: str) -> None:
    with pytest.raises(FileRefused) as told:
        upload(as_file(content, "x"), PENSION, commune_officer())
    assert told.value.key == key


def test_csv_is_taken_as_well_as_excel() -> None:
    a_person()
    imp, _ = previewed(csv([HEAD, AN], ";", "utf-16"), PENSION, commune_officer())
    assert kinds(imp) == {2: "new"}


def test_of_several_sheets_the_one_with_the_list_is_read() -> None:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Hướng dẫn").write(0, 0, "Xem trang sau")
    page = book.add_worksheet("Danh sách")
    for line, row in enumerate([HEAD, AN]):
        for column, value in enumerate(row):
            page.write(line, column, value)
    book.close()
    mapping = guess(upload(as_file(out.getvalue()), PENSION, commune_officer()))
    assert mapping.sheet == "Danh sách"
    assert mapping.sheets == ("Hướng dẫn", "Danh sách")


def test_the_source_is_kept_as_it_came() -> None:
    content = xlsx([HEAD, AN])
    imp = upload(as_file(content), PENSION, commune_officer())
    assert (Path(settings.HOME) / "sources" / imp.digest).read_bytes() == content


def test_the_same_file_goes_on_where_it_was_left() -> None:
    by, content = commune_officer(), xlsx([HEAD, AN])
    assert upload(as_file(content), PENSION, by) == upload(as_file(content), PENSION, by)


# ---- columns ---------------------------------------------------------------------------------------------------------


def test_a_column_that_is_missing_is_named_in_both_languages() -> None:
    imp = upload(as_file(xlsx([["Họ và tên", "Ngày sinh"], AN[1:3]])), "poverty", commune_officer())
    imp_school = upload(as_file(xlsx([["Họ và tên", "Ngày sinh"], AN[1:3]])), "school", commune_officer())
    with pytest.raises(MappingRefused) as told:
        confirm(imp_school, guess(imp_school), imp_school.by)
    assert "Mã tỉnh" in told.value.text.vi
    assert "Province of the school" in told.value.text.en
    assert imp.state == Import.State.UPLOADED


def test_a_guess_is_corrected_and_remembered_for_the_sender() -> None:
    by = commune_officer()
    head = ["STT", "Cột lạ", "Sinh", "Ngày hưởng"]
    imp = upload(as_file(xlsx([head, ["1", "An", "1980", "01/02/2026"]])), PENSION, by, sender="Xã A")
    assert "name" not in guess(imp).columns
    confirm(imp, guess(imp).corrected({"name": 1, "born": (2,)}), by)
    assert Remembered.objects.get().sender == "Xã A"
    later = upload(as_file(xlsx([head, ["1", "Ba", "1981", "01/02/2026"]])), PENSION, by, sender="Xã A")
    assert guess(later).columns["name"] == (1,)
    assert guess(later).how["name"] == "remembered"
    other = upload(as_file(xlsx([head, ["1", "Ba", "1982", "01/02/2026"]])), PENSION, by, sender="Xã B")
    assert "name" not in guess(other).columns


def test_mappings_that_cannot_be_are_told() -> None:
    by = commune_officer()
    imp = upload(as_file(xlsx([HEAD, AN])), PENSION, by)
    mapping = guess(imp)
    for columns, constants, key in (
        ({"until": 2}, {}, "column twice"),
        ({"until": 77}, {}, "no such place"),
        ({"nonsense": 4}, {}, "no such column"),
        ({"born": None}, {}, "nobody can be told"),
        ({}, {"unit": "Xã Không Có"}, "wrong constant"),
    ):
        with pytest.raises(MappingRefused) as told:
            confirm(imp, mapping.corrected(columns, constants), by)  # type: ignore[arg-type]
        assert told.value.key == key


# ---- rows ------------------------------------------------------------------------------------------------------------


def test_refused_rows_come_back_with_their_columns_and_reasons() -> None:
    a_person()
    rows = [
        AN,
        [2, "=cmd|'/c calc'!A1", "31/02/1980", "Nam", "01/02/2026"],
        [3, "Trần Thị Lạ", "1999", "Nữ", "01/02/2026"],
    ]
    imp, found = previewed(xlsx([["Tiêu đề"], HEAD, *rows]), PENSION, commune_officer())
    assert found.counts == {"new": 1, "unknown": 1, "refused": 1}
    book = CalamineWorkbook.from_filelike(io.BytesIO(refused_file(imp)))
    cells = book.get_sheet_by_index(0).to_python()
    assert cells[0][:5] == HEAD
    assert [row[5] for row in cells[1:]] == ["4", "5"]
    assert cells[1][1] == "'=cmd|'/c calc'!A1", "no spreadsheet takes it for a formula"
    assert "31/02/1980" in cells[1][6]
    assert "Date of birth" in cells[1][7]
    assert "Chưa có trong sổ" in cells[2][6]


def test_a_corrected_file_of_refused_rows_is_read_like_the_first() -> None:
    a_person()
    by = commune_officer()
    imp, _ = previewed(xlsx([HEAD, [1, "Nguyễn Văn An", "31/02/1980", "Nam", "01/02/2026"]]), PENSION, by)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(refused_file(imp))).get_sheet_by_index(0).to_python()
    cells[1][2] = "02/03/1980"
    again, _ = previewed(xlsx(cells), PENSION, by)
    assert kinds(again) == {2: "new"}


def test_a_commune_brings_in_its_own_people_only() -> None:
    a_person()
    a_person("Lê Thị Ba", "1950-05-06", "f", unit=HONG_GAI)
    content = xlsx([HEAD, AN, BA])
    imp, _ = previewed(content, PENSION, commune_officer())
    assert kinds(imp) == {2: "new", 3: "refused"}
    assert "Hồng Gai" in said(imp, 3)
    imp, _ = previewed(content, PENSION, province_officer())
    assert kinds(imp) == {2: "new", 3: "new"}


def test_in_two_lists_of_two_schools() -> None:
    a_person(born="2012-03-02")
    by = commune_officer()
    constants = {"study": "hs", "school_province": "22", "school_budget": "tỉnh"}
    rows = [["Họ và tên", "Ngày sinh", "Ngày nhập học", "Lớp"], ["Nguyễn Văn An", "02/03/2012", "05/09/2026", "8A"]]
    first = applied(xlsx(rows), "school", by, constants, sender="THCS Một")
    imp, _ = previewed(xlsx([*rows[:1], [*rows[1][:3], "8B"]]), "school", by, constants, sender="THCS Hai")
    assert kinds(imp) == {2: "unchanged"}
    assert f"(import {first.pk})" in said(imp, 2)
    assert "THCS Một" in said(imp, 2)


# ---- the doubtful ----------------------------------------------------------------------------------------------------


def test_a_doubtful_row_is_decided_by_an_officer() -> None:
    one, two = a_person(), a_person()
    by = commune_officer()
    imp, found = previewed(xlsx([HEAD, AN]), PENSION, by)
    assert found.counts == {"doubtful": 1}
    waiting = doubtful(imp, by)
    assert {c.person for c in waiting[0].candidates} == {one.pk, two.pk}
    assert Look.objects.filter(person__in=[one.pk, two.pk]).count() == 2
    decide(imp, 2, two.pk, by)
    with pytest.raises(RegisterChanged):
        apply(imp, by)
    preview(imp, by)
    apply(imp, by)
    assert PersonStatus.objects.known().get().person == two


def test_a_doubtful_row_may_be_skipped() -> None:
    a_person()
    a_person()
    by = commune_officer()
    imp, _ = previewed(xlsx([HEAD, AN]), PENSION, by)
    decide(imp, 2, "skip", by)
    assert preview(imp, by).counts == {"skipped": 1}


def test_people_of_other_units_are_neither_shown_nor_chosen() -> None:
    outside = a_person(unit=HONG_GAI)
    a_person(unit=HONG_GAI)
    by = commune_officer()
    imp, _ = previewed(xlsx([HEAD, AN]), PENSION, by)
    shown = doubtful(imp, by)[0].candidates
    assert [(c.person, c.name, c.unit) for c in shown] == [(None, "", HONG_GAI)] * 2
    with pytest.raises(WrongChoice):
        decide(imp, 2, outside.pk, by)
    with pytest.raises(WrongChoice):
        decide(imp, 99, "skip", by)
    with pytest.raises(WrongChoice):
        decide(imp, 2, "perhaps", by)


# ---- states and officers ---------------------------------------------------------------------------------------------


def test_steps_follow_each_other() -> None:
    a_person()
    by = commune_officer()
    imp = upload(as_file(xlsx([HEAD, AN])), PENSION, by)
    for step in (lambda: preview(imp, by), lambda: apply(imp, by), lambda: undo(imp, by)):
        with pytest.raises(NotNow):
            step()
    confirm(imp, guess(imp), by)
    preview(imp, by)
    apply(imp, by)
    for step in (lambda: apply(imp, by), lambda: abandon(imp, by), lambda: confirm(imp, guess(imp), by)):  # type: ignore[assignment,return-value]
        with pytest.raises(NotNow):
            step()
    undo(imp, by)
    with pytest.raises(NotNow):
        undo(imp, by)


def test_an_undone_file_may_be_brought_in_again() -> None:
    a_person()
    by, content = commune_officer(), xlsx([HEAD, AN])
    undo(applied(content, PENSION, by), by)
    assert applied(content, PENSION, by).state == Import.State.APPLIED
    assert PersonStatus.objects.known().count() == 1


def test_somebody_new_may_be_brought_in_again_after_undoing() -> None:
    by = commune_officer()
    head = "Họ tên | Ngày sinh | Giới tính | Số CCCD | Loại biến động | Ngày chuyển | Nơi đến | Cư trú"
    row = "Trần Thị Mới | 07/08/1995 | Nữ | 001195000001 | đến | 07/02/2026 | Bình Liêu | Tạm trú"
    content = xlsx([line.split(" | ") for line in (head, row)])
    undo(applied(content, "moves", by), by)
    assert applied(content, "moves", by).state == Import.State.APPLIED


def test_an_import_others_have_built_on_is_not_undone() -> None:
    person = a_person()
    by = commune_officer()
    imp = applied(xlsx([HEAD, AN]), PENSION, by)
    applied(xlsx([HEAD, [*AN[:4], "01/01/2026"]]), PENSION, by)
    with pytest.raises(BuiltOn):
        undo(imp, by)
    imp.refresh_from_db()
    assert imp.state == Import.State.APPLIED
    assert person.pk


def test_undoing_by_the_register_itself_and_undoing_that() -> None:
    from baophu.registry.services.undoing import undo as undo_entry

    a_person()
    imp = applied(xlsx([HEAD, AN]), PENSION, commune_officer())
    assert imp.entry is not None
    back = undo_entry(imp.entry)
    imp.refresh_from_db()
    assert imp.state == Import.State.UNDONE
    undo_entry(back)
    imp.refresh_from_db()
    assert imp.state == Import.State.APPLIED


@pytest.mark.parametrize("role", ["clinic", "committee", "agent", "administrator"])
def test_who_brings_no_lists_in(role: str) -> None:
    with pytest.raises(NotAllowed):
        upload(as_file(xlsx([HEAD, AN])), PENSION, officer(role, BINH_LIEU))


def test_an_import_of_other_units_is_not_to_be_touched() -> None:
    imp, _ = previewed(xlsx([HEAD, AN]), PENSION, commune_officer(HONG_GAI))
    other = commune_officer()
    with pytest.raises(NotYours):
        preview(imp, other)
    assert not imports_of(other).exists()
    assert imports_of(province_officer()).get() == imp
    with pytest.raises(NotYours):
        upload(as_file(xlsx([HEAD, BA])), PENSION, other, full=True, units=[HONG_GAI])


@override_settings(IMPORT_LARGE_ROWS=1)
def test_a_large_import_waits_for_a_second_officer() -> None:
    a_person()
    a_person("Lê Thị Ba", "1950-05-06", "f")
    by, second = commune_officer(), commune_officer()
    imp, found = previewed(xlsx([HEAD, AN, BA]), PENSION, by)
    assert found.large is not None
    apply(imp, by)
    assert imp.state == Import.State.WAITING
    assert not PersonStatus.objects.exists()
    proposal = Proposal.objects.get(pk=imp.proposal)
    assert "2 new" in proposal.summary_en
    with pytest.raises(NotAllowed):
        approve(proposal, by)
    approve(proposal, second)
    imp.refresh_from_db()
    assert imp.state == Import.State.APPLIED
    assert imp.entry is not None
    assert imp.entry.by == by
    assert PersonStatus.objects.known().count() == 2


@override_settings(IMPORT_LARGE_ROWS=0)
def test_a_waiting_import_that_was_rejected_or_overtaken_is_looked_at_again() -> None:
    person = a_person()
    by, second = commune_officer(), commune_officer()
    imp, _ = previewed(xlsx([HEAD, AN]), PENSION, by)
    apply(imp, by)
    reject(Proposal.objects.get(pk=imp.proposal), second, "sai năm")
    reopen(imp, by)
    preview(imp, by)
    apply(imp, by)
    a_status(person, "social_pension", "true", "2026-02-01")
    proposal = Proposal.objects.get(pk=imp.proposal)
    with pytest.raises(Refused):
        approve(proposal, second)
    reopen(imp, by)
    assert Proposal.objects.get(pk=proposal.pk).state == Proposal.State.WITHDRAWN
    assert preview(imp, by).counts == {"unchanged": 1}


def test_what_changed_since_the_preview_is_looked_at_again() -> None:
    person = a_person()
    by = commune_officer()
    imp, _ = previewed(xlsx([HEAD, AN]), PENSION, by)
    a_status(person, "social_pension", "true", "2025-01-01", "2026-06-30")
    entries = Entry.objects.count()
    with pytest.raises(RegisterChanged):
        apply(imp, by)
    assert Entry.objects.count() == entries
    assert Row.objects.filter(of=imp).exists()


def test_nothing_is_told_of_people_of_other_units() -> None:
    a_person("Nguyễn Văn Ánh Dương", "1980-03-02", unit=HONG_GAI, personal_id="022080000001")
    head, row = [*HEAD, "Số CCCD"], [*AN, "022080000001"]
    imp, _ = previewed(xlsx([head, [row[0], "Nguyễn Văn Ánh Dươn", *row[2:]]]), PENSION, commune_officer())
    assert kinds(imp) == {2: "refused"}
    assert "Ánh Dương" not in str([(r.messages, r.candidates, r.changes) for r in imp.rows.all()])


def test_somebody_the_register_knows_elsewhere_is_told() -> None:
    a_person(unit=HONG_GAI, personal_id="022080000001")
    head = [*HEAD, "Số CCCD", "Xã"]
    imp, _ = previewed(xlsx([head, [*AN, "022080000001", "Bình Liêu"]]), PENSION, province_officer())
    assert kinds(imp) == {2: "new"}
    assert "another unit" in said(imp, 2)
