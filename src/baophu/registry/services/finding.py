"""Finding people: by any of their numbers, by a scanned card, by name without accents.

Every function takes `units`, the units somebody may see (accounts.services.units_of; None: the whole province): people
of others are not found. A name is looked up in ranges of the two folded keys, each of which is an index.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from django.db.models import Q, QuerySet

from baophu.registry.dates import Born
from baophu.registry.models import Person
from baophu.registry.names import backwards, fold
from baophu.registry.numbers import bare
from baophu.registry.services.merging import standing
from baophu.registry.services.scanning import Scanned, read_scan
from baophu.registry.services.whereabouts import catch_up

Units = frozenset[str] | None

MOST = 20
"""People shown who share one number."""

SPARE = 20
"""Records more than asked, for those that were merged or taken back."""

AFTER = "\U0010ffff"
"""Sorts after every letter: `an` to `an` + AFTER are the keys that begin with `an`."""

SHAPES: dict[int, tuple[str, ...]] = {
    9: ("old_id",),
    10: ("social_number",),
    12: ("personal_id",),
    15: ("card_number",),
}
"""Fields that a number of so many characters can be."""

SOCIAL_DIGITS = 10
"""A card's number ends with its holder's social-insurance number."""


@dataclass(frozen=True, slots=True)
class Found:
    """A person and which number it was found by. `disagrees` are the fields in which a scanned card says otherwise."""

    person: Person
    by: str
    disagrees: tuple[str, ...] = ()


def by_number(text: str, units: Units = None) -> list[Found]:
    """Who has a number: personal ID, old ID, social-insurance number, card number or the text of a scanned ID card.

    Spaces, dots and dashes do not matter. Mostly one; several where an old ID was given twice; [] for nobody and for
    what is no number. A record merged into another leads to that one.
    """
    scan = read_scan(text)
    if scan is not None:
        return by_scan(scan, units)
    number = bare(text)
    found: dict[int, Found] = {}
    for field in SHAPES.get(len(number), ()):
        _gather(found, Q(**{field: number}), field, units)
    if not found and len(number) == max(SHAPES):
        _gather(found, Q(social_number=number[-SOCIAL_DIGITS:]), "social_number", units)
    return list(found.values())


def by_scan(scan: Scanned, units: Units = None) -> list[Found]:
    """Who a scanned ID card is of, by its number, else by the old one; and in which fields the two disagree."""
    found: dict[int, Found] = {}
    _gather(found, Q(personal_id=scan.personal_id), "personal_id", units)
    if not found and scan.old_id:
        _gather(found, Q(old_id=scan.old_id), "old_id", units)
    return [Found(one.person, one.by, disagreements(scan, one.person)) for one in found.values()]


def disagreements(scan: Scanned, person: Person) -> tuple[str, ...]:
    """Fields in which a card says otherwise than the register: `personal_id`, `name`, `born`, `sex`."""
    said = {
        "personal_id": person.personal_id is not None and scan.personal_id != person.personal_id,
        "name": scan.name is not None and fold(scan.name) != person.name_key,
        "born": scan.born is not None and _born_otherwise(scan.born, person),
        "sex": scan.sex is not None and scan.sex != person.sex,
    }
    return tuple(field for field, differs in said.items() if differs)


def _born_otherwise(born: Born, person: Person) -> bool:
    """Whether two birth dates differ in what is known of both."""
    known = {born.known, person.born_known}
    parts = 1 if "year" in known else 2 if "month" in known else 3
    return born.day.timetuple()[:parts] != person.born.timetuple()[:parts]


def by_name(text: str, units: Units = None, limit: int = 50) -> list[Person]:
    """People of a name written with or without accents, in any case, best first; at most `limit` + 1 ("and more").

    In this order: the whole name and names that begin so (`nguyen van`), names that end so (`van an`), family and given
    name (`nguyen an`). Each part is sorted by its key. [] for a text without letters.
    """
    catch_up()
    key = fold(text)
    found: dict[int, Person] = {}
    for part in (_beginning, _ending, _family_and_given) if key else ():
        for person in part(key, units, limit + 1):
            found.setdefault(person.pk, person)
            if len(found) > limit:
                return list(found.values())
    return list(found.values())


def _beginning(key: str, units: Units, most: int) -> Iterable[Person]:
    """`nguyen van`: one range of the names in order."""
    return _sorted(Person.objects.standing().filter(_begins("name_key", key)), "name_key", units, most)


def _ending(key: str, units: Units, most: int) -> Iterable[Person]:
    """`van an`: one range of the names from the given name on."""
    return _sorted(Person.objects.standing().filter(_begins("name_back", backwards(key))), "name_back", units, most)


def _family_and_given(key: str, units: Units, most: int) -> Iterable[Person]:
    """`nguyen an`: of the range of a given name, whose key ends with the family name; looked for in the index alone."""
    words = key.split()
    if len(words) != 2:
        return []
    family, given = words
    people = Person.objects.filter(_begins("name_back", f"{given} "), name_back__endswith=f" {family}")
    keys = _sorted(people.only("name_back"), "name_back", units, most + SPARE)
    numbers = [person.pk for person in islice(keys, most + SPARE)]
    return Person.objects.standing().filter(pk__in=numbers).order_by("name_back")


def _begins(field: str, start: str) -> Q:
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + AFTER})


def _sorted(people: QuerySet[Person], field: str, units: Units, most: int) -> Iterable[Person]:
    """The first people by a key; of several units each is asked by itself, which its index answers."""
    ordered = people.order_by(field)
    if units is None:
        return ordered[:most]
    return heapq.merge(*(ordered.filter(unit=code)[:most] for code in sorted(units)), key=attrgetter(field))


def _gather(found: dict[int, Found], where: Q, field: str, units: Units) -> None:
    for person in Person.objects.filter(where, withdrawn=False).select_related("merged_into", "unit")[:MOST]:
        stands = standing(person)
        if units is None or stands.unit_id in units:
            found.setdefault(stands.pk, Found(stands, field))
