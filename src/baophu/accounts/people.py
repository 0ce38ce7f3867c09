"""The register's people as accounts need them. The register stands above, so what is asked of it is handed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

Finder = Callable[[str], int | None]
_finder: list[Finder] = []


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody of a demonstration whom a visitor may be, and what there is to be seen."""

    personal_id: str
    name: str
    what: str


_examples: list[Callable[[], tuple[Example, ...]]] = []


def register_finder(finder: Finder) -> None:
    """Say how a person is found by the 12-digit personal ID. The registry calls this in `AppConfig.ready`.

    The finder gives the person's number in the register (of a merged record: the one that remains), None if there is
    nobody with that ID.
    """
    _finder[:] = [finder]


def find_by_personal_id(personal_id: str) -> int | None:
    """The number in the register of whoever has this personal ID, by number only; None: nobody."""
    if not _finder:
        raise ImproperlyConfigured("no app has registered how people are found by personal ID")
    return _finder[0](personal_id)


def register_examples(examples: Callable[[], tuple[Example, ...]]) -> None:
    """Say whom a visitor of a demonstration may sign in as."""
    _examples[:] = [examples]


def examples() -> tuple[Example, ...]:
    """Whom a visitor of a demonstration may sign in as; nobody where nothing was said."""
    return _examples[0]() if _examples else ()
