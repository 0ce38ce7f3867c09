"""Texts in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from baophu.law.model import Text
from baophu.law.words import Language

Said = str | Promise | Text


def language() -> Language:
    """The language of the page being made."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def said(text: Any) -> str:
    """A text of the law book, or one of Django's, in the reader's language."""
    if isinstance(text, Text):
        return text.en if language() == "en" else text.vi
    return str(text)
