"""What the apps refuse, in the reader's words and in both languages."""

from __future__ import annotations

from django.utils.translation import get_language

from baophu.law.model import Text


class Refused(Exception):
    """Base class of every business error of every app: something that was asked and cannot be done.

    The message says what is wrong and what would do, in Vietnamese and English; `str()` gives it in the language of
    the moment. Pages show it beside the form, commands print it, four eyes note it on the proposal. Derive one small
    class for each thing that can be refused; what is not a `Refused` is a mistake of the program and is not caught.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.text = Text(vi, en)

    def __str__(self) -> str:
        return self.text.en if (get_language() or "vi").startswith("en") else self.text.vi


class NotAllowed(Refused):
    """Somebody may not do this: their role, their units, or because they began it themselves."""


class NoReason(Refused):
    """A person's record was asked for without saying why."""

    def __init__(self) -> None:
        super().__init__(
            "Phải nói rõ lý do xem hồ sơ của một người; hãy nêu việc đang làm.",
            "Looking at a person's record needs a reason; say what it is for.",
        )


class AlreadyDecided(Refused):
    """A proposal is no longer waiting."""


class UserRefused(Refused):
    """A user cannot be made or changed as asked."""
