"""What the portal's answers are called, from `tables/answers.yaml`: words and codes stand there, not in Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from baophu.law.model import Text

Tone = Literal["good", "soon", "bad", "unsure"]
FOLDER = Path(__file__).parent.parent / "tables"
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Word:
    """How one situation is told: national code, how sure the code is, tone, the one big word, and what to do."""

    situation: str
    code: str
    sure: str
    tone: Tone
    word: Text
    says: Text
    treat: Text


def word(situation: str) -> Word:
    """How a situation is told; KeyError for one the table does not have."""
    return words()[situation]


@cache
def words() -> Mapping[str, Word]:
    """Every situation of the table."""
    return {
        name: Word(
            situation=name,
            code=str(told["code"]),
            sure=told["sure"],
            tone=told["tone"],
            word=Text(**told["word"]),
            says=Text(**told["says"]),
            treat=Text(**told["treat"]) if "treat" in told else NOTHING,
        )
        for name, told in table("answers.yaml")["answers"].items()
    }


@cache
def card_codes() -> frozenset[str]:
    """The two letters that stand first on cards."""
    return frozenset(table("answers.yaml")["card_codes"])


def is_sensitive(diagnosis: str) -> bool:
    """Whether a diagnosis (ICD-10) is of those not shown unless asked for."""
    return diagnosis.upper().startswith(_sensitive())


@cache
def _sensitive() -> tuple[str, ...]:
    return tuple(table("answers.yaml")["sensitive"])


@cache
def table(name: str) -> dict[str, Any]:
    """A file of `tables/`, as it is written."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found
