"""One way to make names comparable: without accents, case, tone placement or double spaces."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})


def fold(text: str) -> str:
    """`Hoà  ĐẠT` and `Hòa Đạt` are both `hoa dat`: what is left are lower-case letters, digits and single spaces."""
    spread = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    kept = "".join(c if c.isalnum() else " " for c in spread if not unicodedata.combining(c))
    return " ".join(kept.split())


def backwards(folded: str) -> str:
    """A folded name with its words from last to first: Vietnamese names are sorted and looked up by the given name."""
    return " ".join(reversed(folded.split()))
