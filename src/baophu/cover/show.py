"""Quotes, payments, refunds, books and money left as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group

from baophu.cover.models import RefundProposal
from baophu.cover.services.appropriations import Left
from baophu.cover.services.books import Books
from baophu.cover.services.collective import Charged
from baophu.cover.services.paying import Paid
from baophu.cover.services.quarters import shown
from baophu.cover.services.quoting import Line, Priced
from baophu.cover.services.words import CAUSES, REASONS, UNMATCHED, WARNINGS
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import month_of
from baophu.insight.format import Language, day, dong, said
from baophu.insight.labels import group_label, provision_of
from baophu.insight.layout import blocks, faint, heading, table
from baophu.insight.words import payer_name
from baophu.law.model import Book, Text

BOUGHT = date.max
"""A card without an end."""


def show_quote(priced: Priced, number: int | None, lang: Language) -> Group:
    """Who joins at what price, who need not, on which provisions it rests, and until when it holds."""
    book = active()
    joined = [line for line in priced.lines if line.joins]
    others = [line for line in priced.lines if not line.joins]
    title = _t(f"Báo giá hộ {priced.household}", f"Quote for household {priced.household}", lang)
    parts = _t(
        f"đóng {priced.months} tháng, ngày {day(priced.day)}",
        f"{priced.months} months, paid on {day(priced.day)}",
        lang,
    )
    return blocks(
        heading(f"{title}{'' if number is None else f' · {number}'}"),
        faint(parts),
        _joining(book, priced, joined, lang) if joined else None,
        heading(f"{_t('Cộng phải đóng', 'To pay', lang)}: {dong(priced.total)}") if joined else None,
        _others(book, priced, others, lang) if others else None,
        faint(
            _t(f"Giá này giữ đến {day(priced.valid_until)}.", f"The price holds to {day(priced.valid_until)}.", lang)
        ),
        *(faint(f"  {line}") for line in _cited(book, priced, lang)),
        faint(
            _t(
                f"Thanh toán: baophu pay {number} --key MÃ --amount {priced.total}",
                f"To pay: baophu pay {number} --key KEY --amount {priced.total}",
                lang,
            )
        )
        if number is not None
        else None,
    )


def _joining(book: Book, priced: Priced, lines: Sequence[Line], lang: Language) -> Group:
    payers = [p for p in book.payers if any(line.amounts.get(p) for line in lines)]
    columns = [_t("Người tham gia", "Who joins", lang), _t("Nhóm", "Group", lang), _t("Thẻ", "Card", lang)]
    rows = []
    for line in lines:
        assert line.card is not None
        card = line.card.dated
        end = day(card.valid_to) if card.valid_to else ""
        rank = f" ({_t('thứ', 'no.', lang)} {line.rank})" if line.rank else ""
        amounts = [dong(line.amounts.get(p, 0)) for p in payers]
        letter = line.standing.decision.outcome.letter
        rows.append([f"{line.name}{rank}", letter, f"{day(card.valid_from)} – {end}", *amounts])
    return Group("", table([*columns, *(payer_name(p, lang) for p in payers)], rows, left=3), "")


def _others(book: Book, priced: Priced, lines: Sequence[Line], lang: Language) -> Group:
    rows = []
    for line in lines:
        reason = said(REASONS[line.reason], lang)
        if line.reason == "insured" and line.until is not None:
            until = _t("không ghi ngày hết hạn", "without an end", lang) if line.until == BOUGHT else day(line.until)
            reason = f"{reason} ({until})"
        if line.why_not is not None:
            reason = said(line.why_not, lang)
        group = said(group_label(book, line.standing.decision.outcome.group, month_of(priced.day)), lang)
        rows.append([line.name, group, reason])
    columns = [
        _t("Không phải đóng lần này", "Nothing to pay now", lang),
        _t("Nhóm", "Group", lang),
        _t("Vì sao", "Why", lang),
    ]
    return Group("", table(columns, rows, left=3, wide=44), "")


def _cited(book: Book, priced: Priced, lang: Language) -> list[str]:
    """The provisions behind the amounts, each with its article and what it says."""
    refs: list[str] = []
    for line in priced.lines:
        refs += [*line.month.provisions.values(), line.standing.decision.outcome.taper]
        refs += list(line.card.dated.why[:2]) if line.card else []
    found = [(ref, provision_of(book, ref)) for ref in dict.fromkeys([*refs, priced.terms]) if ref]
    return [f"{p.article}, {p.instrument}: {said(p.says, lang)}" for _, p in found if p is not None]


def show_paid(paid: Paid, lang: Language) -> Group:
    """The receipt and the cards, or why the money waits."""
    payment = paid.payment
    again = _t(" (đã ghi trước đó, không ghi lại)", " (booked before, not booked again)", lang) if paid.again else ""
    head = heading(f"{_t('Biên lai', 'Receipt', lang)} {payment.receipt}: {dong(payment.amount)}{again}")
    if paid.unmatched is not None:
        why = said(UNMATCHED[paid.unmatched.reason], lang)
        note = f" ({paid.unmatched.note})" if paid.unmatched.note else ""
        text = _t("Chưa cấp thẻ, tiền chờ xử lý", "No card; the money waits for somebody", lang)
        return blocks(head, f"{text}: {why}{note}.")
    rows = [
        [c.person.name, c.number or "–", day(c.valid_from), day(c.valid_to) if c.valid_to else ""] for c in paid.cards
    ]
    columns = [_t("Người", "Person", lang), _t("Số thẻ", "Card", lang), _t("Từ", "From", lang), _t("Đến", "To", lang)]
    return blocks(head, table(columns, rows, left=2))


def show_refunds(proposals: Sequence[RefundProposal], lang: Language) -> Group:
    """Refunds that wait for somebody."""
    rows = [
        [
            str(p.pk),
            p.person.name,
            said(CAUSES[p.cause], lang),
            f"{day(p.period_from)} – {day(p.period_to)}",
            p.provision,
            str(p.months),
            dong(p.amount),
        ]
        for p in proposals
    ]
    columns = ["", *(_t(*c, lang) for c in _REFUND)]
    total = sum(p.amount for p in proposals)
    return blocks(
        heading(_t("Đề xuất hoàn trả", "Refunds proposed", lang)),
        table(columns, rows, left=5, wide=30) if rows else faint(_t("Không có.", "None.", lang)),
        heading(f"{_t('Cộng', 'Total', lang)}: {dong(total)}") if rows else None,
    )


_REFUND = (
    ("Người", "Person"),
    ("Vì", "Cause"),
    ("Thời gian", "Months"),
    ("Căn cứ", "By"),
    ("Tháng", "Count"),
    ("Số tiền", "Amount"),
)


def show_charged(found: Charged, lang: Language) -> Group:
    """What charging a quarter booked."""
    rows = [[payer_name(p, lang), dong(a)] for p, a in found.amounts.items()]
    head = _t(f"Ghi phải thu quý {shown(found.quarter)}", f"Charged for {shown(found.quarter)}", lang)
    nothing = _t(
        "Không có gì mới: sổ đã khớp với quyết định.", "Nothing new: the ledger agrees with the decisions.", lang
    )
    note = _t(
        f"{found.rows} dòng, {found.adjusting} dòng điều chỉnh kỳ trước",
        f"{found.rows} rows, {found.adjusting} adjust earlier months",
        lang,
    )
    return blocks(
        heading(head), table([_t("Bên đóng", "Payer", lang), "₫"], rows) if rows else faint(nothing), faint(note)
    )


def show_books(books: Books, lang: Language, whole: bool = False) -> Group:
    """Charged, settled and receivable by payer (or by payer, unit and resolution), and what is wrong."""
    lines = books.lines if whole else books.by_payer()
    rows = [
        [
            " ".join(filter(None, (payer_name(x.payer, lang), x.unit, x.resolution))),
            dong(x.charged),
            dong(x.settled),
            dong(x.receivable),
        ]
        for x in lines
    ]
    columns = [
        _t(*c, lang)
        for c in (("Bên đóng", "Payer"), ("Phải thu", "Charged"), ("Đã trả", "Settled"), ("Còn phải thu", "Receivable"))
    ]
    advances = [
        [payer_name(p, lang), dong(received), dong(received - used)]
        for p, received, used in books.payments
        if received or used
    ]
    paid = [_t(*c, lang) for c in (("Đã thu", "Received from"), ("Số tiền", "Amount"), ("Chưa phân bổ", "In advance"))]
    if books.problems:
        verdict = heading(_t("SỔ KHÔNG KHỚP", "THE BOOKS DO NOT BALANCE", lang))
    else:
        verdict = heading(
            _t("Sổ khớp: phải thu = đã trả + còn phải thu.", "The books balance: charged = settled + receivable.", lang)
        )
    return blocks(
        table(columns, rows, wide=50), "", table(paid, advances) if advances else None, "", verdict,
        *(faint(f"  {said(p, lang)}") for p in books.problems),
    )  # fmt: skip


def show_left(left: Sequence[Left], year: int, lang: Language) -> Group:
    """A table of resolutions: voted, charged, to come, left, and warnings."""
    rows = [
        [
            f"{x.resolution} · {payer_name(x.payer, lang)}",
            dong(x.voted),
            dong(x.spent),
            "?" if x.to_come is None else dong(x.to_come),
            dong(x.left),
            said(WARNINGS[x.warning], lang) if x.warning else "",
        ]
        for x in left
    ]
    columns = [_t(*c, lang) for c in _LEFT]
    note = _t(
        "Sắp tới: thẻ đang chạy đến hết năm theo lần tính quyết định gần nhất.",
        "To come: supports that run to the end of the year, by the last run of decisions.",
        lang,
    )
    return blocks(heading(f"{_t('Kinh phí năm', 'Money in', lang)} {year}"), table(columns, rows, wide=34), faint(note))


_LEFT = (
    ("Nghị quyết", "Resolution"),
    ("Phân bổ", "Voted"),
    ("Đã ghi", "Charged"),
    ("Sắp tới", "To come"),
    ("Còn lại", "Left"),
    ("", ""),
)


def _t(vi: str, en: str, lang: Language) -> str:
    return said(Text(vi, en), lang)
