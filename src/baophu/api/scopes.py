"""What a key may do. One table; nothing else decides it."""

from __future__ import annotations

from baophu.law.model import Text

SCOPES: dict[str, Text] = {
    "check_cover": Text(
        "Tra cứu và đón tiếp: một người có thẻ hay không, theo số chính xác, ở bất kỳ đơn vị nào",
        "Check-in: whether somebody is insured, by exact number, of any unit",
    ),
    "read_person": Text(
        "Đọc hồ sơ và thẻ của người thuộc các đơn vị được giao", "Read people and cards of the units answered for"
    ),
    "read_visits": Text("Đọc lần khám chữa bệnh", "Read visits"),
    "read_sensitive": Text("Đọc cả lần khám nhạy cảm", "Read sensitive visits too"),
    "write_visits": Text("Gửi lần khám chữa bệnh của cơ sở mình", "Send visits of one's own facility"),
    "quote": Text("Báo giá cho hộ của các đơn vị được giao", "Price cover for households of the units answered for"),
    "figures": Text("Số liệu bao phủ, không có cá nhân", "Figures of coverage, no persons"),
}
"""Scopes and what each allows. What needs no scope (the law book, "am I supported") is open to every valid key."""
