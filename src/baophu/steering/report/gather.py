"""Gather a quarter's report from kept figures, targets and actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from baophu.law.model import Book
from baophu.pages.texts import language
from baophu.pages.written import day, month, whole
from baophu.steering.models import Kept
from baophu.steering.report import ahead, coverage
from baophu.steering.report.contents import Contents
from baophu.steering.report.quarter import Quarter

OFFERED = 12
"""Quarters one may choose among."""


def gather(kept: Kept, book: Book, year: int, quarter: int, heading: Mapping[str, Any]) -> Contents:
    """The report on a quarter, in the language in use, as far as the figures are known."""
    q = Quarter(kept, book, year, quarter)
    sections = (
        coverage.coverage(q),
        coverage.units(q),
        coverage.groups(q),
        ahead.assigned(q),
        ahead.ahead(q),
        ahead.money(q),
        ahead.forecast(q),
        ahead.actions(q),
    )
    # the workbook's own table comes last, so that the sources of the printed report are numbered through
    sections = (replace(sections[0], tables=(coverage.months(q),)), *sections[1:])
    return Contents(
        title=_("BÁO CÁO"),
        subtitle=_("Kết quả thực hiện bao phủ bảo hiểm y tế quý %(quarter)s") % {"quarter": f"{quarter}/{year}"},
        on=timezone.localdate(),
        language=language(),
        simulated=_simulated(kept),
        heading=heading,
        sections=sections,
        sources=q.source.all,
        about=_about(kept),
        words=_words(),
    )


def quarters(kept: Kept) -> list[tuple[int, int]]:
    """Quarters the figures reach, the latest first, with one in progress."""
    found = {(m // 12, m % 12 // 3 + 1) for m in range(kept.first + 1, kept.month + 1)}
    return sorted(found, reverse=True)[:OFFERED]


def _simulated(kept: Kept) -> str:
    if not kept.simulated:
        return ""
    told = _("Dữ liệu mô phỏng: không ai trong báo cáo này là người thật.")
    if kept.weight > 1:
        told += " " + _("Mỗi người trong dữ liệu đứng cho %(n)s người.") % {"n": whole(kept.weight)}
    return told


def _about(kept: Kept) -> tuple[tuple[str, str], ...]:
    return (
        (_("Lần tính"), _("số %(n)d") % {"n": kept.run} if kept.run else kept.folder.rsplit("/", 1)[-1]),
        (_("Số liệu đến ngày"), day(kept.day)),
        (_("Sổ luật"), f"{kept.book} {kept.digest}"),
        (_("Phiên bản chương trình"), kept.version),
        (_("Tháng đã tính"), f"{month(kept.first)} – {month(kept.last)}"),
    )


def _words() -> dict[str, str]:
    return {
        "sources": _("Nguồn của từng con số"),
        "sources_note": _(
            "Số trong ngoặc vuông dẫn tới dòng dưới đây: danh sách hoặc trang mà con số được đếm từ đó,"
            " trong đúng lần tính của báo cáo này. Danh sách người chỉ mở được bằng tài khoản được xem người."
        ),
        "source": _("Nguồn"),
        "receivers": _("Nơi nhận:"),
        "page": _("Trang"),
        "about": _("Báo cáo được lập từ"),
        "key_figures": _("Số liệu chính"),
        "hidden": _("Dấu gạch: số dưới 5 người được ẩn, hoặc không có số."),
    }
