"""The facts of a person, as columns. Codes are positions in the tuples of ``benchmarks/law.py``."""

# mypy: ignore-errors
from __future__ import annotations

from ttsim.tt import TTSIMUnit, policy_input


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def p_id() -> int:
    """Number of the person."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def birth_month() -> int:
    """Month of birth as year * 12 + month - 1."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def birth_day() -> int:
    """Day of the month of birth, 1 to 31."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def occupation() -> int:
    """Code of the occupation."""


@policy_input(unit=TTSIMUnit.INDICATOR)
def minority() -> bool:
    """Whether of a minority."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def commune_class() -> int:
    """Code of the class of the commune."""


@policy_input(unit=TTSIMUnit.INDICATOR)
def newly() -> bool:
    """Whether the commune is newly non-designated."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def rank() -> int:
    """Place in the household, from 1."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def declared_standard() -> int:
    """Code of the living standard of the household."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def standard_from() -> int:
    """Its first day, written 20240131."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def standard_to() -> int:
    """Its last day, included, written 20240131."""
