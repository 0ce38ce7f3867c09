"""What was not said, and whether the law turns on it: every value it could have is tried, and the answers compared.

So a clinic is asked only for what changes the answer, and nothing is guessed. Not said are: a choice of a visit left at
`unknown`, and a count left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TypeVar

from baophu.engine.cards.errors import NotTold
from baophu.engine.cards.rules import Row, Value, facts_needed
from baophu.law.model import Book, Provision
from baophu.law.tree import Among, Between, Compare, Fact, Literal, Node, walk

UNKNOWN = "unknown"
A = TypeVar("A")


def situations(book: Book, provisions: Sequence[Provision], row: Row, level: str) -> tuple[list[Row], tuple[str, ...]]:
    """Every situation a row may stand for, and the names of the facts that were not said."""
    open_facts = [n for n in sorted(facts_needed(provisions)) if book.facts[n].level == level and not _said(row, n)]
    choices = [_values(book, provisions, name) for name in open_facts]
    rows = [{**row, **dict(zip(open_facts, values, strict=True))} for values in product(*choices)]
    return list(rows), tuple(open_facts)


def settled(rows: Sequence[Row], answers: Sequence[A], open_facts: Sequence[str], say: Callable[[A], str]) -> A:
    """The one answer all situations share; NotTold names the first fact on which it turns, and what follows from it."""
    if len(set(answers)) == 1:
        return answers[0]
    by_row = {tuple(row[n] for n in open_facts): answer for row, answer in zip(rows, answers, strict=True)}
    for place, name in enumerate(open_facts):
        for key in by_row:
            turns = {k[place]: a for k, a in by_row.items() if _without(k, place) == _without(key, place)}
            if len(set(turns.values())) > 1:
                follows = "; ".join(f"{_text(value)}: {say(answer)}" for value, answer in turns.items())
                raise NotTold(f"{name} is not said and the answer turns on it ({follows})", name)
    raise AssertionError("answers differ, so some fact makes the difference")


def _without(key: tuple[Value, ...], place: int) -> tuple[Value, ...]:
    return key[:place] + key[place + 1 :]


def _said(row: Row, name: str) -> bool:
    return name in row and row[name] != UNKNOWN


def _values(book: Book, provisions: Sequence[Provision], name: str) -> list[Value]:
    declaration = book.facts[name]
    if declaration.type == "choice":
        return [v for v in declaration.values if v != UNKNOWN]
    if declaration.type == "flag":
        return [False, True]
    near = {n + d for p in provisions for c in p.conditions for n in _compared(c.node, name) for d in (-1, 0, 1)}
    return sorted(n for n in near if n >= 0) or [0]


def _compared(node: Node, name: str) -> Iterable[int]:
    """Whole numbers a fact is compared with."""
    for found in walk(node):
        sides: Mapping[Node, tuple[Node, ...]] = {}
        match found:
            case Compare(_, left, right):
                sides = {left: (right,), right: (left,)}
            case Between(item, low, high):
                sides = {item: (low, high)}
            case Among(item, values):
                sides = {item: values}
        for other in sides.get(Fact(name), ()):
            if isinstance(other, Literal) and isinstance(other.value, int):
                yield int(other.value)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
