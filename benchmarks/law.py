"""The toy law of the common task: in words here, and as the few constants every contender needs.

**Not the law.** It has the shape of Vietnamese health insurance and nothing more; it exists so that several
engines can be timed on, and checked against, one and the same thing.

Facts of a person in a month (read on the **first day** of the month)
---------------------------------------------------------------------
- ``age``: whole years completed on the first day of the month. Whoever is born on the 1st completes a year in the
  month of the birthday; whoever is born later in the month completes it the month after. 29 February counts so
  too: a year is completed on 1 March.
- ``occupation``: ``none``, ``employee``, ``pensioner``, ``student``. Never changes.
- ``minority``: a flag. Never changes.
- ``commune_class``: ``none``, ``I``, ``II``, ``III``; of the commune. Never changes.
- ``newly``: a flag of the commune, newly non-designated (only communes of class ``none``). Never changes.
- ``living_standard``: ``none``, ``poor``, ``near_poor``, ``average``; of the household. It holds in the months whose
  first day lies in [``standard_from``, ``standard_to``], both days included; in every other month it is ``none``.
- ``rank``: the person's place in the household, 1, 2, 3 ... A given number: it never changes and does not hang on
  how the other members are insured. Anything else about a household plays no part. Sex plays none.

Who is decided
--------------
Everybody born on or before the first day of the month. Nobody dies and nobody moves.

Group: the first whose condition holds
--------------------------------------
====  ==================  ==========================================  ===========
 no.  group               condition                                   State share
====  ==================  ==========================================  ===========
 1    ``employee``        occupation = 'employee'                     0 %
 2    ``pensioner``       occupation = 'pensioner'                    0 %
 3    ``under_6``         age < 6                                     100 %
 4    ``poor``            living_standard = 'poor'                    100 %
 5    ``minority``        minority and commune_class in ('II','III')  100 %
 6    ``aged_80``         age >= 80                                   100 %
 7    ``near_poor``       living_standard = 'near_poor'               70 %
 8    ``student``         occupation = 'student'                      30 %
 9    ``average_agri``    living_standard = 'average'                 30 %
 10   ``household``       otherwise                                   0 %
====  ==================  ==========================================  ===========

Premium of a month, in dong
---------------------------
``base salary x 45 / 1000``, rounded down; base salary 1,490,000 from 2019-07-01, 1,800,000 from 2023-07-01,
2,340,000 from 2024-07-01. In the group ``household`` only it is tapered by rank: that premium x 100, 70, 60, 50,
40 (rank 1, 2, 3, 4, 5 and over) / 100, rounded down. Employees and pensioners too pay on the base salary.

Support of the province: the first that is in force on the first day of the month and whose condition holds
-----------------------------------------------------------------------------------------------------------
============================  ==================================================  ==========  ==========  =========
support                       condition (``unpaid``: see below)                   from        to          pays
============================  ==================================================  ==========  ==========  =========
``aged_70_79``                age between 70 and 79 and unpaid                    2021-08-01  2025-12-31  remainder
``minority_newly``            minority and newly and unpaid                       2021-08-01  2025-12-31  remainder
``near_poor_30``              living_standard = 'near_poor' and unpaid            2024-12-01  2025-12-31  30 %
``average_agri_50``           living_standard = 'average', occupation = 'none'    2016-01-01  2025-12-31  50 %
============================  ==================================================  ==========  ==========  =========

``unpaid`` is ``occupation in ('none', 'student')``. ``from`` and ``to`` are both included.

Who pays
--------
1. the State: premium x State share / 100, rounded down;
2. the province: premium x share / 100, rounded down, but never more than the State leaves; "remainder" is exactly
   what the State leaves;
3. ``own``, the person or whoever pays for the person (an employer, a fund): all that is left.

So premium = state + province + own, in whole dong, for every person and month.

It follows that support reaches only the groups ``near_poor``, ``student``, ``average_agri`` and ``household``:
in groups 3 to 6 the State leaves nothing, and ``average_agri_50`` together with "the State leaves something" is the
group ``average_agri``. The same supports can therefore be written on the group instead of on the facts.
"""

from __future__ import annotations

from datetime import date

FIRST_MONTH = 2024 * 12
"""January 2024. A month is ``year * 12 + month - 1``."""

MONTHS = 24
"""Length of the window: 2024-01 to 2025-12."""

WINDOW = tuple(FIRST_MONTH + k for k in range(MONTHS))

OCCUPATIONS = ("none", "employee", "pensioner", "student")
COMMUNE_CLASSES = ("none", "I", "II", "III")
LIVING_STANDARDS = ("none", "poor", "near_poor", "average")
"""The position of a value in these tuples is its code in the columns of ``task.People``."""

STATE_SHARE = {
    "employee": 0,
    "pensioner": 0,
    "under_6": 100,
    "poor": 100,
    "minority": 100,
    "aged_80": 100,
    "near_poor": 70,
    "student": 30,
    "average_agri": 30,
    "household": 0,
}
"""Per cent of the premium, by group; the groups in the order in which they are tried."""

GROUPS = tuple(STATE_SHARE)

BASE_SALARY = {date(2019, 7, 1): 1_490_000, date(2023, 7, 1): 1_800_000, date(2024, 7, 1): 2_340_000}
"""Dong a month, from the day on."""

PREMIUM_PER_MILLE = 45

TAPER = (100, 70, 60, 50, 40)
"""Per cent of the premium in the group ``household`` by rank 1, 2, 3, 4, 5 and over."""

SUPPORT_ENDS = date(2025, 12, 31)
"""Last day of all four supports."""

REMAINDER_FROM = date(2021, 8, 1)
"""First day of ``aged_70_79`` and of ``minority_newly``."""

NEAR_POOR_FROM = date(2024, 12, 1)
NEAR_POOR_SHARE = 30
AVERAGE_AGRI_FROM = date(2016, 1, 1)
AVERAGE_AGRI_SHARE = 50


def month_of(day: date) -> int:
    """The month in which ``day`` lies."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of ``month``."""
    return date(month // 12, month % 12 + 1, 1)


def base_salary(month: int) -> int:
    """Dong, as in force on the first day of ``month``; ``KeyError`` before the first."""
    day = first_day(month)
    started = [start for start in BASE_SALARY if start <= day]
    if not started:
        raise KeyError(f"no base salary on {day}")
    return BASE_SALARY[max(started)]


def premium_of(month: int) -> int:
    """Dong a person, before the taper."""
    return base_salary(month) * PREMIUM_PER_MILLE // 1000


def in_force(month: int, start: date) -> bool:
    """Whether a support that starts on ``start`` is in force on the first day of ``month``."""
    return start <= first_day(month) <= SUPPORT_ENDS
