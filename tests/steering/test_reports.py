"""The quarterly report: what it says is what was kept, every number has its source, nothing small is shown."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from baophu.law.model import Book
from baophu.steering.errors import NoFigures
from baophu.steering.models import Kept, Report
from baophu.steering.report.contents import Contents
from baophu.steering.report.gather import gather, quarters
from baophu.steering.report.paper import pdf
from baophu.steering.report.workbook import FIRST_ROW, xlsx
from baophu.steering.services import actions, reading, reports
from baophu.steering.services.agencies import Named
from baophu.steering.services.small_cells import FEWEST
from baophu.steering.services.targets import Assignment, Decided, assign

pytestmark = pytest.mark.django_db
HEADING = {
    "parent": "Uỷ ban nhân dân tỉnh Quảng Ninh", "agency": "Ban Chỉ đạo bảo hiểm y tế", "number": "21/BC-BCĐ",
    "place": "Quảng Ninh", "signer_title": "Trưởng Ban", "signer": "Nguyễn Văn An",
}  # fmt: skip
SITE = "https://baophu.example"


@pytest.fixture
def contents(kept: Kept, book: Book) -> Contents:
    rows = [
        Assignment("", 2026, 9700),
        Assignment("06652", 2026, 9650, Named("UBND phường Hà Tu", "committee", "Trần Văn Bình", "0912345678")),
        Assignment("", 2026, 9900, Named("Sở Giáo dục và Đào tạo", "department", "Vũ Minh Đức")),
    ]
    made = assign(rows, Decided("12/QĐ-BCĐ", date(2026, 1, 15)), None, book=book)
    actions.note(made[1], "Rà soát từng hộ", "Trần Văn Bình", date(2026, 9, 30), None)
    with override("vi"):
        return gather(kept, book, 2026, 2, reports._heading(HEADING))


def test_its_figures_are_those_kept(contents: Contents, kept: Kept) -> None:
    june = 2026 * 12 + 5
    total = reading.total(kept, june)
    figures = {f.label: f.value for f in contents.figures}
    assert figures["Tỷ lệ bao phủ tháng 06/2026"] == total.rate
    assert (figures["Người có thẻ"], figures["Người chưa có thẻ"]) == (total.insured, total.uncovered)
    assert figures["So với dân số đã công bố"] == Fraction(total.insured * kept.weight, kept.population)
    units = next(t for t in contents.tables if t.key == "don-vi")
    assert len(units.rows) == 55
    assert units.rows[-1][1:4] == (total.living, total.insured, total.rate)
    money = next(t for t in contents.tables if t.key == "ben-dong")
    assert money.rows[-1][1] == sum(reading.money(kept, june - 2, june).values())


def test_every_number_has_a_source_that_is_an_address_of_ours(contents: Contents, kept: Kept) -> None:
    addresses = {s.number: s.address for s in contents.sources}
    assert list(addresses) == list(range(1, len(addresses) + 1))
    assert len(set(addresses.values())) == len(addresses)
    for table in contents.tables:
        assert len(table.sources) == len(table.rows)
        assert all(addresses[n].startswith("/dieu-hanh/") for n in table.sources)
        assert all(len(row) == len(table.columns) for row in table.rows)
    people = [a for a in addresses.values() if a.startswith(reverse("steering:people"))]
    assert all(f"so-lieu={kept.pk}" in a for a in people)
    assert all(f.source in addresses for f in contents.figures)


def test_no_table_shows_a_count_of_a_few(contents: Contents) -> None:
    shown = 0
    for table in contents.tables:
        if table.key == "chi-tieu":
            continue  # what is missing to a target is no count of people there are
        for row in table.rows:
            for value, (head, kind) in zip(row, table.columns, strict=True):
                if kind == "number" and value is not None and head not in ("Còn thiếu", "Mỗi tháng"):
                    assert not 0 < value < FEWEST, (table.title, row)
                    shown += 1
    assert shown > 100


def test_the_pdf_says_who_reports_and_that_it_is_simulated(contents: Contents, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext")
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf(contents, SITE))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BAN CHỈ ĐẠO BẢO HIỂM Y TẾ", "21/BC-BCĐ",
        "quý 2/2026", "Dữ liệu mô phỏng", "Phường Hà Tu", "Sở Giáo dục và Đào tạo", "Rà soát từng hộ", "Nguyễn Văn An",
        "Nguồn của từng con số", contents.about[2][1][:40],
    ):  # fmt: skip
        assert said in text, said
    assert SITE.encode() in file.read_bytes() or "dieu-hanh" in text


def test_the_workbook_has_a_sheet_a_table_with_charts_and_sources(contents: Contents) -> None:
    book = load_workbook(BytesIO(xlsx(contents, SITE)))
    assert len(book.sheetnames) == len(contents.tables) + 2
    by_title = {sheet["A1"].value: sheet for sheet in book.worksheets}
    for table in contents.tables:
        sheet = by_title[table.title]
        assert "mô phỏng" in sheet["A2"].value
        heads = [c.value for c in sheet[FIRST_ROW + 1]]
        assert heads[: len(table.columns) + 1] == [*(h for h, _k in table.columns), "Nguồn"]
        for row, values in zip(
            sheet.iter_rows(min_row=FIRST_ROW + 2, max_row=FIRST_ROW + 1 + len(table.rows)), table.rows, strict=True
        ):
            assert row[len(table.columns)].hyperlink.target.startswith(f"{SITE}/dieu-hanh/")
            for cell, value, (_head, kind) in zip(row, values, table.columns, strict=False):
                if kind in ("number", "money"):
                    assert cell.value == value
                if kind == "percent" and value is not None:
                    assert cell.value == pytest.approx(float(value))
        assert bool(sheet._charts) == (table.chart is not None)
    assert not any(str(c.value).startswith("=") for s in book.worksheets for r in s.iter_rows() for c in r)


def test_a_report_is_kept_with_its_files_and_not_made_over(kept: Kept, book: Book, home: Path) -> None:
    made = reports.make(kept, 2026, 2, HEADING, book=book, site=SITE)
    assert (made.kept, made.year, made.quarter) == (kept, 2026, 2)
    for kind in reports.KINDS:
        file = reports.file_of(made, kind)
        assert file is not None
        assert file.parent == home / "reports"
    assert reports.name_of(made, "pdf") == "bao-cao-bao-phu-2026-q2-mo-phong.pdf"
    assert reports.file_of(made, "docx") is None
    assert reports.last_heading() == {**HEADING, "number": ""}
    again = reports.make(kept, 2026, 2, HEADING, book=book, site=SITE)
    assert Report.objects.count() == 2
    assert again.pk != made.pk
    file = reports.file_of(made, "pdf")
    assert file is not None
    file.write_bytes(b"another")
    assert reports.file_of(made, "pdf") is None, "a file that is not the one that was made is not handed out"


def test_asked_for_again_it_is_the_same_until_something_changes(kept: Kept, book: Book) -> None:
    first = reports.ask(kept, 2026, 2, HEADING, book=book, site=SITE)
    assert (first.state, first.pdf) == ("waiting", "")
    assert reports.ask(kept, 2026, 2, HEADING, book=book, site=SITE) == first, "it is under way"
    reports.carry_out(first.pk, book)
    reports.carry_out(first.pk, book)
    first.refresh_from_db()
    assert first.state == "done"
    assert reports.file_of(first, "pdf") is not None
    again = reports.ask(kept, 2026, 2, HEADING, book=book, site=SITE)
    assert (again.pk, again.pdf) == (first.pk, first.pdf)
    assert reports.ask(kept, 2026, 2, {**HEADING, "signer": "Khác"}, book=book, site=SITE).pk != first.pk
    assert reports.ask(kept, 2026, 2, HEADING, book=book, site=SITE, language="en").pk != first.pk
    (target,) = assign([Assignment("", 2026, 9700)], Decided("12/QĐ-BCĐ", date(2026, 1, 15)), None, book=book)
    with_target = reports.ask(kept, 2026, 2, HEADING, book=book, site=SITE)
    assert with_target.pk != first.pk
    actions.note(target, "Rà soát từng hộ", "Trần Văn Bình", date(2026, 9, 30), None)
    assert reports.ask(kept, 2026, 2, HEADING, book=book, site=SITE).pk != with_target.pk
    file = reports.file_of(first, "xlsx")
    assert file is not None
    file.unlink()
    assert reports.ask(kept, 2026, 2, HEADING, book=book, site=SITE, anew=True).pk != first.pk


def test_a_report_that_cannot_be_made_says_why(kept: Kept, book: Book) -> None:
    asked = reports.ask(kept, 2026, 2, HEADING, book=book)
    Kept.objects.filter(pk=kept.pk).update(digest="0" * 64)
    reports.carry_out(asked.pk, book)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert "sổ luật khác" in asked.error_vi
    Report.objects.filter(pk=asked.pk).update(state="running", beat=timezone.now() - 2 * reports.STALE)
    asked.refresh_from_db()
    assert reports.current(asked).state == "failed", "its process is gone"


def test_in_english_the_words_are_english_and_the_heading_stays(kept: Kept, book: Book) -> None:
    with override("en"):
        told = gather(kept, book, 2026, 2, reports._heading(HEADING))
    assert told.title == "REPORT"
    assert told.sections[1].heading == "Coverage by unit"
    assert "Simulated" in told.simulated
    assert told.heading["agency"] == HEADING["agency"]


def test_quarters_that_are_not_there(kept: Kept, book: Book) -> None:
    assert quarters(kept)[0] == (2026, 3)
    for year, quarter in ((2026, 4), (2022, 1), (2026, 5)):
        with pytest.raises(NoFigures):
            reports.make(kept, year, quarter, HEADING, book=book)
    Kept.objects.filter(pk=kept.pk).update(digest="0" * 64)
    kept.refresh_from_db()
    with pytest.raises(NoFigures, match="sổ luật khác"):
        reports.make(kept, 2026, 2, HEADING, book=book)
    assert not Report.objects.exists()


def test_a_quarter_in_progress_speaks_of_the_month_known(kept: Kept, book: Book) -> None:
    told = gather(kept, book, 2026, 3, reports._heading(HEADING))
    assert told.figures[0].label == "Tỷ lệ bao phủ tháng 08/2026"
