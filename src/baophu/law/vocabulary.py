"""The names that may stand in an expression, and what each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from baophu.law.errors import Refused, did_you_mean
from baophu.law.model import Definition, FactDeclaration
from baophu.law.tree import Builtin, Fact, Named, Node, Parameter, Type

BUILTINS: Mapping[str, Type] = {"age": "age", "month": "month"}


class AlreadyNoted(Exception):
    """The expression names something whose own declaration is wrong; that problem is noted where it is declared."""


@dataclass
class Vocabulary:
    """Facts, definitions and parameters by name.

    `broken` holds names declared wrongly: what uses them is not blamed again. `define` reads a definition that is
    declared but not yet read (definitions may use each other in any order).
    """

    facts: Mapping[str, FactDeclaration]
    parameters: Mapping[str, Type]
    definitions: dict[str, Definition] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    define: Callable[[str], Definition | None] = lambda name: None

    def look_up(self, name: str) -> tuple[Node, Type]:
        """The node and type a name stands for; Refused when nothing has it."""
        if name in BUILTINS:
            return Builtin(name), BUILTINS[name]
        if name in self.facts:
            return Fact(name), self.facts[name].type
        if name in self.parameters:
            return Parameter(name), self.parameters[name]
        if name in self.broken:
            raise AlreadyNoted(name)
        definition = self.definitions.get(name) or self.define(name)
        if definition is not None:
            return Named(name, definition.body), "flag"
        raise Refused(f"no fact is called '{name}'{did_you_mean(name, self.names())}")

    def names(self) -> list[str]:
        """Every name that may stand in an expression."""
        return [*self.facts, *self.definitions, *self.parameters, *BUILTINS]
