"""The ways in which each provision can come to hold, and not to hold, by the facts it reads itself.

Only the facts of its own conditions and of what excepts it count, so every combination of them can be tried. A way is
one that says no more than it must: without any of its values the provision would not turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from baophu.engine.lint.stretches import Stretch
from baophu.engine.lint.traits import AGE, Trait, Value
from baophu.engine.periods import Period
from baophu.law.check import parameters_of
from baophu.law.interpret import Situation, holds
from baophu.law.model import Order, Provision
from baophu.law.tree import Builtin, facts_read, parameters_read, walk

Rows = NDArray[np.uint8]
"""Situations: a row each, a column a trait, the number of the variant it has; 0 is the default."""

MOST = 20_000
"""Combinations of a provision's own facts that are all tried; beyond it only any two of them together."""


@dataclass(frozen=True, slots=True)
class Own:
    """A provision by its own facts: every combination of them, and the ways in which it holds and does not.

    `traits` are the places of those it reads. `turned` are, for each open parameter, the combinations under whose other
    answer it holds where it did not, or the other way round. `whole` is false when there are too many combinations to
    try them all; `excepted` is true where its conditions can hold but something excepts it whenever they do.
    """

    provision: Provision
    traits: tuple[int, ...]
    rows: Rows
    hold: Rows
    unhold: Rows
    turned: Mapping[str, Rows]
    whole: bool
    excepted: bool

    @property
    def ways(self) -> Rows:
        """Ways that are not simply the default."""
        both = np.concatenate([self.hold, self.unhold])
        return both[both.any(axis=1)]


def owns_of(
    stretch: Stretch, traits: Sequence[Trait], wanted: Callable[[Provision], bool] = lambda provision: True
) -> list[Own]:
    """Every provision of a stretch but the order of groups, or those wanted, in the order of the period."""
    reader = _Reader(stretch, traits)
    return [reader.own(p) for p in stretch.period.provisions if not isinstance(p.effect, Order) and wanted(p)]


def touched(owns: Sequence[Own], parameter: str, rows: Rows) -> NDArray[np.intp]:
    """The rows on which the other answer to an open parameter can bear, by their places."""
    where = np.zeros(len(rows), np.bool_)
    for own in owns:
        reads_amount = parameter in parameters_of(own.provision) - _in_conditions(own.provision)
        if reads_amount or (not own.whole and parameter in _in_conditions(own.provision)):
            return np.arange(len(rows))
        mine = list(own.traits)
        for turned in own.turned[parameter]:
            where |= (rows[:, mine] == turned[mine]).all(axis=1)
    return np.flatnonzero(where)


def _in_conditions(provision: Provision) -> frozenset[str]:
    return frozenset(name for c in provision.conditions for name in parameters_read(c.node))


class _Reader:
    def __init__(self, stretch: Stretch, traits: Sequence[Trait]) -> None:
        self.stretch = stretch
        self.traits = traits
        self.others = {o.name: o.other for o in stretch.open if o.other}
        self.excepting: dict[str, list[Provision]] = {}
        for provision in stretch.period.provisions:
            for ref in provision.excepts:
                self.excepting.setdefault(ref, []).append(provision)

    def own(self, provision: Provision) -> Own:
        mine = self._traits(provision)
        sizes = [len(self.traits[t].variants) for t in mine]
        whole = prod(sizes) <= MOST
        chosen = list(product(*(range(n) for n in sizes))) if whole else _any_two(sizes)
        rows = self._wide(mine, chosen)
        truth = self._truth(provision, mine, chosen, self.stretch.period)
        turned = {}
        hold, unhold = _split(chosen, truth)
        for name, other in self.others.items():
            under = self._truth(provision, mine, chosen, other)
            turned[name] = rows[truth != under]
            also, nor = _split(chosen, under)
            hold, unhold = hold | also, unhold | nor
        excepted = not hold and any(
            _fulfils(provision, self._situation(mine, c, answer))
            for answer in (self.stretch.period, *self.others.values())
            for c in chosen
        )
        ways = (self._wide(mine, sorted(hold)), self._wide(mine, sorted(unhold)))
        return Own(provision, tuple(mine), rows, *ways, turned, whole, excepted)

    def _truth(
        self, provision: Provision, mine: Sequence[int], chosen: Sequence[tuple[int, ...]], answer: Period
    ) -> NDArray[np.bool_]:
        return np.array([self._holds(provision, self._situation(mine, c, answer)) for c in chosen])

    def _wide(self, mine: Sequence[int], chosen: Sequence[tuple[int, ...]]) -> Rows:
        """Rows over all traits of combinations of some."""
        rows = np.zeros((len(chosen), len(self.traits)), np.uint8)
        rows[:, mine] = np.array(chosen, np.uint8).reshape(len(chosen), len(mine))
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


def _split(
    chosen: Sequence[tuple[int, ...]], truth: NDArray[np.bool_]
) -> tuple[frozenset[tuple[int, ...]], frozenset[tuple[int, ...]]]:
    """The least combinations under which something is true, and under which it is not."""
    return (
        frozenset(_least([c for c, true in zip(chosen, truth, strict=True) if true])),
        frozenset(_least([c for c, true in zip(chosen, truth, strict=True) if not true])),
    )


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
