"""What cover refuses, each a class of its own; the message says what is wrong and what would do."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class CoverError(Refused):
    """Base of everything that cannot be done with cards and money."""


class CannotIssue(CoverError):
    """A card that the law or the register does not give."""


class NoSuchThing(CoverError):
    """A person, household, quote, card or quarter that is not there."""


class KeyTaken(CoverError):
    """A payment key that stands for another payment already."""


class WrongMoney(CoverError):
    """An amount that does not fit where it is to go."""


class AlreadyDone(CoverError):
    """A refund, a reversal or a quarter that was decided before."""


class QuarterClosed(CoverError):
    """Money for a quarter that is closed."""


class NotReady(CoverError):
    """Something that must be there first: a run of decisions, an earlier quarter closed, a law book's parameter."""
