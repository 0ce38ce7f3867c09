"""What is decided of a person over some years: groups, what they pay, whether they are insured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc

from baophu.decisions.services import lawbooks
from baophu.decisions.services.deciding import decided
from baophu.decisions.services.facts import gather
from baophu.engine.outcome import Outcome
from baophu.engine.source import FactsError


@dataclass(frozen=True, slots=True)
class Decision:
    """Months `a` to `b`, both inclusive, in which a person is decided alike; đồng a month."""

    a: int
    b: int
    outcome: Outcome
    rank: int
    insured: bool
    premium: int
    amounts: Mapping[str, int]

    @property
    def own(self) -> int:
        """What the person pays."""
        return next(reversed(list(self.amounts.values())), 0)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions in order. Empty where nothing can be decided (`problem` says why), and where no residence is recorded
    in these years (`nowhere`).
    """

    rows: tuple[Decision, ...] = ()
    problem: str = ""
    nowhere: bool = False

    def at(self, month: int) -> Decision | None:
        """The decision of a month."""
        return next((row for row in self.rows if row.a <= month <= row.b), None)


def decisions_of(person: int, first: int, last: int) -> Decisions:
    """The decisions of a person from a calendar year to another, as known now and by the law in use."""
    law = lawbooks.compiled(lawbooks.active(), first * 12, last * 12 + 11)
    try:
        gathered = gather((), [person], book=law.book, since=date(first, 1, 1))
        if person in gathered.missing:
            return Decisions(nowhere=True)
        found = decided(law, gathered.facts)
    except FactsError as error:
        return Decisions(problem=str(error))
    mine = found.intervals.filter(pc.equal(found.intervals["person"], person)).to_pylist()
    rows = (
        Decision(
            row["a"],
            row["b"],
            found.outcomes[row["outcome"]],
            row["rank"],
            row["card"] == 1,
            row["premium"],
            {p: row[p] for p in law.book.payers},
        )
        for row in sorted(mine, key=lambda row: row["a"])
    )
    return Decisions(tuple(rows))
