"""What lint hands back: findings, each with the provisions it concerns, its months and one smallest example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baophu.law.model import Place, Text

Level = Literal["error", "notice"]
Kind = Literal[
    "no_group",
    "no_premium",
    "no_benefit",
    "over_premium",
    "no_order",
    "never_holds",
    "reaches_no_group",
    "always_loses",
    "open_question",
]

LEVELS: dict[Kind, Level] = {
    "no_group": "error",
    "no_premium": "error",
    "no_benefit": "error",
    "over_premium": "error",
    "no_order": "error",
    "never_holds": "notice",
    "reaches_no_group": "notice",
    "always_loses": "notice",
    "open_question": "notice",
}
"""Every kind of finding in the order in which they are shown, and how grave it is."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A provision (`instrument#id`) or a parameter, its article and where it is written."""

    ref: str
    article: str
    place: Place


@dataclass(frozen=True, slots=True)
class Example:
    """A situation: the month, the age class (`age` to before `next_age`, None: no end), what differs from the default.

    `facts` are (fact, value as a facts table writes it); `words` say the same, the age first.
    """

    month: int
    age: int
    next_age: int | None
    facts: tuple[tuple[str, str], ...]
    words: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, true in every month from `first` to `last`; the example stands in the first of them."""

    kind: Kind
    cited: tuple[Cited, ...]
    first: int
    last: int
    says: Text
    example: Example | None

    @property
    def level(self) -> Level:
        """error or notice."""
        return LEVELS[self.kind]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many situations were tried, by how they were made; one made twice counts where it was made first."""

    own: int
    pairs: int
    meetings: int
    deeper: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.own + self.pairs + self.meetings + self.deeper

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.own + other.own,
            self.pairs + other.pairs,
            self.meetings + other.meetings,
            self.deeper + other.deeper,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a book, errors first.

    `periods` are the (first, last) months in which the law stands still; `tally` says what was tried; `not_exhausted`
    names provisions with too many facts of their own to try every combination of them.
    """

    book: Text
    findings: tuple[Finding, ...]
    tally: Tally
    periods: tuple[tuple[int, int], ...]
    not_exhausted: tuple[str, ...]

    @property
    def situations_tried(self) -> int:
        """How many situations were decided."""
        return self.tally.whole

    def of(self, level: Level) -> tuple[Finding, ...]:
        """The findings of one level."""
        return tuple(f for f in self.findings if f.level == level)
