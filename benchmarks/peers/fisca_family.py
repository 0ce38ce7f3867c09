"""The toy law as variables and formulas, for OpenFisca-Core and for the fork PolicyEngine-Core, which share that form.

Two ways of writing it:

- *idiomatic*, as their manuals teach: rates as decimals, a formula that gives members of an enumeration chosen by
  ``select``, a table of parameters indexed by such a variable (``parameters(period).state_share[group]``), a scale of
  amounts by rank. Nothing rounds: the shares of this law come out whole, and rounding down what 32-bit floats make of
  them would turn 31,589.998 into 31,589.
- *look-up*: codes and arrays instead of members and tables (no step that takes people one by one), and whole per cents
  divided by 100 and rounded down.

Both free what they computed after every month, which keeps memory low and costs no time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks import law
from benchmarks.task import People, Totals

AMOUNTS = ("premium", "state", "province", "own")
MONTHLY = (*AMOUNTS, "age", "group", "living_standard")
"""Variables whose values are freed after each month."""


@dataclass(frozen=True)
class Core:
    """The parts of an engine that the law and the simulation are made with."""

    api: ModuleType
    """Its ``model_api``."""
    build_entity: Callable[..., Any]
    tax_benefit_system: type[Any]
    simulation_builder: type[Any]


@dataclass(frozen=True)
class Enums:
    """The enumerations, made from those of ``law.py``; the order of members is that of the codes."""

    group: Any
    occupation: Any
    commune_class: Any
    standard: Any


def parameters(core: Core) -> Any:
    """The tree of dated parameters."""
    always = "2016-01-01"
    over = (law.SUPPORT_ENDS + timedelta(days=1)).isoformat()

    def dated(start: date, value: float) -> dict[str, Any]:
        return {"values": {"1900-01-01": 0, start.isoformat(): value, over: 0}}

    return core.api.ParameterNode(
        "",
        data={
            "base_salary": {"values": {start.isoformat(): value for start, value in law.BASE_SALARY.items()}},
            "premium_rate": {"values": {always: law.PREMIUM_PER_MILLE / 1000}},
            "taper": {
                "metadata": {"type": "single_amount"},
                "brackets": [
                    {"threshold": {always: {"value": rank}}, "amount": {always: {"value": per_cent / 100}}}
                    for rank, per_cent in enumerate(law.TAPER, start=1)
                ],
            },
            "state_share": {name: {"values": {always: per_cent / 100}} for name, per_cent in law.STATE_SHARE.items()},
            "province": {
                "remainder": dated(law.REMAINDER_FROM, 1),
                "near_poor": dated(law.NEAR_POOR_FROM, law.NEAR_POOR_SHARE / 100),
                "average_agri": dated(law.AVERAGE_AGRI_FROM, law.AVERAGE_AGRI_SHARE / 100),
            },
        },
    )


def enumerations(core: Core) -> Enums:
    """The four enumerations of the law."""

    def named(name: str, values: tuple[str, ...]) -> Any:
        return core.api.Enum(name, {value: value for value in values})

    return Enums(
        named("Group", law.GROUPS),
        named("Occupation", law.OCCUPATIONS),
        named("CommuneClass", law.COMMUNE_CLASSES),
        named("LivingStandard", law.LIVING_STANDARDS),
    )


def inputs(core: Core, person: Any, household: Any, enums: Enums) -> list[type[Any]]:
    """The input variables: the facts of ``People`` that a rule reads."""
    declared = (
        ("born", date, person, None),
        ("occupation", core.api.Enum, person, enums.occupation),
        ("minority", bool, person, None),
        ("commune_class", core.api.Enum, person, enums.commune_class),
        ("newly", bool, person, None),
        ("rank", int, person, None),
        ("declared_standard", core.api.Enum, household, enums.standard),
        ("standard_from", date, household, None),
        ("standard_to", date, household, None),
    )
    variables = []
    for name, kind, entity, values in declared:
        body: dict[str, Any] = {
            "value_type": kind,
            "entity": entity,
            "definition_period": core.api.ETERNITY,
            "label": name,
        }
        if values is not None:
            body |= {"possible_values": values, "default_value": next(iter(values))}
        variables.append(type(name, (core.api.Variable,), body))
    return variables


def simulation(core: Core, system: Any, enums: Enums, population: People) -> Any:
    """A simulation with nothing but its inputs; the facts of a household are those of its first member."""
    builder = core.simulation_builder()
    builder.create_entities(system)
    people = np.arange(len(population))
    homes, first = np.unique(population.household, return_index=True)
    builder.declare_person_entity("person", people)
    group = builder.declare_entity("household", homes)
    builder.join_with_persons(group, population.household, np.zeros(len(people), dtype=np.int64))
    made = builder.build(system)
    given = {
        "born": population.born,
        "occupation": enums.occupation.encode(population.occupation.astype(np.int16)),
        "minority": population.minority,
        "commune_class": enums.commune_class.encode(population.commune_class.astype(np.int16)),
        "newly": population.newly,
        "rank": population.rank.astype(np.int32),
        "declared_standard": enums.standard.encode(population.standard[first].astype(np.int16)),
        "standard_from": population.standard_from[first],
        "standard_to": population.standard_to[first],
    }
    for name, values in given.items():
        made.set_input(name, core.api.ETERNITY, values)
    return made


def calculate(made: Any) -> Totals:
    """The totals: every month asked for in turn. Sums are made in 64 bits, whatever the engine keeps."""
    totals = Totals.empty()
    for k, month in enumerate(law.WINDOW):
        period = law.first_day(month).strftime("%Y-%m")
        for name in AMOUNTS:
            amounts = made.calculate(name, period)
            getattr(totals, name)[k] = round(float(np.asarray(amounts).sum(dtype=np.float64)))
        group = np.asarray(made.calculate("group", period))
        born = np.asarray(made.calculate("age", period)) >= 0
        for name, count in zip(law.GROUPS, np.bincount(group[born], minlength=len(law.GROUPS)), strict=True):
            totals.groups[name][k] = int(count)
        for name in MONTHLY:
            made.delete_arrays(name, period)
    return totals
