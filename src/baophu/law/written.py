"""A node as an author would write it: the inverse of expression.py."""

from __future__ import annotations

from collections.abc import Mapping

from baophu.law.scalars import month_text
from baophu.law.tree import (
    All,
    Among,
    Any,
    Arith,
    Between,
    Builtin,
    Call,
    Compare,
    Fact,
    Literal,
    Named,
    Node,
    Not,
    Parameter,
    Type,
)

# how tightly a node holds its parts together; a looser one inside a tighter one stands in brackets
OR, AND, NOT, COMPARISON, SUM, PRODUCT, ATOM = range(7)


def written(node: Node, types: Mapping[str, Type]) -> str:
    """The text of a condition or amount; `types` are those of facts and parameters, to tell months from numbers."""
    return _Writer(types).text(node, OR)


class _Writer:
    def __init__(self, types: Mapping[str, Type]) -> None:
        self.types = types

    def text(self, node: Node, around: int, *, month: bool = False) -> str:
        """The node's text, in brackets where what stands around it holds tighter; `month` when it is a month."""
        said, tightness = self._said(node, month)
        return f"({said})" if tightness < around else said

    def _said(self, node: Node, month: bool) -> tuple[str, int]:
        match node:
            case Literal(bool(value)):
                return str(value).lower(), ATOM
            case Literal(int(value)):
                return (f"'{month_text(value)}'" if month else str(value)), ATOM
            case Literal(value):
                return "'" + str(value).replace("'", "''") + "'", ATOM
            case Fact(name) | Parameter(name) | Builtin(name) | Named(name, _):
                return name, ATOM
            case Compare(op, left, right):
                months = self._is_month(left) or self._is_month(right)
                sides = (self.text(side, SUM, month=months) for side in (left, right))
                return f" {op} ".join(sides), COMPARISON
            case Among(item, values):
                months = self._is_month(item)
                listed = ", ".join(self.text(v, ATOM, month=months) for v in values)
                return f"{self.text(item, SUM)} in ({listed})", COMPARISON
            case Between(item, low, high):
                months = self._is_month(item)
                bounds = " and ".join(self.text(bound, SUM, month=months) for bound in (low, high))
                return f"{self.text(item, SUM)} between {bounds}", COMPARISON
            case All(items):
                return " and ".join(self.text(item, NOT) for item in items), AND
            case Any(items):
                return " or ".join(self.text(item, AND) for item in items), OR
            case Not(item):
                return f"not {self.text(item, NOT)}", NOT
            case Arith("*", left, right):
                return f"{self.text(left, PRODUCT)} * {self.text(right, ATOM)}", PRODUCT
            case Arith(op, left, right):
                return f"{self.text(left, SUM)} {op} {self.text(right, PRODUCT)}", SUM
            case Call(name, args):
                return f"{name}({', '.join(self.text(arg, OR) for arg in args)})", ATOM

    def _is_month(self, node: Node) -> bool:
        """Whether a sum is a month (and a number beside it therefore a month as well)."""
        match node:
            case Builtin("month"):
                return True
            case Fact(name) | Parameter(name):
                return self.types.get(name) == "month"
            case Arith("-", left, right):
                return self._is_month(left) and not self._is_month(right)
            case Arith("+", left, right):
                return self._is_month(left) or self._is_month(right)
            case _:
                return False
