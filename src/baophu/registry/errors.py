"""What the register refuses, in the reader's words and both languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from baophu.accounts.errors import Refused
from baophu.law.model import Text


def told(text: Text) -> str:
    """A text in the language of this request or command."""
    return text.en if (get_language() or "").startswith("en") else text.vi


def perhaps(word: str, known: Iterable[str]) -> Text:
    """What a word was perhaps meant to be; else what is allowed, where that is not much; else nothing."""
    allowed = list(known)
    if near := difflib.get_close_matches(word, allowed, n=1, cutoff=0.6):
        return Text(f"; có phải “{near[0]}”?", f"; did you mean '{near[0]}'?")
    if 0 < len(allowed) <= 12:
        return Text(f"; được phép: {', '.join(allowed)}", f"; allowed: {', '.join(allowed)}")
    return Text("", "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field. `code` names the kind of fault; a list that arrives may take it as a warning."""

    field: str
    code: str
    text: Text

    def __str__(self) -> str:
        return told(self.text)


class RegistryError(Refused):
    """What cannot be recorded or found: `text` says in both languages what is wrong and what would do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.vi, text.en)


class WrongField(RegistryError):
    """Fields that cannot be as given. `problems` has one for each fault, so that a form shows it beside its field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(Text(" ".join(p.text.vi for p in problems), " ".join(p.text.en for p in problems)))


class WrongFact(RegistryError):
    """A fact or value the law book does not declare, or a day on which it cannot be true."""


class Overlap(RegistryError):
    """Something else is recorded for these days. `rows` are what stands there."""

    def __init__(self, text: Text, rows: Sequence[object]) -> None:
        self.rows = tuple(rows)
        super().__init__(text)


class NotThere(RegistryError):
    """Nothing of the kind is recorded on that day."""


class InConflict(RegistryError):
    """Two records that contradict each other; `conflicts` is what to choose between."""

    def __init__(self, text: Text, conflicts: Sequence[object]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(text)


class BuiltOn(RegistryError):
    """An entry that later ones stand on. `later` are these entries."""

    def __init__(self, text: Text, later: Sequence[object]) -> None:
        self.later = tuple(later)
        super().__init__(text)


class NotEmpty(RegistryError):
    """A register that would have to be empty."""


class BadBackup(RegistryError):
    """A backup that cannot be made or put back."""
