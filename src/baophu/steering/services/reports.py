"""Make and keep the committee's quarterly report.

A report is made of one run's figures, in the background, and kept for good with its two files under their digests.
Asked for again while nothing has changed it is the same report with the same files. It takes some seconds however
large the province, for it is made of kept figures.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from baophu import __version__
from baophu.accounts.errors import Refused
from baophu.accounts.models import User
from baophu.cover.services.appropriations import money_left
from baophu.law.model import Book
from baophu.steering.errors import NoFigures
from baophu.steering.models import Action, Contact, Kept, Report, Target
from baophu.steering.report.gather import gather, quarters
from baophu.steering.report.paper import pdf
from baophu.steering.report.workbook import xlsx
from baophu.steering.services.sources import book as in_use

KINDS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
HEADING = ("parent", "agency", "number", "place", "signer_title", "signer")
SITE = "http://localhost:8000"
STALE, UNCLAIMED = timedelta(minutes=5), timedelta(seconds=8)


def ask(
    kept: Kept,
    year: int,
    quarter: int,
    heading: Mapping[str, str],
    *,
    by: User | None = None,
    language: str = "vi",
    site: str = SITE,
    book: Book | None = None,
    anew: bool = False,
) -> Report:
    """Ask for a quarter's report, which a worker (`baophu worker`) makes. `heading` has the keys of HEADING.

    Asked for again while nothing it says has changed, the report there is the answer, unless it is wanted `anew`.
    NoFigures for a quarter the figures do not reach, or of a law book that is no longer in use.
    """
    from baophu.steering.tasks import make_report

    book = book or in_use()
    _check(kept, year, quarter, book)
    mark = _mark(kept, year, quarter, heading, language, site)
    with transaction.atomic():
        there = None if anew else _there(mark)
        if there is not None:
            return there
        made = _waiting(kept, year, quarter, heading, by, language, site, mark)
        transaction.on_commit(lambda: make_report.enqueue(made.pk) and None)
    return made


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
    """Make a quarter's report now, another one each time; errors as for `ask`."""
    book = book or in_use()
    _check(kept, year, quarter, book)
    mark = _mark(kept, year, quarter, heading, language, site)
    made = _waiting(kept, year, quarter, heading, by, language, site, mark)
    carry_out(made.pk, book)
    made.refresh_from_db()
    return made


def carry_out(number: int, book: Book | None = None) -> None:
    """Make a report that waits; of two who try, one does. What is refused is kept with it."""
    waiting = Report.objects.filter(pk=number, state=Report.State.WAITING)
    if not waiting.update(state=Report.State.RUNNING, beat=timezone.now()):
        return
    report = Report.objects.select_related("kept").get(pk=number)
    ended: dict[str, Any] = {"state": Report.State.FAILED, "error_vi": "Dừng vì lỗi.", "error_en": "Ended by an error."}
    began = time.perf_counter()
    try:
        ended = {"state": Report.State.DONE, **_made(report, book or in_use())}
    except Refused as refused:
        ended |= {"error_vi": refused.text.vi, "error_en": refused.text.en}
    finally:
        Report.objects.filter(pk=number).update(**ended, seconds=round(time.perf_counter() - began, 3))


def current(report: Report) -> Report:
    """A report as it stands now: one whose process is gone has failed."""
    if report.state == Report.State.RUNNING and report.beat is not None and timezone.now() - report.beat > STALE:
        report.state = Report.State.FAILED
        report.error_vi = "Tiến trình đã dừng giữa chừng; hãy lập lại."
        report.error_en = "The process ended in the middle; make it again."
        report.save(update_fields=["state", "error_vi", "error_en"])
    return report


def unclaimed(report: Report) -> bool:
    """Whether nobody takes it up: no worker runs."""
    return report.state == Report.State.WAITING and timezone.now() - report.at > UNCLAIMED


def _check(kept: Kept, year: int, quarter: int, book: Book) -> None:
    if (year, quarter) not in quarters(kept):
        raise NoFigures(
            f"Số liệu không có quý {quarter}/{year}.", f"The figures do not reach quarter {quarter} of {year}."
        )
    if kept.digest != book.digest:
        raise NoFigures(
            "Số liệu này được tính theo sổ luật khác với sổ luật đang dùng; hãy tính lại rồi lập báo cáo.",
            "These figures are of a law book other than the one in use; decide again before making the report.",
        )


def _mark(kept: Kept, year: int, quarter: int, heading: Mapping[str, str], language: str, site: str) -> str:
    """Everything a report says hangs on: the run's figures, the words, targets, actions and money as they are now."""
    told = [
        __version__,
        [kept.pk, year, quarter, language, site, [heading.get(k, "") for k in HEADING]],
        list(Target.objects.filter(year=year, retracted=None).order_by("pk").values_list("pk", flat=True)),
        list(Contact.objects.filter(retracted=None).order_by("pk").values_list("pk", flat=True)),
        list(Action.objects.filter(year=year, closed=None).order_by("pk").values_list("pk", flat=True)),
        [str(line) for line in money_left(year)],
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _there(mark: str) -> Report | None:
    """The report made of the very same, or being made, where its files are still the ones that were made."""
    for held in Report.objects.filter(mark=mark).exclude(state=Report.State.FAILED).order_by("-id"):
        report = current(held)
        if report.state == Report.State.DONE and not all(file_of(report, kind) for kind in KINDS):
            continue
        if report.state != Report.State.FAILED:
            return report
    return None


def _waiting(
    kept: Kept,
    year: int,
    quarter: int,
    heading: Mapping[str, str],
    by: User | None,
    language: str,
    site: str,
    mark: str,
) -> Report:
    return Report.objects.create(
        kept=kept,
        year=year,
        quarter=quarter,
        language=language,
        heading={k: heading.get(k, "") for k in HEADING},
        site=site,
        mark=mark,
        state=Report.State.WAITING,
        by=by,
        at=timezone.now(),
    )


def _made(report: Report, book: Book) -> dict[str, Any]:
    """Gather, draw and set a report, and keep its files; what is written down of it."""
    _check(report.kept, report.year, report.quarter, book)
    with override(report.language):
        contents = gather(report.kept, book, report.year, report.quarter, _heading(report.heading))
        files = {"pdf": pdf(contents, report.site), "xlsx": xlsx(contents, report.site)}
    return {
        **{kind: _kept(kind, content) for kind, content in files.items()},
        "figures": [
            {
                "label": f.label,
                "value": str(f.value),
                "kind": f.kind,
                "source": contents.sources[f.source - 1].address,
            }
            for f in contents.figures
        ],
    }


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
    last = Report.objects.exclude(state=Report.State.FAILED).order_by("-id").first()
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


__all__ = [
    "HEADING",
    "KINDS",
    "ask",
    "carry_out",
    "current",
    "file_of",
    "last_heading",
    "make",
    "name_of",
    "unclaimed",
]
