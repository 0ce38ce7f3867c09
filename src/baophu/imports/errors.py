"""What an import can be refused for. Every error says in the reader's language what is wrong and what would do."""

from __future__ import annotations

from baophu.accounts.errors import Refused
from baophu.imports.words import say


class ImportRefused(Refused):
    """Something that cannot be done with a list. `key` names the sentence in `sentences.py`."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        said = say(key, **values)
        super().__init__(said.vi, said.en)


class FileRefused(ImportRefused):
    """The file cannot be read as a list."""


class MappingRefused(ImportRefused):
    """The columns are not assigned so that the list could be read."""


class NotNow(ImportRefused):
    """The import is not in a state in which this can be done."""


class AlreadyApplied(ImportRefused):
    """The same file was applied before and not undone since; `number` is that import's."""

    def __init__(self, key: str, *, number: int, **values: object) -> None:
        self.number = number
        super().__init__(key, number=number, **values)


class NotYours(ImportRefused):
    """Somebody who may not do this, or not with this list."""


class RegisterChanged(ImportRefused):
    """The register is not as it was when the officer looked at the preview; nothing was written."""


class NothingToDo(ImportRefused):
    """Applying would change nothing."""


class WrongChoice(ImportRefused):
    """A decision on a doubtful row that cannot be taken."""
