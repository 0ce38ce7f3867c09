"""What the frame says and does not know itself: the law book in use, whether people are simulated, the day spoken of.

The apps above register functions in their `ready()`: `sources.use(simulated=..., day=...)`. Until they do, the law book
is the one the settings name, the day is today and people are taken as simulated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from baophu.law.model import Book
from baophu.law.read import read_book


@cache
def installed_book() -> Book:
    """The law book of `settings.BOOK`, read once a process; LawError with every problem when it is wrong."""
    named = Path(settings.BOOK)
    return read_book(named if (named / "book.yaml").exists() else settings.PACKAGE / "lawbook" / settings.BOOK)


def _taken_as_simulated() -> bool:
    return bool(getattr(settings, "SIMULATED", True))


def _one() -> int:
    return 1


def _today(request: HttpRequest | None) -> date:
    return timezone.localdate()


def unit_name(code: str) -> str:
    """The full name of a unit as the law book has it; its code when the book does not list it."""
    area = book().areas.get(code)
    return area.full_name if area else code


def _nobody() -> tuple[tuple[str, str, str], ...]:
    return ()


@dataclass
class _Sources:
    book: Callable[[], Book] = installed_book
    simulated: Callable[[], bool] = _taken_as_simulated
    weight: Callable[[], int] = _one
    day: Callable[[HttpRequest | None], date] = _today
    demonstration: Callable[[], tuple[tuple[str, str, str], ...]] = _nobody


_IN_USE = _Sources()


def use(
    *,
    book: Callable[[], Book] | None = None,
    simulated: Callable[[], bool] | None = None,
    weight: Callable[[], int] | None = None,
    day: Callable[[HttpRequest | None], date] | None = None,
    demonstration: Callable[[], tuple[tuple[str, str, str], ...]] | None = None,
) -> None:
    """Take one or more of these from now on."""
    if book is not None:
        _IN_USE.book = book
    if simulated is not None:
        _IN_USE.simulated = simulated
    if weight is not None:
        _IN_USE.weight = weight
    if day is not None:
        _IN_USE.day = day
    if demonstration is not None:
        _IN_USE.demonstration = demonstration


def book() -> Book:
    """The law book in use."""
    return _IN_USE.book()


def simulated() -> bool:
    """Whether the people of the register are invented."""
    return _IN_USE.simulated()


def weight() -> int:
    """Real people one of the register stands for. Figures count people of the register, as lists do: the frame says
    this number once, and nothing is multiplied by it."""
    return _IN_USE.weight()


def day(request: HttpRequest | None = None) -> date:
    """The day the figures speak of."""
    return _IN_USE.day(request)


def demonstration() -> tuple[tuple[str, str, str], ...]:
    """Users made for trying things out: name, password, what they do."""
    return _IN_USE.demonstration()
