"""Numbers and dates as Vietnamese readers write them, in both languages: 1.263.600 ₫, 25/12/1980, 95,71 %."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal

from baophu.law.model import Text

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def said(text: Text, lang: Language) -> str:
    """A text in one language."""
    return text.vi if lang == "vi" else text.en


def whole(number: int) -> str:
    """1263600 as 1.263.600; a minus sign before what is negative."""
    return f"{number:,}".replace(",", ".").replace("-", "−")


def signed(number: int) -> str:
    """+5, −5, 0."""
    return f"+{whole(number)}" if number > 0 else whole(number)


def dong(amount: int) -> str:
    """1263600 as 1.263.600 ₫."""
    return f"{whole(amount)} ₫"


UNITS: tuple[tuple[int, Text], ...] = (
    (10**9, Text("tỷ ₫", "bn ₫")),
    (10**6, Text("triệu ₫", "m ₫")),
    (1, Text("₫", "₫")),
)


def unit_for(amounts: Iterable[int]) -> tuple[int, Text]:
    """The unit in which the largest of some amounts reads well: đồng, million or billion, and its name."""
    largest = max((abs(a) for a in amounts), default=0)
    return next((unit for unit in UNITS if largest >= unit[0]), UNITS[-1])


def in_unit(amount: int, unit: int) -> str:
    """An amount in a unit, with one decimal unless the unit is the đồng, rounded half up."""
    return decimal(Fraction(amount, unit), 1 if unit > 1 else 0)


def short_dong(amount: int, lang: Language) -> str:
    """Large amounts in millions or billions with one decimal: 72,3 tỷ ₫, 72,3 bn ₫."""
    unit, name = unit_for([amount])
    return f"{in_unit(amount, unit)} {said(name, lang)}"


def decimal(number: Fraction, places: int) -> str:
    """A fraction with some decimals, rounded half away from nought."""
    scale = 10**places
    scaled = abs(number) * scale
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "−" if number < 0 and digits else ""
    head, tail = divmod(digits, scale)
    return f"{sign}{whole(head)}" + (f",{tail:0{places}d}" if places else "")


def percent(share: Fraction, places: int = 2) -> str:
    """Fraction(9571, 10000) as 95,71 %."""
    return f"{decimal(share * 100, places)} %"


def points(difference: Fraction, places: int = 2) -> str:
    """A difference of rates: +0,15, −1,20."""
    text = decimal(difference * 100, places)
    return text if text.startswith("−") or not text.strip("0,") else f"+{text}"


def day(value: date) -> str:
    """25/12/1980."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def month(value: int) -> str:
    """Month 24306 as 07/2025."""
    return f"{value % 12 + 1:02d}/{value // 12}"


def bar(share: Fraction, width: int) -> str:
    """A bar of block characters; eighths of a cell are drawn."""
    eighths = max(0, min(width * 8, int(share * width * 8)))
    full, rest = divmod(eighths, 8)
    return ("█" * full + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[rest]).ljust(width)
