"""Small households that pay, for the tests of cover."""

from __future__ import annotations

from typing import Any

from baophu.cover.models import Charge, Payment, Quote
from baophu.cover.services.books import check
from baophu.cover.services.paying import Paid, pay
from baophu.cover.services.quoting import quote
from baophu.registry.models import Household, Person
from tests.builders import a_household, a_person, day

WARD = "06652"
"""A ward where nothing but the national law and the province's rules for people hold."""


def a_family(*born: str, unit: str = WARD, **more: Any) -> tuple[Household, list[Person]]:
    """A household of people born on these days, the first its head. Nobody is supported unless they are old enough."""
    names = ("An", "Bình", "Chi", "Dũng", "Em", "Phúc", "Giang")
    people = [a_person(f"Nguyễn {n}", b, unit=None, **more) for n, b in zip(names, born, strict=False)]
    return a_household(unit, *people), people


def quoted(home: Household, on: str = "2026-02-01", months: int = 12, **more: Any) -> Quote:
    return quote(home.pk, day(on), months, **more)


def paid(home: Household, on: str = "2026-02-01", months: int = 12, key: str = "", **more: Any) -> Paid:
    """A household that is quoted and pays on the same day."""
    kept = quoted(home, on, months, **more)
    return pay(kept.pk, key or f"key {kept.pk}", kept.total, day(on))


def charged(payer: str | None = None) -> int:
    """Everything charged, to a payer or to all."""
    rows = Charge.objects.all() if payer is None else Charge.objects.filter(payer=payer)
    return sum(rows.values_list("amount", flat=True))


def received() -> int:
    return sum(Payment.objects.values_list("amount", flat=True))


def balanced() -> None:
    """The books balance, else the test says why they do not."""
    found = check()
    assert not found.problems, [p.en for p in found.problems]
