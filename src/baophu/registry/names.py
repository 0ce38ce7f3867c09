"""One way to write names, and one to make them comparable: no accents, case, tone placement or double spaces."""

from __future__ import annotations

import unicodedata

from baophu.law.model import Text
from baophu.registry.errors import Problem

LONGEST = 120
_LETTERS = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})
_BETWEEN = " '’.-"


def fold(text: str) -> str:
    """`Hoà  ĐẠT` and `Hòa Đạt` are both `hoa dat`: what is left are lower-case letters, digits and single spaces."""
    spread = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    kept = "".join(c if c.isalnum() else " " for c in spread if not unicodedata.combining(c))
    return " ".join(kept.split())


def backwards(folded: str) -> str:
    """A folded name with its words from last to first: Vietnamese names are sorted and looked up by the given name."""
    return " ".join(reversed(folded.split()))


def read_name(text: str) -> str | Problem:
    """A person's name as it is kept: composed (NFC), single-spaced; one written all in capitals gets its small letters.

    The placement of tones (Hoà, Hòa) stays as given; comparing does not see it.
    """
    name = " ".join(unicodedata.normalize("NFC", text).replace("Ð", "Đ").split())
    if not name or len(name) > LONGEST:
        return Problem(
            "name",
            "length",
            Text(f"Họ và tên có từ 1 đến {LONGEST} ký tự.", f"A name has 1 to {LONGEST} characters."),
        )
    strange = sorted({c for c in name if not (c.isalpha() or c in _BETWEEN or unicodedata.combining(c))})
    if strange or not fold(name):
        shown = " ".join(strange) or name
        return Problem(
            "name",
            "letters",
            Text(
                f"Họ và tên chỉ gồm chữ cái; hãy bỏ: {shown}",
                f"A name has letters only; take out: {shown}",
            ),
        )
    if name.isupper() or name.islower():
        return " ".join(word.capitalize() for word in name.split())
    return name
