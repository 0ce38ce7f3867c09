"""Notices: rules without effect, and open questions on which decisions hang. They may be meant, or the law's nature.

Each check is named for the sentence it denies.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from baophu.engine.lint import sentences
from baophu.engine.lint.findings import Cited, Finding
from baophu.engine.lint.ground import Ground, Other, cited
from baophu.engine.lint.stretches import OpenParameter
from baophu.engine.lint.tried import Mask, Tried
from baophu.engine.lint.ways import Own
from baophu.law.check import parameters_of
from baophu.law.model import Ahead, Group, Premium, Provision
from baophu.law.selectors import selectors_of

OPEN = "?"


def a_rule_never_holds(ground: Ground) -> Iterator[Finding]:
    """No combination of the facts it reads makes it hold, nor does the other answer to any one open parameter."""
    for own in ground.owns:
        place = ground.plan.place(own.provision)
        if own.whole and not any(tried.holds(place).any() for tried in _all(ground)):
            excepting = [p for p in ground.stretch.period.provisions if own.excepted and own.provision.ref in p.excepts]
            says = sentences.never_holds([p.ref for p in excepting])
            yield ground.finding("never_holds", [own.provision, *excepting], says, None)


def a_rule_reaches_no_group(ground: Ground) -> Iterator[Finding]:
    """None of the groups it names is in force."""
    for own in ground.owns:
        if not isinstance(own.provision.effect, Group) and not _reached(ground, own.provision):
            yield ground.finding("reaches_no_group", [own.provision], sentences.reaches_no_group(), None)


def _reached(ground: Ground, provision: Provision) -> bool:
    select = ground.stretch.period.select
    match provision.effect:
        case Ahead(groups, of):
            return bool(select(groups) and select(of))
        case effect:
            return bool(select(selectors_of(effect)))


def losers(ground: Ground) -> list[Own]:
    """Provisions that hold somewhere and decide nowhere, under any answer to the open questions."""
    return [
        own
        for own in ground.owns
        if any(tried.holds(ground.plan.place(own.provision)).any() for tried in _all(ground))
        and _reached_or_group(ground, own.provision)
        and not any(_matters(tried, ground.plan.place(own.provision)) for tried in _all(ground))
    ]


def _reached_or_group(ground: Ground, provision: Provision) -> bool:
    return isinstance(provision.effect, Group) or _reached(ground, provision)


def a_rule_always_loses(ground: Ground) -> Iterator[Finding]:
    """It holds, yet decides nothing in any situation tried."""
    tried = ground.tried
    for own in losers(ground):
        row = tried.plainest(_nearest(tried, own.provision))
        instead = [] if row is None else _instead(tried, own.provision, row)
        says = sentences.always_loses(own.provision, [p.ref for p in instead])
        yield ground.finding("always_loses", [own.provision, *instead], says, row)


def _nearest(tried: Tried, loser: Provision) -> Mask:
    """Where it comes nearest to deciding: it holds, and a group it names pays, or at least holds the person."""
    holds = tried.holds(tried.plan.place(loser))
    if isinstance(loser.effect, Group):
        return holds
    groups = tried.plan.groups(selectors_of(loser.effect))
    pays = holds & tried.paying(groups)
    in_one = holds & np.logical_or.reduce([tried.held(g) for g in groups])
    return next((where for where in (pays, in_one) if where.any()), holds)


def _matters(tried: Tried, place: int) -> bool:
    if tried.decides(place).any():
        return True
    return isinstance(tried.provisions[place].effect, Group) and bool(_lifts_a_benefit(tried, place).any())


def _lifts_a_benefit(tried: Tried, place: int) -> Mask:
    """Where the group a provision alone defines gives a higher benefit level than every other group held."""
    provision = tried.provisions[place]
    assert isinstance(provision.effect, Group)
    group = tried.groups.index(provision.effect.name)
    mine = tried.level(group)
    rest = np.zeros(len(tried.rows), np.int64)
    for other in range(len(tried.groups)):
        if other != group:
            rest = np.maximum(rest, tried.level(other))
    alone = tried.holds(place)
    for sibling in tried.plan.period.groups[provision.effect.name]:
        if sibling.ref != provision.ref:
            alone = alone & ~tried.holds(tried.plan.place(sibling))
    lifts: Mask = alone & (mine == tried.number("benefit")) & (mine > rest)
    return lifts


def _instead(tried: Tried, loser: Provision, row: int) -> list[Provision]:
    """The provision of the same kind that decides in a situation."""
    return [
        p
        for i, p in enumerate(tried.provisions)
        if type(p.effect) is type(loser.effect) and p.ref != loser.ref and tried.decides(i)[row]
    ][:1]


def an_open_provision_decides(ground: Ground) -> Iterator[Finding]:
    """A provision marked `sure: ?` is applied to somebody."""
    for own in ground.owns:
        if own.provision.sure == OPEN:
            row = ground.tried.plainest(ground.tried.decides(ground.plan.place(own.provision)))
            if row is not None:
                says = sentences.open_provision(own.provision.note)
                yield ground.finding("open_question", [own.provision], says, row)


def an_open_parameter_decides(ground: Ground) -> Iterator[Finding]:
    """A parameter marked `sure: ?` has another answer that decides somebody otherwise, or none and is applied."""
    for parameter in ground.stretch.open:
        readers = [o.provision for o in ground.owns if parameter.name in parameters_of(o.provision)]
        row = ground.tried.plainest(_hangs_on(ground, parameter, readers))
        if row is not None:
            value = parameter.value
            said = Cited(parameter.name, ", ".join(t for t in (value.by, value.article) if t), value.place)
            says = sentences.open_parameter(ground.book.parameters[parameter.name], value)
            yield ground.cite("open_question", [said, *map(cited, readers)], says, row)


def _hangs_on(ground: Ground, parameter: OpenParameter, readers: list[Provision]) -> Mask:
    """Where the decision is another under the other answer; without one, or for amounts, where a reader decides."""
    tried = ground.tried
    found: Mask = tried.nowhere()
    for other in ground.others:
        if other.parameter.name == parameter.name:
            found[other.where] |= _differs(tried, other)
    for provision in readers:
        if parameter.other is None or isinstance(provision.effect, Premium):
            found |= tried.decides(ground.plan.place(provision))
    return found


def _differs(tried: Tried, other: Other) -> Mask:
    """Where who pays what, for which group and at which level is not the same under the other answer."""
    under, where = other.tried, other.where
    differs: Mask = under.nowhere()
    for column in ("paying", "by_premium", "benefit", "by_taper"):
        differs |= tried.number(column)[where] != under.number(column)
    supported = tried.supported()[where] | under.supported()
    for payer in tried.plan.supporting():
        differs |= supported & (tried.number(f"s_{payer}")[where] != under.number(f"s_{payer}"))
    return differs


def _all(ground: Ground) -> list[Tried]:
    return [ground.tried, *(other.tried for other in ground.others)]


NOTICES = (
    a_rule_never_holds,
    a_rule_reaches_no_group,
    a_rule_always_loses,
    an_open_provision_decides,
    an_open_parameter_decides,
)
