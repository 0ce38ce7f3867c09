"""What outreach refuses, each a class of its own; the message says what is wrong and what would do."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class OutreachError(Refused):
    """Base of everything that cannot be done with campaigns."""


class NoSuchList(OutreachError):
    """A list that no campaign can be made of."""


class TooMany(OutreachError):
    """More people than one campaign takes."""


class NobodyThere(OutreachError):
    """A list that is empty after narrowing."""


class NotSeen(OutreachError):
    """A campaign or a person of one outside of the officer's units."""


class Closed(OutreachError):
    """A campaign that is closed."""


class AlreadyReversed(OutreachError):
    """A contact that was taken back before."""


class WrongCampaign(OutreachError):
    """A campaign's name, cost or window that cannot be."""
