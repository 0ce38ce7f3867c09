"""The formulas of ``fisca_family.py``: what both ways of writing share, and where they part."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks import law
from benchmarks.peers.fisca_family import Core, Enums, enumerations, inputs, parameters

NEXT_DAY = np.timedelta64(1, "D")


def system(core: Core, by_hand: bool) -> tuple[Any, Enums]:
    """A tax and benefit system holding the toy law; ``by_hand`` for the look-up way of writing it."""
    person = core.build_entity(key="person", plural="persons", label="Person", is_person=True)
    household = core.build_entity(
        key="household",
        plural="households",
        label="Household",
        roles=[{"key": "member", "plural": "members", "label": "Member"}],
    )
    enums = enumerations(core)
    made = core.tax_benefit_system([person, household])
    made.parameters = parameters(core)
    variables = inputs(core, person, household, enums) + facts(core, person, household, enums)
    variables += (look_up if by_hand else idiomatic)(core, person, enums)
    for variable in variables:
        made.add_variable(variable)
    return made, enums


def facts(core: Core, person: Any, household: Any, enums: Enums) -> list[type[Any]]:
    """What follows from the register alone: the months of a life, the age, the living standard, the rest to pay."""
    api = core.api

    class month_completed(api.Variable):  # type: ignore[name-defined,misc]
        value_type = int
        entity = person
        definition_period = api.ETERNITY
        label = "First month, as year * 12 + month - 1, whose first day is not before the birth"

        def formula(population: Any, period: Any) -> Any:
            before = (population("born", period) - NEXT_DAY).astype("datetime64[M]")
            return before.astype(np.int32) + (1970 * 12 + 1)

    class age(api.Variable):  # type: ignore[name-defined,misc]
        value_type = int
        entity = person
        definition_period = api.MONTH
        label = "Whole years on the first day of the month; negative before birth"

        def formula(population: Any, period: Any) -> Any:
            month = period.start.year * 12 + period.start.month - 1
            return (month - population("month_completed", period)) // 12

    class living_standard(api.Variable):  # type: ignore[name-defined,misc]
        value_type = api.Enum
        possible_values = enums.standard
        default_value = enums.standard.none
        entity = household
        definition_period = api.MONTH
        label = "Living standard on the first day of the month"

        def formula(population: Any, period: Any) -> Any:
            day = np.datetime64(period.start.date)
            holds = (population("standard_from", period) <= day) & (day <= population("standard_to", period))
            declared = np.asarray(population("declared_standard", period))
            return enums.standard.encode(np.where(holds, declared, 0))

    class own(api.Variable):  # type: ignore[name-defined,misc]
        value_type = float
        entity = person
        definition_period = api.MONTH
        label = "Dong left after the State and the province"

        def formula(population: Any, period: Any) -> Any:
            paid = population("state", period) + population("province", period)
            return population("premium", period) - paid

    return [month_completed, age, living_standard, own]


def _conditions(enums: Enums, population: Any, period: Any) -> list[Any]:
    """The conditions of the groups but the last, in order, each of shape (N,)."""
    occupation = population("occupation", period)
    years = population("age", period)
    standard = population.household("living_standard", period)
    commune = population("commune_class", period)
    hard = (commune == enums.commune_class.II) + (commune == enums.commune_class.III)
    return [
        occupation == enums.occupation.employee,
        occupation == enums.occupation.pensioner,
        years < 6,
        standard == enums.standard.poor,
        population("minority", period) * hard,
        years >= 80,
        standard == enums.standard.near_poor,
        occupation == enums.occupation.student,
        standard == enums.standard.average,
    ]


def _fits(enums: Enums, population: Any, period: Any) -> tuple[Any, Any, Any]:
    """Who fits the support of the remainder, of the near poor, of average farm households, each of shape (N,)."""
    occupation = population("occupation", period)
    years = population("age", period)
    standard = population.household("living_standard", period)
    nothing = occupation == enums.occupation.none
    unpaid = nothing + (occupation == enums.occupation.student)
    moved = population("minority", period) * population("newly", period)
    return (
        unpaid * ((years >= 70) * (years <= 79) + moved),
        unpaid * (standard == enums.standard.near_poor),
        nothing * (standard == enums.standard.average),
    )


def idiomatic(core: Core, person: Any, enums: Enums) -> list[type[Any]]:
    """Group and amounts as the manuals teach."""
    api = core.api

    class group(api.Variable):  # type: ignore[name-defined,misc]
        value_type = api.Enum
        possible_values = enums.group
        default_value = enums.group.household
        entity = person
        definition_period = api.MONTH
        label = "The first group whose condition holds"

        def formula(population: Any, period: Any) -> Any:
            members = list(enums.group)
            return api.select(_conditions(enums, population, period), members[:-1], members[-1])

    class premium(api.Variable):  # type: ignore[name-defined,misc]
        value_type = float
        entity = person
        definition_period = api.MONTH
        label = "Dong"

        def formula(population: Any, period: Any, parameters: Any) -> Any:
            values = parameters(period)
            full = values.base_salary * values.premium_rate
            tapered = full * values.taper.calc(population("rank", period))
            amount = api.where(population("group", period) == enums.group.household, tapered, full)
            return amount * (population("age", period) >= 0)

    class state(api.Variable):  # type: ignore[name-defined,misc]
        value_type = float
        entity = person
        definition_period = api.MONTH
        label = "Dong the State pays"

        def formula(population: Any, period: Any, parameters: Any) -> Any:
            return population("premium", period) * parameters(period).state_share[population("group", period)]

    class province(api.Variable):  # type: ignore[name-defined,misc]
        value_type = float
        entity = person
        definition_period = api.MONTH
        label = "Dong the province pays"

        def formula(population: Any, period: Any, parameters: Any) -> Any:
            shares = parameters(period).province
            amount = population("premium", period)
            left = amount - population("state", period)
            remainder, near_poor, average = _fits(enums, population, period)
            wanted = api.select(
                [remainder * (shares.remainder > 0), near_poor * (shares.near_poor > 0), average],
                [left, amount * shares.near_poor, amount * shares.average_agri],
                0,
            )
            return api.min_(wanted, left)

    return [group, premium, state, province]


def look_up(core: Core, person: Any, enums: Enums) -> list[type[Any]]:
    """Group and amounts by codes and arrays, in whole per cents."""
    api = core.api
    last = len(law.GROUPS) - 1
    taper = np.array([0, *law.TAPER, *law.TAPER[-1:] * 2], dtype=np.float32)

    class group(api.Variable):  # type: ignore[name-defined,misc]
        value_type = api.Enum
        possible_values = enums.group
        default_value = enums.group.household
        entity = person
        definition_period = api.MONTH
        label = "The first group whose condition holds"

        def formula(population: Any, period: Any) -> Any:
            codes = np.full(population.count, last, dtype=np.int16)
            for code, holds in reversed(list(enumerate(_conditions(enums, population, period)))):
                codes[holds] = code
            return enums.group.encode(codes)

    class premium(api.Variable):  # type: ignore[name-defined,misc]
        value_type = float
        entity = person
        definition_period = api.MONTH
        label = "Dong"

        def formula(population: Any, period: Any, parameters: Any) -> Any:
            full = np.float32(parameters(period).base_salary * law.PREMIUM_PER_MILLE // 1000)
            tapered = np.floor(full * taper / 100)[population("rank", period)]
            amount = np.where(np.asarray(population("group", period)) == last, tapered, full)
            return amount * (population("age", period) >= 0)

    class state(api.Variable):  # type: ignore[name-defined,misc]
        value_type = float
        entity = person
        definition_period = api.MONTH
        label = "Dong the State pays"

        def formula(population: Any, period: Any, parameters: Any) -> Any:
            table = parameters(period).state_share
            shares = np.array([round(table[name] * 100) for name in law.GROUPS], dtype=np.float32)
            return np.floor(population("premium", period) * shares[np.asarray(population("group", period))] / 100)

    class province(api.Variable):  # type: ignore[name-defined,misc]
        value_type = float
        entity = person
        definition_period = api.MONTH
        label = "Dong the province pays"

        def formula(population: Any, period: Any, parameters: Any) -> Any:
            table = parameters(period).province
            amount = population("premium", period)
            share = np.zeros(population.count, dtype=np.float32)
            remainder, near_poor, average = _fits(enums, population, period)
            share[average] = round(table.average_agri * 100)
            if table.near_poor:
                share[near_poor] = round(table.near_poor * 100)
            if table.remainder:
                share[remainder] = 100
            return np.minimum(np.floor(amount * share / 100), amount - population("state", period))

    return [group, premium, state, province]
