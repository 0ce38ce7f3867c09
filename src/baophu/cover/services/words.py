"""Words of cover in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from baophu.law.model import Text

REASONS: Mapping[str, Text] = {
    "insured": Text("đã có thẻ còn hạn", "has a card that still runs"),
    "supported": Text("được đóng, hỗ trợ toàn bộ", "supported in full"),
    "employer": Text("đóng qua nơi làm việc", "pays through the employer"),
    "fund": Text("quỹ bảo hiểm xã hội đóng", "paid by social insurance"),
    "left_out": Text("chưa tham gia lần này", "does not join this time"),
    "no_group": Text("không thuộc nhóm nào", "in no group"),
    "cannot": Text("chưa cấp được thẻ", "no card can be issued"),
}
"""Why a member of a quote does not pay."""

UNMATCHED: Mapping[str, Text] = {
    "expired": Text("báo giá đã hết hạn", "the quote had expired"),
    "changed": Text("luật hoặc dữ liệu đã đổi sau báo giá", "law or facts changed after the quote"),
    "dead": Text("người tham gia đã mất", "somebody who joins has died"),
    "amount": Text("số tiền không đúng báo giá", "not the amount that was quoted"),
    "twice": Text("báo giá đã được thanh toán", "the quote was paid already"),
    "unknown": Text("không rõ cho báo giá nào", "nobody knows for which quote"),
}
"""Why a payment waits for somebody."""

CAUSES: Mapping[str, Text] = {
    "takeover": Text("người khác đóng thay", "another payer takes over"),
    "death": Text("đã mất", "died"),
    "void": Text("thẻ bị thu hồi", "card taken back"),
}
"""Why a refund is proposed."""

WARNINGS: Mapping[str, Text] = {
    "none": Text("chưa phân bổ", "nothing was voted"),
    "over": Text("cam kết vượt số phân bổ", "more is committed than was voted"),
    "spent": Text("đã chi vượt số phân bổ", "more is charged than was voted"),
}
"""What is wrong with a resolution's money."""
