"""What offline refuses, each a class of its own; the message says what is wrong and what would do."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class OfflineError(Refused):
    """Base of everything that cannot be done for places without a line."""


class NotSeen(OfflineError):
    """A snapshot that is not there, or of another facility."""


class NoCode(OfflineError):
    """A facility without an opening code."""


class NobodyThere(OfflineError):
    """Units without people, or not of whoever asks."""


class NoSnapshot(OfflineError):
    """A file that is no snapshot, or whose bytes were changed."""


class NotOurs(OfflineError):
    """A snapshot signed by another installation, or by nobody known."""


class WrongCode(OfflineError):
    """The opening code does not open this snapshot."""


class TooOld(OfflineError):
    """A snapshot past the last day on which it may be believed."""


class BadCheckIn(OfflineError):
    """A check-in kept offline that cannot be booked as it is."""
