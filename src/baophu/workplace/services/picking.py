"""What can be recorded, found by what people call it: `hộ cận nghèo`, `lương hưu`, `học sinh`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from baophu.law.model import Book, FactDeclaration
from baophu.law.same import ByDigest
from baophu.pages.texts import language, said
from baophu.registry.names import fold


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be recorded: of which fact, and how both are called."""

    fact: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Pick:
    """A fact, whose it is (person, household), from which list it comes, and its values."""

    fact: str
    level: str
    label: str
    source: str
    choices: tuple[Choice, ...]


def picks(book: Book, text: str = "") -> list[Pick]:
    """Facts of persons and households that can be recorded; with a text those it is found in, accents or not."""
    wanted = fold(text).split()
    found = []
    for pick in _all(ByDigest(book), language()):
        if not wanted or _in(wanted, f"{pick.label} {pick.source}"):
            found.append(pick)
            continue
        choices = tuple(c for c in pick.choices if _in(wanted, f"{pick.label} {c.label}"))
        if choices:
            found.append(Pick(pick.fact, pick.level, pick.label, pick.source, choices))
    return found


def _in(wanted: list[str], text: str) -> bool:
    key = fold(text)
    return all(word in key for word in wanted)


@lru_cache(maxsize=8)
def _all(same: ByDigest, language_: str) -> tuple[Pick, ...]:
    from baophu.registry.services.facts import recordable

    found = []
    for level in ("household", "person"):
        facts = {**recordable(level), **(recordable(level, money=True) if level == "person" else {})}
        found += [_pick(fact, level) for name, fact in same.book.facts.items() if name in facts]
    return tuple(found)


def _pick(fact: FactDeclaration, level: str) -> Pick:
    label = said(fact.label)
    choices = tuple(Choice(fact.name, v, said(t)) for v, t in fact.values.items() if v != fact.default)
    return Pick(fact.name, level, label, said(fact.source) if fact.source else "", choices)
