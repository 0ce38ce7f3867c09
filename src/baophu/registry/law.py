"""The law book in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

from baophu.law.model import Book
from baophu.law.read import read_book

_sources: list[Callable[[], Book]] = []


def use(source: Callable[[], Book]) -> None:
    """Have `book` ask a source which law book is in use: it may be replaced while this process lives."""
    _sources[:] = [source]


def book() -> Book:
    """The law book in use; LawError when it cannot be read. Ask once an act."""
    return _sources[0]() if _sources else installed()


@cache
def installed() -> Book:
    """The law book of the setting BOOK, read once a process."""
    named = Path(settings.BOOK)
    return read_book(named if (named / "book.yaml").exists() else settings.PACKAGE / "lawbook" / settings.BOOK)
