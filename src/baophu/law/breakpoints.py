"""Where conditions can turn: read from the tree, so that nobody keeps a list of ages and dates beside the law.

Everything is in whole numbers: ages in full years, months as year * 12 + month - 1. A point n means: what is below n
and what is n or above may be told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from baophu.law.linear import Sum, difference
from baophu.law.model import FactDeclaration, ParameterDeclaration
from baophu.law.tree import Among, Between, Builtin, Compare, Fact, Literal, Node, walk

AGE = Builtin("age")
MONTH = Builtin("month")
MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Breakpoints:
    """What conditions can tell apart.

    `ages`: full years. `since`: (month fact, n), the condition turns n months after that month. `months`: months of the
    calendar. `fact_months`: for a month fact, the months it is compared with. `words`: for a choice or code, the values
    it is compared with; all others look alike. `amounts`: comparisons of amounts and counts, to be answered for each
    person as a flag.
    """

    ages: frozenset[int]
    since: frozenset[tuple[str, int]]
    months: frozenset[int]
    fact_months: Mapping[str, frozenset[int]]
    words: Mapping[str, frozenset[str]]
    amounts: tuple[Node, ...]


class Finder:
    """Collects the breakpoints of nodes, against the facts' types and the parameters' values over all time."""

    def __init__(self, facts: Mapping[str, FactDeclaration], parameters: Mapping[str, ParameterDeclaration]) -> None:
        self.facts = facts
        self.values = {
            name: tuple(dict.fromkeys(v.value for v in parameter.values if isinstance(v.value, int)))
            for name, parameter in parameters.items()
        }
        self.ages: set[int] = set()
        self.since: set[tuple[str, int]] = set()
        self.months: set[int] = set()
        self.fact_months: dict[str, set[int]] = {}
        self.words: dict[str, set[str]] = {}
        self.amounts: dict[Node, None] = {}

    def add(self, node: Node) -> None:
        """Note where one comparison turns."""
        match node:
            case Between(item, low, high):
                self._comparison(Compare(">=", item, low), node)
                self._comparison(Compare("<=", item, high), node)
            case Among(item, values):
                for literal in values:
                    self._comparison(Compare("=", item, literal), node)
            case Compare():
                self._comparison(node, node)
            case _:
                pass

    def _comparison(self, compare: Compare, whole: Node) -> None:
        match compare:
            case Compare(_, Fact(name), Literal(str(text))) | Compare(_, Literal(str(text)), Fact(name)):
                self.words.setdefault(name, set()).add(text)
                return
        form = difference(compare.left, compare.right)
        month_facts = [f.name for f in form.facts() if self.facts[f.name].type == "month"] if form else []
        leaders: list[Fact | Builtin] = [AGE, MONTH, *(Fact(name) for name in month_facts)]
        leading = next((t for t in leaders if form and form.coefficient(t)), None)
        if form is None or leading is None:
            self.amounts[whole] = None
            return
        op = compare.op if form.coefficient(leading) == 1 else MIRRORED[compare.op]
        for n in self._bounds(form, form.coefficient(leading)):
            self._turn(leading, month_facts, turning_points(op, n))

    def _turn(self, leading: Fact | Builtin, month_facts: list[str], points: Iterable[int]) -> None:
        if leading == AGE:
            self.ages.update(points)
        elif leading != MONTH:
            self.fact_months.setdefault(leading.name, set()).update(points)
        elif month_facts:
            self.since.update((month_facts[0], n) for n in points)
        else:
            self.months.update(points)

    def _bounds(self, form: Sum, sign: int) -> Iterator[int]:
        """What the leading term is compared with, for every value the parameters ever have."""
        parameters = form.parameters()
        for values in product(*(self.values[p.name] for p in parameters)):
            rest = sum(form.coefficient(p) * v for p, v in zip(parameters, values, strict=True)) + form.constant
            yield -sign * rest

    def found(self) -> Breakpoints:
        return Breakpoints(
            ages=frozenset(self.ages),
            since=frozenset(self.since),
            months=frozenset(self.months),
            fact_months={name: frozenset(points) for name, points in self.fact_months.items()},
            words={name: frozenset(texts) for name, texts in self.words.items()},
            amounts=tuple(self.amounts),
        )


def breakpoints(
    nodes: Iterable[Node], facts: Mapping[str, FactDeclaration], parameters: Mapping[str, ParameterDeclaration]
) -> Breakpoints:
    """Where any of the conditions can turn."""
    finder = Finder(facts, parameters)
    for node in nodes:
        for part in walk(node):
            finder.add(part)
    return finder.found()


def turning_points(op: str, n: int) -> tuple[int, ...]:
    """The points at which `x op n` may turn as x grows."""
    if op in ("<", ">="):
        return (n,)
    if op in ("<=", ">"):
        return (n + 1,)
    return (n, n + 1)
