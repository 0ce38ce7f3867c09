"""The situations that are tried. The product of all facts is beyond reach; these are its telling corners.

Own: for each provision, every combination of the facts it reads. Pairs: every two facts that differ from the default,
at every age, with and without residence. Meetings: provisions that have to do with one another brought to hold together
- a group with up to three rules that reach it, two groups with a rule that reaches one, and two groups between which
more than the order of Article 12 decides with two such rules, or with any third group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from baophu.engine.lint.findings import Tally
from baophu.engine.lint.traits import Trait
from baophu.engine.lint.ways import Own, Rows
from baophu.engine.periods import Period
from baophu.law.model import Ahead, Choose, Group
from baophu.law.selectors import selectors_of

DEEPEST = 200_000
"""Situations tried at most before a provision is said always to lose."""


def situations(period: Period, traits: Sequence[Trait], owns: Sequence[Own]) -> tuple[Rows, Tally]:
    """Every situation to try, once, the plainest first; and how many there are of each making."""
    own = once(np.concatenate([_none(traits), *(o.rows for o in owns)]))
    pairs = beyond(own, every_pair(traits))
    met = beyond(np.concatenate([own, pairs]), meetings(period, traits, owns))
    rows = np.concatenate([own, pairs, met])
    return plainest_first(rows), Tally(len(own), len(pairs), len(met), 0)


def deeper(period: Period, traits: Sequence[Trait], owns: Sequence[Own], losers: Sequence[Own]) -> Rows:
    """Every way in which a loser holds for a group it reaches, with any two further facts."""
    values = changes(traits, ages=True)
    two = once(together(with_none(values), with_none(values)))
    found = [_none(traits)[:0]]
    for loser in losers:
        names = _reached(period, loser)
        groups = _ways(traits, (o for o in owns if any(_defines(o, name) for name in names)))
        ways = plainest_first(once(together(loser.hold, with_none(groups))))
        found.append(over(ways[: max(1, DEEPEST // len(two))], two))
    return once(np.concatenate(found))


def every_pair(traits: Sequence[Trait]) -> Rows:
    """Every two facts that differ from the default, at every age, resident and not."""
    values = changes(traits, ages=False)
    two = together(values, values)
    resident = _none(traits)
    resident[:, [i for i, t in enumerate(traits) if t.level == "stay"]] = 1
    bases = np.concatenate([_none(traits), resident])
    ages = _none(traits).repeat(len(traits[0].variants), axis=0)
    ages[:, 0] = range(len(ages))
    return once(over(over(bases, ages), np.concatenate([_none(traits), values, two])))


def changes(traits: Sequence[Trait], *, ages: bool) -> Rows:
    """A row for each single value that differs from the default."""
    single = [(i, n) for i, t in enumerate(traits) if ages or i for n in range(1, len(t.variants))]
    rows = np.zeros((len(single), len(traits)), np.uint8)
    for row, (i, n) in enumerate(single):
        rows[row, i] = n
    return rows


def meetings(period: Period, traits: Sequence[Trait], owns: Sequence[Own]) -> Rows:
    """Provisions that have to do with one another brought to hold together."""
    groups = {name: _ways(traits, (o for o in owns if _defines(o, name))) for name in period.groups}
    reached = [(o, _reached(period, o)) for o in owns]
    reaching = {name: _ways(traits, (o for o, names in reached if name in names)) for name in groups}
    kin = _kin(period)
    found = [_none(traits)]
    for name, ways in groups.items():
        one = with_none(reaching[name])
        two = once(together(one, one))
        found.append(together(ways, once(together(two, one))))
    every = once(np.concatenate([_none(traits), *groups.values()]))
    for a, b in combinations(groups, 2):
        both = together(groups[a], groups[b])
        rules = once(np.concatenate([with_none(reaching[a]), reaching[b]]))
        if frozenset((a, b)) in kin:
            found += [together(both, once(together(rules, rules))), together(both, every)]
        else:
            found.append(together(both, rules))
    return once(np.concatenate(found))


def _reached(period: Period, own: Own) -> frozenset[str]:
    """The groups in force that a rule other than a group names."""
    return frozenset(period.select(selectors_of(own.provision.effect)))


def _defines(own: Own, group: str) -> bool:
    effect = own.provision.effect
    return isinstance(effect, Group) and effect.name == group


def _kin(period: Period) -> set[frozenset[str]]:
    """Pairs of groups between which a rule other than Article 12's order decides."""
    found: set[frozenset[str]] = set()
    for _, choose in period.of(Choose):
        found |= {frozenset(two) for two in combinations(period.select(choose.among), 2)}
    for _, ahead in period.of(Ahead):
        before, behind = period.select(ahead.groups), period.select(ahead.of)
        found |= {frozenset((a, b)) for a in before for b in behind if a != b}
    return found


def _ways(traits: Sequence[Trait], owns: Iterable[Own]) -> Rows:
    return once(np.concatenate([_none(traits)[:0], *(o.ways for o in owns)]))


def together(some: Rows, others: Rows) -> Rows:
    """Every row of one with every row of the other; left out where they contradict each other on a trait."""
    a, b = _crossed(some, others)
    fits = ~((a != b) & (a > 0) & (b > 0)).any(axis=1)
    merged: Rows = np.maximum(a[fits], b[fits])
    return merged


def over(some: Rows, others: Rows) -> Rows:
    """Every row of one changed by every row of the other."""
    a, b = _crossed(some, others)
    return np.where(b > 0, b, a)


def _crossed(some: Rows, others: Rows) -> tuple[Rows, Rows]:
    tiled: Rows = np.tile(others, (len(some), 1))
    return some.repeat(len(others), axis=0), tiled


def with_none(rows: Rows) -> Rows:
    """The rows, and the default."""
    return np.concatenate([np.zeros((1, rows.shape[1]), np.uint8), rows])


def _none(traits: Sequence[Trait]) -> Rows:
    return np.zeros((1, len(traits)), np.uint8)


def once(rows: Rows) -> Rows:
    """The rows, each once."""
    return rows[np.sort(_first_places(rows))]


def beyond(known: Rows, rows: Rows) -> Rows:
    """The rows that are not known, each once."""
    both = np.concatenate([known, rows])
    first = np.sort(_first_places(both))
    return both[first[first >= len(known)]]


def plainest_first(rows: Rows) -> Rows:
    """Those that differ least from the default first."""
    return rows[np.lexsort((*rows.T[::-1], (rows > 0).sum(axis=1)))]


def _first_places(rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    packed = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1]))).ravel()
    return np.unique(packed, return_index=True)[1]
