"""A decision as a chain of named columns, each an expression over earlier ones; printed here as one SQL query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from baophu.engine.sql import Dialect

WORD = re.compile(r"[a-z_][a-z0-9_]*")
SQL_WORDS = {"and", "or", "not", "in", "between", "true", "false", "case", "when", "then", "else", "end", "cast"}
SQL_WORDS |= {"as", "bigint", "div", "greatest", "least"}

Column = tuple[str, str]
"""A name and the expression it stands for."""


@dataclass(frozen=True, slots=True)
class Step:
    """Columns worked out together; `kept` are those of earlier steps that later ones still read."""

    name: str
    kept: tuple[str, ...]
    added: tuple[Column, ...]


@dataclass(slots=True)
class Steps:
    """A chain of steps, each adding columns to those before it."""

    steps: list[tuple[str, list[Column]]] = field(default_factory=list)

    def add(self, name: str, columns: Iterable[str]) -> None:
        """A step that adds columns, each written `expression as name`."""
        split = [(c.rpartition(" as ")[2], c.rpartition(" as ")[0]) for c in columns]
        if split:
            self.steps.append((name, split))

    def needed(self, columns: Sequence[str]) -> list[Step]:
        """The steps with those columns alone that `columns` hang on."""
        needed, found = dict.fromkeys(columns), []
        for name, listed in reversed(self.steps):
            added = tuple((column, text) for column, text in listed if column in needed)
            new = {column for column, _ in added}
            kept = tuple(c for c in needed if c not in new)
            read = (word for _, text in added for word in WORD.findall(text) if word not in SQL_WORDS)
            found.append(Step(name, kept, added))
            needed = {**dict.fromkeys(kept), **dict.fromkeys(read)}
        return found[::-1]

    def select(self, columns: Sequence[str], source: str, dialect: Dialect) -> str:
        """The whole as one query over `source`, its steps fenced where an engine needs it."""
        ctes, before = [], source
        for step in self.needed(columns):
            listed = ",\n  ".join([*step.kept, *(f"{text} as {column}" for column, text in step.added)])
            ctes.append(f"{step.name} as (\n select {listed}\n from {before}{dialect.fence})")
            before = step.name
        steps = "with " + ",\n".join(ctes) + "\n" if ctes else ""
        return f"{steps}select {', '.join(columns)}\nfrom {before}"
