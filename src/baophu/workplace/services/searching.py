"""One box: a name without accents, any number, the text of a scanned ID card; narrowed to one's units in the query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from baophu.accounts.models import User
from baophu.accounts.services import units_of
from baophu.decisions.models import Current
from baophu.registry.models import Person
from baophu.registry.services.finding import by_name, by_number, by_scan
from baophu.registry.services.scanning import Scanned, read_scan

MOST = 50
MOST_BEFORE_YEAR = 400
"""Names looked through for a year of birth."""

_YEAR = re.compile(r"\s+(18[5-9]\d|19\d\d|20\d\d)$")
_BORN = re.compile(r"\s+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_NUMBER = re.compile(r"[\s.\-_/]*(?:[A-Za-z]{2}[\s.\-_/]*)?\d[\d\s.\-_/]{6,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found, the decision of today, which number led there, and where a scanned card says otherwise."""

    person: Person
    current: Current | None
    by: str = ""
    disagrees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search came to. `kind`: nothing asked, a name, a number, a scan; `more`: there are more than are shown."""

    kind: Literal["none", "name", "number", "scan"]
    hits: Sequence[Hit] = ()
    more: bool = False
    scan: Scanned | None = None
    born: str = field(default="")

    @property
    def only(self) -> Hit | None:
        """The one exact hit of a number or scan with which nothing disagrees: it needs no list."""
        one = self.hits[0] if len(self.hits) == 1 and not self.more else None
        return one if one is not None and self.kind in ("number", "scan") and not one.disagrees else None


def search(text: str, user: User, unit: str | None = None) -> Hits:
    """Find people a user may see, in one unit or in all of theirs.

    A name may be followed by a year or day of birth: `nguyen van an 1980`.
    """
    asked = " ".join(text.split())
    if not asked:
        return Hits("none")
    mine = units_of(user)
    units = mine if unit is None or (mine is not None and unit not in mine) else frozenset((unit,))
    if (scan := read_scan(text)) is not None:
        found = by_scan(scan, units)
        return Hits("scan", _hits([(f.person, f.by, f.disagrees) for f in found]), scan=scan)
    if _NUMBER.fullmatch(asked):
        return Hits("number", _hits([(f.person, f.by, ()) for f in by_number(asked, units)]))
    return _by_name(asked, units)


def _by_name(asked: str, units: frozenset[str] | None) -> Hits:
    name, wanted, said = asked, None, ""
    if match := _BORN.search(asked):
        try:
            wanted, said = date(int(match[3]), int(match[2]), int(match[1])), match[0].strip()
            name = asked[: match.start()]
        except ValueError:
            wanted = None
    elif match := _YEAR.search(asked):
        name, said = asked[: match.start()], match[1]
    people = by_name(name, units, MOST_BEFORE_YEAR if said else MOST)
    if said:
        people = [p for p in people if (p.born == wanted if wanted else p.born.year == int(said))]
    return Hits("name", _hits([(p, "", ()) for p in people[:MOST]]), len(people) > MOST, born=said)


def _hits(found: Sequence[tuple[Person, str, tuple[str, ...]]]) -> tuple[Hit, ...]:
    standing = Current.objects.in_bulk([person.pk for person, _, _ in found])
    return tuple(Hit(person, standing.get(person.pk), by, disagrees) for person, by, disagrees in found)
