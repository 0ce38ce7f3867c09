"""What a decision says, in the words of the law: group, who pays which share, benefit, and the provisions applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baophu.engine.decision import MASK_BITS
from baophu.engine.periods import Period
from baophu.engine.plan import Plan
from baophu.law.model import Premium, Provision


@dataclass(frozen=True, slots=True)
class Outcome:
    """One decision. Shares are whole numbers in units of the run's scale and add up to it; refs are `instrument#id`.

    `taper` names the provision when the premium falls with the rank in the household. A person who holds no group
    has group "" and no premium.
    """

    group: str
    letter: str
    section: int
    by_group: str
    by_premium: str
    shares: tuple[tuple[str, int], ...]
    supports: tuple[tuple[str, str], ...]
    benefit: int
    by_benefit: str
    taper: str
    held: tuple[str, ...]
    gave_way: tuple[str, ...]
    by_choice: str

    @property
    def applied(self) -> tuple[str, ...]:
        """Refs of every provision applied, each once."""
        refs = [self.by_group, *self.gave_way, self.by_choice, self.by_premium, *(r for _, r in self.supports)]
        return tuple(dict.fromkeys(r for r in [*refs, self.taper, self.by_benefit] if r))


def outcome(plan: Plan, row: Mapping[str, int]) -> Outcome:
    """The outcome an answer row of `decision_sql` stands for in its period."""
    period = plan.period
    groups = list(plan.order)
    held = row["held_low"] | row["held_high"] << MASK_BITS
    names = tuple(g for k, g in enumerate(groups) if held >> k & 1)
    paying = row["paying"]
    if paying < 0:
        return Outcome("", "", 0, "", "", (), (), 0, "", "", names, (), "")
    name = groups[paying]
    premium = _at(period, row["by_premium"])
    shares, supports = _shares(plan, premium, row)
    gave_way = tuple(ref for bit, ref in enumerate(plan.aheads) if row["gave_way"] >> bit & 1)
    return Outcome(
        group=name,
        letter=period.letter(name),
        section=period.section(name),
        by_group=_ref(_at(period, row["by_group"])),
        by_premium=_ref(premium),
        shares=shares,
        supports=supports,
        benefit=row["benefit"],
        by_benefit=_ref(_at(period, row["by_benefit"])),
        taper=_ref(_at(period, row["by_taper"])) if premium and not premium.effect.shares else "",  # type: ignore[union-attr]
        held=names,
        gave_way=gave_way,
        by_choice=_ref(_at(period, row["by_choice"])),
    )


def _shares(
    plan: Plan, premium: Provision | None, row: Mapping[str, int]
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, str], ...]]:
    if premium is None:
        return (), ()
    effect = premium.effect
    assert isinstance(effect, Premium)
    if effect.shares:
        return tuple((payer, int(share * plan.scale)) for payer, share in effect.shares if share), ()
    shares: list[tuple[str, int]] = []
    supports: list[tuple[str, str]] = []
    left = plan.scale
    for payer in plan.supporting():
        share, by = row[f"s_{payer}"], _at(plan.period, row[f"w_{payer}"])
        if share > 0 and by is not None:
            shares.append((payer, share))
            supports.append((payer, by.ref))
            left -= share
    if left:
        shares.append((plan.payers[-1], left))
    return tuple(shares), tuple(supports)


def _at(period: Period, place: int) -> Provision | None:
    return period.provisions[place] if place >= 0 else None


def _ref(provision: Provision | None) -> str:
    return provision.ref if provision else ""
