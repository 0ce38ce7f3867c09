"""Money of each act in a year, due by the decisions, beside what was appropriated for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from baophu.cover.services.appropriations import money_left
from baophu.steering.models import Kept
from baophu.steering.services import reading


@dataclass(frozen=True, slots=True)
class Budget:
    """An act's money of one payer in a year, đồng: due so far by the decisions, due in the months still to come as
    recorded, charged in the books of cover, appropriated (None: nothing was entered)."""

    payer: str
    instrument: str
    so_far: int
    to_come: int
    charged: int
    appropriated: int | None

    @property
    def year(self) -> int:
        """Due in the whole year."""
        return self.so_far + self.to_come

    @property
    def left(self) -> int | None:
        """What the appropriation leaves at the year's end; negative: it is not enough."""
        return None if self.appropriated is None else self.appropriated - self.year

    @property
    def used(self) -> Fraction | None:
        """The part of the appropriation due so far."""
        return Fraction(self.so_far, self.appropriated) if self.appropriated else None


def budgets(kept: Kept, year: int, payers: tuple[str, ...]) -> list[Budget]:
    """Every act that makes some payers pay in a year, and every appropriation even where nothing is due."""
    first, last = year * 12, year * 12 + 11
    known = min(last, kept.month)
    so_far = reading.money(kept, first, known, keys=("payer", "instrument"))
    to_come = reading.money(kept, known + 1, last, keys=("payer", "instrument")) if known < last else {}
    books = {(b.payer, b.resolution): b for b in money_left(year)}
    keys = {(p, i) for p, i in (*so_far, *to_come, *books) if p in payers and i}
    found = [
        Budget(
            payer,
            act,
            so_far.get((payer, act), 0),
            to_come.get((payer, act), 0),
            books[payer, act].spent if (payer, act) in books else 0,
            (books[payer, act].voted or None) if (payer, act) in books else None,
        )
        for payer, act in keys
    ]
    return sorted(found, key=lambda b: (payers.index(b.payer), -b.year, b.instrument))
