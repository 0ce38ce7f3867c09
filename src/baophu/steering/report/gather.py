"""Gather a quarter's report from kept figures, targets and actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from baophu.insight.causes import CAUSES, RANK
from baophu.insight.format import decimal
from baophu.insight.labels import age_label, group_label, value_label
from baophu.insight.words import payer_name
from baophu.law.model import Book
from baophu.pages.texts import language, said
from baophu.pages.tiles import tile_map
from baophu.pages.written import day, month, percent, points, whole
from baophu.registry.names import fold
from baophu.steering.models import Action, Kept
from baophu.steering.report.contents import Chart, Contents, Figure, Section, Sentence, Sources, Table, Tile
from baophu.steering.report.drawings import on_paper
from baophu.steering.services import reading, targets
from baophu.steering.services.budgets import budgets
from baophu.steering.services.reading import MILLION, NOBODY
from baophu.steering.services.small_cells import numbers, shown, shown_rows, small
from baophu.steering.services.targets import Progress
from baophu.steering.shown import links
from baophu.steering.shown.trend import trend

YEARS_DRAWN = 3


def gather(kept: Kept, book: Book, year: int, quarter: int, heading: Mapping[str, str]) -> Contents:
    """The report on a quarter, in the language in use, as far as the figures are known."""
    return _Gathering(kept, book, year, quarter).contents(heading)


class _Gathering:
    def __init__(self, kept: Kept, book: Book, year: int, quarter: int) -> None:
        self.kept, self.book, self.year, self.quarter = kept, book, year, quarter
        self.first = year * 12 + 3 * (quarter - 1)
        self.month = min(self.first + 2, kept.month)
        self.source = Sources()
        self.ahead = reading.foreseen(kept)
        self.progress = targets.progress(kept, targets.in_force(year), book=book)

    def contents(self, heading: Mapping[str, str]) -> Contents:
        kept = self.kept
        quarter = f"{self.quarter}/{self.year}"
        simulated = ""
        if kept.simulated:
            simulated = _("Dữ liệu mô phỏng: không ai trong báo cáo này là người thật.")
            if kept.weight > 1:
                simulated += " " + _("Mỗi người trong dữ liệu đứng cho %(n)s người.") % {"n": whole(kept.weight)}
        sections = (
            self._coverage(), self._units(), self._groups(), self._targets(), self._ahead(), self._money(),
            self._forecast(), self._actions(),
        )  # fmt: skip
        sections = (replace(sections[0], tables=(self._months(),)), *sections[1:])
        return Contents(
            title=_("BÁO CÁO"),
            subtitle=_("Kết quả thực hiện bao phủ bảo hiểm y tế quý %(quarter)s") % {"quarter": quarter},
            on=timezone.localdate(),
            language=language(),
            simulated=simulated,
            heading=heading,
            sections=sections,
            sources=self.source.all,
            about=self._about(),
            words={
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
            },
        )

    # ---- the parts

    def _coverage(self) -> Section:
        kept, now = self.kept, reading.total(self.kept, self.month)
        before = reading.total(kept, self.first - 1)
        last_year = reading.total(kept, self.year * 12 - 1)
        people = self._people
        figures = [
            Figure(
                _("Tỷ lệ bao phủ tháng %(month)s") % {"month": month(self.month)},
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
        for was, then in ((before, self.first - 1), (last_year, self.year * 12 - 1)):
            if was.rate is not None and now.rate is not None:
                told = _("So với %(then)s: %(points)s điểm phần trăm, %(people)s người có thẻ.") % {
                    "then": month(then),
                    "points": points(now.rate - was.rate),
                    "people": _signed(now.insured - was.insured),
                }
                sentences.append(Sentence(told, people(at=then, insured=True)))
        known = reading.series(kept, first=self.month - 12 * YEARS_DRAWN, last=self.month)
        whole_province = next((p for p in self.progress if _is_whole(p)), None)
        marks = [(self.year * 12 + 11, whole_province.asked)] if whole_province else []
        drawn = trend("", known, self.ahead.get("") if self.month == kept.month else None, marks)
        return Section(
            _("Kết quả bao phủ"),
            tuple(figures),
            tuple(sentences),
            on_paper(str(drawn.wide)),
            _("Tỷ lệ bao phủ từng tháng"),
        )

    def _months(self) -> Table:
        """Every month, for the workbook: its sources come last."""
        known = reading.series(self.kept, first=self.month - 12 * YEARS_DRAWN, last=self.month)
        return Table(
            "thang",
            _("Tỷ lệ bao phủ từng tháng"),
            ((_("Tháng"), "text"), (_("Đang sống"), "number"), (_("Có thẻ"), "number"), (_("Tỷ lệ"), "percent")),
            tuple((month(m), c.living, c.insured, c.rate) for m, c in known),
            tuple(self._people(at=m, insured=True) for m, _c in known),
            chart=Chart("line", _("Tỷ lệ bao phủ từng tháng"), (3,)),
            only="workbook",
        )

    def _units(self) -> Section:
        kept, book = self.kept, self.book
        now, before = reading.by_unit(kept, self.month), reading.by_unit(kept, self.first - 1)
        asked = {p.target.unit: p for p in self.progress if p.target.unit and not p.target.group}
        names = sorted(book.areas, key=lambda c: fold(book.areas[c].full_name))
        rows, sources = [], []
        for code, count in shown_rows([(c, now.get(c, NOBODY)) for c in names], True):
            was, p, ahead = before.get(code, NOBODY), asked.get(code), self.ahead.get(code)
            change = count.rate - was.rate if count.rate is not None and was.rate is not None else None
            rows.append(
                (
                    book.areas[code].full_name, count.living, count.insured, count.rate,
                    None if change is None else points(change),
                    p.asked if p else None, p.gap if p and not count.hidden else None,
                    ahead.rate if ahead and not count.hidden else None, said(p.outlook_text) if p else None,
                )
            )  # fmt: skip
            sources.append(self._people(unit=code, insured=True))
        total = reading.total(kept, self.month)
        was, ahead = reading.total(kept, self.first - 1), self.ahead.get("")
        change = total.rate - was.rate if total.rate is not None and was.rate is not None else None
        p = next((p for p in self.progress if _is_whole(p)), None)
        rows.append(
            (
                _("Toàn tỉnh"), total.living, total.insured, total.rate, None if change is None else points(change),
                p.asked if p else None, p.gap if p else None, ahead.rate if ahead else None,
                said(p.outlook_text) if p else None,
            )
        )  # fmt: skip
        sources.append(self._people(insured=True))
        columns = (
            (_("Đơn vị"), "text"), (_("Đang sống"), "number"), (_("Có thẻ"), "number"), (_("Tỷ lệ"), "percent"),
            (_("Thay đổi trong quý"), "text"), (_("Chỉ tiêu năm"), "percent"), (_("Còn thiếu"), "number"),
            (_("Dự báo cuối năm"), "percent"), (_("Khả năng"), "text"),
        )  # fmt: skip
        table = Table(
            "don-vi", _("Bao phủ theo đơn vị"), columns, tuple(rows), tuple(sources), bold=True,
            chart=Chart("bar", _("Tỷ lệ bao phủ theo đơn vị"), (3,)),
        )  # fmt: skip
        rates = {c: s.rate for c, s in shown_rows([(c, now.get(c, NOBODY)) for c in book.areas], True)}
        bounds = [Fraction(n, 100) for n in (92, 94, 95, 96, 97, 98)]
        drawn = tile_map(
            "", "", book, rates, bounds=bounds if min(_known(rates), default=1) >= Fraction(4, 5) else None
        )
        by_code = {t.code: t for t in drawn.tiles}
        tiles = tuple(
            Tile(*book.areas[c].tile, book.areas[c].name, by_code[c].short, by_code[c].shade) for c in book.areas
        )
        return Section(
            _("Bao phủ theo đơn vị"), tiles=tiles, tiles_key=drawn.key, tables=(table,),
            tiles_title=_("Tỷ lệ bao phủ theo đơn vị (%%), tháng %(month)s") % {"month": month(self.month)},
        )  # fmt: skip

    def _groups(self) -> Section:
        tables = []
        for dimension, key, title, head in (
            ("age", "tuoi", _("Bao phủ theo tuổi"), _("Tuổi")),
            ("ethnicity", "dan-toc", _("Bao phủ theo dân tộc"), _("Dân tộc")),
            ("group", "nhom", _("Bao phủ theo nhóm đóng"), _("Nhóm")),
        ):
            tables.append(self._by(dimension, key, title, head))
        return Section(_("Bao phủ theo tuổi, dân tộc và nhóm"), tables=tuple(tables))

    def _by(self, dimension: str, key: str, title: str, head: str) -> Table:
        counts = reading.by_key(self.kept, self.month, dimension)
        before = reading.by_key(self.kept, self.first - 1, dimension)
        label, asked = self._dimension(dimension)
        order = sorted(counts, key=int) if dimension == "age" else sorted(counts, key=lambda k: -counts[k].living)
        rows, sources = [], []
        for name, count in shown_rows([(k, counts[k]) for k in order], True):
            was = shown(before.get(name, NOBODY), True)
            change = count.insured - was.insured if count.insured is not None and was.insured is not None else None
            rows.append(
                (label(name), count.living, count.insured, count.uncovered, count.rate,
                 None if change is None else _signed(change))
            )  # fmt: skip
            sources.append(self._people(**asked(name)))
        columns = (
            (head, "text"), (_("Người"), "number"), (_("Có thẻ"), "number"), (_("Chưa có thẻ"), "number"),
            (_("Tỷ lệ"), "percent"), (_("Có thẻ, thay đổi trong quý"), "text"),
        )  # fmt: skip
        return Table(key, title, columns, tuple(rows), tuple(sources))

    def _dimension(self, name: str) -> tuple[Callable[[str], str], Callable[[str], dict[str, Any]]]:
        if name == "age":
            return lambda k: said(age_label(self.kept.bands, int(k))), lambda k: {"age": int(k)}
        if name == "ethnicity":
            return lambda k: said(value_label(self.book, "ethnicity", k)), lambda k: {"ethnicity": k}
        return lambda k: said(group_label(self.book, k, self.month)), lambda k: {"group": k}

    def _targets(self) -> Section:
        rows, sources = [], []
        for p in self.progress:
            if p.target.unit and not p.target.group:
                continue
            hide = small(p.count.uncovered) or small(p.count.insured)
            name = p.unit_name or (p.target.agency.name if p.target.agency else _("Toàn tỉnh"))
            about = said(group_label(self.book, p.target.group, self.month)) if p.target.group else _("Mọi người")
            who = f"{p.contact.person}, {p.contact.phone}".rstrip(", ") if p.contact else None
            rows.append(
                (name, about, p.asked, None if hide else p.count.rate, None if hide else p.gap,
                 None if hide else p.pace, who, p.target.document.number)
            )  # fmt: skip
            sources.append(self.source(reverse("steering:target", args=[p.target.pk]), f"{name}: {about}"))
        columns = (
            (_("Cơ quan"), "text"), (_("Đối tượng"), "text"), (_("Chỉ tiêu"), "percent"), (_("Hiện nay"), "percent"),
            (_("Còn thiếu"), "number"), (_("Mỗi tháng"), "number"), (_("Người phụ trách"), "text"),
            (_("Quyết định"), "text"),
        )  # fmt: skip
        of_units = [p for p in self.progress if p.target.unit and not p.target.group]
        address = f"{reverse('steering:targets')}?nam={self.year}"
        mine = self.source(address, _("Chỉ tiêu và việc phải làm năm %(year)s") % {"year": self.year})
        sentences = [
            Sentence(_("%(n)s đơn vị %(outlook)s.") % {"n": whole(n), "outlook": said(text)}, mine)
            for key, text in targets.OUTLOOK.items()
            if (n := sum(p.outlook == key for p in of_units))
        ]
        for law in targets.of_law(self.book, self.year):
            where = _("Cả nước") if law.area == "nation" else _("Toàn tỉnh") if law.area == "province" else law.area
            value = percent(law.coverage) if law.coverage is not None else _("chưa rõ số")
            sentences.append(Sentence(f"{where}: {value} ({law.instrument}).", mine))
        if not rows and not of_units:
            sentences.append(Sentence(_("Chưa có chỉ tiêu nào được giao cho năm này.")))
        table = Table("chi-tieu", _("Chỉ tiêu theo cơ quan"), columns, tuple(rows), tuple(sources))
        return Section(_("Chỉ tiêu được giao"), sentences=tuple(sentences), tables=(table,) if rows else ())

    def _ahead(self) -> Section:
        tables = []
        days = reading.horizons(self.kept)
        if days:
            until = days[min(2, len(days) - 1)]
            found = reading.lapsing(self.kept, until)
            causes = sorted((c for c in found if c), key=lambda c: RANK[c])
            columns: list[list[int | None]] = [
                numbers(causes, lambda c, f=f: getattr(found[c], f), True)  # type: ignore[misc]
                for f in ("people", "cover", "support", "own_rises")
            ]
            rows = tuple(zip((said(CAUSES[c]) for c in causes), *columns, strict=True))
            sources = tuple(self._people(lapse=c, until=until, at=self.kept.month) for c in causes)
            heads = (
                (_("Nguyên nhân"), "text"), (_("Người"), "number"), (_("Mất thẻ"), "number"),
                (_("Mất hỗ trợ"), "number"), (_("Phải đóng thêm"), "number"),
            )  # fmt: skip
            title = _("Người sắp mất quyền lợi sau %(day)s, đến %(until)s") % {
                "day": day(self.kept.day), "until": day(until),
            }  # fmt: skip
            tables.append(Table("sap-mat", title, heads, rows, sources, _("Một người có thể mất nhiều thứ cùng lúc.")))
        endings = [e for e in reading.endings(self.kept, since=self.kept.day) if e.people]
        people = numbers(endings, lambda e: e.people, True)
        rows_ = tuple(
            (
                day(e.end), said(self.book.provision(e.provision).says), e.instrument, n,
                None if n is None else e.monthly, None if n is None or e.monthly is None else e.monthly * 12,
                None if e.unsupported_after is None or small(e.unsupported_after) else e.unsupported_after,
            )
            for e, n in zip(endings, people, strict=True)
        )  # fmt: skip
        sources_ = tuple(
            self.source(reverse("steering:ending", args=[e.pk]), f"{e.instrument}, {day(e.end)}") for e in endings
        )
        heads_ = (
            (_("Ngày cuối"), "text"), (_("Quy định"), "text"), (_("Văn bản"), "text"), (_("Người"), "number"),
            (_("Mỗi tháng"), "money"), (_("Thêm một năm"), "money"), (_("Không có gì thay thế"), "number"),
        )  # fmt: skip
        if rows_:
            tables.append(Table("het-hieu-luc", _("Quy định sắp hết hiệu lực"), heads_, rows_, sources_))
        return Section(_("Sắp tới"), tables=tuple(tables))

    def _money(self) -> Section:
        kept = self.kept
        quarter, whole_year = (
            reading.money(kept, self.first, self.month),
            reading.money(kept, self.year * 12, self.month),
        )
        before = reading.money(kept, self.first - 12, self.month - 12)
        order = [p for p in self.book.payers if (p,) in quarter or (p,) in whole_year]
        address = f"{reverse('steering:money')}?nam={self.year}"
        mine = self.source(address, _("Kinh phí năm %(year)s theo bên đóng") % {"year": self.year})
        rows = [
            (payer_name(p, language()), quarter.get((p,), 0), whole_year.get((p,), 0), before.get((p,), 0))
            for p in order
        ]
        rows.append((_("Cộng"), *(sum(r[i] for r in rows) for i in (1, 2, 3))))
        columns = (
            (_("Bên đóng"), "text"), (_("Trong quý"), "money"), (_("Từ đầu năm"), "money"),
            (_("Cùng quý năm trước"), "money"),
        )  # fmt: skip
        by_payer = Table(
            "ben-dong", _("Tiền đóng theo bên"), columns, tuple(rows), (mine,) * len(rows), bold=True,
            chart=Chart("column", _("Tiền đóng theo bên"), (1, 3)),
        )  # fmt: skip
        acts = budgets(kept, self.year, reading.local_payers(kept, self.book))
        rows_ = tuple((b.instrument, b.so_far, b.year, b.appropriated, b.used, b.left) for b in acts)
        sources = tuple(
            self._people(at=self.year * 12, last=min(kept.month, self.year * 12 + 11), instrument=b.instrument)
            for b in acts
        )
        heads = (
            (_("Văn bản"), "text"), (_("Phải đóng đến nay"), "money"), (_("Cả năm, theo ghi nhận"), "money"),
            (_("Dự toán"), "money"), (_("Đã dùng"), "percent"), (_("Còn lại cuối năm"), "money"),
        )  # fmt: skip
        tables = [by_payer]
        if rows_:
            tables.append(Table("van-ban", _("Kinh phí theo văn bản của tỉnh"), heads, rows_, sources))
        return Section(_("Kinh phí"), tables=tuple(tables))

    def _forecast(self) -> Section:
        told, ahead = self.kept.method, self.ahead.get("")
        if ahead is None or ahead.rate is None:
            return Section(_("Dự báo"), sentences=(Sentence(_("Lần tính chưa đủ dài để dự báo.")),))
        source = self.source(reverse("steering:method"), _("Cách dự báo và sai số khi thử lại"))
        between = _("nhìn từ tháng %(month)s") % {"month": month(self.kept.month)}
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

    def _actions(self) -> Section:
        rows, sources = [], []
        held = Action.objects.filter(year=self.year, closed=None).select_related("agency").order_by("due", "id")
        for action in held:
            area = self.book.areas.get(action.unit)
            name = area.full_name if area else action.agency.name if action.agency else _("Toàn tỉnh")
            rows.append((day(action.due), name, action.what, action.person))
            sources.append(
                self.source(f"{reverse('steering:targets')}?nam={self.year}", _("Chỉ tiêu và việc phải làm"))
            )
        if not rows:
            return Section(_("Việc phải làm"), sentences=(Sentence(_("Chưa ghi việc nào.")),))
        columns = ((_("Hạn"), "text"), (_("Đơn vị, cơ quan"), "text"), (_("Việc"), "text"), (_("Người làm"), "text"))
        table = Table("viec", _("Việc phải làm"), columns, tuple(rows), tuple(sources))
        return Section(_("Việc phải làm"), tables=(table,))

    # ---- sources

    def _people(self, *, at: int | None = None, **asked: Any) -> int:
        """The number of a list of people as source."""
        address = links.people(month=self.month if at is None else at, kept=self.kept.pk, **asked)
        return self.source(address, self._said(at, asked))

    def _said(self, at: int | None, asked: Mapping[str, Any]) -> str:
        """A list of people in words."""
        unit = asked.get("unit")
        parts = [self.book.areas[unit].full_name if unit else _("Toàn tỉnh")]
        if "lapse" in asked:
            parts.append(said(CAUSES[asked["lapse"]]))
        if "instrument" in asked:
            parts.append(asked["instrument"])
        for name in ("age", "ethnicity", "group"):
            if name in asked:
                parts.append(self._dimension(name)[0](str(asked[name])))
        if "insured" in asked:
            parts.append(_("có thẻ") if asked["insured"] else _("chưa có thẻ"))
        parts.append(month(self.month if at is None else at))
        return " · ".join(parts)

    def _about(self) -> tuple[tuple[str, str], ...]:
        kept = self.kept
        return (
            (_("Lần tính"), f"{_('số')} {kept.run}" if kept.run else kept.folder.rsplit("/", 1)[-1]),
            (_("Số liệu đến ngày"), day(kept.day)),
            (_("Sổ luật"), f"{kept.book} {kept.digest}"),
            (_("Phiên bản chương trình"), kept.version),
            (_("Tháng đã tính"), f"{month(kept.first)} – {month(kept.last)}"),
        )


def _is_whole(p: Progress) -> bool:
    return not p.target.unit and not p.target.agency_id and not p.target.group


def _known(rates: Mapping[str, Fraction | None]) -> list[Fraction]:
    return [r for r in rates.values() if r is not None]


def _signed(number: int) -> str:
    return f"+{whole(number)}" if number > 0 else whole(number)


def quarters(kept: Kept) -> list[tuple[int, int]]:
    """Quarters the figures reach, the latest first, with one in progress."""
    found = sorted({(m // 12, m % 12 // 3 + 1) for m in range(kept.first + 1, kept.month + 1)}, reverse=True)
    return found[:12]
