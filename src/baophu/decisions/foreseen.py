"""What `foresee` answers: for whom something would begin, end or change, from which month, and what it would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baophu.engine.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's decision in a month: outcome, rank in the household, whether insured, đồng a month by payer.

    `supported`: a payer who supports anybody (the State, the province, a sponsor) pays at least a part, be it by a
    support or by the premium rule of the group.
    """

    outcome: Outcome
    rank: int
    insured: bool
    premium: int
    amounts: Mapping[str, int]
    supported: bool

    @property
    def own(self) -> int:
        """What is left to the person: the last payer's amount."""
        return next(reversed(list(self.amounts.values())), 0)

    @property
    def supports(self) -> frozenset[tuple[str, str]]:
        """(payer, provision) of every support."""
        return frozenset(self.outcome.supports)


@dataclass(frozen=True, slots=True)
class Turn:
    """Months `a` to `b` (inclusive) in which a person would be decided otherwise; None: not decided at all.

    `person` is negative for somebody not in the register yet. A person may have several turns, in order.
    """

    person: int
    household: int
    unit: str
    a: int
    b: int
    before: Standing | None
    after: Standing | None

    @property
    def support_begins(self) -> bool:
        """Supported, and was not."""
        return not (self.before and self.before.supported) and bool(self.after and self.after.supported)

    @property
    def support_ends(self) -> bool:
        """Not supported any more."""
        return bool(self.before and self.before.supported) and not (self.after and self.after.supported)

    @property
    def group_changes(self) -> bool:
        """The paying group is another."""
        return (self.before.outcome.group if self.before else "") != (self.after.outcome.group if self.after else "")

    @property
    def own_change(self) -> int:
        """How much more (or less) the person pays a month, đồng."""
        return (self.after.own if self.after else 0) - (self.before.own if self.before else 0)


@dataclass(frozen=True, slots=True)
class Problem:
    """A household that cannot be decided, as recorded or with the changes: the engine's sentence says why."""

    household: int
    persons: tuple[int, ...]
    message: str
    with_changes: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Turns from the month of `month` on, by person and month; `looked_at` counts the people decided twice."""

    month: int
    last: int
    turns: tuple[Turn, ...]
    problems: tuple[Problem, ...]
    looked_at: int

    @property
    def persons(self) -> Mapping[int, tuple[Turn, ...]]:
        """Turns by person."""
        found: dict[int, list[Turn]] = {}
        for turn in self.turns:
            found.setdefault(turn.person, []).append(turn)
        return {person: tuple(turns) for person, turns in found.items()}
