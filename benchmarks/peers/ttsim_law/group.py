"""Which group a person is in: the first whose condition holds. Calendar arithmetic is left out of the unit check."""

# mypy: ignore-errors
# ruff: noqa: RET505 - the engine rewrites each branch and needs its else
from __future__ import annotations

from ttsim.tt import TTSIMUnit, policy_function


@policy_function(unit=TTSIMUnit.YEARS, verify_units=False)
def age(policy_year: int, policy_month: int, birth_month: int, birth_day: int) -> int:
    """Whole years on the first day of the month; negative before birth."""
    lived = policy_year * 12 + policy_month - 1 - birth_month
    completed = lived - 1 if birth_day > 1 else lived
    return completed // 12


@policy_function(unit=TTSIMUnit.DIMENSIONLESS, verify_units=False)
def living_standard(
    declared_standard: int, standard_from: int, standard_to: int, policy_year: int, policy_month: int
) -> int:
    """The living standard on the first day of the month; 0 is none."""
    first = policy_year * 10000 + policy_month * 100 + 1
    if first >= standard_from and first <= standard_to:
        return declared_standard
    else:
        return 0


@policy_function(unit=TTSIMUnit.DIMENSIONLESS)
def group(
    age: int,
    occupation: int,
    living_standard: int,
    minority: bool,
    commune_class: int,
    age_no_longer_infant: int,
    age_very_old: int,
) -> int:
    """Code of the group, in the order of the law."""
    if occupation == 1:
        return 0
    elif occupation == 2:
        return 1
    elif age < age_no_longer_infant:
        return 2
    elif living_standard == 1:
        return 3
    elif minority and commune_class >= 2:
        return 4
    elif age >= age_very_old:
        return 5
    elif living_standard == 2:
        return 6
    elif occupation == 3:
        return 7
    elif living_standard == 3:
        return 8
    else:
        return 9
