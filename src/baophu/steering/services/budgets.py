"""Money of each act in a year, due by the decisions, beside what was appropriated for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.apps import apps
from django.db.models import Sum

from baophu.steering.models import Kept
from baophu.steering.services import reading


@dataclass(frozen=True, slots=True)
class Budget:
    """An act's money of one payer in a year: due so far, due in the months still to come as recorded, appropriated."""

    payer: str
    instrument: str
    so_far: int
    to_come: int
    appropriated: int | None

    @property
    def year(self) -> int:
        return self.so_far + self.to_come

    @property
    def left(self) -> int | None:
        """What the appropriation leaves at the year's end; negative: it is not enough."""
        return None if self.appropriated is None else self.appropriated - self.year

    @property
    def used(self) -> Fraction | None:
        """The part of the appropriation due so far."""
        return Fraction(self.so_far, self.appropriated) if self.appropriated else None


def appropriated(year: int) -> dict[tuple[str, str], int]:
    """Money voted for a year by payer and resolution, from cover's books."""
    try:
        rows = apps.get_model("cover", "Appropriation")._default_manager.filter(year=year)
    except LookupError:
        return {}
    return {(p, r): s for p, r, s in rows.values_list("payer", "resolution").annotate(sum=Sum("amount"))}


def budgets(kept: Kept, year: int, payers: tuple[str, ...]) -> list[Budget]:
    """Every act that makes some payers pay in a year, and every appropriation even where nothing is due."""
    first, last = year * 12, year * 12 + 11
    known = min(last, kept.month)
    so_far = reading.money(kept, first, known, keys=("payer", "instrument"))
    to_come = reading.money(kept, known + 1, last, keys=("payer", "instrument")) if known < last else {}
    voted = {k: v for k, v in appropriated(year).items() if k[0] in payers}
    keys = {(p, i) for p, i in (*so_far, *to_come) if p in payers and i} | voted.keys()
    found = [Budget(p, i, so_far.get((p, i), 0), to_come.get((p, i), 0), voted.get((p, i))) for p, i in sorted(keys)]
    return sorted(found, key=lambda b: (payers.index(b.payer), -b.year, b.instrument))
