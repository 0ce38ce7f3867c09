"""The oracle: the toy law as a plain loop, one person and one month at a time.

Meant to be read beside ``law.py``, not to be fast. It shares no code with the other contenders but the constants.
"""

from __future__ import annotations

import platform
from datetime import date
from typing import NamedTuple

from benchmarks import law
from benchmarks.harness import Contender, serve
from benchmarks.task import People, Totals


class Person(NamedTuple):
    """The facts of one person, as plain values."""

    born: date
    rank: int
    commune_class: str
    newly: bool
    minority: bool
    standard: str
    standard_from: date
    standard_to: date
    occupation: str


class Decision(NamedTuple):
    """One person in one month; amounts in dong."""

    group: str
    premium: int
    state: int
    province: int
    own: int


def persons(population: People) -> list[Person]:
    """The register row by row."""
    columns = (
        population.born.tolist(),
        population.rank.tolist(),
        [law.COMMUNE_CLASSES[code] for code in population.commune_class],
        population.newly.tolist(),
        population.minority.tolist(),
        [law.LIVING_STANDARDS[code] for code in population.standard],
        population.standard_from.tolist(),
        population.standard_to.tolist(),
        [law.OCCUPATIONS[code] for code in population.occupation],
    )
    return [Person(*row) for row in zip(*columns, strict=True)]


def decide(person: Person, month: int) -> Decision | None:
    """What the law makes of a person in a month; nothing before birth."""
    day = law.first_day(month)
    if person.born > day:
        return None
    age = day.year - person.born.year - ((day.month, day.day) < (person.born.month, person.born.day))
    standard = person.standard if person.standard_from <= day <= person.standard_to else "none"
    group = _group(person, age, standard)
    premium = law.premium_of(month)
    if group == "household":
        premium = premium * law.TAPER[min(person.rank, len(law.TAPER)) - 1] // 100
    state = premium * law.STATE_SHARE[group] // 100
    province = min(_province(person, age, standard, premium, premium - state, month), premium - state)
    return Decision(group, premium, state, province, premium - state - province)


def _group(person: Person, age: int, standard: str) -> str:
    if person.occupation == "employee":
        return "employee"
    if person.occupation == "pensioner":
        return "pensioner"
    if age < 6:
        return "under_6"
    if standard == "poor":
        return "poor"
    if person.minority and person.commune_class in ("II", "III"):
        return "minority"
    if age >= 80:
        return "aged_80"
    if standard == "near_poor":
        return "near_poor"
    if person.occupation == "student":
        return "student"
    if standard == "average":
        return "average_agri"
    return "household"


def _province(person: Person, age: int, standard: str, premium: int, left: int, month: int) -> int:
    """Dong of the first support that fits; ``left`` is what the State leaves."""
    unpaid = person.occupation in ("none", "student")
    if law.in_force(month, law.REMAINDER_FROM):
        if 70 <= age <= 79 and unpaid:
            return left
        if person.minority and person.newly and unpaid:
            return left
    if law.in_force(month, law.NEAR_POOR_FROM) and standard == "near_poor" and unpaid:
        return premium * law.NEAR_POOR_SHARE // 100
    if law.in_force(month, law.AVERAGE_AGRI_FROM) and standard == "average" and person.occupation == "none":
        return premium * law.AVERAGE_AGRI_SHARE // 100
    return 0


def calculate(register: list[Person]) -> Totals:
    """The totals of a register, one person after another."""
    totals = Totals.empty()
    for person in register:
        for k, month in enumerate(law.WINDOW):
            decision = decide(person, month)
            if decision is None:
                continue
            totals.premium[k] += decision.premium
            totals.state[k] += decision.state
            totals.province[k] += decision.province
            totals.own[k] += decision.own
            totals.groups[decision.group][k] += 1
    return totals


CONTENDERS = (Contender("oracle", "loop", platform.python_version(), calculate, persons),)

if __name__ == "__main__":
    serve(CONTENDERS)
