"""Why the next decision will differ: from the law and the person's age, else the kind of fact that must have changed.

The same candidates as for lapses (`baophu.insight.causes`), but without looking each change up in the facts: a
birthday is seen from the month of birth, what the law does from its dates; what is left hangs on a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baophu.engine.outcome import Outcome
from baophu.insight.causes import Turn, candidates, loss
from baophu.insight.run import Decision, as_decisions, supporters
from baophu.law.model import Book

FACTS = ("person", "household", "area", "stay", "move")


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of a turn; `years`: only for whoever turns so old in that month."""

    turn: Turn
    years: int | None
    cause: str
    ref: str


def causes(book: Book, outcomes: Sequence[Outcome], turns: Iterable[Turn]) -> list[Cause]:
    """For each turn the causes that may hold: at birthdays first, then one for everybody else."""
    known = as_decisions(outcomes)
    supporting = supporters(known)
    found: list[Cause] = []
    for turn in turns:
        found += _of(book, turn, known, supporting)
    return found


def _of(book: Book, turn: Turn, known: Sequence[Decision], supporting: frozenset[str]) -> list[Cause]:
    was, now = known[turn.was], known[turn.now] if turn.now >= 0 else None
    if now is None:
        return [Cause(turn, None, "left", "")]
    listed = candidates(book, turn, was, now, loss(book, turn, was, now, supporting))
    found = [Cause(turn, c.years, c.cause, c.provision) for c in listed if c.look == "age"]
    by_law = [c for c in listed if not c.look and c.cause != "time_limit"]
    by_facts = [c for c in listed if c.look in FACTS]
    by_time = [c for c in listed if not c.look]
    for c in (*by_law, *by_facts, *by_time):
        return [*found, Cause(turn, None, c.cause, c.provision)]
    return [*found, Cause(turn, None, "other", "")]
