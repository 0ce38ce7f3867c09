"""What a condition or amount is worth for one person and month, in plain Python.

It is the oracle against which the SQL is tested, so it is written for reading, not for speed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import add, ge, gt, le, lt, mul, sub

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
)

Value = int | bool | str | Fraction

ORDER: Mapping[str, Callable[[int, int], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
ARITHMETIC: Mapping[str, Callable[[int, int], int]] = {"+": add, "-": sub, "*": mul}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known in the month decided: every fact read, every parameter read, `age` in full years, `month`."""

    facts: Mapping[str, int | bool | str]
    parameters: Mapping[str, int | bool | Fraction]
    age: int
    month: int


def holds(node: Node, situation: Situation) -> bool:
    """Whether a condition holds. KeyError when a fact or parameter it reads is not in the situation."""
    match node:
        case Compare("=", left, right):
            return value(left, situation) == value(right, situation)
        case Compare("<>", left, right):
            return value(left, situation) != value(right, situation)
        case Compare(op, left, right):
            return ORDER[op](number(left, situation), number(right, situation))
        case Among(item, values):
            return value(item, situation) in [v.value for v in values]
        case Between(item, low, high):
            return number(low, situation) <= number(item, situation) <= number(high, situation)
        case All(items):
            return all(holds(item, situation) for item in items)
        case Any(items):
            return any(holds(item, situation) for item in items)
        case Not(item):
            return not holds(item, situation)
        case Named(_, body):
            return holds(body, situation)
        case _:
            return value(node, situation) is True


def number(node: Node, situation: Situation) -> int:
    """What a sum or an amount is worth. TypeError when it is not a whole number."""
    found = value(node, situation)
    if not isinstance(found, int):
        raise TypeError(f"{node} is {found!r}, not a whole number")
    return found


def value(node: Node, situation: Situation) -> Value:
    """What a node is worth: a whole number, a flag or a text."""
    match node:
        case Literal(written):
            return written
        case Fact(name):
            return situation.facts[name]
        case Parameter(name):
            return situation.parameters[name]
        case Builtin("age"):
            return situation.age
        case Builtin(_):
            return situation.month
        case Arith(op, left, right):
            return ARITHMETIC[op](number(left, situation), number(right, situation))
        case Call(name, args):
            amounts = [number(arg, situation) for arg in args]
            return min(amounts) if name == "least" else max(amounts)
        case _:
            return holds(node, situation)
