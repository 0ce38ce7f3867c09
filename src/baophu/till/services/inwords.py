"""Amounts in words, as they stand on a receipt."""

from __future__ import annotations

from baophu.law.words import Language

VI = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
VI_GROUPS = ("", "nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ")
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
EN = (*ONES.split(), "seventeen", "eighteen", "nineteen")
EN_TENS = ("", "", *TENS.split())
EN_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def in_words(amount: int, language: Language = "vi") -> str:
    """`1263600` → "một triệu hai trăm sáu mươi ba nghìn sáu trăm đồng"; a capital first."""
    sign = ("âm " if language == "vi" else "minus ") if amount < 0 else ""
    said = _vietnamese(abs(amount)) if language == "vi" else _english(abs(amount))
    text = f"{sign}{said} đồng"
    return text[0].upper() + text[1:]


def _groups(number: int) -> list[int]:
    """Groups of three digits, the last first."""
    found = []
    while number:
        number, rest = divmod(number, 1000)
        found.append(rest)
    return found


def _vietnamese(number: int) -> str:
    groups = _groups(number)
    words: list[str] = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            inside = bool(words)  # below a larger group its hundreds are always said
            words += [*_three_vi(groups[place], whole=inside), *filter(None, [VI_GROUPS[place]])]
    return " ".join(words) or VI[0]


def _three_vi(number: int, *, whole: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [VI[hundreds], "trăm"] if hundreds or whole else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [VI[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones:
        one = "mốt" if ones == 1 and tens > 1 else "lăm" if ones == 5 and tens else VI[ones]
        words.append(one)
    return words


def _english(number: int) -> str:
    groups = _groups(number)
    words: list[str] = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            words += [*_three_en(groups[place]), *filter(None, [EN_GROUPS[place]])]
    return " ".join(words) or EN[0]


def _three_en(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [EN[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(EN_TENS[tens] + (f"-{EN[ones]}" if ones else ""))
    elif rest:
        words.append(EN[rest])
    return words
