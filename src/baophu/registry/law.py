"""The law book in use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from baophu.law.model import Book
from baophu.law.read import read_book


@cache
def book() -> Book:
    """The law book of the setting BOOK, read once a process; LawError when it cannot be read."""
    named = Path(settings.BOOK)
    return read_book(named if (named / "book.yaml").exists() else settings.PACKAGE / "lawbook" / settings.BOOK)
