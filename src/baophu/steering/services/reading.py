"""What is read of kept figures: coverage by unit, group and month, money, lapses, endings, the forecast.

An empty unit is the whole province. Every answer comes from indexed rows of one run's figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q, Sum

from baophu.law.model import Book
from baophu.steering.errors import NoFigures
from baophu.steering.models import Ending, Expectation, Kept, LapseCount, MoneyCount, PeopleCount

MILLION = 1_000_000
YEAR = 12


@dataclass(frozen=True, slots=True)
class Count:
    """People living somewhere, and those of them insured."""

    living: int
    insured: int

    @property
    def uncovered(self) -> int:
        return self.living - self.insured

    @property
    def rate(self) -> Fraction | None:
        """Insured over living; None where nobody lives."""
        return Fraction(self.insured, self.living) if self.living else None

    def __add__(self, other: Count) -> Count:
        return Count(self.living + other.living, self.insured + other.insured)


NOBODY = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Lapsing:
    """People who lose something by a day, each once: cover, support, a larger share, or must only renew."""

    people: int
    cover: int
    support: int
    own_rises: int
    renews: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Coverage foreseen for a month; rates are shares. `low` and `high` None: too little history to say."""

    unit: str
    month: int
    living: int
    insured: int
    rate: Fraction | None
    low: Fraction | None
    high: Fraction | None
    parts: tuple[Mapping[str, Any], ...]


def latest() -> Kept | None:
    """The figures kept last."""
    return Kept.objects.order_by("-at", "-id").first()


def in_use() -> Kept:
    """The figures kept last; NoFigures when there are none."""
    found = latest()
    if found is None:
        raise NoFigures(
            "Chưa có số liệu: hãy tính toàn tỉnh một lần.",
            "There are no figures yet: decide the whole province once.",
        )
    return found


def month_of_figures(kept: Kept, month: int | None) -> int:
    """A month of the figures (None: theirs); NoFigures for one outside of them."""
    if month is None:
        return kept.month
    if not kept.first <= month <= kept.last:
        raise NoFigures(
            f"Không có số liệu tháng {month % 12 + 1:02d}/{month // 12}.",
            f"There are no figures for {month % 12 + 1:02d}/{month // 12}.",
        )
    return month


def total(kept: Kept, month: int, unit: str = "") -> Count:
    """Everybody of a unit or the province in a month."""
    return by_key(kept, month, "all", unit).get("", NOBODY)


def by_unit(kept: Kept, month: int, dimension: str = "all", key: str = "") -> dict[str, Count]:
    """Each unit's people in a month, all of them or those of one group, age or ethnicity; without the province."""
    rows = PeopleCount.objects.filter(kept=kept, dimension=dimension, month=month, key=key).exclude(unit="")
    return {unit: Count(*counts) for unit, *counts in rows.values_list("unit", "living", "insured")}


def by_key(kept: Kept, month: int, dimension: str, unit: str = "") -> dict[str, Count]:
    """A unit's people in a month by group, age or ethnicity."""
    rows = PeopleCount.objects.filter(kept=kept, dimension=dimension, month=month, unit=unit)
    return {key: Count(*counts) for key, *counts in rows.values_list("key", "living", "insured")}


def series(
    kept: Kept, unit: str = "", dimension: str = "all", key: str = "", *, first: int = 0, last: int | None = None
) -> list[tuple[int, Count]]:
    """A unit's people month by month, by default as far as the figures are known."""
    rows = PeopleCount.objects.filter(
        kept=kept,
        dimension=dimension,
        unit=unit,
        key=key,
        month__gte=first,
        month__lte=kept.month if last is None else last,
    ).order_by("month")
    return [(month, Count(*counts)) for month, *counts in rows.values_list("month", "living", "insured")]


def keys_over_time(kept: Kept, dimension: str, unit: str = "") -> dict[int, dict[str, Count]]:
    """A unit's people by group, age or ethnicity, month by month as far as the figures are known."""
    rows = PeopleCount.objects.filter(kept=kept, dimension=dimension, unit=unit, month__lte=kept.month)
    return _over_time(rows.values_list("month", "key", "living", "insured"))


def units_over_time(kept: Kept) -> dict[int, dict[str, Count]]:
    """Each unit's people month by month as far as the figures are known; without the province."""
    rows = PeopleCount.objects.filter(kept=kept, dimension="all", month__lte=kept.month).exclude(unit="")
    return _over_time(rows.values_list("month", "unit", "living", "insured"))


def _over_time(rows: Iterable[tuple[Any, ...]]) -> dict[int, dict[str, Count]]:
    found: dict[int, dict[str, Count]] = {}
    for month, key, *counts in rows:
        found.setdefault(month, {})[key] = Count(*counts)
    return dict(sorted(found.items()))


def money(
    kept: Kept, first: int, last: int, unit: str = "", keys: Sequence[str] = ("payer",)
) -> dict[tuple[Any, ...], int]:
    """Đồng due in the months `first..last` by some of payer, instrument, provision, month."""
    rows = MoneyCount.objects.filter(kept=kept, unit=unit, month__gte=first, month__lte=last)
    found = rows.values_list(*keys).annotate(due=Sum("amount")).order_by(*keys)
    return {tuple(key): due for *key, due in found}


def people_paid_for(kept: Kept, month: int, unit: str, provision: str) -> int:
    """People with a card for whom a payer owes under a provision in a month."""
    rows = MoneyCount.objects.filter(kept=kept, unit=unit, month=month, provision=provision)
    return int(rows.aggregate(n=Sum("person_months"))["n"] or 0)


def people_of_an_ending(kept: Kept, provision: str, month: int, unit: str = "") -> int | None:
    """Insured people of whom a provision that ends decides something, in the month they are counted in; None where they
    are not counted."""
    found = Ending.objects.filter(kept=kept, provision=provision, counted_in=month).first()
    if found is None:
        return None
    return dict(found.units).get(unit, 0) if unit else found.people


def money_by_unit(kept: Kept, first: int, last: int, payers: Iterable[str] | None = None) -> dict[str, int]:
    """Đồng due in the months `first..last` by unit, from some payers or all."""
    rows = MoneyCount.objects.filter(kept=kept, month__gte=first, month__lte=last).exclude(unit="")
    if payers is not None:
        rows = rows.filter(payer__in=list(payers))
    return dict(rows.values_list("unit").annotate(due=Sum("amount")))


def local_payers(kept: Kept, book: Book) -> tuple[str, ...]:
    """Payers whom acts of support make pay, without the first of them, the State: whose budgets a province votes."""
    rows = MoneyCount.objects.filter(kept=kept, unit="", month__lte=kept.month).exclude(instrument="")
    found = set(rows.values_list("payer", flat=True).distinct())
    ordered = tuple(p for p in book.payers if p in found)
    return ordered[1:] or ordered


def horizons(kept: Kept) -> list[date]:
    """The days until which lapses are counted."""
    return list(LapseCount.objects.filter(kept=kept).order_by("until").values_list("until", flat=True).distinct())


def lapsing(kept: Kept, until: date, by: str = "cause", unit: str = "") -> dict[str, Lapsing]:
    """People who lose something by a day, `by` cause (of a unit) or by unit; an empty cause is all of them."""
    rows = LapseCount.objects.filter(kept=kept, until=until)
    rows = rows.filter(cause="") if by == "unit" else rows.filter(unit=unit)
    return {key: Lapsing(*c) for key, *c in rows.values_list(by, "people", "cover", "support", "own_rises", "renews")}


def endings(kept: Kept, since: date | None = None, until: date | None = None, kind: str = "") -> list[Ending]:
    """Provisions that end, by date."""
    span = Q()
    if since is not None:
        span &= Q(end__gte=since)
    if until is not None:
        span &= Q(end__lte=until)
    if kind:
        span &= Q(kind=kind)
    return list(Ending.objects.filter(span, kept=kept).order_by("end", "-people", "provision"))


def foreseen(kept: Kept) -> dict[str, Foreseen]:
    """The forecast for every unit, and for the province under an empty unit."""
    return {e.unit: _foreseen(e) for e in Expectation.objects.filter(kept=kept)}


def _foreseen(row: Expectation) -> Foreseen:
    rate = None if row.rate is None else Fraction(row.rate, MILLION)
    half = None if row.half is None or rate is None else Fraction(row.half, MILLION)
    low = None if half is None or rate is None else max(Fraction(0), rate - half)
    high = None if half is None or rate is None else min(Fraction(1), rate + half)
    return Foreseen(row.unit, row.month, row.living, row.insured, rate, low, high, tuple(row.parts))
