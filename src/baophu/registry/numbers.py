"""The numbers of people, each checked by itself (fact base §6.1). Plain functions on texts; none asks a database.

A function `read_…` takes a text as people write it and gives the number as it is kept, or a Problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import phonenumbers

from baophu.law.model import Text
from baophu.registry.errors import Problem

FIRST_CENTURY = 1900
_BETWEEN = re.compile(r"[\s.\-_/]+")
_DIGITS = {"personal_id": 12, "old_id": 9, "social_number": 10}
_NAMES = {
    "personal_id": Text("Số định danh cá nhân", "A personal ID"),
    "old_id": Text("Số chứng minh nhân dân", "An old ID"),
    "social_number": Text("Mã số BHXH", "A social-insurance number"),
}
_CARD = re.compile("[A-Z]{2}[1-5][0-9]{12}")


def bare(text: str) -> str:
    """A number without the spaces, dots and dashes people put between its digits, letters in capitals."""
    return _BETWEEN.sub("", text).upper()


def read_digits(field: str, text: str) -> str | Problem:
    """A personal ID (12 digits), old ID (9) or social-insurance number (10), by the name of its field."""
    number, wanted, name = bare(text), _DIGITS[field], _NAMES[field]
    if not (number.isascii() and number.isdigit()):
        return Problem(
            field,
            "digits",
            Text(f"{name.vi} chỉ gồm chữ số, không phải “{text}”.", f"{name.en} has digits only, not '{text}'."),
        )
    if len(number) != wanted:
        return Problem(
            field,
            "length",
            Text(
                f"{name.vi} có {wanted} chữ số; số này có {len(number)}. Hãy kiểm tra lại, kể cả số 0 ở đầu.",
                f"{name.en} has {wanted} digits; this one has {len(number)}. Check it, leading zeros included.",
            ),
        )
    return number


def read_card_number(text: str) -> str | Problem:
    """A card number of 15 characters: two letters, benefit digit 1 to 5, two digits of a province, ten digits."""
    number = bare(text)
    if _CARD.fullmatch(number):
        return number
    return Problem(
        "card_number",
        "shape",
        Text(
            f"Số thẻ BHYT có 15 ký tự: 2 chữ cái, 1 số từ 1 đến 5, 12 chữ số (GD4222212345678); không phải “{text}”.",
            f"A card number has 15 characters: 2 letters, a digit 1 to 5, 12 digits (GD4222212345678); not '{text}'.",
        ),
    )


def read_phone(text: str) -> str | Problem:
    """A telephone number, of Vietnam unless it begins with +, as +84…"""
    try:
        number = phonenumbers.parse(text, "VN")
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    except phonenumbers.NumberParseException:
        pass
    return Problem(
        "phone",
        "shape",
        Text(
            f"“{text}” không phải số điện thoại; viết như 0912 345 678, số nước ngoài bắt đầu bằng +.",
            f"'{text}' is no telephone number; write it like 0912 345 678, a foreign one with + first.",
        ),
    )


def check_personal_id(text: str, sex: str | None = None, born: date | None = None) -> list[Problem]:
    """What is wrong with a personal ID: its shape, and where it disagrees with the sex (m, f) or the year of birth.

    Codes: `digits`, `length`, `sex`, `year`. By the structure of Decree 137/2015 (fact base §6.1, K): three digits of
    the province of birth registration, one of century and sex, two of the birth year, six of order; no check digit.
    """
    number = read_digits("personal_id", text)
    if isinstance(number, Problem):
        return [number]
    return list(filter(None, (_disagrees_on_sex(number, sex), _disagrees_on_year(number, born))))


def year_of(personal_id: str) -> int:
    """The birth year a personal ID of 12 digits says."""
    return FIRST_CENTURY + int(personal_id[3]) // 2 * 100 + int(personal_id[4:6])


def _disagrees_on_sex(number: str, sex: str | None) -> Problem | None:
    said = "f" if int(number[3]) % 2 else "m"
    if sex is None or sex == said:
        return None
    vi, en = {"m": ("nam", "a man"), "f": ("nữ", "a woman")}[said]
    return Problem(
        "personal_id",
        "sex",
        Text(
            f"Số định danh {number} là của {vi} (chữ số thứ tư là {number[3]}); hãy sửa số hoặc giới tính.",
            f"Personal ID {number} is that of {en} (its fourth digit is {number[3]}); correct the number or the sex.",
        ),
    )


def _disagrees_on_year(number: str, born: date | None) -> Problem | None:
    said = year_of(number)
    if born is None or born.year == said:
        return None
    return Problem(
        "personal_id",
        "year",
        Text(
            f"Số định danh {number} là của người sinh năm {said}, không phải {born.year}; hãy sửa số hoặc ngày sinh.",
            f"Personal ID {number} is of somebody born in {said}, not {born.year}; correct the number or the date.",
        ),
    )


def _reader(field: str) -> Callable[[str], str | Problem]:
    return lambda text: read_digits(field, text)


READERS: dict[str, Callable[[str], str | Problem]] = {
    "personal_id": _reader("personal_id"),
    "old_id": _reader("old_id"),
    "social_number": _reader("social_number"),
    "card_number": read_card_number,
    "phone": read_phone,
}
"""How each number of a person is read, by its field."""
