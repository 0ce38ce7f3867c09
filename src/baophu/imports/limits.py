"""How much an import may be: settings with a default, each a name in Django's settings."""

from __future__ import annotations

from django.conf import settings


def file_bytes() -> int:
    """IMPORT_FILE_BYTES: the largest file taken, in bytes."""
    return int(getattr(settings, "IMPORT_FILE_BYTES", 40 * 1024 * 1024))


def rows() -> int:
    """IMPORT_ROWS: the most rows of one list, with title and header."""
    return int(getattr(settings, "IMPORT_ROWS", 100_100))


def large_rows() -> int:
    """IMPORT_LARGE_ROWS: a list that changes the register by more rows waits for a second officer."""
    return int(getattr(settings, "IMPORT_LARGE_ROWS", 2_000))


def large_losses() -> int:
    """IMPORT_LARGE_LOSSES: a list by which support ends for more people waits for a second officer."""
    return int(getattr(settings, "IMPORT_LARGE_LOSSES", 50))


def fuzzy_people() -> int:
    """IMPORT_FUZZY_PEOPLE: among how many people of the same units names are compared when no birth date is shared."""
    return int(getattr(settings, "IMPORT_FUZZY_PEOPLE", 200_000))
