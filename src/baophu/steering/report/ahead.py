"""The parts of the report on targets, what lies ahead, money, the forecast and what is to be done."""

from __future__ import annotations

from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from baophu.insight.causes import CAUSES, RANK
from baophu.insight.format import decimal
from baophu.insight.labels import group_label
from baophu.insight.words import payer_name
from baophu.pages.texts import language, said
from baophu.pages.written import day, month, percent, whole
from baophu.steering.models import Action
from baophu.steering.report.contents import Chart, Figure, Section, Sentence, Table
from baophu.steering.report.quarter import Columns, Quarter, Row
from baophu.steering.services import progress, reading, targets
from baophu.steering.services.budgets import budgets
from baophu.steering.services.reading import MILLION
from baophu.steering.services.small_cells import numbers, small


def assigned(q: Quarter) -> Section:
    """Targets of agencies and groups, and how many units are likely to reach theirs."""
    rows, sources = [], []
    for p in q.progress:
        if p.target.unit and not p.target.group:
            continue
        hide = small(p.count.uncovered) or small(p.count.insured)
        name = p.unit_name or (p.target.agency.name if p.target.agency else _("Toàn tỉnh"))
        about = said(group_label(q.book, p.target.group, q.month)) if p.target.group else _("Mọi người")
        who = f"{p.contact.person}, {p.contact.phone}".rstrip(", ") if p.contact else None
        rows.append(
            (name, about, p.asked, None if hide else p.count.rate, None if hide else p.gap,
             None if hide else p.pace, who, p.target.document.number)
        )  # fmt: skip
        sources.append(q.source(reverse("steering:target", args=[p.target.pk]), f"{name}: {about}"))
    columns: Columns = (
        (_("Cơ quan"), "text"), (_("Đối tượng"), "text"), (_("Chỉ tiêu"), "percent"), (_("Hiện nay"), "percent"),
        (_("Còn thiếu"), "number"), (_("Mỗi tháng"), "number"), (_("Người phụ trách"), "text"),
        (_("Quyết định"), "text"),
    )  # fmt: skip
    of_units = [p for p in q.progress if p.target.unit and not p.target.group]
    address = f"{reverse('steering:targets')}?nam={q.year}"
    mine = q.source(address, _("Chỉ tiêu và việc phải làm năm %(year)s") % {"year": q.year})
    sentences = [
        Sentence(_("%(n)s đơn vị %(outlook)s.") % {"n": whole(n), "outlook": said(text)}, mine)
        for key, text in progress.OUTLOOK.items()
        if (n := sum(p.outlook == key for p in of_units))
    ]
    for law in targets.of_law(q.book, q.year):
        where = _("Cả nước") if law.area == "nation" else _("Toàn tỉnh") if law.area == "province" else law.area
        value = percent(law.coverage) if law.coverage is not None else _("chưa rõ số")
        sentences.append(Sentence(f"{where}: {value} ({law.instrument}).", mine))
    if not rows and not of_units:
        sentences.append(Sentence(_("Chưa có chỉ tiêu nào được giao cho năm này.")))
    table = Table("chi-tieu", _("Chỉ tiêu theo cơ quan"), columns, tuple(rows), tuple(sources))
    return Section(_("Chỉ tiêu được giao"), sentences=tuple(sentences), tables=(table,) if rows else ())


def ahead(q: Quarter) -> Section:
    """Who is about to lose what, and which provisions end."""
    tables = []
    days = reading.horizons(q.kept)
    if days:
        until = days[min(2, len(days) - 1)]
        found = reading.lapsing(q.kept, until)
        causes = sorted((c for c in found if c), key=lambda c: RANK[c])
        columns: list[list[int | None]] = [
            numbers(causes, lambda c, f=f: getattr(found[c], f), True)  # type: ignore[misc]
            for f in ("people", "cover", "support", "own_rises")
        ]
        rows = tuple(zip((said(CAUSES[c]) for c in causes), *columns, strict=True))
        sources = tuple(q.people(lapse=c, until=until, at=q.kept.month) for c in causes)
        heads: Columns = (
            (_("Nguyên nhân"), "text"), (_("Người"), "number"), (_("Mất thẻ"), "number"),
            (_("Mất hỗ trợ"), "number"), (_("Phải đóng thêm"), "number"),
        )  # fmt: skip
        title = _("Người sắp mất quyền lợi sau %(day)s, đến %(until)s") % {
            "day": day(q.kept.day), "until": day(until),
        }  # fmt: skip
        tables.append(Table("sap-mat", title, heads, rows, sources, _("Một người có thể mất nhiều thứ cùng lúc.")))
    endings = [e for e in reading.endings(q.kept, since=q.kept.day) if e.people]
    people = numbers(endings, lambda e: e.people, True)
    rows_ = tuple(
        (
            day(e.end), said(q.book.provision(e.provision).says), e.instrument, n,
            None if n is None else e.monthly, None if n is None or e.monthly is None else e.monthly * 12,
            None if e.unsupported_after is None or small(e.unsupported_after) else e.unsupported_after,
        )
        for e, n in zip(endings, people, strict=True)
    )  # fmt: skip
    sources_ = tuple(
        q.source(reverse("steering:ending", args=[e.pk]), f"{e.instrument}, {day(e.end)}") for e in endings
    )
    heads_: Columns = (
        (_("Ngày cuối"), "text"), (_("Quy định"), "text"), (_("Văn bản"), "text"), (_("Người"), "number"),
        (_("Mỗi tháng"), "money"), (_("Thêm một năm"), "money"), (_("Không có gì thay thế"), "number"),
    )  # fmt: skip
    if rows_:
        tables.append(Table("het-hieu-luc", _("Quy định sắp hết hiệu lực"), heads_, rows_, sources_))
    return Section(_("Sắp tới"), tables=tuple(tables))


def money(q: Quarter) -> Section:
    """Money by payer, and of the province's acts beside what was appropriated."""
    kept = q.kept
    quarter, whole_year = (
        reading.money(kept, q.first, q.month),
        reading.money(kept, q.year * 12, q.month),
    )
    before = reading.money(kept, q.first - 12, q.month - 12)
    order = [p for p in q.book.payers if (p,) in quarter or (p,) in whole_year]
    address = f"{reverse('steering:money')}?nam={q.year}"
    mine = q.source(address, _("Kinh phí năm %(year)s theo bên đóng") % {"year": q.year})
    rows: list[Row] = [
        (payer_name(p, language()), quarter.get((p,), 0), whole_year.get((p,), 0), before.get((p,), 0)) for p in order
    ]
    rows.append((_("Cộng"), *(sum(due.values()) for due in (quarter, whole_year, before))))
    columns: Columns = (
        (_("Bên đóng"), "text"), (_("Trong quý"), "money"), (_("Từ đầu năm"), "money"),
        (_("Cùng quý năm trước"), "money"),
    )  # fmt: skip
    by_payer = Table(
        "ben-dong", _("Tiền đóng theo bên"), columns, tuple(rows), (mine,) * len(rows), bold=True,
        chart=Chart("column", _("Tiền đóng theo bên"), (1, 3)),
    )  # fmt: skip
    acts = budgets(kept, q.year, reading.local_payers(kept, q.book))
    rows_ = tuple((b.instrument, b.so_far, b.year, b.appropriated, b.used, b.left) for b in acts)
    sources = tuple(
        q.people(at=q.year * 12, last=min(kept.month, q.year * 12 + 11), instrument=b.instrument) for b in acts
    )
    heads: Columns = (
        (_("Văn bản"), "text"), (_("Phải đóng đến nay"), "money"), (_("Cả năm, theo ghi nhận"), "money"),
        (_("Dự toán"), "money"), (_("Đã dùng"), "percent"), (_("Còn lại cuối năm"), "money"),
    )  # fmt: skip
    tables = [by_payer]
    if rows_:
        tables.append(Table("van-ban", _("Kinh phí theo văn bản của tỉnh"), heads, rows_, sources))
    return Section(_("Kinh phí"), tables=tuple(tables))


def forecast(q: Quarter) -> Section:
    """Coverage at the year's end as foreseen, and how wrong the method was."""
    told, ahead = q.kept.method, q.ahead.get("")
    if ahead is None or ahead.rate is None:
        return Section(_("Dự báo"), sentences=(Sentence(_("Lần tính chưa đủ dài để dự báo.")),))
    source = q.source(reverse("steering:method"), _("Cách dự báo và sai số khi thử lại"))
    between = _("nhìn từ tháng %(month)s") % {"month": month(q.kept.month)}
    if ahead.low is not None:
        between = f"{percent(ahead.low)} – {percent(ahead.high)}, {between}"
    figures = (
        Figure(
            _("Tỷ lệ bao phủ dự báo tháng %(month)s") % {"month": month(ahead.month)}, ahead.rate, "percent",
            source, between,
        ),
        Figure(_("Người có thẻ khi đó"), ahead.insured, "number", source),
    )  # fmt: skip
    how = _(
        "Mỗi người đang sống tại đơn vị được xếp theo tình trạng lấy từ các quyết định (giữ nguyên, sắp mất"
        " hỗ trợ, sắp được đóng toàn bộ, chưa có thẻ) và nhân với tỷ lệ đã thấy ở những người cùng tình trạng"
        " trước đây; cộng trẻ sinh ra và người chuyển đến."
    )
    sentences = [Sentence(how, source)]
    if told.get("error") is not None:
        tried = _("Thử lại %(n)s lần trên các tháng đã biết kết quả, sai số trung bình %(error)s điểm phần trăm.")
        error = decimal(Fraction(told["error"] * 100, MILLION), 2)
        sentences.append(Sentence(tried % {"n": len(told["trials"]), "error": error}, source))
    return Section(_("Dự báo"), figures, tuple(sentences))


def actions(q: Quarter) -> Section:
    """Who does what by when."""
    rows, sources = [], []
    held = Action.objects.filter(year=q.year, closed=None).select_related("agency").order_by("due", "id")
    for action in held:
        area = q.book.areas.get(action.unit)
        name = area.full_name if area else action.agency.name if action.agency else _("Toàn tỉnh")
        rows.append((day(action.due), name, action.what, action.person))
        sources.append(q.source(f"{reverse('steering:targets')}?nam={q.year}", _("Chỉ tiêu và việc phải làm")))
    if not rows:
        return Section(_("Việc phải làm"), sentences=(Sentence(_("Chưa ghi việc nào.")),))
    columns: Columns = (
        (_("Hạn"), "text"),
        (_("Đơn vị, cơ quan"), "text"),
        (_("Việc"), "text"),
        (_("Người làm"), "text"),
    )
    table = Table("viec", _("Việc phải làm"), columns, tuple(rows), tuple(sources))
    return Section(_("Việc phải làm"), tables=(table,))
