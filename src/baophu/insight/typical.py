"""What the law decides for somebody of a participant group in a unit when the register has nobody there to be asked.

A person is made of as few facts as the group asks for, with everything else as it usually is, permanently resident,
alone in a household, and decided by the engine like anybody. Where the law gives the group to people who differ, each
way to be in it is tried, and those that say the least are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from baophu.engine.layout import visible
from baophu.engine.lint.stretches import Stretch, stretches
from baophu.engine.lint.traits import AGE, Trait, Value, traits_of
from baophu.engine.lint.ways import owns_of
from baophu.engine.months import first_day
from baophu.engine.one import LONG_AGO, Decision, Person, Spell, decide_people
from baophu.engine.source import FactsError
from baophu.law.model import Book, Group, Provision
from baophu.law.same import ByDigest
from baophu.law.scalars import month_text

MOST = 60
"""Ways to be in a group that are tried at most, those that say the least first."""


def typical(book: Book, group: str, unit: str, month: int) -> tuple[Decision, ...]:
    """Decisions of typical people of a group (its stable name) who live in a unit, each different price once.

    The unit's own area facts hold. Where the group is for people of other areas, they live in one like it. Empty where
    no situation brings anybody into the group that month.
    """
    return _typical(ByDigest(book), group, unit, month)


@lru_cache(maxsize=256)
def _typical(same: ByDigest, group: str, unit: str, month: int) -> tuple[Decision, ...]:
    book = same.book
    (stretch,) = stretches(book, month, month)
    traits = traits_of(book, stretch, visible(book, [stretch.period]))
    ways = sorted(_ways(stretch, traits, group), key=lambda row: (_areas(traits, row), sum(n > 0 for n in row)))[:MOST]
    found: dict[tuple[int, int], list[Decision]] = {}
    for number, row in enumerate(ways):
        decision = _decided(book, _person(book, traits, row, unit, month, str(number)), month)
        if decision is not None and decision.outcome.group == group:
            found.setdefault((_areas(traits, row), sum(n > 0 for n in row)), []).append(decision)
    plainest = found[min(found)] if found else []
    return tuple({(d.premium, tuple(sorted(d.amounts.items()))): d for d in plainest}.values())


def _ways(stretch: Stretch, traits: Sequence[Trait], group: str) -> Iterator[tuple[int, ...]]:
    """The least that must be true for a provision of the group to hold: the number of a variant for each trait."""

    def of_group(provision: Provision) -> bool:
        return isinstance(provision.effect, Group) and provision.effect.name == group

    for own in owns_of(stretch, traits, of_group):
        yield from (tuple(int(n) for n in row) for row in own.hold)


def _areas(traits: Sequence[Trait], row: Sequence[int]) -> int:
    """How many facts of the area a way asks for."""
    return sum(trait.level == "area" for trait, n in zip(traits, row, strict=True) if n)


def _person(book: Book, traits: Sequence[Trait], row: Sequence[int], unit: str, month: int, key: str) -> Person:
    facts: dict[str, tuple[Spell, ...]] = {}
    age = traits[0].variants[row[0]].columns[0]
    for trait, number in zip(traits, row, strict=True):
        if number and trait.name != AGE and trait.level != "stay":
            facts[trait.name] = (_spell(book, trait, number),)
    return Person(key, first_day(month - 12 * age - 1), unit=unit, permanent_resident=True, facts=facts)


def _spell(book: Book, trait: Trait, number: int) -> Spell:
    """The value of a trait's own fact, since when the variant has it."""
    told = dict(trait.variants[number].facts)
    since = [value for name, value in told.items() if book.facts[name].since]
    values = [value for name, value in trait.variants[number].said if not book.facts[name].since]
    value = told.get(trait.name) if not values else values[0]
    start = first_day(since[0]) if since and isinstance(since[0], int) and since[0] > 0 else LONG_AGO
    return Spell(_written(book, trait.name, value if value is not None else True), start)


def _written(book: Book, fact: str, value: Value) -> Value:
    of_month = book.facts[fact].type == "month" and isinstance(value, int) and not isinstance(value, bool)
    return month_text(int(value)) if of_month else value


def _decided(book: Book, person: Person, month: int) -> Decision | None:
    """What is decided for a person; None where the facts cannot be true together."""
    try:
        return decide_people(book, [person], month, month).at(person.key, month)
    except FactsError:
        return None
