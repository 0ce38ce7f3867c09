"""Lists that a campaign can be made of. The apps above register theirs in `ready()`:

    sources.register("chua-co-the", _("Chưa có thẻ"), uncovered)

`people(units, day)` gives the decisions of the people on the list who live in those units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from baophu.decisions.models import Current
from baophu.pages.texts import Said, said

Units = frozenset[str]
People = Callable[[Units, date], QuerySet[Current]]


@dataclass(frozen=True, slots=True)
class Source:
    """A list: its key in addresses, what it is called, who is on it."""

    key: str
    title: Said
    people: People


_REGISTERED: dict[str, Source] = {}


def register(key: str, title: Said, people: People) -> None:
    """Offer a list; one of the same key takes the other's place."""
    _REGISTERED[key] = Source(key, title, people)


def source(key: str) -> Source | None:
    """The list of a key, or None."""
    return _REGISTERED.get(key)


def sources() -> tuple[Source, ...]:
    """All lists in the order they were registered."""
    return tuple(_REGISTERED.values())


def title(key: str) -> str:
    """What a list is called in the reader's language; its key where it is no longer offered."""
    found = _REGISTERED.get(key)
    return said(found.title) if found else key
