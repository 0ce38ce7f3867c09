"""What stops an answer about a card or a visit. Both are said to a person: what is wrong and what would do."""

from __future__ import annotations

from baophu.engine.source import FactsError
from baophu.law.errors import shown
from baophu.law.model import Provision


class NotTold(FactsError):
    """Something the law turns on was not said; never guessed. `fact` names it where it is a fact of the law book."""

    def __init__(self, message: str, fact: str = "") -> None:
        super().__init__(message)
        self.fact = fact


class RuleError(ValueError):
    """A card or route provision that cannot be read, or two that hold at once without an order."""


def wrong(provision: Provision, message: str) -> RuleError:
    """A RuleError that names the provision and its line."""
    place = f"{shown(provision.place.file)}:{provision.place.line}"
    return RuleError(f"{place}: {provision.ref}: {message}")
