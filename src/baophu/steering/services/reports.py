"""Make and keep the committee's quarterly report.

A report is made of one run's figures and kept for good, with its two files under their digests; making it again makes
another report. It takes a second or two however large the province, for it is
made of kept figures.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from baophu.accounts.models import User
from baophu.law.model import Book
from baophu.steering.errors import NoFigures
from baophu.steering.models import Kept, Report
from baophu.steering.report.gather import gather, quarters
from baophu.steering.report.paper import pdf
from baophu.steering.report.workbook import xlsx
from baophu.steering.services.sources import book as in_use

KINDS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
HEADING = ("parent", "agency", "number", "place", "signer_title", "signer")
SITE = "http://localhost:8000"


def make(
    kept: Kept,
    year: int,
    quarter: int,
    heading: Mapping[str, str],
    *,
    by: User | None = None,
    language: str = "vi",
    site: str = SITE,
    book: Book | None = None,
) -> Report:
    """Make a quarter's report now. `heading` has the keys of HEADING.

    NoFigures for a quarter the figures do not reach, or of a law book that is no longer in use.
    """
    began = time.perf_counter()
    book = book or in_use()
    if (year, quarter) not in quarters(kept):
        raise NoFigures(
            f"Số liệu không có quý {quarter}/{year}.", f"The figures do not reach quarter {quarter} of {year}."
        )
    if kept.digest != book.digest:
        raise NoFigures(
            "Số liệu này được tính theo sổ luật khác với sổ luật đang dùng; hãy tính lại rồi lập báo cáo.",
            "These figures are of a law book other than the one in use; decide again before making the report.",
        )
    with override(language):
        contents = gather(kept, book, year, quarter, _heading(heading))
        files = {"pdf": pdf(contents, site), "xlsx": xlsx(contents, site)}
    digests = {kind: _kept(kind, content) for kind, content in files.items()}
    with transaction.atomic():
        return Report.objects.create(
            kept=kept,
            year=year,
            quarter=quarter,
            language=language,
            heading={k: heading.get(k, "") for k in HEADING},
            pdf=digests["pdf"],
            xlsx=digests["xlsx"],
            figures=[
                {
                    "label": f.label,
                    "value": str(f.value),
                    "kind": f.kind,
                    "source": contents.sources[f.source - 1].address,
                }
                for f in contents.figures
            ],
            by=by,
            at=timezone.now(),
            seconds=round(time.perf_counter() - began, 3),
        )


def file_of(report: Report, kind: str) -> Path | None:
    """The file of a report, or None where there is none of this kind or it is not the one that was made."""
    digest = {"pdf": report.pdf, "xlsx": report.xlsx}.get(kind, "")
    file = _folder() / f"{digest}.{kind}"
    if not digest or not file.exists():
        return None
    return file if hashlib.sha256(file.read_bytes()).hexdigest() == digest else None


def name_of(report: Report, kind: str) -> str:
    """`bao-cao-bao-phu-2026-q3-mo-phong.pdf`."""
    mark = "-mo-phong" if report.kept.simulated else ""
    return f"bao-cao-bao-phu-{report.year}-q{report.quarter}{mark}.{kind}"


def last_heading(book: Book | None = None) -> dict[str, str]:
    """The heading of the report made last, for the next one (its number is its own); else a usual one."""
    last = Report.objects.order_by("-id").first()
    if last is not None:
        return {**last.heading, "number": ""}
    place = (book or in_use()).title.vi
    return {
        "parent": f"Uỷ ban nhân dân tỉnh {place}",
        "agency": "Ban Chỉ đạo thực hiện bảo hiểm y tế toàn dân",
        "number": "",
        "place": place,
        "signer_title": "Trưởng Ban Chỉ đạo",
        "signer": "",
    }


def _heading(given: Mapping[str, str]) -> dict[str, Any]:
    today = timezone.localdate()
    place = given.get("place", "")
    return {
        "parent": given.get("parent", ""),
        "agency": given.get("agency", ""),
        "number": given.get("number") or "        /BC-BCĐ",
        "place_and_day": f"{place}, ngày {today.day:02d} tháng {today.month:02d} năm {today.year}",
        "signer_title": given.get("signer_title", ""),
        "signer": given.get("signer", ""),
        "receivers": [r for r in (given.get("parent", ""), "Thành viên Ban Chỉ đạo", "Lưu: VT") if r],
    }


def _kept(kind: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{digest}.part"
    part.write_bytes(content)
    part.replace(folder / f"{digest}.{kind}")
    return digest


def _folder() -> Path:
    return Path(settings.HOME) / "reports"


__all__ = ["HEADING", "KINDS", "file_of", "last_heading", "make", "name_of"]
