"""Comparisons that let `never` slip through.

A month fact that says `never` is 0 in the tree, so `month - left_hardship >= 36` would hold for every place that never
left hardship. Whoever means that says so; else the fact is compared with 'never' beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from baophu.law.interpret import Situation, holds
from baophu.law.model import FactDeclaration, ParameterDeclaration
from baophu.law.scalars import NEVER, month_of
from baophu.law.tree import All, Among, Any, Between, Compare, Fact, Literal, Named, Node, Not, facts_read

# a condition that must hold (True), or must not
Part = tuple[Node, bool]
SOME_MONTH = month_of("2020-01")


class NeverSlipsThrough:
    """Finds, in what must hold together, comparisons that hold for `never` without another that does not."""

    def __init__(self, facts: Mapping[str, FactDeclaration], parameters: Mapping[str, ParameterDeclaration]) -> None:
        self.facts = facts
        self.values = {name: parameter.values[0].value for name, parameter in parameters.items()}

    def find(self, conditions: Sequence[Node]) -> Iterator[tuple[str, Node]]:
        """(month fact, comparison) for each that slips through."""
        yield from self._together([(node, True) for node in conditions], ())

    def _together(self, parts: Sequence[Part], around: tuple[Part, ...]) -> Iterator[tuple[str, Node]]:
        """What must hold together, each part as it is (True) or its contrary."""
        flat = [leaf for node, positive in parts for leaf in _conjuncts(node, positive)]
        for at, (node, positive) in enumerate(flat):
            beside = (*around, *flat[:at], *flat[at + 1 :])
            match node:
                case All(items) | Any(items):
                    for item in items:
                        yield from self._together([(item, positive)], beside)
                case Compare() | Between() | Among():
                    for name in facts_read(node):
                        if self._slips(name, node, positive) and not self._kept_out(name, beside):
                            yield name, node
                case _:
                    pass

    def _slips(self, name: str, node: Node, positive: bool) -> bool:
        fact = self.facts[name]
        if fact.type != "month" or fact.default != NEVER or _says_never(node):
            return False
        return self._at_never(name, node) == positive

    def _kept_out(self, name: str, beside: Sequence[Part]) -> bool:
        """Whether something that must hold too does not hold when the fact is `never`."""
        related = self._related(name)
        return any(
            facts_read(node) and facts_read(node) <= related and self._at_never(name, node) != positive
            for node, positive in beside
        )

    def _related(self, name: str) -> set[str]:
        """The fact, and those that have their default whenever it is `never`."""
        source = self.facts[name].since
        return {name} | {f.name for f in self.facts.values() if source and source in (f.name, f.reads, f.since)}

    def _at_never(self, name: str, node: Node) -> bool:
        defaults = {fact: self.facts[fact].default for fact in self._related(name)}
        return holds(node, Situation(defaults, self.values, 0, SOME_MONTH))


def _says_never(node: Node) -> bool:
    """Whether a fact is compared with `never` itself."""
    match node:
        case Compare(_, Fact(), Literal(value)) | Compare(_, Literal(value), Fact()):
            return value == NEVER
        case Among(_, values):
            return Literal(NEVER) in values
        case _:
            return False


def _conjuncts(node: Node, positive: bool) -> Iterator[Part]:
    """The parts that must all hold for a node (or its contrary) to hold."""
    match node:
        case Not(item):
            yield from _conjuncts(item, not positive)
        case Named(_, body):
            yield from _conjuncts(body, positive)
        case All(items) if positive:
            for item in items:
                yield from _conjuncts(item, True)
        case Any(items) if not positive:
            for item in items:
                yield from _conjuncts(item, False)
        case _:
            yield node, positive
