"""NumPy by hand, month by month: every person, every month, whole columns at a time. The reference of the table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks import law
from benchmarks.harness import Contender, serve
from benchmarks.task import People, Totals

GROUP = {name: code for code, name in enumerate(law.GROUPS)}
STATE_SHARE = np.array(list(law.STATE_SHARE.values()), dtype=np.int32)
TAPER = np.array((0, *law.TAPER, *law.TAPER[-1:] * 2), dtype=np.int64)
"""By rank; ranks 0 (nobody's) to 7."""
EMPLOYEE, PENSIONER, STUDENT = (law.OCCUPATIONS.index(name) for name in ("employee", "pensioner", "student"))
POOR, NEAR_POOR, AVERAGE = (law.LIVING_STANDARDS.index(name) for name in ("poor", "near_poor", "average"))
CLASS_II = law.COMMUNE_CLASSES.index("II")


def month_completed(day: NDArray[np.datetime64]) -> NDArray[np.int32]:
    """The first month (``year * 12 + month - 1``) whose first day is not before ``day``."""
    before = (day - np.timedelta64(1, "D")).astype("datetime64[M]")
    return before.astype(np.int32) + np.int32(1970 * 12 + 1)


def _groups(
    age: NDArray[np.int32], population: People, standard: NDArray[np.int8], minority: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """Codes of the groups, shape (N,): the last first, so that an earlier one overwrites a later one."""
    group = np.full(len(age), GROUP["household"], dtype=np.int8)
    group[standard == AVERAGE] = GROUP["average_agri"]
    group[population.occupation == STUDENT] = GROUP["student"]
    group[standard == NEAR_POOR] = GROUP["near_poor"]
    group[age >= 80] = GROUP["aged_80"]
    group[minority] = GROUP["minority"]
    group[standard == POOR] = GROUP["poor"]
    group[age < 6] = GROUP["under_6"]
    group[population.occupation == PENSIONER] = GROUP["pensioner"]
    group[population.occupation == EMPLOYEE] = GROUP["employee"]
    return group


def _supports(
    month: int, age: NDArray[np.int32], population: People, standard: NDArray[np.int8], newly: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.bool_], int]]:
    """The supports in force, the first first: who fits (N,), and the per cent; 100 stands for the remainder."""
    unpaid = (population.occupation != EMPLOYEE) & (population.occupation != PENSIONER)
    if law.in_force(month, law.REMAINDER_FROM):
        yield (age >= 70) & (age <= 79) & unpaid, 100
        yield newly & unpaid, 100
    if law.in_force(month, law.NEAR_POOR_FROM):
        yield (standard == NEAR_POOR) & unpaid, law.NEAR_POOR_SHARE
    if law.in_force(month, law.AVERAGE_AGRI_FROM):
        yield (standard == AVERAGE) & (population.occupation == 0), law.AVERAGE_AGRI_SHARE


def calculate(population: People) -> Totals:
    """The totals, all people of a month at once."""
    totals = Totals.empty()
    born = month_completed(population.born)
    start = month_completed(population.standard_from)
    end = month_completed(population.standard_to + np.timedelta64(1, "D"))
    minority = population.minority & (population.commune_class >= CLASS_II)
    newly = population.minority & population.newly
    last = GROUP["household"]
    for k, month in enumerate(law.WINDOW):
        age = (np.int32(month) - born) // np.int32(12)
        standard = population.standard * ((start <= month) & (month < end))
        group = _groups(age, population, standard, minority)
        full = law.premium_of(month)
        tapered = (full * TAPER // 100).astype(np.int32)
        premium = np.where(group == last, tapered[population.rank], np.int32(full))
        unborn = age < 0
        premium[unborn] = 0
        state = premium * STATE_SHARE[group] // np.int32(100)
        left = premium - state
        province = np.zeros(len(population), dtype=np.int32)
        for fits, share in reversed(list(_supports(month, age, population, standard, newly))):
            rows = np.flatnonzero(fits)
            province[rows] = np.minimum(premium[rows] * np.int32(share) // np.int32(100), left[rows])
        amounts = (premium, state, province, left - province)
        for row, amount in zip((totals.premium, totals.state, totals.province, totals.own), amounts, strict=True):
            row[k] = int(amount.sum(dtype=np.int64))
        counts = np.bincount(group, minlength=len(law.GROUPS)) - np.bincount(group[unborn], minlength=len(law.GROUPS))
        for name, count in zip(law.GROUPS, counts, strict=True):
            totals.groups[name][k] = int(count)
    return totals


CONTENDERS = (Contender("numpy", "monthly", np.__version__, calculate),)

if __name__ == "__main__":
    serve(CONTENDERS)
