"""The typed tree of a condition or an amount: what every other part of baophu works on.

A node is a few lines of data. SQLGlot stands only at the two ends (it parses the author's text, and its dialects
know how a name is quoted); explanation, breakpoints, lint, SQL and the plain interpreter read these nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

Type = OneOf["flag", "choice", "code", "count", "money", "month", "share", "age", "integer"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A whole number, a flag or a text written in the law book."""

    value: int | bool | str


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated parameter, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Builtin:
    """`age` in full years on the first day of the month, or `month`, the month decided."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """left op right, with op one of = <> < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Among:
    """item in (values)."""

    item: Node
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """low <= item <= high."""

    item: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class All:
    """Every item holds; an empty one holds."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one item holds; an empty one does not."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The item does not hold."""

    item: Node


@dataclass(frozen=True, slots=True)
class Arith:
    """left op right on whole numbers, with op one of + - *."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """`least` or `greatest` of whole numbers; amounts only."""

    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A definition of the book, kept by name for the reader, with what it stands for."""

    name: str
    body: Node


Node = Literal | Fact | Parameter | Builtin | Compare | Among | Between | All | Any | Not | Arith | Call | Named


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one."""
    match node:
        case Compare(_, left, right) | Arith(_, left, right):
            return (left, right)
        case Among(item, values):
            return (item, *values)
        case Between(item, low, high):
            return (item, low, high)
        case All(items) | Any(items):
            return items
        case Not(item):
            return (item,)
        case Call(_, args):
            return args
        case Named(_, body):
            return (body,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts_read(node: Node) -> frozenset[str]:
    """Names of the facts a condition looks at."""
    return frozenset(n.name for n in walk(node) if isinstance(n, Fact))


def parameters_read(node: Node) -> frozenset[str]:
    """Names of the parameters a condition looks at."""
    return frozenset(n.name for n in walk(node) if isinstance(n, Parameter))
