"""Sums: an expression of whole numbers as coefficients of its facts, parameters and built-ins plus a constant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from baophu.law.tree import Arith, Builtin, Call, Fact, Literal, Node, Parameter

Term = Fact | Parameter | Builtin


@dataclass(frozen=True, slots=True)
class Sum:
    """sum of coefficient * term, plus a constant; no coefficient is 0."""

    terms: tuple[tuple[Term, int], ...]
    constant: int

    def coefficient(self, term: Term) -> int:
        return dict(self.terms).get(term, 0)

    def facts(self) -> tuple[Fact, ...]:
        return tuple(t for t, _ in self.terms if isinstance(t, Fact))

    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(t for t, _ in self.terms if isinstance(t, Parameter))


def difference(left: Node, right: Node) -> Sum | None:
    """left - right as a sum; None when it is not one (a product of two terms, least, greatest)."""
    a, b = sum_of(left), sum_of(right)
    return None if a is None or b is None else _combine(a, b, -1)


def sum_of(node: Node) -> Sum | None:
    """The node as a sum; None when it is not one."""
    match node:
        case Literal(int(value)):
            return Sum((), value)
        case Fact() | Parameter() | Builtin():
            return Sum(((node, 1),), 0)
        case Arith("*", left, right):
            a, b = sum_of(left), sum_of(right)
            if a is None or b is None or (a.terms and b.terms):
                return None
            scalar, other = (a.constant, b) if not a.terms else (b.constant, a)
            return _combine(Sum((), 0), other, scalar)
        case Arith(op, left, right):
            a, b = sum_of(left), sum_of(right)
            return None if a is None or b is None else _combine(a, b, 1 if op == "+" else -1)
        case Call():
            return None
        case _:
            return None


def _combine(a: Sum, b: Sum, factor: int) -> Sum:
    terms: Counter[Term] = Counter(dict(a.terms))
    for term, coefficient in b.terms:
        terms[term] += factor * coefficient
    kept = tuple((t, c) for t, c in terms.items() if c != 0)
    return Sum(kept, a.constant + factor * b.constant)
