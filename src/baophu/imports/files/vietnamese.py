"""Vietnamese in files of before Unicode: Windows-1258 is read, TCVN3 and VNI are recognised and refused.

TCVN3 (fonts .Vn…) and VNI put Vietnamese letters on the places of others, so that the same bytes mean different things
with another font; they cannot be told from each other surely enough to write names into a register.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for vowel in _VOWELS
    for letter in (vowel, vowel.upper())
    for tone in ("", *_TONES)
) | frozenset("đĐ")
"""Letters of Vietnamese that are not ASCII, composed (and the plain vowels)."""

# Signs that stand for letters in TCVN3 and never inside a word of Unicode text.
_TCVN3 = frozenset("¨©ª«¬®µ¶·¸¹»¼½¾Æ")
# Letters that stand for letters or tones in VNI and are no Vietnamese letters.
_VNI = frozenset("øØûÛïÏåÅäÄëËüÜñÑöÖ")
_WORD = re.compile(r"[^\s\d.,;:()\[\]/\\|\"'!?%+*=<>_-]+")
MANY = 0.3
"""From this share of the words that are not ASCII on, a text is taken for what its signs say."""


def words(text: str) -> list[str]:
    """The words of a text that have other letters than ASCII."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def old_letters(text: str) -> Literal["TCVN3", "VNI"] | None:
    """Whether a text, read as Unicode or Windows-1252, is really TCVN3 or VNI."""
    foreign = words(text)
    if len(foreign) < 2:
        return None
    lettered = [word for word in foreign if any(c.isascii() and c.isalpha() for c in word)]
    tcvn3 = sum(any(c in _TCVN3 for c in word) for word in lettered)
    vni = sum(any(c in _VNI for c in word) for word in foreign)
    if tcvn3 >= 2 and tcvn3 >= MANY * len(foreign):
        return "TCVN3"
    if vni >= 2 and vni >= MANY * len(foreign):
        return "VNI"
    return None


def windows_1258(content: bytes) -> str | None:
    """The text of Windows-1258 bytes with letters and tones composed; None when it is not Vietnamese so read."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    foreign = words(text)
    if not foreign:
        return text
    good = sum(all(c.isascii() or c in LETTERS for c in word) for word in foreign)
    return text if good >= 0.9 * len(foreign) else None
