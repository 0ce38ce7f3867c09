"""What steering refuses, in the reader's words and both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from baophu.accounts.errors import Refused
from baophu.law.model import Text


class NoFigures(Refused):
    """No figures were kept yet, or not of this month."""


class WrongRun(Refused):
    """A folder whose figures cannot be kept."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: with a field of a form or a cell of a table (`row` from 1 as a spreadsheet numbers it)."""

    field: str
    text: Text
    row: int | None = None

    def __str__(self) -> str:
        said = self.text.en if (get_language() or "vi").startswith("en") else self.text.vi
        if self.row is None:
            return said
        return f"Row {self.row}: {said}" if (get_language() or "vi").startswith("en") else f"Dòng {self.row}: {said}"


class WrongTargets(Refused):
    """Targets that cannot be assigned as given. Nothing was assigned; `problems` has one for each fault."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.text.vi for p in problems), "; ".join(p.text.en for p in problems))


class WrongBoundaries(Refused):
    """A boundary file that cannot be taken."""


class NotSeen(Refused):
    """People whom this account may not see."""
