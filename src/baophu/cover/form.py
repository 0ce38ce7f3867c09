"""Mẫu số 1: the quarterly account with the finance body as text and as a workbook in the shape of the form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from rich.console import Group

from baophu.cover.services.quarters import first_of, last_of, shown, year_of
from baophu.cover.services.settling import Account, AccountLine, Total, total
from baophu.decisions.services.facts import about
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import month_of
from baophu.insight.format import Language, day, dong, said, whole
from baophu.insight.labels import group_label, unit_name
from baophu.insight.layout import blocks, faint, heading, label, table
from baophu.insight.run import simulated, weight
from baophu.insight.words import scale_note
from baophu.law.model import Book, Order, Text

ROMAN = ("I", "II", "III", "IV")
COLUMNS = (
    Text("Số thẻ", "Cards"),
    Text("Số người", "People"),
    Text("Số tháng", "Months"),
    Text("Tổng mức đóng", "Premium"),
    Text("Nhà nước", "State"),
    Text("Tỉnh", "Province"),
    Text("Cộng ngân sách", "Budget"),
)
NOTE = Text(
    "Người được hai nguồn hỗ trợ có ở cả hai dòng và được tính một lần ở dòng cộng.",
    "Whoever is supported from two sources stands in both lines and counts once in the total.",
)


def figures(t: Total) -> tuple[int, ...]:
    """The figures of COLUMNS."""
    return t.cards, t.people, t.months, t.premium, t.state, t.province, t.amount


def show_account(account: Account, lang: Language, by_unit: bool = False) -> Group:
    """The account as text: by group and resolution (and unit), then adjustments, then the total."""
    book = active()
    keys = ("group", "resolution", "unit") if by_unit else ("group", "resolution")
    rows = []
    for key, t in _in_order(book, account.by(*keys)):
        group = said(_group(book, key[0], account.quarter), lang)
        unit = [unit_name(book, key[2])] if by_unit else []
        rows.append([group, key[1], *unit, *map(whole, figures(t)[:3]), *map(dong, figures(t)[4:])])
    places = [_t("Nhóm", "Group", lang), _t("Căn cứ", "By", lang), *([_t("Đơn vị", "Unit", lang)] if by_unit else [])]
    columns = [said(c, lang) for c in (*COLUMNS[:3], *COLUMNS[4:])]
    own, adjusted = total(account.own()), total(account.adjustments())
    grand = total(account.lines)
    state = _t("đã khóa", "closed", lang) if account.settlement else _t("dự thảo", "draft", lang)
    return blocks(
        heading(f"{_t('Mẫu số 1 · Quý', 'Form 1 ·', lang)} {shown(account.quarter)} ({state})"),
        faint(f"{day(first_of(account.quarter))} – {day(last_of(account.quarter))}"),
        "",
        table([*places, *columns], rows, left=len(places), wide=38),
        "",
        _sum(_t("Cộng trong quý", "The quarter", lang), own, lang),
        _sum(_t("Điều chỉnh các quý trước", "Adjustments of earlier quarters", lang), adjusted, lang),
        heading(f"{_t('Tổng cộng', 'In all', lang)}: {dong(grand.amount)}"),
        faint(said(NOTE, lang)),
        label(*_simulated(), lang),
    )


def _sum(name: str, t: Total, lang: Language) -> str:
    people = f"{whole(t.people)} {_t('người', 'people', lang)}, {whole(t.months)} {_t('tháng', 'months', lang)}"
    state, province = COLUMNS[4], COLUMNS[5]
    return f"{name}: {people} · {said(state, lang)} {dong(t.state)} · {said(province, lang)} {dong(t.province)}"


def write_account(account: Account, file: Path, lang: Language = "vi") -> Path:
    """The account as a workbook: the form by group, by unit, in detail, and the adjustments of earlier quarters."""
    book = active()
    with xlsxwriter.Workbook(str(file), {"constant_memory": False}) as workbook:
        sheet = _Sheet(workbook, account, book, lang)
        sheet.form()
        sheet.listed(_t("Theo đơn vị", "By unit", lang), account.own(), ("unit",))
        sheet.listed(_t("Chi tiết", "Detail", lang), account.own(), ("group", "resolution", "provision", "unit"))
        sheet.listed(_t("Điều chỉnh", "Adjustments", lang), account.adjustments(), ("group", "resolution", "unit"))
    return file


class _Sheet:
    """The sheets of one account."""

    def __init__(self, workbook: Any, account: Account, book: Book, lang: Language) -> None:
        self.workbook, self.account, self.book, self.lang = workbook, account, book, lang
        base = {"font_name": "Times New Roman", "font_size": 12}
        border = {**base, "border": 1, "valign": "vcenter"}
        made = workbook.add_format
        self.plain, self.bold = made(base), made({**base, "bold": True})
        self.title = made(
            {**base, "bold": True, "font_size": 14, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        self.middle = made({**base, "align": "center"})
        self.middle_bold = made({**base, "align": "center", "bold": True})
        self.head = made({**border, "bold": True, "align": "center", "text_wrap": True})
        self.text = made({**border, "text_wrap": True})
        self.number = made({**border, "num_format": '#,##0;[Red]-#,##0;"-"'})
        self.sum_text = made({**border, "bold": True})
        self.sum_number = made({**border, "bold": True, "num_format": '#,##0;[Red]-#,##0;"-"'})

    def form(self) -> None:
        """The first sheet: heading, issuer, quarter, table by group and resolution, totals, signatures."""
        lang, account = self.lang, self.account
        sheet = self._sheet(_t("Mẫu số 1", "Form 1", lang))
        last = 2 + len(COLUMNS)
        self._heading(sheet, last)
        keys = ("group", "resolution")
        names = [_t("TT", "No.", lang), _t("Đối tượng", "Group", lang), _t("Căn cứ hỗ trợ", "Supported by", lang)]
        row = self._columns(sheet, 8, names)
        listed = [(self._named(keys, key), t) for key, t in _in_order(self.book, account.by(*keys))]
        row = self._rows(sheet, row, listed)
        for name, t in (
            (_t("A. Cộng phát sinh trong quý", "A. The quarter", lang), total(account.own())),
            (
                _t("B. Điều chỉnh các quý trước", "B. Adjustments of earlier quarters", lang),
                total(account.adjustments()),
            ),
            (_t("Tổng cộng (A + B)", "In all (A + B)", lang), total(account.lines)),
        ):
            self._sum(sheet, row, name, t, 3)
            row += 1
        sheet.write(row, 1, said(NOTE, lang), self.plain)
        self._signatures(sheet, row + 2, last)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 2, 20)
        sheet.set_column(3, last, 17)

    def listed(self, name: str, lines: Sequence[AccountLine], keys: tuple[str, ...]) -> None:
        """A sheet of lines summed by some keys, with a total."""
        sheet = self._sheet(name)
        words = {"unit": _t("Đơn vị", "Unit", self.lang), "group": _t("Đối tượng", "Group", self.lang)}
        words |= {"resolution": _t("Căn cứ", "By", self.lang), "provision": _t("Điều khoản", "Provision", self.lang)}
        row = self._columns(sheet, 0, [_t("TT", "No.", self.lang), *(words[k] for k in keys)])
        sheet.freeze_panes(row, len(keys) + 1)
        found: dict[tuple[str, ...], list[AccountLine]] = {}
        for line in lines:
            found.setdefault(tuple(getattr(line, k) for k in keys), []).append(line)
        whole_lines = "resolution" in keys
        row = self._rows(sheet, row, [(self._named(keys, k), total(found[k], whole_lines)) for k in sorted(found)])
        self._sum(sheet, row, _t("Cộng", "Total", self.lang), total(lines), len(keys) + 1)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, len(keys), 34)
        sheet.set_column(len(keys) + 1, len(keys) + len(COLUMNS), 17)

    def _sheet(self, name: str) -> Any:
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P/&N")
        return sheet

    def _heading(self, sheet: Any, last: int) -> None:
        lang, quarter = self.lang, self.account.quarter
        half = last // 2
        issuer = _t("BẢO HIỂM XÃ HỘI", "SOCIAL INSURANCE", lang)
        sheet.merge_range(
            0, 0, 0, half - 1, _t("BẢO HIỂM XÃ HỘI VIỆT NAM", "VIETNAM SOCIAL SECURITY", lang), self.middle
        )
        sheet.merge_range(1, 0, 1, half - 1, f"{issuer} {said(self.book.title, lang).upper()}", self.middle_bold)
        sheet.merge_range(
            0,
            half,
            0,
            last,
            _t("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM", lang),
            self.middle_bold,
        )
        motto = _t("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness", lang)
        sheet.merge_range(1, half, 1, last, motto, self.middle_bold)
        title = _t(
            "BẢNG TỔNG HỢP SỐ THẺ VÀ SỐ TIỀN NGÂN SÁCH NHÀ NƯỚC ĐÓNG, HỖ TRỢ ĐÓNG BẢO HIỂM Y TẾ",
            "CARDS AND MONEY OF THE BUDGET FOR HEALTH INSURANCE",
            lang,
        )
        sheet.merge_range(3, 0, 3, last, title, self.title)
        sheet.set_row(3, 24)
        place = ROMAN[quarter % 4]
        when = _t(f"Quý {place} năm {year_of(quarter)}", f"Quarter {place} of {year_of(quarter)}", lang)
        sheet.merge_range(4, 0, 4, last, when, self.middle_bold)
        days = f"{day(first_of(quarter))} – {day(last_of(quarter))}"
        sheet.merge_range(5, 0, 5, last, f"({_t('Mẫu số 1', 'Form 1', lang)}; {days}; {self._state()})", self.middle)
        if note := scale_note(*_simulated(), lang):
            sheet.write(6, 0, note, self.bold)
        sheet.write(6, last, _t("Đơn vị tính: đồng", "In đồng", lang), self.plain)

    def _state(self) -> str:
        kept = self.account.settlement
        if kept is None:
            return _t("dự thảo, chưa khóa", "draft, not closed", self.lang)
        return _t(f"khóa ngày {day(kept.closed_on)}", f"closed on {day(kept.closed_on)}", self.lang)

    def _columns(self, sheet: Any, row: int, names: Sequence[str]) -> int:
        for place, name in enumerate([*names, *(said(c, self.lang) for c in COLUMNS)]):
            sheet.write(row, place, name, self.head)
        sheet.set_row(row, 34)
        return row + 1

    def _rows(self, sheet: Any, row: int, listed: Sequence[tuple[Sequence[str], Total]]) -> int:
        for place, (names, t) in enumerate(listed, 1):
            sheet.write_number(row, 0, place, self.text)
            for column, name in enumerate(names, 1):
                sheet.write_string(row, column, name, self.text)
            for column, value in enumerate(figures(t), len(names) + 1):
                sheet.write_number(row, column, value, self.number)
            row += 1
        return row

    def _sum(self, sheet: Any, row: int, name: str, t: Total, columns: int) -> None:
        sheet.merge_range(row, 0, row, columns - 1, name, self.sum_text)
        for column, value in enumerate(figures(t), columns):
            sheet.write_number(row, column, value, self.sum_number)

    def _signatures(self, sheet: Any, row: int, last: int) -> None:
        lang = self.lang
        third = (last + 1) // 3
        signers = (
            (_t("Người lập", "Prepared by", lang), _t("(Ký, họ tên)", "(signature, name)", lang)),
            (_t("Cơ quan tài chính", "Finance body", lang), _t("(Ký, đóng dấu)", "(signature, seal)", lang)),
            (_t("Giám đốc", "Director", lang), _t("(Ký, họ tên, đóng dấu)", "(signature, name, seal)", lang)),
        )
        place = _t("….., ngày ….. tháng ….. năm …..", "….., …../…../…..", lang)
        sheet.merge_range(row, 2 * third, row, last, place, self.middle)
        for n, (who, how) in enumerate(signers):
            end = last if n == 2 else (n + 1) * third - 1
            sheet.merge_range(row + 1, n * third, row + 1, end, who, self.middle_bold)
            sheet.merge_range(row + 2, n * third, row + 2, end, how, self.middle)

    def _named(self, keys: Sequence[str], values: Sequence[str]) -> list[str]:
        named = []
        for key, value in zip(keys, values, strict=True):
            if key == "group":
                named.append(said(_group(self.book, value, self.account.quarter), self.lang))
            else:
                named.append(unit_name(self.book, value) if key == "unit" else value)
        return named


def _in_order(book: Book, listed: list[tuple[tuple[str, ...], Total]]) -> list[tuple[tuple[str, ...], Total]]:
    """Groups in the order of Article 12 as it stands last."""
    orders = [p.effect.groups for p in book.provisions() if isinstance(p.effect, Order)]
    place = {group: n for n, group in enumerate(orders[-1])} if orders else {}
    return sorted(listed, key=lambda row: (place.get(row[0][0], len(place)), row[0]))


def _simulated() -> tuple[bool, int]:
    """Whether the register's people are simulated, and how many real ones each stands for."""
    told = about()
    return simulated(told), weight(told)


def _group(book: Book, group: str, quarter: int) -> Text:
    return group_label(book, group, month_of(first_of(quarter)))


def _t(vi: str, en: str, lang: Language) -> str:
    return said(Text(vi, en), lang)
