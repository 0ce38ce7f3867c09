"""Match the rows of a list to the register: by number, by name and birth date, by likeness; never by a guess.

Sure is: a number that fits name or birth date; or the one person of this name and whole birth date whose sex and unit
do not contradict; or the one of this name and birth year in the row's unit where no more is known. Everything else
that is like somebody waits for an officer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from baophu.imports import limits
from baophu.imports.matching import people
from baophu.imports.matching.people import Known
from baophu.imports.matching.scores import Candidate, Wanted, born_likeness, name_likeness, numbers_differ, score
from baophu.imports.reading.dates import swapped
from baophu.imports.words import say
from baophu.law.model import Text

MOST = 6
"""Candidates kept of a row."""

FITS = 80
"""A name this like another may be the same with a slip of the pen, when a number agrees."""

_NUMBERS = ("personal_id", "social_number", "card_number", "old_id")


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a row means: somebody for sure, perhaps one of some, or nobody of the register."""

    kind: Literal["sure", "doubtful", "unknown"]
    person: Known | None = None
    candidates: tuple[Candidate, ...] = ()
    hints: tuple[Text, ...] = ()


UNKNOWN = Match("unknown")


def match(wanted: Sequence[Wanted], progress: Callable[[float], None] | None = None) -> list[Match]:
    """A match for each row, in order. About a second for ten thousand rows on a register of 1.4 million."""
    found = _by_number(wanted)
    _tell(progress, 0.3)
    left = [w for w in wanted if w.row not in found and w.born is not None]
    exact = _same_name_and_birth(left)
    for one in left:
        if told := _by_name(one, exact.get(one.row, [])):
            found[one.row] = told
    _tell(progress, 0.6)
    left = [w for w in wanted if w.row not in found]
    for row, candidates in _alike(left, progress).items():
        found[row] = Match("doubtful", candidates=_best(candidates))
    _tell(progress, 1.0)
    return [found.get(w.row, UNKNOWN) for w in wanted]


def _tell(progress: Callable[[float], None] | None, done: float) -> None:
    if progress:
        progress(done)


# ---- by number -------------------------------------------------------------------------------------------------------


def _by_number(wanted: Sequence[Wanted]) -> dict[int, Match]:
    """Rows one of whose numbers somebody has."""
    having: dict[int, dict[int, Known]] = {}
    for field in _NUMBERS:
        rows = [(w.row, number) for w in wanted for number in _numbers_of(w, field)]
        there = people.by_numbers(field, [number for _, number in rows])
        for row, number in rows:
            for person in there.get(number, ()):
                having.setdefault(row, {})[person.id] = person
    by_row = {w.row: w for w in wanted}
    return {row: _told_by_number(by_row[row], list(persons.values())) for row, persons in having.items()}


def _numbers_of(wanted: Wanted, field: str) -> list[str]:
    """The row's number of a field; a card number holds the social-insurance number in its last ten digits."""
    numbers = [getattr(wanted, field)]
    if field == "social_number" and wanted.card_number:
        numbers.append(wanted.card_number[5:])
    return [number for number in numbers if number]


def _told_by_number(wanted: Wanted, persons: list[Known]) -> Match:
    if len(persons) == 1:
        person = persons[0]
        name, born = name_likeness(wanted.key, person.key), born_likeness(wanted, person)
        if numbers_differ(wanted, person):
            return _doubt(wanted, persons, say("numbers of two"))
        if name == 100 and born >= 50:
            return Match("sure", person, hints=_hints(wanted, person))
        if (name >= FITS and born >= 75) or (born == 100 and _one_word_same(wanted.key, person.key)):
            return Match("sure", person, hints=(say("name differs", name=person.name), *_hints(wanted, person)))
        return _doubt(wanted, persons, say("number of another"))
    return _doubt(wanted, persons, say("numbers of two"))


def _one_word_same(one: str, other: str) -> bool:
    """Whether two folded names share the given name or the surname."""
    left, right = one.split(), other.split()
    return bool(left and right) and (left[-1] == right[-1] or left[0] == right[0])


def _hints(wanted: Wanted, person: Known) -> tuple[Text, ...]:
    """What the register says otherwise of somebody told by a number."""
    elsewhere = bool(wanted.unit and person.unit and wanted.unit != person.unit)
    return (*_birth_hints(wanted, person), *((say("lives elsewhere"),) if elsewhere else ()))


def _birth_hints(wanted: Wanted, person: Known) -> tuple[Text, ...]:
    if wanted.born is None or wanted.born_known != "day" or person.born == wanted.born:
        return ()
    if swapped(wanted.born) == person.born:
        return (say("birth swapped", born=f"{person.born:%d/%m/%Y}"),)
    if person.born_known != "day":
        return ()
    return (say("birth differs", born=f"{person.born:%d/%m/%Y}"),)


def _doubt(wanted: Wanted, persons: list[Known], hint: Text) -> Match:
    candidates = tuple(score(wanted, p) or Candidate(p, 60, (say("why same number"),)) for p in persons)
    return Match("doubtful", candidates=_best(candidates), hints=(hint,))


def _year(person: Known) -> str:
    return str(person.born.year)


# ---- by name and birth date ------------------------------------------------------------------------------------------


def _same_name_and_birth(wanted: Sequence[Wanted]) -> dict[int, list[Known]]:
    """People of exactly the row's folded name whose birth date is the row's, turned or less exactly known."""
    pairs: list[tuple[date, str]] = []
    years: list[tuple[str, int]] = []
    for one in wanted:
        assert one.born is not None
        if one.born_known == "day":
            pairs += [(day, one.key) for day in _as_recorded(one.born)]
        else:
            years.append((one.key, one.born.year))
    exact, by_year = people.by_birth_and_name(pairs), people.by_name_and_year(years)
    found: dict[int, list[Known]] = {}
    for one in wanted:
        assert one.born is not None
        if one.born_known == "day":
            there = [p for day in _as_recorded(one.born) for p in exact.get((day, one.key), ())]
        else:
            there = by_year.get((one.key, one.born.year), [])
        found[one.row] = [p for p in dict.fromkeys(there) if born_likeness(one, p) >= 90]
    return found


def _as_recorded(born: date) -> list[date]:
    """The days under which somebody born then may stand: that day, turned, or the first of the month or year."""
    days = [born, born.replace(day=1), born.replace(month=1, day=1)]
    turned = swapped(born)
    return list(dict.fromkeys([*days, turned] if turned else days))


def _by_name(wanted: Wanted, there: list[Known]) -> Match | None:
    """Sure, doubtful, or None when nobody has this name and birth date."""
    if not there:
        return None
    same = [p for p in there if born_likeness(wanted, p) == 100]
    fitting = [p for p in (same or there) if not numbers_differ(wanted, p) and wanted.sex in ("", p.sex)]
    here = [p for p in fitting if wanted.unit and p.unit == wanted.unit]
    one = here[0] if len(here) == 1 else fitting[0] if len(fitting) == 1 and not wanted.unit and same else None
    if one is not None and (len(fitting) == 1 or one in here):
        hints = list(_birth_hints(wanted, one))
        if not same and not hints:
            hints.append(say("year only", born=_year(one)))
        return Match("sure", one, hints=tuple(hints))
    candidates = tuple(c for p in there if (c := score(wanted, p) or Candidate(p, 60, (say("why same name"),))))
    return Match("doubtful", candidates=_best(candidates))


# ---- by likeness -----------------------------------------------------------------------------------------------------


def _alike(wanted: Sequence[Wanted], progress: Callable[[float], None] | None) -> dict[int, list[Candidate]]:
    """People of the same birth date (as written or turned), or of the same unit, whose names are alike."""
    found: dict[int, dict[int, Candidate]] = {}

    def add(one: Wanted, persons: Sequence[Known]) -> None:
        for person in persons:
            if candidate := score(one, person):
                found.setdefault(one.row, {})[person.id] = candidate

    dated = [w for w in wanted if w.born is not None and w.born_known == "day"]
    same_day = people.by_birth(day for w in dated if w.born for day in (w.born, swapped(w.born)) if day)
    for one in dated:
        assert one.born is not None
        turned = swapped(one.born)
        add(one, same_day.get(one.born, ()))
        add(one, same_day.get(turned, ()) if turned else ())
    _tell(progress, 0.8)
    named = people.by_unit_and_name([(w.unit, w.key) for w in wanted if w.unit])
    for one in wanted:
        add(one, named.get((one.unit, one.key), ()))
    left = [w for w in wanted if w.row not in found and w.unit and w.born is not None]
    units = [unit for unit, _ in Counter(w.unit for w in left).most_common()]
    neighbours = people.of_units(units, limits.fuzzy_people())
    for one in left:
        assert one.born is not None
        add(one, neighbours.get((one.unit, one.born.year), ()))
    return {row: list(candidates.values()) for row, candidates in found.items()}


def _best(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda c: (-c.score, c.person.id))[:MOST])
