"""Where the books are, what their authors are told, and how a node is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import baophu
from baophu.law.errors import LawError
from baophu.law.model import Book
from baophu.law.read import read_book
from baophu.law.tree import Node
from baophu.law.vocabulary import Vocabulary
from baophu.law.written import written

LAWBOOK = Path(baophu.__file__).parent / "lawbook"
TOY = LAWBOOK / "toy"
Spoil = Callable[[str, str, str], Path]


def told(book: Path) -> list[str]:
    """What the author of a book is told, with files as seen from the book's folder."""
    with pytest.raises(LawError) as error:
        read_book(book)
    return [line.replace(f"{book}/", "") for line in str(error.value).splitlines()]


def vocabulary(book: Book) -> Vocabulary:
    """The names of a book."""
    return Vocabulary(book.facts, {n: p.type for n, p in book.parameters.items()}, dict(book.definitions))


def printed(node: Node, book: Book) -> str:
    """A node as an author of the book would write it."""
    types = {n: f.type for n, f in book.facts.items()} | {n: p.type for n, p in book.parameters.items()}
    return written(node, types)
