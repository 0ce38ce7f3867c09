"""Numbers: of cards (15 characters) and of receipts.

A card number is the group's code (law book, `card_code`), the benefit digit (a card rule of the law book), the code of
the province (parameter `province_code`) and ten digits: those of the person's last card, else the social-insurance
number, else the next of the series. Where the law book knows no code for a group the card has no number: the personal
ID takes its place (since 2025-08-01), and nothing is made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from baophu.cover.models import Series
from baophu.engine.cards import RuleError
from baophu.engine.cards.effects import parameter
from baophu.engine.one import Decision
from baophu.law.model import Book, Group
from baophu.registry.models import Person

PROVINCE_CODE = "province_code"
FIRST_OWN = 90_000_000
"""Numbers of the series start here, above those given out by social insurance."""


def card_number(book: Book, decision: Decision, digit: int | None, day: date, ten: str) -> str:
    """A card number, or "" where the law book has not all of its parts."""
    effect = book.provision(decision.outcome.by_group).effect
    code = effect.card_code if isinstance(effect, Group) else None
    province = province_code(book, day)
    return f"{code}{digit}{province}{ten}" if code and digit and province else ""


def province_code(book: Book, day: date) -> str:
    """Two digits, or "" where the book names no province."""
    try:
        return f"{parameter(book, PROVINCE_CODE, day):02d}"
    except RuleError:
        return ""


def ten_digits(book: Book, people: Iterable[Person], day: date) -> dict[int, str]:
    """The last ten characters of the card numbers of some people; new ones are taken from the series."""
    found: dict[int, str] = {}
    without = []
    for person in people:
        own = (person.card_number or "")[5:] or person.social_number or ""
        if len(own) == 10:
            found[person.pk] = own
        else:
            without.append(person.pk)
    if without:
        first = take("cards", len(without), FIRST_OWN)
        code = province_code(book, day) or "00"
        found |= {pk: f"{code}{first + n:08d}" for n, pk in enumerate(without)}
    return found


def receipt_number(day: date) -> str:
    """The next receipt of a year: `2026-0000001`."""
    return f"{day.year}-{take(f'receipts {day.year}', 1):07d}"


def take(series: str, count: int, first: int = 1) -> int:
    """Take numbers out of a series; the first of them. Inside the transaction of an entry, which comes alone."""
    found, _ = Series.objects.select_for_update().get_or_create(name=series, defaults={"last": first - 1})
    taken = found.last + 1
    Series.objects.filter(pk=found.pk).update(last=found.last + count)
    return taken
