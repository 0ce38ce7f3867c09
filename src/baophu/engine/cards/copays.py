"""Copayments of a calendar year, counted in references: the exemption after five consecutive years of cover.

A year's copayments are summed as fractions of the reference of their own day, which is what the health ministry's
letter CV 302 says of a base that changes in mid-year: what is left is (6 - sum of copayments / old base) × new base.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from baophu.engine.cards.effects import amount
from baophu.law.model import Book

REFERENCE = "reference"
TIMES = "copay_times"


@dataclass(frozen=True, slots=True)
class Paid:
    """A copayment in đồng on a day."""

    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Year:
    """How far the copayments of a year have come, in references, and how many there may be."""

    references: Fraction
    limit: Fraction
    base: Fraction

    @property
    def passed(self) -> bool:
        """Strictly more than the limit (Article 22(1) of the law: "lớn hơn")."""
        return self.references > self.limit

    @property
    def left(self) -> int:
        """Đồng that may still be paid before any more passes the limit; rounded down, as money is whole."""
        return max(0, floor((self.limit - self.references) * self.base))


def year_of(book: Book, copays: Iterable[Paid], day: date) -> Year:
    """The copayments of the calendar year of a day, up to that day; those of other years do not count."""
    counted = [c for c in copays if c.on.year == day.year and c.on <= day]
    total = sum((c.amount / amount(book, REFERENCE, c.on) for c in counted), Fraction(0))
    return Year(total, amount(book, TIMES, day), amount(book, REFERENCE, day))
