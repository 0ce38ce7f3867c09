"""Money voted for a resolution and a year, what is spent of it, and what the supports that run will cost to its end."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from baophu.cover.errors import NoSuchThing, WrongMoney
from baophu.cover.models import Appropriation, Charge
from baophu.cover.services.collective import booked, expected
from baophu.cover.services.pricing import BUDGET, instrument_of
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.store import Run
from baophu.insight.format import dong
from baophu.registry.models import Entry


@dataclass(frozen=True, slots=True)
class Left:
    """A resolution's money in a year for a payer, đồng: voted, charged so far, still to come from supports that run to
    the end of the year (None: no run of decisions says it), and `warning`, a word of WARNINGS or "".
    """

    payer: str
    resolution: str
    year: int
    voted: int
    spent: int
    to_come: int | None

    @property
    def committed(self) -> int:
        """Charged and still to come."""
        return self.spent + (self.to_come or 0)

    @property
    def left(self) -> int:
        """What is voted and not committed; below nothing where it does not suffice."""
        return self.voted - self.committed

    @property
    def warning(self) -> str:
        """`none`: nothing was voted; `over`: more is committed than was voted; `spent`: more is charged already."""
        if not self.voted:
            return "none"
        if self.spent > self.voted:
            return "spent"
        return "over" if self.left < 0 else ""


def check_appropriation(resolution: str, year: int, amount: int) -> None:
    """NoSuchThing for an instrument the law book does not have; WrongMoney when less than nothing would be voted."""
    if resolution not in book().instruments:
        near = ", ".join(n for n in book().instruments if n.split("/")[0] == resolution.split("/")[0])
        raise NoSuchThing(
            f"Sổ luật không có văn bản {resolution}." + (f" Có phải {near}?" if near else ""),
            f"The law book has no instrument {resolution}." + (f" Did you mean {near}?" if near else ""),
        )
    before = _voted(year).get((BUDGET[1], resolution), 0)
    if not amount or before + amount < 0:
        raise WrongMoney(
            f"Đã phân bổ {dong(before)}; không thể thêm {dong(amount)}.",
            f"{dong(before)} were voted; {dong(amount)} cannot be added.",
        )


def record_appropriation(
    resolution: str, year: int, amount: int, entry: Entry, payer: str = BUDGET[1], note: str = ""
) -> Appropriation:
    """Enter money voted for a resolution and year; it adds to what was entered before. Four eyes decide it."""
    check_appropriation(resolution, year, amount)
    return Appropriation.objects.create(
        payer=payer, resolution=resolution, year=year, amount=amount, note=note, entry=entry
    )


def money_left(year: int, run: Run | None = None) -> list[Left]:
    """Every resolution's money in a year: those with an appropriation, and those of the province that cost something.

    `run` is a run of decisions that reaches the end of the year; it says what is to come.
    """
    voted, spent = _voted(year), _spent(year)
    coming = _to_come(year, run) if run is not None else None
    keys = {*voted, *(k for k in spent if k[0] == BUDGET[1]), *(k for k in coming or {} if k[0] == BUDGET[1])}
    return [
        Left(
            payer,
            resolution,
            year,
            voted.get((payer, resolution), 0),
            spent.get((payer, resolution), 0),
            None if coming is None else coming.get((payer, resolution), 0),
        )
        for payer, resolution in sorted(keys, key=lambda k: (k[1], k[0]))
    ]


Sums = dict[tuple[str, str], int]
"""Đồng by payer and resolution."""


def _voted(year: int) -> Sums:
    rows = Appropriation.objects.filter(year=year).values_list("payer", "resolution").annotate(n=Sum("amount"))
    return {(payer, resolution): int(n) for payer, resolution, n in rows}


def _spent(year: int) -> Sums:
    rows = (
        Charge.objects.filter(quarter__range=(year * 4, year * 4 + 3), payer__in=BUDGET)
        .values_list("payer", "resolution")
        .annotate(n=Sum("amount"))
    )
    return {(payer, resolution): int(n) for payer, resolution, n in rows}


def _to_come(year: int, run: Run) -> Sums:
    """What a run says is due for the months of the year and is not charged. Cards that must be bought or listed anew
    within the year count as far as the run has them.
    """
    first, last = max(run.first, year * 12), min(run.last, year * 12 + 11)
    if first > last:
        return {}
    found: Sums = {}
    for sign, due in ((1, expected(run, first, last)), (-1, booked(first, last))):
        for key, figures in due.items():
            where = (key.payer, instrument_of(key.provision))
            found[where] = found.get(where, 0) + sign * figures[-1]
    return found
