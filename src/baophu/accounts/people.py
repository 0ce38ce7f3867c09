"""Finding the register's person behind a citizen. The register stands above accounts, so it hands its finder down."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

Finder = Callable[[str], int | None]
_finder: list[Finder] = []


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
