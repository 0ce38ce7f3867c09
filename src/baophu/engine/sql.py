"""Print a condition or an amount as SQL: the same text on DuckDB, PostgreSQL and Spark.

Behind the adapter of the register everything is a small whole number, so the language needs no functions, no casts
and no NULL. Three things differ by engine and stand in `Dialect`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

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
    children,
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs by engine: the fence that keeps a step from being folded into the next, and whole division."""

    name: str
    fence: str
    divide: Callable[[str, str], str]


DUCKDB = Dialect("duckdb", "", lambda a, b: f"({a} // {b})")
POSTGRES = Dialect("postgres", " offset 0", lambda a, b: f"({a} / {b})")
SPARK = Dialect("spark", "", lambda a, b: f"({a} div {b})")
DIALECTS = {d.name: d for d in (DUCKDB, POSTGRES, SPARK)}


@dataclass(frozen=True, slots=True)
class Names:
    """How names of the law are spelt in SQL.

    `fact` maps a fact to its column, `code` a text value of a fact to its whole number, `parameter` a parameter to
    its value or column; `age` is the column with full years, `month` the month decided. `flags` names facts and
    parameters that are true or false.
    """

    fact: Callable[[str], str]
    code: Callable[[str, str], int]
    parameter: Callable[[str], str]
    flags: frozenset[str]
    age: str = "age"
    month: str = "month"


def condition(node: Node, names: Names) -> str:
    """A condition as a SQL boolean expression."""
    match node:
        case Literal(bool() as value):
            return "(1 = 1)" if value else "(1 = 0)"
        case Fact(name):
            return f"({names.fact(name)} = 1)"
        case Parameter(name):
            return f"({names.parameter(name)} = 1)"
        case Named(_, body):
            return condition(body, names)
        case All(items):
            return "(" + " and ".join(condition(i, names) for i in items) + ")" if items else "(1 = 1)"
        case Any(items):
            return "(" + " or ".join(condition(i, names) for i in items) + ")" if items else "(1 = 0)"
        case Not(item):
            return f"(not {condition(item, names)})"
        case Compare(op, left, right):
            if _is_flag(left, names) or _is_flag(right, names):
                sense = "" if op == "=" else "not "
                return f"({sense}({condition(left, names)} = {condition(right, names)}))"
            a, b = _sides(left, right, names)
            return f"({a} {op} {b})"
        case Among(item, values):
            codes = ", ".join(_side(v, item, names) for v in values)
            return f"({_side(item, item, names)} in ({codes}))"
        case Between(item, low, high):
            at = (_sides(item, low, names)[0], _sides(item, low, names)[1], _sides(item, high, names)[1])
            return f"({at[0]} between {at[1]} and {at[2]})"
        case _:
            raise TypeError(f"{node!r} is not a condition")


def amount(node: Node, names: Names) -> str:
    """A whole number as a SQL expression."""
    match node:
        case Literal(bool() as value):
            return "1" if value else "0"
        case Literal(int() as value):
            return str(value)
        case Fact(name):
            return names.fact(name)
        case Parameter(name):
            return names.parameter(name)
        case Builtin("age"):
            return names.age
        case Builtin("month"):
            return names.month
        case Named(_, body):
            return amount(body, names)
        case Arith(op, left, right):
            return f"({amount(left, names)} {op} {amount(right, names)})"
        case Call(name, args):
            return f"{name}({', '.join(amount(a, names) for a in args)})"
        case _:
            raise TypeError(f"{node!r} is not an amount")


def number(value: int | bool | Fraction) -> str:
    """A parameter's value inside a condition: flags as 0 and 1; a share has no place there."""
    if isinstance(value, Fraction):
        raise TypeError("a share cannot be compared in a condition")
    return str(int(value))


def _is_flag(node: Node, names: Names) -> bool:
    match node:
        case Literal(bool()):
            return True
        case Fact(name) | Parameter(name):
            return name in names.flags
        case Named() | All() | Any() | Not() | Compare() | Among() | Between():
            return True
        case _:
            return False


def _sides(left: Node, right: Node, names: Names) -> tuple[str, str]:
    return _side(left, right, names), _side(right, left, names)


def _side(node: Node, other: Node, names: Names) -> str:
    """One side of a comparison: a text becomes the code of the fact it meets."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        if not isinstance(other, Fact):
            raise TypeError(f"{node.value!r} is compared with something that is not a fact")
        return str(names.code(other.name, node.value))
    return amount(node, names)


def literals_by_fact(nodes: list[Node]) -> Mapping[str, set[frozenset[str]]]:
    """For every choice or code fact, the sets of texts conditions compare it with."""
    found: dict[str, set[frozenset[str]]] = {}
    todo = list(nodes)
    while todo:
        node = todo.pop()
        match node:
            case Compare(_, Fact(name), Literal(str() as text)) | Compare(_, Literal(str() as text), Fact(name)):
                found.setdefault(name, set()).add(frozenset({text}))
            case Among(Fact(name), values):
                found.setdefault(name, set()).add(frozenset(str(v.value) for v in values))
        todo.extend(children(node))
    return found
