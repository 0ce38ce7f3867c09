"""What keys and values of cases are called in both languages; the arithmetic, whose authors write English."""

from __future__ import annotations

import re

from baophu.insight.words import PAYERS
from baophu.law.model import Text

LABELS: dict[str, Text] = {
    **PAYERS,
    "group": Text("Nhóm", "Group"),
    "group_name": Text("Nhóm", "Group"),
    "premium": Text("Mức đóng", "Premium"),
    "benefit": Text("Mức hưởng", "Level"),
    "rank": Text("Thứ tự trong hộ", "Rank in the household"),
    "held": Text("Thuộc các nhóm", "Groups held"),
    "valid_from": Text("Thẻ có giá trị từ", "Card from"),
    "valid_to": Text("Thẻ hết hạn", "Card to"),
    "paid_to": Text("Đóng đến", "Paid to"),
    "waiting": Text("Phải chờ", "Waits"),
    "waiting_days": Text("Số ngày chờ", "Days of waiting"),
    "five_year_since": Text("Liên tục từ", "Continuous since"),
    "five_year_on": Text("Đủ 5 năm vào", "Five years on"),
    "fund": Text("Quỹ trả", "The fund pays"),
    "copay": Text("Cùng chi trả", "Copayment"),
    "level": Text("Mức hưởng", "Level"),
    "share": Text("Tỷ lệ theo trình tự", "Share by route"),
    "exempt_to": Text("Miễn cùng chi trả đến", "Exempt to"),
    "copay_left": Text("Còn phải cùng chi trả trong năm", "Copayment left this year"),
    "person": Text("Người", "Person"),
    "paid_on": Text("Ngày đóng", "Paid on"),
    "months": Text("Số tháng", "Months"),
    "previous": Text("Thẻ trước đây", "Cards before"),
    "listed_on": Text("Ngày phê duyệt danh sách", "Listed on"),
    "benefit_from": Text("Hưởng trợ cấp từ", "Benefit from"),
    "enrolled_on": Text("Ngày nhập học", "Enrolled on"),
    "course_ends": Text("Khóa học kết thúc", "Course ends"),
    "grade": Text("Lớp", "Grade"),
    "to_december": Text("Đóng đến 31/12", "Paid to 31 December"),
    "on": Text("Ngày", "Day"),
    "cost": Text("Chi phí", "Cost"),
    "facility": Text("Cơ sở", "Facility"),
    "former_class": Text("Tuyến cũ", "Former class"),
    "points": Text("Điểm xếp cấp", "Points"),
    "provisional": Text("Tạm xếp cấp", "Provisional"),
    "care": Text("Hình thức", "Care"),
    "route": Text("Trình tự", "Route"),
    "serious_disease": Text("Bệnh hiểm nghèo", "Serious disease"),
    "cards": Text("Thẻ", "Cards"),
    "copays": Text("Đã cùng chi trả", "Copayments before"),
    "digit": Text("Chữ số mức hưởng trên thẻ", "Digit of the level on the card"),
}
"""What the keys of cases are called."""

MONEY = frozenset({*PAYERS, "premium", "fund", "copay", "cost", "copay_left"})
PERCENT = frozenset({"benefit", "level"})

VALUES: dict[str, Text] = {
    "true": Text("có", "yes"),
    "false": Text("không", "no"),
    "none": Text("không có", "none"),
    "inpatient": Text("nội trú", "inpatient"),
    "outpatient": Text("ngoại trú", "outpatient"),
    "right": Text("đúng trình tự", "in the order of care"),
    "wrong": Text("không đúng trình tự", "out of the order of care"),
    "emergency": Text("cấp cứu", "emergency"),
    "initial": Text("khám chữa bệnh ban đầu", "initial care"),
    "other_initial": Text("khám chữa bệnh ban đầu ở nơi khác", "initial care elsewhere"),
    "basic": Text("cấp cơ bản", "basic level"),
    "specialised": Text("cấp chuyên sâu", "specialised level"),
    "commune": Text("tuyến xã", "commune class"),
    "district": Text("tuyến huyện", "district class"),
    "provincial": Text("tuyến tỉnh", "provincial class"),
    "central": Text("tuyến trung ương", "central class"),
}
"""Words that stand as values in cases."""

_RECKONED: tuple[tuple[str, str], ...] = (
    (r"fixed on the day of payment", "chốt theo ngày đóng"),
    (r"the fund rounds down, the person pays the rest", "quỹ làm tròn xuống, người bệnh trả phần còn lại"),
    (r"rounded down", "làm tròn xuống"),
    (r"two thirds", "hai phần ba"),
    (r"one third", "một phần ba"),
    (r"the rest", "phần còn lại"),
    (r"in all", "tất cả"),
    (r"is not less", "không nhỏ hơn"),
    (r"a month", "mỗi tháng"),
    (r"nothing", "không có gì"),
    (r"no top-up", "không hỗ trợ thêm"),
    (r"leaves less than", "còn lại ít hơn"),
    (r"leaves", "còn lại"),
    (r"left", "còn lại"),
    (r"reached, not passed", "đúng bằng, chưa vượt"),
    (r"share", "tỷ lệ"),
    (r"level", "mức"),
    (r"fixed", "chốt"),
    (r"State", "Nhà nước"),
    (r"province", "tỉnh"),
    (r"against", "so với"),
    (r"and", "và"),
    (r"of", "của"),
)
_WORD = re.compile(r"[A-Za-z]{2,}")


def reckoned(lines: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Lines of arithmetic in a language; in Vietnamese those whose every word is known here."""
    if language != "vi":
        return lines
    found = []
    for line in lines:
        left, told = line, line
        for english, vietnamese in _RECKONED:
            left = re.sub(rf"\b{english}\b", "", left)
            told = re.sub(rf"\b{english}\b", vietnamese, told)
        if not _WORD.search(left):
            found.append(re.sub(r"(?<=\d)([.,])(?=\d)", lambda m: "." if m[1] == "," else ",", told))
    return tuple(found)
