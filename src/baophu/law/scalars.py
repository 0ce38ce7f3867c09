"""Single values as an author writes them: dates, months, shares, amounts; a wrong one is `Refused`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

from baophu.law.errors import Refused

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_PERCENT = re.compile(r"(\d+)(?:\.(\d+))?%")
_RATIO = re.compile(r"(\d+)/(\d+)")
NEVER = 0


def date_of(text: str) -> date:
    """`2025-07-01`."""
    if not _DATE.fullmatch(text):
        raise Refused(f"'{text}' is not a date; a date is written 2025-07-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"'{text}' is not a day of the calendar") from None


def month_of(text: str) -> int:
    """`2025-07` as year * 12 + month - 1; `never` as 0."""
    if text == "never":
        return NEVER
    found = _MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        raise Refused(f"'{text}' is not a month; a month is written 2025-07")
    return int(found[1]) * 12 + int(found[2]) - 1


def month_text(month: int) -> str:
    """24306 as `2025-07`; 0 as `never`."""
    return "never" if month == NEVER else f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_number(day: date) -> int:
    """The month a day lies in."""
    return day.year * 12 + day.month - 1


def share_of(text: str) -> Fraction:
    """`30%`, `4.5%` or `2/3`, exactly."""
    if found := _PERCENT.fullmatch(text):
        decimals = found[2] or ""
        return Fraction(int(found[1] + decimals), 100 * 10 ** len(decimals))
    if found := _RATIO.fullmatch(text):
        if int(found[2]) == 0:
            raise Refused(f"'{text}' divides by nothing")
        return Fraction(int(found[1]), int(found[2]))
    raise Refused(f"'{text}' is not a share; a share is written 30%, 4.5% or 2/3")


def share_text(share: Fraction) -> str:
    """Fraction(9, 200) as `4.5%`, Fraction(2, 3) as `2/3`."""
    thousandths = share * 100_000
    if thousandths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    whole, rest = divmod(thousandths.numerator, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + "%"


def whole_of(text: str) -> int:
    """`1150000`."""
    if not re.fullmatch(r"-?(0|[1-9]\d*)", text):
        raise Refused(f"'{text}' is not a whole number; it is written with digits only, as 1150000")
    return int(text)


def flag_of(text: str) -> bool:
    """`true` or `false`."""
    if text not in ("true", "false"):
        raise Refused(f"'{text}' is neither true nor false")
    return text == "true"


def day_before(day: date) -> date:
    """The last day before one."""
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """The first day after one."""
    return day + timedelta(days=1)
