"""Errors: somebody whom the law leaves without a group, premium or benefit, pays for twice, or decides on in two ways.

Each check is named for the sentence it denies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

from baophu.engine.lint import sentences
from baophu.engine.lint.findings import Finding
from baophu.engine.lint.ground import Ground
from baophu.engine.lint.tried import Mask, Numbers, Tried
from baophu.engine.plan import Plan
from baophu.law.model import Benefit, Order, Premium, Provision, Support, Taper, Text

MOST_EXAMPLES = 12
"""People without a group who are shown; each is left out by facts of which no fewer would do."""


def a_person_has_no_group(ground: Ground) -> Iterator[Finding]:
    """One finding for each smallest set of facts that leaves somebody out."""
    tried = ground.tried
    shown: list[int] = []
    for row in np.flatnonzero(tried.number("paying") < 0):
        here = tried.rows[row]
        if any(((tried.rows[known] == here) | (tried.rows[known] == 0)).all() for known in shown):
            continue
        shown.append(int(row))
        held = [g for g in range(len(tried.groups)) if tried.held(g)[row]]
        concerned = [p for g in held for p in ground.provisions_of(g) if tried.holds(ground.plan.place(p))[row]]
        concerned = concerned or [p for p, _ in ground.plan.period.of(Order)]
        says = sentences.no_group([ground.group(g) for g in held])
        yield ground.finding("no_group", concerned, says, int(row))
        if len(shown) == MOST_EXAMPLES:
            return


def a_group_has_no_premium(ground: Ground) -> Iterator[Finding]:
    """Every group needs a premium, and every person in it."""
    tried, plan = ground.tried, ground.plan
    named = {g for _, premium in plan.period.of(Premium) for g in plan.groups(premium.groups)}
    for group in range(len(tried.groups)):
        row = tried.plainest(tried.paying([group]) & (tried.number("by_premium") < 0))
        if row is not None or group not in named:
            says = sentences.no_premium(ground.group(group), some=group in named)
            yield ground.finding("no_premium", ground.provisions_of(group), says, row)


def a_group_has_no_benefit(ground: Ground) -> Iterator[Finding]:
    """Every group needs a benefit level, and every person in it."""
    tried, plan = ground.tried, ground.plan
    named = {g for _, benefit in plan.period.of(Benefit) for g in plan.groups(benefit.groups)}
    for group in range(len(tried.groups)):
        row = tried.plainest(tried.paying([group]) & (tried.number("benefit") == 0))
        if row is not None or group not in named:
            says = sentences.no_benefit(ground.group(group), some=group in named)
            yield ground.finding("no_benefit", ground.provisions_of(group), says, row)


def shares_make_more_than_the_premium(ground: Ground) -> Iterator[Finding]:
    """A share on top of what earlier payers give goes over the premium, so that it had to be cut."""
    tried, plan = ground.tried, ground.plan
    payers = plan.supporting()
    for at, payer in enumerate(payers):
        for place, support in plan.supports(payer):
            share = plan.share(support)
            cut = tried.decides(place) & (tried.number(f"s_{payer}") < share)
            if not support.on_top or not cut.any():
                continue
            winners = np.stack([tried.number("paying"), *(tried.number(f"w_{p}") for p in payers[:at])], axis=1)
            for combination in np.unique(winners[cut], axis=0):
                row = tried.plainest(cut & (winners == combination).all(axis=1))
                if row is None:
                    continue
                earlier = [tried.provisions[int(w)] for w in combination[1:] if w >= 0]
                parts = [(p.ref, _share(plan, tried, p, row)) for p in earlier]
                says = sentences.over_premium(
                    ground.group(int(combination[0])), (tried.provisions[place].ref, Fraction(share, plan.scale)), parts
                )
                yield ground.finding("over_premium", [*earlier, tried.provisions[place]], says, row)


def _share(plan: Plan, tried: Tried, provision: Provision, row: int) -> Fraction:
    assert isinstance(provision.effect, Support)
    return Fraction(int(tried.number(f"s_{provision.effect.payer}")[row]), plan.scale)


def two_supports_win_equally(ground: Ground) -> Iterator[Finding]:
    """Of two supports of one payer that give the same, one must be said to come first."""
    tried, plan = ground.tried, ground.plan
    earlier = np.zeros(len(tried.rows), np.int64)
    for payer in plan.supporting():
        supports = plan.supports(payer)
        gives = {place: _gives(ground, place, support, earlier) for place, support in supports}
        best = np.maximum.reduce(list(gives.values()))
        for (a, _), (b, _) in combinations(supports, 2):
            if _rank(plan, tried.provisions[a]) != _rank(plan, tried.provisions[b]):
                continue
            tie = (gives[a] == gives[b]) & (gives[a] == best) & (best > 0) & tried.supported()
            yield from _without_order(ground, a, b, tie, sentences.two_supports)
        earlier = earlier + tried.number(f"s_{payer}")


def _gives(ground: Ground, place: int, support: Support, earlier: Numbers) -> Numbers:
    """What a support gives beyond earlier payers, in units of the scale; 0 where it does not hold."""
    tried, plan = ground.tried, ground.plan
    share = np.full(len(tried.rows), plan.share(support), np.int64)
    here = tried.holds(place) & tried.paying(plan.groups(support.groups))
    return np.where(here, share if support.on_top else share - earlier, 0)


def _rank(plan: Plan, provision: Provision) -> int:
    """Where the book's support_order puts a support: by its own name, else by its instrument's, else behind all."""
    names = (provision.ref, f"{provision.instrument}#{provision.id}", provision.instrument)
    known = [name for name in names if name in plan.support_rank]
    return plan.support_rank.index(known[0]) if known else len(plan.support_rank)


def two_premiums_hold(ground: Ground) -> Iterator[Finding]:
    """A group has one premium at a time."""
    rules = [(ground.plan.place(p), m.groups) for p, m in ground.plan.period.of(Premium)]
    yield from _two_hold(ground, rules, ground.tried.number("by_premium") >= 0, sentences.two_premiums)


def two_tapers_hold(ground: Ground) -> Iterator[Finding]:
    """A group's premium falls by one scale at a time."""
    rules = [(ground.plan.place(p), t.groups) for p, t in ground.plan.period.of(Taper)]
    yield from _two_hold(ground, rules, ground.tried.number("by_taper") >= 0, sentences.two_tapers)


def two_orders_stand(ground: Ground) -> Iterator[Finding]:
    """One order of groups stands at a time."""
    for (one, _), (other, _) in combinations(ground.plan.period.of(Order), 2):
        yield ground.finding("no_order", [one, other], sentences.two_orders(), None)


def _two_hold(
    ground: Ground, rules: Sequence[tuple[int, tuple[str, ...]]], applies: Mask, says: Callable[[str], Text]
) -> Iterator[Finding]:
    tried, plan = ground.tried, ground.plan
    for (a, some), (b, others) in combinations(rules, 2):
        both = [g for g in plan.groups(some) if g in plan.groups(others)]
        if both:
            where = applies & tried.holds(a) & tried.holds(b) & tried.paying(both)
            yield from _without_order(ground, a, b, where, says)


def _without_order(ground: Ground, a: int, b: int, where: Mask, says: Callable[[str], Text]) -> Iterator[Finding]:
    row = ground.tried.plainest(where)
    if row is not None:
        group = ground.group(int(ground.tried.number("paying")[row]))
        concerned = [ground.tried.provisions[min(a, b)], ground.tried.provisions[max(a, b)]]
        yield ground.finding("no_order", concerned, says(group), row)


MISTAKES = (
    a_person_has_no_group,
    a_group_has_no_premium,
    a_group_has_no_benefit,
    shares_make_more_than_the_premium,
    two_supports_win_equally,
    two_premiums_hold,
    two_tapers_hold,
    two_orders_stand,
)
