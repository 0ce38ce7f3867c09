"""What the checks of one stretch stand on: the law in force, the situations tried, and how a finding is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baophu.engine.lint.examples import example_of
from baophu.engine.lint.findings import Cited, Finding, Kind
from baophu.engine.lint.stretches import OpenParameter, Stretch
from baophu.engine.lint.traits import Trait
from baophu.engine.lint.tried import Tried
from baophu.engine.lint.ways import Own
from baophu.engine.plan import Plan
from baophu.law.model import Book, Provision, Text


@dataclass(frozen=True, slots=True)
class Other:
    """The situations, by their places, on which an open parameter's other answer can bear, decided under it."""

    parameter: OpenParameter
    where: NDArray[np.intp]
    tried: Tried


@dataclass(frozen=True, slots=True)
class Ground:
    """A stretch with everything tried in it, and what open parameters' other answers could turn."""

    book: Book
    stretch: Stretch
    traits: Sequence[Trait]
    owns: Sequence[Own]
    tried: Tried
    others: Sequence[Other]

    @property
    def plan(self) -> Plan:
        """How the stretch's period is asked."""
        return self.tried.plan

    def group(self, place: int) -> str:
        """A group as a reader finds it: letter and name."""
        name = self.tried.groups[place]
        return f"{self.stretch.period.letter(name)} ({name})"

    def provisions_of(self, group: int) -> tuple[Provision, ...]:
        """The provisions that say whom a group holds."""
        return self.stretch.period.groups[self.tried.groups[group]]

    def finding(self, kind: Kind, concerned: Iterable[Provision], says: Text, row: int | None) -> Finding:
        """A finding on provisions, with a row of the situations tried as its example."""
        return self.cite(kind, [cited(p) for p in concerned], says, row)

    def cite(self, kind: Kind, concerned: Iterable[Cited], says: Text, row: int | None) -> Finding:
        """The same where a parameter is concerned too."""
        example = None if row is None else example_of(self.book, self.stretch, self.traits, self.tried.rows, row)
        return Finding(kind, tuple(concerned), self.stretch.start, self.stretch.end, says, example)


def cited(provision: Provision) -> Cited:
    """A provision by name, article and place."""
    return Cited(provision.ref, provision.article, provision.place)
