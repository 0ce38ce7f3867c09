"""What the till refuses, each a class of its own; the message says what is wrong and what would do."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class TillError(Refused):
    """Base of everything that cannot be done at the till."""


class NotSeen(TillError):
    """A quote, transfer, receipt or day that is not there, or not of the officer's units."""


class BadSignature(TillError):
    """A notification that is not shown to be the bank's: no key, an ended one, a wrong or old signature."""


class Unreadable(TillError):
    """A notification that is the bank's and cannot be read."""


class NoSuchKey(TillError):
    """A key of the bank that is not there, or a name that cannot be one."""


class CannotTake(TillError):
    """Cash that must not be taken: the quote is paid, has changed, is of somebody who died."""


class CannotClose(TillError):
    """A day that cannot be closed or confirmed as asked."""


class CannotSettle(TillError):
    """A transfer that cannot be decided as asked."""
