"""What is wrong with a law book, gathered and said together.

A problem names the file, the line, what it concerns (a provision, a fact, a key) and, in one sentence, what is wrong
and what would do. Reading goes on after a problem where it can, so that an author sees all of them at once; nothing
that was read beside a problem ever leaves the reader.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from baophu.law.model import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what would do."""

    place: Place
    about: str
    message: str

    def __str__(self) -> str:
        about = f"{self.about}: " if self.about else ""
        return f"{shown(self.place.file)}:{self.place.line}: {about}{self.message}"


class LawError(Exception):
    """A law book that cannot be read. `problems` are in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda p: (str(p.place.file), p.place.line)))
        super().__init__("\n".join(str(p) for p in self.problems))


class Problems:
    """A collector: readers add to it and go on; `raise_any` ends a stage."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def add(self, place: Place, about: str, message: str) -> None:
        """Note one problem."""
        self._found.append(Problem(place, about, message))

    def raise_any(self) -> None:
        """LawError with everything noted so far, if anything was."""
        if self._found:
            raise LawError(self._found)


class Refused(Exception):
    """A text that cannot be what it should be; caught where its place is known and turned into a problem."""


def shown(file: Path) -> str:
    """The file as a reader standing in the working folder would name it."""
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for a near miss, else the list of what is allowed, else nothing."""
    allowed = list(known)
    near = difflib.get_close_matches(word, allowed, n=1, cutoff=0.7)
    if near:
        return f"; did you mean '{near[0]}'?"
    if not allowed:
        return ""
    if len(allowed) > 12:
        return ""
    return f"; allowed: {', '.join(allowed)}"


def a(word: str) -> str:
    """`a support`, `an order`."""
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else "nothing"
