"""What these pages refuse."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class CitizenRefused(Refused):
    """Base class."""


class BadLink(CitizenRefused):
    """An address whose answers cannot be read, or that the law book in use does not know."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Đường dẫn này không đọc được (“{what}”); hãy trả lời lại từ đầu.",
            f"This link cannot be read (“{what}”); please answer again from the beginning.",
        )


class NotYours(CitizenRefused):
    """Something of another person, or nothing at all: the two are told alike."""

    def __init__(self) -> None:
        super().__init__("Không có trang này.", "There is no such page.")


class WrongState(CitizenRefused):
    """What was asked does not fit the state of things: answered already, ended, confirmed."""


class WrongAddress(CitizenRefused):
    """An address or telephone number that cannot be one, or a code that is not right."""
