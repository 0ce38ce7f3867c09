"""Every sentence an import says, in both languages. Values in braces may be texts of both languages themselves."""

from __future__ import annotations

from django.utils.translation import get_language

from baophu.imports.sentences import SAYS, STATES
from baophu.law.model import Text


def pick(text: Text, language: str | None = None) -> str:
    """The text in a language; None: the language of the moment."""
    return text.en if (language or get_language() or "vi").startswith("en") else text.vi


def say(key: str, **values: object) -> Text:
    """The sentence of a key with its values filled in."""
    sentence = SAYS[key]
    return Text(
        sentence.vi.format(**{k: v.vi if isinstance(v, Text) else v for k, v in values.items()}),
        sentence.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
    )


def pick_label(*states: str) -> Text:
    """States of an import by the words people use for them."""
    return Text(" / ".join(STATES[s].vi for s in states), " / ".join(STATES[s].en for s in states))


def as_data(text: Text) -> dict[str, str]:
    """A text as it is kept in JSON."""
    return {"vi": text.vi, "en": text.en}


def from_data(kept: dict[str, str]) -> Text:
    """A text that was kept in JSON."""
    return Text(kept["vi"], kept["en"])
