"""The common task: a made-up register, and what has to be found from it.

Given ``N`` people (``people(N)``) and the toy law of ``law.py``, say for each of the 24 months 2024-01 to 2025-12 what
the premiums of everybody come to, who pays how much of it, and how many people are in each group (``Totals``).
Amounts are whole dong, so two answers are equal or they are not.

The register
------------
- Households of 1 to 7 people, 3.65 on average, one after another; the last one is cut where ``N`` is reached. ``rank``
  is the place in the household, from 1.
- Age at the end of 2025 from 0 to 95 years, younger people more often; about 2 in 75 are born inside the window. Every
  day of birth is as likely as another.
- Each household lives in one of 450 communes. 75 % of the communes are of class none, 10 % I, 8 % II, 7 % III; a fifth
  of those of class none are newly non-designated.
- Minority: of everybody in a household or of nobody, more often in communes of class I, II, III or newly
  non-designated.
- Living standard of the household: none 83 %, poor 5 %, near poor 6 %, average 6 %. Of those that are not none, 40 %
  change inside the window: 15 % begin, 15 % end, 10 % do both, on any day. The rest hold from 2022-01-01 to 2027-12-31.
- Occupation, by age in the middle of the window: 40 % of those of 18 to 59 employees, 30 % of those over 59 pensioners,
  95 % of those of 6 to 17 and 40 % of those of 18 to 21 who are not employees students. It never changes.

What counts as calculation
--------------------------
The register is handed over as the flat columns of ``People``; a contender may put them, untimed, into the form its
engine reads (a table, a simulation's inputs, codes as texts, a date as year, month and day). Everything the law makes
of them is timed: months, ages, validity, folding, look-ups, amounts and sums, and what the engine builds for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.law import GROUPS, MONTHS

SEED = 20240101
COMMUNES = 450
HOUSEHOLD_SIZES = (0.08, 0.15, 0.23, 0.27, 0.16, 0.07, 0.04)
"""Share of households of 1 to 7 people; 3.65 on average."""

AGE_BANDS = ((0, 15, 0.23), (15, 60, 0.62), (60, 70, 0.085), (70, 80, 0.04), (80, 95, 0.025))
"""Years from, years to, share of the people; uniform within a band."""

MINORITY_SHARE = (0.03, 0.30, 0.55, 0.75)
"""By class of the commune; ``MINORITY_SHARE_NEWLY`` where it is newly non-designated."""
MINORITY_SHARE_NEWLY = 0.45

LAST_DAY = np.datetime64("2025-12-31", "D")
NEVER = np.datetime64("2000-01-01", "D")

Days = NDArray[np.datetime64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class People:
    """One row a person; every column of shape (N,). Codes are positions in the tuples of ``law.py``."""

    born: Days
    """``datetime64[D]``; may lie inside the window."""
    sex: Codes
    """0 female, 1 male. No rule reads it."""
    household: NDArray[np.int32]
    """0, 1, 2 ... in blocks: the members of one household stand one after another."""
    rank: Codes
    """Place in the household, 1 to 7."""
    commune: NDArray[np.int16]
    """0 to 449. No rule reads it."""
    commune_class: Codes
    newly: Flags
    minority: Flags
    standard: Codes
    standard_from: Days
    """First day of the living standard; of no meaning where ``standard`` is none."""
    standard_to: Days
    """Its last day, included."""
    occupation: Codes

    def __len__(self) -> int:
        return len(self.born)


@dataclass(frozen=True)
class Totals:
    """What a contender answers: for each of the 24 months, in dong and in people."""

    premium: list[int]
    state: list[int]
    province: list[int]
    own: list[int]
    groups: dict[str, list[int]]
    """People by group; the keys are ``law.GROUPS``, in that order."""

    @classmethod
    def empty(cls) -> Totals:
        """All zeros, to be filled in month by month."""
        premium, state, province, own = ([0] * MONTHS for _ in range(4))
        return cls(premium, state, province, own, {name: [0] * MONTHS for name in GROUPS})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Totals:
        """From what ``asdict`` gave; ``TypeError`` if a key is missing or unknown."""
        return cls(**data)

    def off_by(self, other: Totals) -> int:
        """The largest difference between any two numbers of the same month: dong, or people of a group."""
        return max(abs(a - b) for a, b in zip(self.numbers(), other.numbers(), strict=True))

    def numbers(self) -> list[int]:
        """All of them in one row: the four amounts, then the groups in the order of the law."""
        rows = [self.premium, self.state, self.province, self.own, *(self.groups[name] for name in GROUPS)]
        return [number for row in rows for number in row]


def people(n: int, seed: int = SEED) -> People:
    """The register of ``n`` people; the same for the same ``n`` and ``seed``."""
    rng = np.random.default_rng(seed)
    household, rank = _households(rng, n)
    homes = int(household[-1]) + 1
    classes, newly = _communes(rng)
    commune = rng.integers(0, COMMUNES, homes, dtype=np.int16)
    likely = np.where(newly[commune], MINORITY_SHARE_NEWLY, np.take(MINORITY_SHARE, classes[commune]))
    minority = rng.random(homes) < likely
    standard, start, end = _standards(rng, homes)
    born = _births(rng, n)
    return People(
        born=born,
        sex=rng.integers(0, 2, n, dtype=np.int8),
        household=household,
        rank=rank,
        commune=commune[household],
        commune_class=classes[commune][household],
        newly=newly[commune][household],
        minority=minority[household],
        standard=standard[household],
        standard_from=start[household],
        standard_to=end[household],
        occupation=_occupations(rng, born),
    )


def _households(rng: np.random.Generator, n: int) -> tuple[NDArray[np.int32], Codes]:
    """Household and rank of each of ``n`` people, both of shape (n,)."""
    sizes = rng.choice(np.arange(1, 8), size=n // 2 + 8, p=HOUSEHOLD_SIZES)
    ends = np.cumsum(sizes)
    household = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[:n]
    rank = np.arange(n) - (ends - sizes)[household] + 1
    return household, rank.astype(np.int8)


def _communes(rng: np.random.Generator) -> tuple[Codes, Flags]:
    """Class and newly non-designated of each commune, both of shape (450,)."""
    classes = rng.choice(4, size=COMMUNES, p=(0.75, 0.10, 0.08, 0.07)).astype(np.int8)
    newly = (classes == 0) & (rng.random(COMMUNES) < 0.2)
    return classes, newly


def _standards(rng: np.random.Generator, homes: int) -> tuple[Codes, Days, Days]:
    """Living standard, first and last day of each household, all of shape (homes,)."""
    standard = rng.choice(4, size=homes, p=(0.83, 0.05, 0.06, 0.06)).astype(np.int8)
    kind = rng.choice(4, size=homes, p=(0.60, 0.15, 0.15, 0.10))  # holds throughout, begins, ends, both
    window = np.datetime64("2024-01-01", "D")
    span = int((LAST_DAY - window).astype(np.int64))
    first = window + rng.integers(1, span + 1, homes)
    last = window + rng.integers(0, span, homes)
    both = kind == 3
    swap = both & (first > last)
    first[swap], last[swap] = last[swap], first[swap]
    start = np.where((kind == 1) | both, first, np.datetime64("2022-01-01", "D"))
    end = np.where((kind == 2) | both, last, np.datetime64("2027-12-31", "D"))
    nothing = standard == 0
    start[nothing] = NEVER
    end[nothing] = NEVER
    return standard, start, end


def _births(rng: np.random.Generator, n: int) -> Days:
    """Day of birth, shape (n,)."""
    band = rng.choice(len(AGE_BANDS), size=n, p=[share for _, _, share in AGE_BANDS])
    low = np.array([years for years, _, _ in AGE_BANDS])[band]
    high = np.array([years for _, years, _ in AGE_BANDS])[band]
    days = ((low + (high - low) * rng.random(n)) * 365.2425).astype("timedelta64[D]")
    born: Days = LAST_DAY - days
    return born


def _occupations(rng: np.random.Generator, born: Days) -> Codes:
    """Occupation by age on 2025-01-01, shape (n,)."""
    age = (np.datetime64("2025-01-01", "D") - born).astype(np.int64) / 365.2425
    draw = rng.random(len(born))
    occupation = np.zeros(len(born), dtype=np.int8)
    working = (age >= 18) & (age < 60)
    employed = working & (draw < 0.40)
    student = ((age >= 6) & (age < 18) & (draw < 0.95)) | (working & (age < 22) & ~employed & (draw < 0.64))
    occupation[employed] = 1
    occupation[(age >= 60) & (draw < 0.30)] = 2
    occupation[student] = 3
    return occupation
