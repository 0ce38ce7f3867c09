"""The premium and who pays it; dong a month."""

# mypy: ignore-errors
# ruff: noqa: RET505 - the engine rewrites each branch and needs its else
from __future__ import annotations

from ttsim.tt import (
    ConsecutiveIntLookupTableParamValue,
    RoundingSpec,
    TTSIMUnit,
    policy_function,
)

WHOLE = RoundingSpec(base=1, direction="down", unit=TTSIMUnit.VND.PER_MONTH)


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH, rounding_spec=WHOLE)
def premium_m(
    age: int,
    group: int,
    rank: int,
    base_salary_m: int,
    premium_per_mille: int,
    taper: ConsecutiveIntLookupTableParamValue,
) -> float:
    """The premium; tapered by rank in the last group; nothing before birth."""
    if age < 0:
        return 0.0
    elif group == 9:
        return base_salary_m * premium_per_mille / 1000 * taper.look_up(rank) / 100
    else:
        return base_salary_m * premium_per_mille / 1000


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH, rounding_spec=WHOLE)
def state_m(premium_m: float, group: int, state_share: ConsecutiveIntLookupTableParamValue) -> float:
    """What the State pays."""
    return premium_m * state_share.look_up(group) / 100


@policy_function(unit=TTSIMUnit.INDICATOR)
def fits_remainder(
    age: int, occupation: int, minority: bool, newly: bool, age_supported: int, age_very_old: int
) -> bool:
    """Aged 70 to 79, or of a minority in a newly non-designated commune; neither employee nor pensioner."""
    aged = age >= age_supported and age < age_very_old
    return (occupation == 0 or occupation == 3) and (aged or (minority and newly))


@policy_function(
    end_date="2021-07-31",
    leaf_name="province_m",
    rounding_spec=WHOLE,
    unit=TTSIMUnit.CURRENCY.PER_MONTH,
)
def province_m_before_the_remainder(
    premium_m: float, state_m: float, occupation: int, living_standard: int, average_agri_share: int
) -> float:
    """What the province pays: average farm households only."""
    if living_standard == 3 and occupation == 0:
        return min(premium_m * average_agri_share / 100, premium_m - state_m)
    else:
        return 0.0


@policy_function(
    start_date="2021-08-01",
    end_date="2024-11-30",
    leaf_name="province_m",
    rounding_spec=WHOLE,
    unit=TTSIMUnit.CURRENCY.PER_MONTH,
)
def province_m_before_the_near_poor(
    premium_m: float,
    state_m: float,
    fits_remainder: bool,
    occupation: int,
    living_standard: int,
    average_agri_share: int,
) -> float:
    """What the province pays: the first support that fits."""
    if fits_remainder:
        return premium_m - state_m
    elif living_standard == 3 and occupation == 0:
        return min(premium_m * average_agri_share / 100, premium_m - state_m)
    else:
        return 0.0


@policy_function(
    start_date="2024-12-01",
    end_date="2025-12-31",
    leaf_name="province_m",
    rounding_spec=WHOLE,
    unit=TTSIMUnit.CURRENCY.PER_MONTH,
)
def province_m_with_the_near_poor(
    premium_m: float,
    state_m: float,
    fits_remainder: bool,
    occupation: int,
    living_standard: int,
    near_poor_share: int,
    average_agri_share: int,
) -> float:
    """What the province pays: the first support that fits."""
    if fits_remainder:
        return premium_m - state_m
    elif living_standard == 2 and (occupation == 0 or occupation == 3):
        return min(premium_m * near_poor_share / 100, premium_m - state_m)
    elif living_standard == 3 and occupation == 0:
        return min(premium_m * average_agri_share / 100, premium_m - state_m)
    else:
        return 0.0


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def own_m(premium_m: float, state_m: float, province_m: float) -> float:
    """What is left."""
    return premium_m - state_m - province_m
