"""A receipt as PDF, in either language."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baophu.law.words import Language
from baophu.pages import setting
from baophu.pages.written import day, money
from baophu.till.services.inwords import in_words
from baophu.till.services.receipts import Receipt

TEMPLATES = Path(__file__).parent / "typst"
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))
METHODS = {
    "cash": gettext_lazy("tiền mặt"),
    "transfer": gettext_lazy("chuyển khoản"),
    "qr": gettext_lazy("chuyển khoản VietQR"),
    "agent": gettext_lazy("qua tổ chức dịch vụ thu"),
    "budget": gettext_lazy("ngân sách chuyển"),
    "netting": gettext_lazy("bù trừ"),
}


def method(name: str) -> str:
    """How money came, in the reader's language."""
    return str(METHODS[name])


def file_name(receipt: Receipt) -> str:
    """`bien-lai-2026-0000001.pdf`, marked where people are simulated."""
    return f"bien-lai-{receipt.number}{'-mo-phong' if receipt.simulated else ''}.pdf"


def pdf(receipt: Receipt, language: Language = "vi") -> bytes:
    """A receipt set on one page."""
    with override(language):
        return setting.pdf(TEMPLATES, "receipt", _data(receipt, language))


def _data(receipt: Receipt, language: Language) -> dict[str, object]:
    back = receipt.amount < 0
    facts = [
        (_("Người nộp"), receipt.payer),
        (_("Địa chỉ"), ", ".join(filter(None, (receipt.address, receipt.unit)))),
        (_("Ngày nộp"), day(receipt.day)),
        (_("Hình thức"), method(receipt.method)),
        (_("Số giao dịch"), receipt.reference),
        (_("Báo giá"), f"BG{receipt.quote}" if receipt.quote else ""),
        (_("Người thu"), receipt.taken_by),
    ]
    return {
        "language": language,
        "title": _("Phiếu trả lại tiền đóng bảo hiểm y tế") if back else _("Biên lai thu tiền đóng bảo hiểm y tế"),
        "simulated": _("DỮ LIỆU MÔ PHỎNG · Không ai trong đây là người thật") if receipt.simulated else "",
        "number": receipt.number,
        "facts": [list(pair) for pair in facts if pair[1]],
        "amount": money(receipt.amount),
        "in_words": in_words(receipt.amount, language),
        "cancelled": _("Biên lai này đã bị hủy bằng phiếu %(number)s.") % {"number": receipt.cancelled_by}
        if receipt.cancelled_by
        else "",
        "waits": _("Khoản này chưa mua được thẻ; cơ quan bảo hiểm xã hội sẽ liên hệ.") if receipt.waits else "",
        "cards": [
            {
                "name": card.name,
                "born": day(card.born),
                "number": card.number or "–",
                "days": f"{day(card.valid_from)} – {day(card.valid_to) if card.valid_to else ''}",
                "amount": money(card.amount),
            }
            for card in receipt.cards
        ],
        "made": receipt.at,
        "words": {
            "number": _("Số"),
            "amount": _("Số tiền"),
            "in_words": _("Bằng chữ"),
            "for": _("Đóng cho"),
            "name": _("Họ và tên"),
            "born": _("Ngày sinh"),
            "card": _("Số thẻ"),
            "days": _("Thẻ có giá trị"),
            "paid": _("Người dân đóng"),
            "payer_signs": _("Người nộp tiền"),
            "taker_signs": _("Người thu tiền"),
            "sign": _("(ký, ghi rõ họ tên)"),
            "keep": _("Giữ biên lai này. Thẻ có trên VNeID và VssID, không cần chờ thẻ giấy."),
            "made": _("Lập lúc"),
        },
    }
