"""The provisions of a period before one person in one month: each condition true or false, and what it looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from baophu.engine.compiled import CompiledLaw
from baophu.engine.months import show
from baophu.engine.outcome import Outcome
from baophu.engine.plan import Plan
from baophu.law.model import Ahead, Benefit, Choose, Condition, Effect, Group, Order, Premium, Provision, Support, Taper
from baophu.law.tree import Builtin, facts_read, parameters_read, walk


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: as written, whether it holds, and the values it looked at (name → value)."""

    condition: Condition
    holds: bool
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Considered:
    """One provision: whether it holds for the person, whether the decision applied it, and its conditions.

    `reaches`: it says who is in a group, or speaks of a group the person is in.
    """

    provision: Provision
    holds: bool
    applied: bool
    reaches: bool
    lines: tuple[Line, ...]

    @property
    def excepted(self) -> bool:
        """All its conditions hold, but another provision excepts it."""
        return not self.holds and all(line.holds for line in self.lines)


@dataclass(frozen=True, slots=True)
class Seen:
    """A person as the law sees them in a month, and what the facts tables call it.

    `facts` has `f_<fact>` of every visible fact, `age` in full years and `month`; `told` maps a fact to its text.
    """

    facts: Mapping[str, int]
    told: Mapping[str, str]


def considered(law: CompiledLaw, seen: Seen, outcome: Outcome) -> tuple[Considered, ...]:
    """Every provision of the period of the month, in the order of the book, by the same steps that decide."""
    plan, program = law.considering(seen.facts["month"])
    found = program.run({name: np.array([seen.facts[name]]) for name in program.reads}, 1)
    holds = {name: bool(values[0]) for name, values in found.items()}
    return tuple(
        _considered(plan, i, provision, holds, seen, outcome)
        for i, provision in enumerate(plan.period.provisions)
        if not isinstance(provision.effect, Order)
    )


def _considered(
    plan: Plan, place: int, provision: Provision, holds: Mapping[str, bool], seen: Seen, outcome: Outcome
) -> Considered:
    lines = tuple(Line(c, holds[f"c{place}_{j}"], _values(plan, c, seen)) for j, c in enumerate(provision.conditions))
    reaches = _reaches(plan, provision.effect, outcome)
    return Considered(provision, holds[f"p{place}"], provision.ref in outcome.applied, reaches, lines)


def _reaches(plan: Plan, effect: Effect, outcome: Outcome) -> bool:
    match effect:
        case Group():
            return True
        case Premium(groups=groups) | Taper(groups=groups) | Support(groups=groups):
            return outcome.group in plan.period.select(groups)
        case Ahead(of=groups) | Benefit(groups=groups) | Choose(among=groups):
            return bool(set(outcome.held) & set(plan.period.select(groups)))
        case _:
            return False


def _values(plan: Plan, condition: Condition, seen: Seen) -> dict[str, str]:
    values: dict[str, str] = {}
    for node in walk(condition.node):
        if isinstance(node, Builtin):
            values[node.name] = show(seen.facts["month"]) if node.name == "month" else str(seen.facts["age"])
    for name in sorted(facts_read(condition.node)):
        values[name] = _value(plan, name, seen)
    for name in sorted(parameters_read(condition.node)):
        value = plan.period.parameters[name]
        values[name] = show(int(value)) if _is_month(plan, name) else str(value)
    return values


def _is_month(plan: Plan, name: str) -> bool:
    return name in plan.layout.month_parameters


def _value(plan: Plan, name: str, seen: Seen) -> str:
    """The fact as the tables tell it where the law reads the same of it, else as the law sees it."""
    field, code = plan.layout.field(name), seen.facts[f"f_{name}"]
    told = seen.told.get(field.source, str(field.declaration.default))
    if field.declaration.since is None and field.codes.get(told) == code and field.declaration.type != "flag":
        return told
    return fact_text(plan, name, code)


def fact_text(plan: Plan, name: str, value: int) -> str:
    """A visible fact's value in the law's words; values no rule tells apart are named together."""
    field = plan.layout.field(name)
    kind = field.declaration.type
    if kind == "flag":
        return "true" if value else "false"
    if kind == "month":
        return show(value) if value else "never"
    if kind == "count":
        return str(value)
    return "/".join(v for v, code in field.codes.items() if code == value and v)
