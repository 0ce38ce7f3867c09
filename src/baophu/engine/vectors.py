"""The steps of a decision worked out on arrays: the very text that `steps` prints as SQL, read and run by NumPy.

A query of some hundred columns takes a database longer to plan than these few thousand rows take to work out. The text
needs little: whole numbers and truth, `case`, `greatest`, `least`, `in`, `between`; nothing divides, nothing is NULL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from baophu.engine.steps import SQL_WORDS, WORD, Steps

Array = NDArray[Any]
Columns = Mapping[str, Array]
Run = Callable[[Columns], Any]
"""An expression ready to run: from columns of equal length to an array, or to one value for all rows."""

T = TypeVar("T")
TOKEN = re.compile(r"\s*([0-9]+|[a-z_][a-z0-9_]*|<>|<=|>=|[-+*%(),=<>])")
COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
CALLED: dict[str, Callable[[Any, Any], Any]] = {"greatest": np.maximum, "least": np.minimum}
FEW = 3
"""Up to so many values are compared one by one, more are looked up."""
BLOCK = 1 << 14
"""Rows worked out at a time, so that some hundred columns stay near the processor."""


@dataclass(frozen=True, slots=True)
class Program:
    """Columns to work out one after another, which of them are the answer, and the columns all this reads.

    Programs of one `Reader` that say the same are equal.
    """

    steps: tuple[tuple[str, Run], ...]
    answers: tuple[str, ...]
    reads: frozenset[str]

    def run(self, columns: Columns, rows: int) -> dict[str, Array]:
        """Each answer as an array of `rows`, from facts, `age` and `month` of as many rows."""
        found: dict[str, list[Array]] = {name: [] for name in self.answers}
        for start in range(0, max(rows, 1), BLOCK):
            known = {name: values[start : start + BLOCK] for name, values in columns.items()}
            size = min(BLOCK, rows - start)
            for name, run in self.steps:
                known[name] = run(known)
            for name in self.answers:
                found[name].append(np.broadcast_to(known[name], (size,)))
        return {name: np.concatenate(parts) for name, parts in found.items()}


@dataclass(slots=True)
class Reader:
    """Reads expressions; a text that many periods share is read once."""

    known: dict[str, Run] = field(default_factory=dict)

    def program(self, steps: Steps, answers: Sequence[str]) -> Program:
        """A chain of steps as a program that answers with some of their columns."""
        added = [column for step in steps.needed(answers) for column in step.added]
        words = {word for _, text in added for word in WORD.findall(text)}
        reads = words - SQL_WORDS - {name for name, _ in added}
        return Program(tuple((name, self.expression(text)) for name, text in added), tuple(answers), frozenset(reads))

    def expression(self, text: str) -> Run:
        """An expression ready to run; ValueError where it is none."""
        if text not in self.known:
            self.known[text] = _Sentence(text).whole()
        return self.known[text]


class _Sentence:
    """One expression read from left to right; each method reads what binds tighter than the one before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = list(_words(text))
        self.at = 0

    def whole(self) -> Run:
        run = self.either()
        if self.at < len(self.words):
            raise ValueError(f"{self.text!r} goes on after its end, at {self.words[self.at]!r}")
        return run

    def meets(self, *words: str) -> bool:
        return self.at < len(self.words) and self.words[self.at] in words

    def take(self, *expected: str) -> str:
        word = self.words[self.at] if self.at < len(self.words) else ""
        if not word or (expected and word not in expected):
            wanted = " or ".join(expected) or "more"
            raise ValueError(f"{self.text!r}: {word or 'its end'} stands where {wanted} must")
        self.at += 1
        return word

    def taken(self, word: str) -> bool:
        found = self.meets(word)
        self.at += found
        return found

    def either(self) -> Run:
        return self.joined("or", self.both, np.logical_or)

    def both(self) -> Run:
        return self.joined("and", self.negated, np.logical_and)

    def joined(self, word: str, part: Callable[[], Run], join: Callable[[Any, Any], Any]) -> Run:
        parts = [part()]
        while self.taken(word):
            parts.append(part())
        return _folded(join, parts)

    def negated(self) -> Run:
        if self.taken("not"):
            run = self.negated()
            return lambda columns: np.logical_not(run(columns))
        return self.compared()

    def compared(self) -> Run:
        left = self.sum()
        if self.meets(*COMPARED):
            return _called(COMPARED[self.take()], left, self.sum())
        if self.taken("between"):
            low = self.sum()
            self.take("and")
            return _between(left, low, self.sum())
        if self.taken("in"):
            self.take("(")
            return _among(left, self.listed(self.number))
        return left

    def sum(self) -> Run:
        left = self.product()
        while self.meets("+", "-"):
            left = _called(np.add if self.take() == "+" else np.subtract, left, self.product())
        return left

    def product(self) -> Run:
        left = self.unit()
        while self.meets("*", "%"):
            left = _called(np.multiply if self.take() == "*" else np.fmod, left, self.unit())
        return left

    def unit(self) -> Run:
        word = self.take()
        if word == "(":
            run = self.either()
            self.take(")")
            return run
        if word == "case":
            return self.cases()
        if word == "cast":
            self.take("(")
            run = self.either()
            for expected in ("as", "bigint", ")"):
                self.take(expected)
            return lambda columns: np.asarray(run(columns), np.int64)
        if word in CALLED:
            self.take("(")
            return _folded(CALLED[word], self.listed(self.either))
        if word == "-" or word.isdigit():
            self.at -= 1
            value = self.number()
            return lambda columns: value
        return lambda columns: columns[word]

    def number(self) -> int:
        sign = -1 if self.taken("-") else 1
        return sign * int(self.take())

    def listed(self, part: Callable[[], T]) -> list[T]:
        parts = [part()]
        while self.take(",", ")") == ",":
            parts.append(part())
        return parts

    def cases(self) -> Run:
        whens: list[tuple[Run, Run]] = []
        while self.taken("when"):
            condition = self.either()
            self.take("then")
            whens.append((condition, self.either()))
        self.take("else")
        other = self.either()
        self.take("end")

        def run(columns: Columns) -> Any:
            found = other(columns)
            for condition, value in reversed(whens):
                found = np.where(condition(columns), value(columns), found)
            return found

        return run


def _words(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"{text!r} cannot be read from {text[at:]!r}")
        yield match[1]
        at = match.end()


def _called(function: Callable[[Any, Any], Any], left: Run, right: Run) -> Run:
    return lambda columns: function(left(columns), right(columns))


def _folded(function: Callable[[Any, Any], Any], parts: list[Run]) -> Run:
    if len(parts) == 1:
        return parts[0]
    return lambda columns: reduce(function, (part(columns) for part in parts))


def _between(item: Run, low: Run, high: Run) -> Run:
    def run(columns: Columns) -> Any:
        value = item(columns)
        return (low(columns) <= value) & (value <= high(columns))

    return run


def _among(item: Run, values: list[int]) -> Run:
    if len(values) <= FEW or min(values) < 0:

        def compared(columns: Columns) -> Any:
            value = item(columns)
            return reduce(np.logical_or, [value == v for v in values])

        return compared
    listed = np.zeros(max(values) + 2, np.bool_)  # the last place stands for what is too large, and for -1
    listed[values] = True

    def looked_up(columns: Columns) -> Any:
        return listed[np.minimum(np.maximum(item(columns), -1), len(listed) - 1)]

    return looked_up
