"""What care refuses, each a class of its own; the message says what is wrong and what would do."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class CareError(Refused):
    """Base of everything that cannot be done with check-ins and visits."""


class NoFacility(CareError):
    """Somebody who works at no facility today, or a facility that is not there or not of theirs."""


class KeyTaken(CareError):
    """A check-in key that stands for another person already."""


class WrongVisit(CareError):
    """A visit that cannot be recorded as told. `field` names what is wrong, where it is one field."""

    def __init__(self, vi: str, en: str, field: str = "") -> None:
        super().__init__(vi, en)
        self.field = field


class Ask(WrongVisit):
    """The law turns on something that was not told; `field` names the fact."""


class WrongFile(CareError):
    """A file of visits that cannot be read."""


class AlreadyBooked(CareError):
    """A file or a visit that is booked already, or was taken back."""


class WrongFacility(CareError):
    """A facility or a post that cannot be recorded as told."""
