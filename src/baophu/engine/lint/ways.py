"""The ways in which each provision can come to hold, and not to hold, by the facts it reads itself.

Only the facts of its own conditions and of what excepts it count, so every combination of them can be tried. A way is
one that says no more than it must: without any of its values the provision would not turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from baophu.engine.lint.stretches import Stretch
from baophu.engine.lint.traits import AGE, Trait, Value
from baophu.engine.periods import Period
from baophu.law.interpret import Situation, holds
from baophu.law.model import Order, Provision
from baophu.law.tree import Builtin, facts_read, walk

Rows = NDArray[np.uint8]
"""Situations: a row each, a column a trait, the number of the variant it has; 0 is the default."""

MOST = 20_000
"""Combinations of a provision's own facts that are all tried; beyond it only any two of them together."""


@dataclass(frozen=True, slots=True)
class Own:
    """A provision by its own facts: every combination of them, and the ways in which it holds and does not.

    `whole` is false when there are too many combinations to try them all; `excepted` is true where its conditions can
    hold but something excepts it whenever they do.
    """

    provision: Provision
    rows: Rows
    hold: Rows
    unhold: Rows
    whole: bool
    excepted: bool

    @property
    def ways(self) -> Rows:
        """Ways that are not simply the default."""
        both = np.concatenate([self.hold, self.unhold])
        return both[both.any(axis=1)]


def owns_of(stretch: Stretch, traits: Sequence[Trait]) -> list[Own]:
    """Every provision of a stretch but the order of groups, in the order of the period."""
    reader = _Reader(stretch, traits)
    return [reader.own(p) for p in stretch.period.provisions if not isinstance(p.effect, Order)]


class _Reader:
    def __init__(self, stretch: Stretch, traits: Sequence[Trait]) -> None:
        self.stretch = stretch
        self.traits = traits
        self.answers: list[Period] = [stretch.period, *(o.other for o in stretch.open if o.other)]
        self.by_ref = {p.ref: p for p in stretch.period.provisions}
        self.excepting: dict[str, list[Provision]] = {}
        for provision in stretch.period.provisions:
            for ref in provision.excepts:
                self.excepting.setdefault(ref, []).append(provision)

    def own(self, provision: Provision) -> Own:
        mine = self._traits(provision)
        sizes = [len(self.traits[t].variants) for t in mine]
        whole = prod(sizes) <= MOST
        chosen = list(product(*(range(n) for n in sizes))) if whole else _any_two(sizes)
        rows = np.zeros((len(chosen), len(self.traits)), np.uint8)
        rows[:, mine] = np.array(chosen, np.uint8).reshape(len(chosen), len(mine))
        hold: list[tuple[int, ...]] = []
        unhold: list[tuple[int, ...]] = []
        fulfilled = False
        for answer in self.answers:
            situations = [self._situation(mine, c, answer) for c in chosen]
            truth = [self._holds(provision, s) for s in situations]
            hold += _least([c for c, true in zip(chosen, truth, strict=True) if true])
            unhold += _least([c for c, true in zip(chosen, truth, strict=True) if not true])
            fulfilled = fulfilled or any(_fulfils(provision, s) for s in situations)
        excepted = fulfilled and not hold
        return Own(provision, rows, self._wide(mine, hold), self._wide(mine, unhold), whole, excepted)

    def _wide(self, mine: Sequence[int], ways: Sequence[tuple[int, ...]]) -> Rows:
        unique = sorted(set(ways))
        rows = np.zeros((len(unique), len(self.traits)), np.uint8)
        rows[:, mine] = np.array(unique, np.uint8).reshape(len(unique), len(mine))
        return rows

    def _traits(self, provision: Provision) -> list[int]:
        """The traits a provision looks at, itself or through what excepts it."""
        names: set[str] = set()
        todo, seen = [provision], set[str]()
        while todo:
            one = todo.pop()
            if one.ref in seen:
                continue
            seen.add(one.ref)
            todo += self.excepting.get(one.ref, [])
            for condition in one.conditions:
                names |= {f"f_{name}" for name in facts_read(condition.node)}
                names |= {AGE for n in walk(condition.node) if n == Builtin("age")}
        return [i for i, trait in enumerate(self.traits) if names & set(trait.columns)]

    def _situation(self, mine: Sequence[int], chosen: Sequence[int], answer: Period) -> Situation:
        facts: dict[str, Value] = {}
        age = self.traits[0].variants[0].columns[0]
        for trait, number in zip(mine, chosen, strict=True):
            variant = self.traits[trait].variants[number]
            facts.update(variant.facts)
            if trait == 0:
                age = variant.columns[0]
        return Situation(facts, answer.parameters, age, self.stretch.start)

    def _holds(self, provision: Provision, situation: Situation) -> bool:
        return _fulfils(provision, situation) and not any(
            self._holds(other, situation) for other in self.excepting.get(provision.ref, ())
        )


def _fulfils(provision: Provision, situation: Situation) -> bool:
    return all(holds(c.node, situation) for c in provision.conditions)


def _any_two(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """The default, every single value, and every two values together."""
    nothing = (0,) * len(sizes)
    singles = [(i, n) for i, size in enumerate(sizes) for n in range(1, size)]
    found = [nothing, *(_with(nothing, one) for one in singles)]
    found += [_with(nothing, one, other) for one, other in combinations(singles, 2) if one[0] != other[0]]
    return found


def _with(row: tuple[int, ...], *changes: tuple[int, int]) -> tuple[int, ...]:
    changed = list(row)
    for i, n in changes:
        changed[i] = n
    return tuple(changed)


def _least(rows: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Those rows that no other row says a part of."""
    kept: list[tuple[int, ...]] = []
    for row in sorted(rows, key=lambda r: sum(n > 0 for n in r)):
        if not any(all(n in (0, m) for n, m in zip(less, row, strict=True)) for less in kept):
            kept.append(row)
    return kept
