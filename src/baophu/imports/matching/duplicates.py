"""Pairs of records that may be of one person, over the whole register: own blocking, names compared by rapidfuzz.

Two records with different personal IDs are two people, so only pairs are looked at in which one lacks it. Compared are
people born on the same day (in one unit, unless name and day are the same), and people of one name in one unit whose
day and month of birth are exchanged. `linked.py` does it with splink where that is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from django.db import connection
from rapidfuzz import fuzz, process

from baophu.imports.matching import people
from baophu.imports.matching.people import Known
from baophu.imports.matching.scores import Candidate, Wanted, score
from baophu.registry.models import Person

LIKE = 88
"""Names from this likeness on are compared further."""

LEAST = 84
"""Pairs from this score on are told."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Twin:
    """Two records, the older first, how alike they are (0 to 100) and why."""

    first: Known
    second: Known
    candidate: Candidate

    @property
    def score(self) -> int:
        """How alike they are."""
        return self.candidate.score


def twins(units: frozenset[str] | None = None, progress: Progress | None = None) -> Iterator[Twin]:
    """Pairs of records of people (of these units, or of the province), each pair once."""
    seen: set[tuple[int, int]] = set()
    for one, other in (*_same_day(units, progress), *_exchanged(units)):
        first, second = sorted((one, other), key=lambda person: person.id)
        if (first.id, second.id) in seen or not _may_be_one(first, second):
            continue
        seen.add((first.id, second.id))
        candidate = score(as_wanted(first), second)
        if candidate is not None and candidate.score >= LEAST:
            yield Twin(first, second, candidate)


def as_wanted(person: Known) -> Wanted:
    """A record asked for as if it were a row of a list."""
    return Wanted(
        person.id, person.personal_id, person.old_id, person.social_number, person.card_number, person.name, person.key,
        person.born, person.born_known, person.sex, person.unit,
    )  # fmt: skip


def _may_be_one(one: Known, other: Known) -> bool:
    """Numbers that only one person has must not differ."""
    both = ((one.personal_id, other.personal_id), (one.social_number, other.social_number))
    return one.sex == other.sex and not any(mine and theirs and mine != theirs for mine, theirs in both)


def _same_day(units: frozenset[str] | None, progress: Progress | None) -> Iterator[tuple[Known, Known]]:
    """Pairs of people born on one day with like names, day after day."""
    rows = (
        Person.objects.standing().in_units(units).order_by("born").values_list("id", "born", "name_key", "personal_id")
    )
    for place, (_, group) in enumerate(groupby(rows.iterator(chunk_size=20_000), key=lambda row: row[1])):
        born = list(group)
        if progress and place % 500 == 0:
            progress(min(0.9, place / 30_000))
        lacking = [place for place, row in enumerate(born) if not row[3]]
        if not lacking or len(born) < 2:
            continue
        pairs = _like_names([row[2] for row in born], lacking)
        if not pairs:
            continue
        known = people.by_ids({born[p][0] for pair in pairs for p in pair})
        for left, right in pairs:
            one, other = known.get(born[left][0]), known.get(born[right][0])
            if one is not None and other is not None and (one.key == other.key or one.unit == other.unit):
                yield one, other


def _like_names(names: Sequence[str], lacking: Sequence[int]) -> list[tuple[int, int]]:
    """Positions of names that are alike, one of each pair among those that lack a personal ID."""
    likeness = process.cdist(
        [names[place] for place in lacking], names, scorer=fuzz.ratio, score_cutoff=LIKE, dtype=np.uint8
    )
    found = ((lacking[row], int(column)) for row, column in zip(*np.nonzero(likeness), strict=True))
    return sorted({(min(pair), max(pair)) for pair in found if pair[0] != pair[1]})


_TURNED = {
    "sqlite": "substr(a.born, 1, 4) || '-' || substr(a.born, 9, 2) || '-' || substr(a.born, 6, 2)",
    "postgresql": "make_date(extract(year from a.born)::int, extract(day from a.born)::int,"
    " extract(month from a.born)::int)",
}
_DAY = {"sqlite": "cast(substr(a.born, 9, 2) as integer)", "postgresql": "extract(day from a.born)"}


def _exchanged(units: frozenset[str] | None) -> Iterator[tuple[Known, Known]]:
    """Pairs of one name and unit whose day and month of birth are exchanged."""
    join = "cross join" if connection.vendor == "sqlite" else "join"
    turned, day = _TURNED[connection.vendor], _DAY[connection.vendor]
    within = "" if units is None else f" and a.unit_id in ({', '.join(['%s'] * len(units))})"
    sql = (
        f"select a.id, b.id from registry_person a {join} registry_person b"
        f" on b.born = case when {day} <= 12 then {turned} end and b.name_key = a.name_key"
        " where b.id > a.id and b.unit_id = a.unit_id and b.born <> a.born"
        " and a.merged_into_id is null and not a.withdrawn and b.merged_into_id is null and not b.withdrawn"
        f" and (a.personal_id is null or b.personal_id is null){within}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, sorted(units or ()))
        pairs = cursor.fetchall()
    known = people.by_ids({int(p) for pair in pairs for p in pair})
    yield from ((known[one], known[other]) for one, other in pairs if one in known and other in known)
