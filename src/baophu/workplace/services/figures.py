"""How covered a unit is, and how that changed: from the figures kept of the last run, else counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from baophu.decisions.models import Current
from baophu.pages import sources
from baophu.steering.services import reading, targets
from baophu.steering.services.progress import Progress, progress
from baophu.steering.shown.trend import trend

YEAR = 12
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Covered:
    """People of the register living in some units and those insured; the same a month and a year before (None: not
    known). `day` is what the figures speak of, `kept` whether they are those of the last run."""

    living: int
    insured: int
    month_before: Fraction | None
    year_before: Fraction | None
    day: date
    kept: bool

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.insured, self.living) if self.living else None

    @property
    def uncovered(self) -> int:
        return self.living - self.insured

    @property
    def since_month(self) -> Fraction | None:
        """Change of the rate since a month before."""
        return self.rate - self.month_before if self.rate is not None and self.month_before is not None else None

    @property
    def since_year(self) -> Fraction | None:
        """Change of the rate since a year before."""
        return self.rate - self.year_before if self.rate is not None and self.year_before is not None else None


def covered(units: Iterable[str], today: date) -> Covered:
    """How covered some units are."""
    codes = sorted(units)
    kept = reading.latest()
    if kept is not None:
        now, month, year = (_sum(kept, kept.month - back, codes) for back in (0, 1, YEAR))
        return Covered(now.living, now.insured, month.rate, year.rate, kept.day, kept=True)
    key = f"covered:{','.join(codes)}:{today}"
    found = cache.get(key)
    if found is None:
        rows = Current.objects.filter(unit__in=codes).aggregate(n=Count("pk"), c=Count("pk", filter=Q(covered=True)))
        found = (rows["n"], rows["c"])
        cache.set(key, found, SECONDS)
    return Covered(found[0], found[1], None, None, today, kept=False)


def _sum(kept: Any, month: int, codes: list[str]) -> reading.Count:
    if not kept.first <= month <= kept.last:
        return reading.NOBODY
    by = reading.by_unit(kept, month)
    return sum((by.get(code, reading.NOBODY) for code in codes), reading.NOBODY)


def aims(units: Iterable[str]) -> list[Progress]:
    """Targets in force for some units this year, how far they are."""
    kept = reading.latest()
    if kept is None:
        return []
    codes = set(units)
    mine = [t for t in targets.in_force(kept.month // YEAR) if t.unit in codes]
    return progress(kept, mine, book=sources.book()) if mine else []


def drawn(code: str, title: str) -> Any:
    """A unit's rate month by month, as a chart; None where nothing is kept."""
    kept = reading.latest()
    if kept is None:
        return None
    marks = [(t.target.year * YEAR + 11, t.asked) for t in aims([code]) if not t.target.group]
    return trend(
        title, reading.series(kept, code, first=kept.month - 2 * YEAR), reading.foreseen(kept).get(code), marks
    )


def of_each(units: Iterable[str]) -> dict[str, reading.Count]:
    """Each unit's people and insured, where figures are kept."""
    kept = reading.latest()
    by = reading.by_unit(kept, kept.month) if kept else {}
    return {code: by[code] for code in units if code in by}
