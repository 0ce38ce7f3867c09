"""The parts of the report on coverage: of the province, by unit, by age, ethnicity and group."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from baophu.pages.texts import said
from baophu.pages.tiles import tile_map
from baophu.pages.written import month, points, whole
from baophu.registry.names import fold
from baophu.steering.report.contents import Chart, Figure, Section, Sentence, Table, Tile
from baophu.steering.report.drawings import on_paper
from baophu.steering.report.quarter import Columns, Quarter, signed
from baophu.steering.services import discreet, reading
from baophu.steering.shown.maps import bounds_of
from baophu.steering.shown.trend import trend

YEARS_DRAWN = 3


def coverage(q: Quarter) -> Section:
    """The province: people, rates, what they are counted against, the trend."""
    kept, now = q.kept, reading.total(q.kept, q.month)
    before = reading.total(kept, q.first - 1)
    last_year = reading.total(kept, q.year * 12 - 1)
    people = q.people
    figures = [
        Figure(
            _("Tỷ lệ bao phủ tháng %(month)s") % {"month": month(q.month)},
            now.rate, "percent", people(insured=True),
            _("trên số người đang sống tại các đơn vị, ngày đầu tháng"),
        ),
        Figure(_("Người có thẻ"), now.insured, "number", people(insured=True)),
        Figure(_("Người đang sống tại các đơn vị"), now.living, "number", people()),
        Figure(_("Người chưa có thẻ"), now.uncovered, "number", people(insured=False)),
    ]  # fmt: skip
    if kept.population:
        of_all = Fraction(now.insured * kept.weight, kept.population)
        note = _("%(people)s người theo hồ sơ sắp xếp đơn vị") % {"people": whole(kept.population)}
        figures.append(Figure(_("So với dân số đã công bố"), of_all, "percent", people(insured=True), note))
    sentences = []
    for was, then in ((before, q.first - 1), (last_year, q.year * 12 - 1)):
        if was.rate is not None and now.rate is not None:
            told = _("So với %(then)s: %(points)s điểm phần trăm, %(people)s người có thẻ.") % {
                "then": month(then),
                "points": points(now.rate - was.rate),
                "people": signed(now.insured - was.insured),
            }
            sentences.append(Sentence(told, people(at=then, insured=True)))
    known = reading.series(kept, first=q.month - 12 * YEARS_DRAWN, last=q.month)
    whole_province = q.of_province
    marks = [(q.year * 12 + 11, whole_province.asked)] if whole_province else []
    drawn = trend("", known, q.ahead.get("") if q.month == kept.month else None, marks)
    return Section(
        _("Kết quả bao phủ"),
        tuple(figures),
        tuple(sentences),
        on_paper(str(drawn.wide)),
        _("Tỷ lệ bao phủ từng tháng"),
    )


def months(q: Quarter) -> Table:
    """Every month, for the workbook: its sources come last."""
    known = reading.series(q.kept, first=q.month - 12 * YEARS_DRAWN, last=q.month)
    return Table(
        "thang",
        _("Tỷ lệ bao phủ từng tháng"),
        ((_("Tháng"), "text"), (_("Đang sống"), "number"), (_("Có thẻ"), "number"), (_("Tỷ lệ"), "percent")),
        tuple((month(m), c.living, c.insured, c.rate) for m, c in known),
        tuple(q.people(at=m, insured=True) for m, _c in known),
        chart=Chart("line", _("Tỷ lệ bao phủ từng tháng"), (3,)),
        only="workbook",
    )


def units(q: Quarter) -> Section:
    """Every unit, on the map and in a table."""
    kept, book = q.kept, q.book
    now, before = discreet.units(kept, q.month, True), discreet.units(kept, q.first - 1, True)
    asked = {p.target.unit: p for p in q.progress if p.target.unit and not p.target.group}
    names = sorted(book.areas, key=lambda c: fold(book.areas[c].full_name))
    rows, sources = [], []
    for code in names:
        count, was = now.get(code, discreet.NOTHING), before.get(code, discreet.NOTHING)
        p, ahead = asked.get(code), q.ahead.get(code)
        change = count.rate - was.rate if count.rate is not None and was.rate is not None else None
        rows.append(
            (
                book.areas[code].full_name, count.living, count.insured, count.rate,
                None if change is None else points(change),
                p.asked if p else None, p.gap if p and not count.hidden else None,
                ahead.rate if ahead and not count.hidden else None, said(p.outlook_text) if p else None,
            )
        )  # fmt: skip
        sources.append(q.people(unit=code, insured=True))
    total = reading.total(kept, q.month)
    earlier, ahead = reading.total(kept, q.first - 1), q.ahead.get("")
    change = total.rate - earlier.rate if total.rate is not None and earlier.rate is not None else None
    p = q.of_province
    rows.append(
        (
            _("Toàn tỉnh"), total.living, total.insured, total.rate, None if change is None else points(change),
            p.asked if p else None, p.gap if p else None, ahead.rate if ahead else None,
            said(p.outlook_text) if p else None,
        )
    )  # fmt: skip
    sources.append(q.people(insured=True))
    columns: Columns = (
        (_("Đơn vị"), "text"), (_("Đang sống"), "number"), (_("Có thẻ"), "number"), (_("Tỷ lệ"), "percent"),
        (_("Thay đổi trong quý"), "text"), (_("Chỉ tiêu năm"), "percent"), (_("Còn thiếu"), "number"),
        (_("Dự báo cuối năm"), "percent"), (_("Khả năng"), "text"),
    )  # fmt: skip
    table = Table(
        "don-vi", _("Bao phủ theo đơn vị"), columns, tuple(rows), tuple(sources), bold=True,
        chart=Chart("bar", _("Tỷ lệ bao phủ theo đơn vị"), (3,)),
    )  # fmt: skip
    rates = {c: now.get(c, discreet.NOTHING).rate for c in book.areas}
    drawn = tile_map("", "", book, rates, bounds=bounds_of(rates))
    by_code = {t.code: t for t in drawn.tiles}
    tiles = tuple(Tile(*book.areas[c].tile, book.areas[c].name, by_code[c].short, by_code[c].shade) for c in book.areas)
    return Section(
        _("Bao phủ theo đơn vị"), tiles=tiles, tiles_key=drawn.key, tables=(table,),
        tiles_title=_("Tỷ lệ bao phủ theo đơn vị (%%), tháng %(month)s") % {"month": month(q.month)},
    )  # fmt: skip


def groups(q: Quarter) -> Section:
    """By age, ethnicity and paying group."""
    tables = []
    for dimension, key, title, head in (
        ("age", "tuoi", _("Bao phủ theo tuổi"), _("Tuổi")),
        ("ethnicity", "dan-toc", _("Bao phủ theo dân tộc"), _("Dân tộc")),
        ("group", "nhom", _("Bao phủ theo nhóm đóng"), _("Nhóm")),
    ):
        tables.append(_by(q, dimension, key, title, head))
    return Section(_("Bao phủ theo tuổi, dân tộc và nhóm"), tables=tuple(tables))


def _by(q: Quarter, dimension: str, key: str, title: str, head: str) -> Table:
    counts = discreet.keys(q.kept, q.month, dimension, "", True)
    before = discreet.keys(q.kept, q.first - 1, dimension, "", True)
    label, asked = q.dimension(dimension)
    order = sorted(counts, key=int) if dimension == "age" else sorted(counts, key=lambda k: -(counts[k].living or 0))
    rows, sources = [], []
    for name in order:
        count, was = counts[name], before.get(name, discreet.NOTHING)
        change = count.insured - was.insured if count.insured is not None and was.insured is not None else None
        rows.append(
            (label(name), count.living, count.insured, count.uncovered, count.rate,
             None if change is None else signed(change))
        )  # fmt: skip
        sources.append(q.people(**asked(name)))
    columns: Columns = (
        (head, "text"), (_("Người"), "number"), (_("Có thẻ"), "number"), (_("Chưa có thẻ"), "number"),
        (_("Tỷ lệ"), "percent"), (_("Có thẻ, thay đổi trong quý"), "text"),
    )  # fmt: skip
    return Table(key, title, columns, tuple(rows), tuple(sources))
