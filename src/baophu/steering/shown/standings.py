"""What the standings of the forecast are called."""

from __future__ import annotations

from baophu.law.model import Text

STANDINGS = {
    "keeps": Text("Có thẻ, giữ nguyên quyền lợi", "Insured, keeping what they have"),
    "loses": Text(
        "Có thẻ, sắp mất hỗ trợ hoặc phải đóng thêm", "Insured, about to lose support or to pay a larger share"
    ),
    "gains": Text("Chưa có thẻ, sắp được đóng toàn bộ", "Not insured, about to be paid for in full"),
    "out": Text("Chưa có thẻ", "Not insured"),
    "new": Text("Trẻ sinh ra và người chuyển đến", "Births and arrivals"),
}
"""By the names of `insight.forecast.STANDINGS`."""
