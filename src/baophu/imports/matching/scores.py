"""How alike a row and a person are: name, birth date and place, 0 to 100, with the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from baophu.imports.matching.people import Known
from baophu.imports.reading.dates import swapped
from baophu.imports.words import say
from baophu.law.model import Text

NAME, BORN, PLACE = 55, 35, 10
"""What each counts of a hundred."""

LEAST_NAME, LEAST = 75, 70
"""Below these nobody is a candidate."""

OTHER_SEX = 15


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of somebody. `born_known` how much of the birth date it gives."""

    row: int
    personal_id: str
    old_id: str
    social_number: str
    card_number: str
    name: str
    key: str
    born: date | None
    born_known: str
    sex: str
    unit: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row may mean, and why."""

    person: Known
    score: int
    why: tuple[Text, ...]


def name_likeness(one: str, other: str) -> int:
    """0 to 100 of two folded names; words in another order count nearly as much."""
    if one == other:
        return 100
    return int(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other) - 3))


def born_likeness(wanted: Wanted, person: Known) -> int:
    """0 to 100 of the birth dates, as far as both are known."""
    if wanted.born is None:
        return 50
    if wanted.born_known == "day" == person.born_known:
        if wanted.born == person.born:
            return 100
        if swapped(wanted.born) == person.born:
            return 90
        parts = zip(wanted.born.timetuple()[:3], person.born.timetuple()[:3], strict=True)
        same = sum(a == b for a, b in parts)
        near = abs((wanted.born - person.born).days) <= 1
        return 80 if near else (0, 20, 75)[same]
    if wanted.born.year != person.born.year:
        return 0
    if "year" in (wanted.born_known, person.born_known):
        return 95
    return 95 if wanted.born.month == person.born.month else 30


def place_likeness(wanted: Wanted, person: Known) -> int:
    """100 in the same unit, 60 where the row names none, 20 elsewhere."""
    if not wanted.unit or not person.unit:
        return 60
    return 100 if wanted.unit == person.unit else 20


def score(wanted: Wanted, person: Known) -> Candidate | None:
    """How alike they are; None when too little."""
    name = name_likeness(wanted.key, person.key)
    if name < LEAST_NAME:
        return None
    born, place = born_likeness(wanted, person), place_likeness(wanted, person)
    points = (NAME * name + BORN * born + PLACE * place) // 100
    other_sex = bool(wanted.sex) and wanted.sex != person.sex
    points -= OTHER_SEX if other_sex else 0
    points -= 30 if numbers_differ(wanted, person) else 0
    if points < LEAST:
        return None
    return Candidate(person, points, tuple(_why(wanted, person, name, born, place, other_sex)))


def numbers_differ(wanted: Wanted, person: Known) -> bool:
    """Whether both have a personal ID, and not the same."""
    return bool(wanted.personal_id and person.personal_id and wanted.personal_id != person.personal_id)


def _why(wanted: Wanted, person: Known, name: int, born: int, place: int, other_sex: bool) -> list[Text]:
    told = [say("why same name") if name == 100 else say("why like name", score=name)]
    if born == 100:
        told.append(say("why same birth"))
    elif born == 90:
        told.append(say("why swapped birth"))
    elif born == 95:
        told.append(say("why same year"))
    elif born >= 75:
        told.append(say("why near birth"))
    elif wanted.born is not None:
        told.append(say("why other birth"))
    if place != 60:
        told.append(say("why same unit") if place == 100 else say("why other unit"))
    if other_sex:
        told.append(say("why other sex"))
    if numbers_differ(wanted, person):
        told.append(say("why other number"))
    return told
