"""NumPy by hand, by profiles: the limit.

People whom no rule can tell apart in any month of the window are folded into one profile with a count; the law runs
once per profile and month. What a rule can see of a person, found by reading the law by hand:

- birth: only the months in which the person is born, turns 6, 70 and 80, and only where they fall in the window;
- living standard: which one, and its first and last month, cut to the window; one that touches no month is none;
- commune and minority: minority in class II or III, minority in a newly non-designated commune, or neither;
- occupation; rank, 5 and over being one.

Days become codes through tables with one entry a day, so that no date is taken apart person by person.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import law
from benchmarks.harness import Contender, serve
from benchmarks.peers.numpy_monthly import (
    AVERAGE,
    CLASS_II,
    EMPLOYEE,
    GROUP,
    NEAR_POOR,
    PENSIONER,
    POOR,
    STATE_SHARE,
    STUDENT,
    TAPER,
    month_completed,
)
from benchmarks.task import People, Totals

Ints = NDArray[np.integer]

TURNS = (0, 6, 70, 80)
"""Ages in years at which a rule begins or ends to hold."""

PLACES = 3
"""Neither, minority in class II or III, minority in a newly non-designated commune."""

RANKS = len(law.TAPER)

SUPPORT_SHARE = np.array((0, law.AVERAGE_AGRI_SHARE, law.NEAR_POOR_SHARE, 100))
"""Per cent; 100 stands for the remainder."""


class Birth(NamedTuple):
    """What a day of birth comes to."""

    code: Ints
    """By day since the first day of birth."""
    months: Ints
    """A month of birth (completed) for each code."""


def _births(first: np.datetime64, last: np.datetime64) -> Birth:
    """Codes of the days of birth from ``first`` to ``last``."""
    month = month_completed(np.arange(first, last + 1))
    turns = np.stack([np.clip(month + 12 * years - law.FIRST_MONTH, 0, law.MONTHS) for years in TURNS])
    _, where, code = np.unique(turns, axis=1, return_index=True, return_inverse=True)
    return Birth(code.reshape(-1).astype(np.int32), month[where])


def _window_index(first: np.datetime64, last: np.datetime64) -> Ints:
    """For each day from ``first`` to ``last``: the first month of the window that begins on it or later, 0 to 24."""
    return np.clip(month_completed(np.arange(first, last + 1)) - law.FIRST_MONTH, 0, law.MONTHS).astype(np.int32)


def _standards(population: People) -> Ints:
    """Code of the living standard over the window, shape (N,); 0 where it never shows."""
    code = np.zeros(len(population), dtype=np.int32)
    rows = np.flatnonzero(population.standard)
    if not len(rows):
        return code
    start = population.standard_from[rows]
    end = population.standard_to[rows] + 1
    first, last = min(start.min(), end.min()), max(start.max(), end.max())
    index = _window_index(first, last)
    begins = index[(start - first).astype(np.int32)]
    ends = index[(end - first).astype(np.int32)]
    span = law.MONTHS + 1
    spell = (population.standard[rows] * np.int32(span) + begins) * np.int32(span) + ends
    code[rows] = np.where(begins < ends, spell, 0)
    return code


class Profiles(NamedTuple):
    """One entry a profile, all of shape (P,)."""

    born: Ints
    standard: Ints
    begins: Ints
    ends: Ints
    occupation: Ints
    place: Ints
    rank: Ints
    """From 0; 4 stands for the fifth place and all after it."""
    people: NDArray[np.int64]
    """How many have it."""


def fold(population: People) -> Profiles:
    """The profiles of a register and how many people have each."""
    first = population.born.min()
    birth = _births(first, population.born.max())
    spells = _standards(population)
    seen = np.flatnonzero(np.bincount(spells, minlength=1))
    short = np.zeros(int(seen[-1]) + 1, dtype=np.int32)
    short[seen] = np.arange(len(seen))

    key = birth.code[(population.born - first).astype(np.int32)]
    for values, size in (
        (short[spells], len(seen)),
        (population.occupation, len(law.OCCUPATIONS)),
        (_places(population), PLACES),
        (np.minimum(population.rank, RANKS) - 1, RANKS),
    ):
        key *= np.int32(size)
        key += values
    counts = np.bincount(key)
    rest = np.flatnonzero(counts)
    people = counts[rest]
    rest, rank = np.divmod(rest, RANKS)
    rest, place = np.divmod(rest, PLACES)
    rest, occupation = np.divmod(rest, len(law.OCCUPATIONS))
    born, spell = np.divmod(rest, len(seen))
    span = law.MONTHS + 1
    begun, ends = np.divmod(seen[spell], span)
    standard, begins = np.divmod(begun, span)
    return Profiles(birth.months[born], standard, begins, ends, occupation, place, rank, people)


def _places(population: People) -> NDArray[np.int8]:
    place = (population.commune_class >= CLASS_II).astype(np.int8)
    place[population.newly] = 2
    return place * population.minority


def _groups(lived: Ints, standard: Ints, profiles: Profiles) -> NDArray[np.int16]:
    """Codes of the groups, shape (P,); ``lived`` in whole months."""
    group = np.full(len(lived), GROUP["household"], dtype=np.int16)
    group[standard == AVERAGE] = GROUP["average_agri"]
    group[profiles.occupation == STUDENT] = GROUP["student"]
    group[standard == NEAR_POOR] = GROUP["near_poor"]
    group[lived >= 12 * 80] = GROUP["aged_80"]
    group[profiles.place == 1] = GROUP["minority"]
    group[standard == POOR] = GROUP["poor"]
    group[lived < 12 * 6] = GROUP["under_6"]
    group[profiles.occupation == PENSIONER] = GROUP["pensioner"]
    group[profiles.occupation == EMPLOYEE] = GROUP["employee"]
    return group


def _supports(month: int, lived: Ints, standard: Ints, profiles: Profiles) -> NDArray[np.int16]:
    """The first support that fits, as a position in ``SUPPORT_SHARE``, shape (P,)."""
    support = np.zeros(len(lived), dtype=np.int16)
    unpaid = (profiles.occupation != EMPLOYEE) & (profiles.occupation != PENSIONER)
    if law.in_force(month, law.AVERAGE_AGRI_FROM):
        support[(standard == AVERAGE) & (profiles.occupation == 0)] = 1
    if law.in_force(month, law.NEAR_POOR_FROM):
        support[(standard == NEAR_POOR) & unpaid] = 2
    if law.in_force(month, law.REMAINDER_FROM):
        seventies = (lived >= 12 * 70) & (lived < 12 * 80)
        support[(seventies | (profiles.place == 2)) & unpaid] = 3
    return support


def calculate(population: People) -> Totals:
    """The totals: fold, decide each profile, fold once more by what was decided, and only then do sums of money."""
    totals = Totals.empty()
    profiles = fold(population)
    shape = (len(law.GROUPS), RANKS, len(SUPPORT_SHARE))
    group, rank, support = np.indices(shape).reshape(3, -1)
    tapered = np.where(group == GROUP["household"], TAPER[rank + 1], 100)
    for k, month in enumerate(law.WINDOW):
        lived = month - profiles.born
        standard = profiles.standard * ((profiles.begins <= k) & (k < profiles.ends))
        decided = _groups(lived, standard, profiles) * np.int16(RANKS) + profiles.rank
        decided = decided * np.int16(len(SUPPORT_SHARE)) + _supports(month, lived, standard, profiles)
        alive = profiles.people * (lived >= 0)
        count = np.bincount(decided, weights=alive, minlength=len(group)).astype(np.int64)
        premium = law.premium_of(month) * tapered // 100
        state = premium * STATE_SHARE[group] // 100
        province = np.minimum(premium * SUPPORT_SHARE[support] // 100, premium - state)
        totals.premium[k] = int(premium @ count)
        totals.state[k] = int(state @ count)
        totals.province[k] = int(province @ count)
        totals.own[k] = int((premium - state - province) @ count)
        for name, number in zip(law.GROUPS, count.reshape(len(law.GROUPS), -1).sum(axis=1), strict=True):
            totals.groups[name][k] = int(number)
    return totals


CONTENDERS = (Contender("numpy", "profiles", np.__version__, calculate),)

if __name__ == "__main__":
    serve(CONTENDERS)
