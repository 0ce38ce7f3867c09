"""Places as the law sees them: units of which the same facts are true are one place, and no name is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from baophu.citizen.supported.state import default_of
from baophu.engine.months import show
from baophu.law.model import AreaSpell, Book, Text
from baophu.law.same import ByDigest
from baophu.registry.models import AreaStatus

Facts = tuple[tuple[str, str], ...]
"""Facts of an area that are not the default, as texts, by name."""


def facts_of(book: Book, code: str, day: date) -> Facts:
    """What is true of a unit on a day; only what the law book declares and is not the default."""
    return _by_unit(book, day).get(code, ())


def units_like(book: Book, facts: Facts, day: date) -> list[str]:
    """Units of which exactly these facts are true on a day."""
    known = _by_unit(book, day)
    return [code for code in book.areas if known.get(code, ()) == facts]


def notes_of(book: Book, facts: Facts, day: date) -> list[tuple[AreaSpell, Text]]:
    """What the law book says of facts of the area that are assumed."""
    like = units_like(book, facts, day)
    held = [s for s in book.area_facts if like and like[0] in s.units and _on(s, day)]
    return [(s, s.note) for s in held if s.sure == "?" and s.note and (s.fact, _text(book, s)) in facts]


def _by_unit(book: Book, day: date) -> Mapping[str, Facts]:
    own = tuple(AreaStatus.objects.known().on(day).order_by("unit", "fact").values_list("unit_id", "fact", "value"))
    return _collected(ByDigest(book), day, own)


@lru_cache(maxsize=8)
def _collected(by: ByDigest, day: date, own: tuple[tuple[str, str, str], ...]) -> Mapping[str, Facts]:
    found: dict[str, dict[str, str]] = {}
    for spell in by.book.area_facts:
        if _on(spell, day):
            for code in spell.units:
                found.setdefault(code, {})[spell.fact] = _text(by.book, spell)
    for code, fact, value in own:
        found.setdefault(code, {})[fact] = value
    plain = {name: default_of(f) for name, f in by.book.facts.items()}
    return {
        code: tuple(sorted((f, v) for f, v in facts.items() if v != plain.get(f, "false")))
        for code, facts in found.items()
    }


def _on(spell: AreaSpell, day: date) -> bool:
    return spell.start <= day and (spell.end is None or day <= spell.end)


def _text(book: Book, spell: AreaSpell) -> str:
    """The value as tables write it: flags in small letters, months as 2021-07."""
    value = spell.value
    if isinstance(value, bool):
        return str(value).lower()
    return show(value) if isinstance(value, int) and book.facts[spell.fact].type == "month" else str(value)
