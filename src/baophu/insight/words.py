"""The words of the screens in both languages: payers, headings, and the note that people are simulated."""

from __future__ import annotations

from baophu.insight.format import Language, said, whole
from baophu.law.model import Text

PAYERS: dict[str, Text] = {
    "employer": Text("Người sử dụng lao động", "Employer"),
    "employee": Text("Người lao động", "Employee"),
    "social_insurance_fund": Text("Quỹ BHXH", "Social insurance fund"),
    "state": Text("Ngân sách nhà nước", "State"),
    "province": Text("Ngân sách tỉnh", "Province"),
    "sponsor": Text("Nhà tài trợ", "Sponsor"),
    "own": Text("Người dân tự đóng", "The person"),
}
WORDS: dict[str, Text] = {
    "coverage": Text("Bao phủ bảo hiểm y tế", "Health insurance coverage"),
    "insured": Text("Có thẻ", "Insured"),
    "people": Text("Số người", "People"),
    "rate": Text("Tỷ lệ", "Rate"),
    "change": Text("Thay đổi (điểm)", "Change (points)"),
    "without": Text("Chưa có thẻ", "Not insured"),
    "denominator": Text("Mẫu số", "Denominator"),
    "unit": Text("Theo xã, phường, đặc khu", "By unit"),
    "group": Text("Theo nhóm đóng", "By paying group"),
    "age": Text("Theo tuổi", "By age"),
    "ethnicity": Text("Theo dân tộc", "By ethnicity"),
    "minority": Text("Kinh và dân tộc thiểu số", "Majority and minorities"),
    "sex": Text("Theo giới tính", "By sex"),
    "money": Text("Số tiền đóng theo nguồn", "Money by payer"),
    "acts": Text("Hỗ trợ theo văn bản", "Support by act"),
    "payer": Text("Nguồn", "Payer"),
    "act": Text("Văn bản", "Act"),
    "total": Text("Cộng", "Total"),
    "heads": Text("Người bình quân", "Average people"),
    "heads_thousand": Text("Nghìn người", "Thousand people"),
    "cards": Text("Thẻ–năm", "Card-years"),
    "lapses": Text(
        "Sắp mất thẻ, mất hỗ trợ hoặc phải đóng nhiều hơn", "About to lose cover or support, or to pay more"
    ),
    "cause": Text("Nguyên nhân", "Cause"),
    "cover": Text("Mất thẻ", "Lose cover"),
    "support": Text("Mất hỗ trợ", "Lose support"),
    "own_rises": Text("Tự đóng tăng", "Pay more"),
    "renews": Text("Phải lập lại danh sách", "List anew"),
    "provision": Text("Theo quy định", "By provision"),
    "of_provision": Text("Quy định → tháng sau đó", "Provision → the month after"),
    "beyond": Text(
        "* hết hạn sau kỳ được tính; đếm ở tháng cuối của kỳ", "* ends beyond the run; counted in the run's last month"
    ),
    "ended_by": Text("Văn bản thay thế", "Ended by"),
    "expiry": Text("Lịch hết hiệu lực", "Expiry calendar"),
    "last_day": Text("Ngày cuối", "Last day"),
    "year_cost": Text("12 tháng qua", "Last 12 months"),
    "extension": Text("Thêm một năm", "One year more"),
    "nothing_after": Text("chưa có gì được quyết định sau đó", "nothing is decided after"),
    "unsupported": Text("không có gì thay thế", "nothing takes its place"),
    "in_force": Text("Luật hiện hành", "Law in force"),
    "draft": Text("Dự thảo", "Draft"),
    "difference": Text("Chênh lệch", "Difference"),
    "winners": Text("Lợi", "Win"),
    "losers": Text("Thiệt", "Lose"),
    "benefit_up": Text("Mức hưởng tăng", "Better benefit"),
    "benefit_down": Text("Mức hưởng giảm", "Worse benefit"),
    "own_change": Text("Tự đóng mỗi tháng", "Own share a month"),
    "claim": Text("Đã công bố", "Stated"),
    "published": Text("Con số", "Figure"),
    "found": Text("Tính được", "Found"),
    "why": Text("Vì sao khác", "Why they differ"),
    "try": Text("Làm gì tiếp", "What to try next"),
    "year": Text("Năm", "Year"),
    "lowest": Text("Thấp nhất", "Lowest"),
    "ahead": Text("Trong {days} ngày sau {day}", "In the {days} days after {day}"),
}


def word(key: str, lang: Language, **values: object) -> str:
    """A word or heading by its key."""
    return said(WORDS[key], lang).format(**values)


def payer_name(payer: str, lang: Language) -> str:
    """What a payer is called; its own name when it is none of the usual ones."""
    return said(PAYERS[payer], lang) if payer in PAYERS else payer


def scale_note(simulated: bool, weight: int, lang: Language) -> str:
    """The label that stands on everything shown: whether people are invented, and how they are counted."""
    said_in = {
        "vi": (
            "MÔ PHỎNG: không phải người thật." if simulated else "",
            f"Mỗi người trong dữ liệu thay cho {whole(weight)} người; các số đếm và số tiền đã nhân lên.",
        ),
        "en": (
            "SIMULATED: no real people." if simulated else "",
            f"Each person of the data stands for {whole(weight)}; counts and money are multiplied.",
        ),
    }[lang]
    return " ".join(part for part in (said_in[0], said_in[1] if weight > 1 else "") if part)
