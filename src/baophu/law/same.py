"""Law books as keys of what is made of them: a book read again is the same book when its files are."""

from __future__ import annotations

from baophu.law.model import Book


class ByDigest:
    """A book that is equal to any other of the same digest."""

    __slots__ = ("book",)

    def __init__(self, book: Book) -> None:
        self.book = book

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByDigest) and other.book.digest == self.book.digest

    def __hash__(self) -> int:
        return hash(self.book.digest)
