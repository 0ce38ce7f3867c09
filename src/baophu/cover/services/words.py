"""Words of cover in both languages: why a member of a quote need not or cannot pay, and payers."""

from __future__ import annotations

from collections.abc import Mapping

from baophu.law.model import Text

REASONS: Mapping[str, Text] = {
    "insured": Text("đã có thẻ còn hạn", "has a card that still runs"),
    "supported": Text("được hỗ trợ toàn bộ, không phải đóng", "supported in full, nothing to pay"),
    "employer": Text("đóng qua nơi làm việc", "pays through the employer"),
    "fund": Text("quỹ bảo hiểm xã hội đóng", "paid by social insurance"),
    "left_out": Text("chưa tham gia lần này", "does not join this time"),
    "no_group": Text("không thuộc nhóm nào", "in no group"),
    "cannot": Text("chưa cấp được thẻ", "no card can be issued"),
}
"""Why a member of a quote does not pay."""

PAYERS: Mapping[str, Text] = {
    "employer": Text("người sử dụng lao động", "employer"),
    "employee": Text("người lao động", "employee"),
    "social_insurance_fund": Text("quỹ BHXH", "social insurance fund"),
    "state": Text("Nhà nước", "State"),
    "province": Text("tỉnh", "province"),
    "sponsor": Text("nhà tài trợ", "sponsor"),
    "own": Text("tự đóng", "own share"),
}
"""Payers of a law book, where a text names them."""


def payer(name: str) -> Text:
    """A payer's name in both languages; a payer no text here knows is called by its name in the law book."""
    return PAYERS.get(name, Text(name, name))
