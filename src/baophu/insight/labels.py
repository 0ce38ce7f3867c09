"""Names of groups, units, provisions and values of facts, taken from the law book."""

from __future__ import annotations

from collections.abc import Sequence

from baophu.engine.periods import months_in_force
from baophu.law.model import Book, Group, Provision, Text

UNKNOWN = Text("Chưa rõ", "Not known")


def holds(provision: Provision, month: int) -> bool:
    """Whether a provision decides a month: the month's first day lies within its dates."""
    start, end = months_in_force(provision)
    return start <= month and (end is None or month <= end)


def group_label(book: Book, group: str, month: int) -> Text:
    """Article 12's letter of a group in a month (else the latest it had) and whom it holds."""
    if not group:
        return Text("Không thuộc nhóm nào", "No group")
    found = [p for p in book.provisions() if isinstance(p.effect, Group) and p.effect.name == group]
    provision = next((p for p in found if holds(p, month)), found[-1] if found else None)
    if provision is None or not isinstance(provision.effect, Group):
        return Text(group, group)
    letter = provision.effect.letter
    return Text(f"{letter} · {provision.says.vi}", f"{letter} · {provision.says.en}")


def unit_name(book: Book, code: str) -> str:
    """The full name of a unit; its code when the book does not list it."""
    area = book.areas.get(code)
    return area.full_name if area else code


def age_label(ages: Sequence[int], start: int) -> Text:
    """The band of full years that begins at one of some ages: 6–64, 75+."""
    later = [age for age in ages if age > start]
    shown = f"{start}–{min(later) - 1}" if later else f"{start}+"
    return Text(shown, shown)


def unit_label(book: Book, code: str) -> Text:
    """The full name of a unit, the same in both languages."""
    name = unit_name(book, code)
    return Text(name, name)


def provision_of(book: Book, ref: str) -> Provision | None:
    """The provision with that full name, or None."""
    try:
        return book.provision(ref)
    except KeyError:
        return None


def provision_label(book: Book, ref: str) -> Text:
    """What a provision says; its name when the book does not have it."""
    provision = provision_of(book, ref)
    return provision.says if provision else Text(ref, ref)


def value_label(book: Book, fact: str, value: str) -> Text:
    """The name of a fact's value."""
    declared = book.facts.get(fact)
    if not value:
        return UNKNOWN
    return declared.values.get(value, Text(value, value)) if declared else Text(value, value)
