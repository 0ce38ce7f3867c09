"""Can conditions hold together, and when? Facts are finite, so the answer is found by trying.

For each fact only values that the conditions can tell apart are tried; a comparison of several amounts with each other
is tried at its ends only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from baophu.law.breakpoints import Breakpoints, breakpoints
from baophu.law.dated import stands
from baophu.law.interpret import Situation, holds
from baophu.law.linear import difference
from baophu.law.model import FactDeclaration, ParameterDeclaration
from baophu.law.scalars import NEVER, month_number, month_text
from baophu.law.tree import All, Among, Between, Builtin, Compare, Fact, Named, Node, facts_read, walk

Known = int | bool | str
OLDEST = 120
MUCH = 10**12
LAST_MONTH = 2100 * 12


class Search:
    """Looks for a situation in which some conditions all hold."""

    def __init__(self, facts: Mapping[str, FactDeclaration], parameters: Mapping[str, ParameterDeclaration]) -> None:
        self.facts = facts
        self.parameters = parameters

    def find(self, conditions: Sequence[Node], start: date, end: date | None) -> Situation | None:
        """The first situation between two days in which all conditions hold; None when there is none."""
        wanted = tuple(part for node in conditions for part in conjuncts(node))
        points = breakpoints(wanted, self.facts, self.parameters)
        for month in self._months(points, start, end):
            if found := self._in_month(wanted, points, month):
                return found
        return None

    def values_in(self, month: int) -> dict[str, int | bool | Fraction]:
        """The parameters that have a value on the first day of a month."""
        day = first_day_of(month)
        return {
            name: value.value
            for name, parameter in self.parameters.items()
            for value in parameter.values
            if stands(value, day)
        }

    def _months(self, points: Breakpoints, start: date, end: date | None) -> list[int]:
        """The months decided in the period in which something may be new."""
        first = month_number(start) + (start.day > 1)
        last = LAST_MONTH if end is None else month_number(end)
        changes = {month_number(v.start) for p in self.parameters.values() for v in p.values}
        return sorted(m for m in {first} | points.months | changes if first <= m <= last)

    def _in_month(self, wanted: Sequence[Node], points: Breakpoints, month: int) -> Situation | None:
        parameters = self.values_in(month)
        domains: dict[str, Sequence[Known]] = {}
        if any(n == Builtin("age") for node in wanted for n in walk(node)):
            domains["age"] = sorted({0} | {a for n in points.ages for a in (n - 1, n) if 0 <= a <= OLDEST})
        for name in sorted({name for node in wanted for name in facts_read(node)}):
            domains[name] = self._domain(self.facts[name], wanted, points, month, parameters)
        needs = [(node, _reads(node)) for node in wanted]
        names = sorted(domains, key=lambda n: -sum(n in read for _, read in needs))
        return self._extend({}, names, needs, domains, parameters, month)

    def _extend(
        self,
        chosen: dict[str, Known],
        names: list[str],
        needs: list[tuple[Node, frozenset[str]]],
        domains: Mapping[str, Sequence[Known]],
        parameters: Mapping[str, int | bool | Fraction],
        month: int,
    ) -> Situation | None:
        age = chosen.get("age", 0)
        situation = Situation(chosen, parameters, age if isinstance(age, int) else 0, month)
        known = chosen.keys()
        last = names[len(known) - 1] if known else None
        for node, read in needs:
            if read <= known and (last is None or last in read) and not holds(node, situation):
                return None
        if len(known) == len(names):
            return situation
        name = names[len(known)]
        for value in domains[name]:
            found = self._extend({**chosen, name: value}, names, needs, domains, parameters, month)
            if found is not None:
                return found
        return None

    def _domain(
        self,
        fact: FactDeclaration,
        wanted: Sequence[Node],
        points: Breakpoints,
        month: int,
        parameters: Mapping[str, int | bool | Fraction],
    ) -> Sequence[Known]:
        match fact.type:
            case "flag":
                return (False, True)
            case "choice":
                words = points.words.get(fact.name, frozenset())
                told_apart = [v for v in fact.values if v in words]
                return [*told_apart, *[v for v in fact.values if v not in words][:1]]
            case "code":
                return ["", *sorted(points.words.get(fact.name, ()))]
            case "month":
                turns = set(points.fact_months.get(fact.name, ()))
                turns |= {month - n + 1 for name, n in points.since if name == fact.name}
                return sorted({NEVER, month} | {m for n in turns for m in (n - 1, n) if m >= NEVER})
            case _:
                return sorted({0, MUCH, *_amounts(fact.name, wanted, parameters)})


def _amounts(name: str, wanted: Sequence[Node], parameters: Mapping[str, int | bool | Fraction]) -> Iterator[int]:
    """Amounts just below, at and just above those a fact is compared with."""
    for compare in (c for node in wanted for part in walk(node) for c in _comparisons(part)):
        form = difference(compare.left, compare.right)
        if form is None or form.facts() != (Fact(name),):
            continue
        rest = form.constant
        for parameter in form.parameters():
            value = parameters.get(parameter.name, 0)
            rest += form.coefficient(parameter) * (value if isinstance(value, int) else 0)
        bound = -rest // form.coefficient(Fact(name))
        yield from (n for n in (bound - 1, bound, bound + 1) if n >= 0)


def _comparisons(node: Node) -> Iterator[Compare]:
    match node:
        case Compare():
            yield node
        case Between(item, low, high):
            yield Compare(">=", item, low)
            yield Compare("<=", item, high)
        case Among(item, values):
            yield from (Compare("=", item, value) for value in values)


def conjuncts(node: Node) -> Iterator[Node]:
    """The conditions that must all hold for a condition to hold."""
    match node:
        case All(items):
            for item in items:
                yield from conjuncts(item)
        case Named(_, body):
            yield from conjuncts(body)
        case _:
            yield node


def _reads(node: Node) -> frozenset[str]:
    ages = {"age"} if any(n == Builtin("age") for n in walk(node)) else set()
    return facts_read(node) | ages


def first_day_of(month: int) -> date:
    """The day on whose facts a month is decided."""
    return date(month // 12, month % 12 + 1, 1)


def in_words(situation: Situation, facts: Mapping[str, FactDeclaration]) -> str:
    """`2025-01, age 70, living_standard = 'poor', island`."""
    said = [month_text(situation.month)]
    for name, value in situation.facts.items():
        if name == "age":
            said.append(f"age {value}")
        elif isinstance(value, bool):
            said.append(name if value else f"not {name}")
        elif isinstance(value, str):
            said.append(f"{name} = '{value}'")
        else:
            said.append(f"{name} = {month_text(value) if facts[name].type == 'month' else value}")
    return ", ".join(said)
