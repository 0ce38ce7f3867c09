"""What an explanation says: the decision of one person in one month, everything considered, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from baophu.engine.compiled import CompiledLaw
from baophu.engine.considered import Considered, Seen, considered
from baophu.engine.months import first_day, show
from baophu.engine.outcome import Outcome
from baophu.engine.plan import Plan
from baophu.engine.source import FactsError
from baophu.law.model import Text

Interval = Mapping[str, Any]
"""A row of `interval` (docs/decisions.md) by column name."""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the month before: the first month of the new decision, and the decision itself."""

    month: int
    outcome: Outcome | None
    premium: int
    amounts: Mapping[str, int]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One person in one month: the decision, everything considered, and what changes next."""

    person: int
    month: int
    outcome: Outcome
    rank: int
    insured: bool
    premium: int
    amounts: Mapping[str, int]
    considered: tuple[Considered, ...]
    notes: tuple[tuple[str, Text], ...]
    next: tuple[Change, ...]


def explanation(
    law: CompiledLaw,
    outcomes: Sequence[Outcome],
    rows: Sequence[Interval],
    seen: Callable[[Interval], Seen],
    person: int,
    month: int,
    changes: int,
) -> Explanation:
    """The explanation of a person with some intervals, in order; FactsError when none of them holds the month.

    `seen` says what the law sees of the person in the month, given its interval.
    """
    now = next((r for r in rows if r["a"] <= month <= r["b"]), None)
    if now is None:
        raise FactsError(_why_not(rows, person, month))
    outcome = outcomes[now["outcome"]]
    return Explanation(
        person=person,
        month=month,
        outcome=outcome,
        rank=now["rank"],
        insured=bool(now["card"]),
        premium=now["premium"],
        amounts={p: now[p] for p in law.book.payers},
        considered=considered(law, seen(now), outcome),
        notes=tuple(_notes(law.plan(month), outcome)),
        next=tuple(_changes(law, outcomes, rows, month))[:changes],
    )


def _why_not(rows: Sequence[Interval], person: int, month: int) -> str:
    if not rows:
        return f"nobody with the number {person} is decided in these facts"
    seen = f"{show(rows[0]['a'])} to {show(rows[-1]['b'])}"
    return f"person {person} is not decided in {show(month)}: the facts know them as living here from {seen}"


def _notes(plan: Plan, outcome: Outcome) -> list[tuple[str, Text]]:
    """Provisions applied whose reading is open (`sure: ?`), with their notes."""
    by_ref = {p.ref: p for p in plan.period.provisions}
    found = [by_ref[r] for r in outcome.applied if r in by_ref]
    return [(p.ref, p.note) for p in found if p.sure == "?" and p.note]


def _changes(law: CompiledLaw, outcomes: Sequence[Outcome], rows: Sequence[Interval], month: int) -> list[Change]:
    """Decisions to come: where group, own share, benefit or premium turns after the month."""
    starts = {p.start for p in law.periods}
    found: list[Change] = []
    for before, after in pairwise(rows):
        same = before["outcome"] == after["outcome"] and before["premium"] == after["premium"]
        away = before["b"] + 1 < after["a"]
        if after["a"] <= month or (same and before["card"] == after["card"] and not away):
            continue
        because = []
        if away:
            found.append(Change(before["b"] + 1, None, 0, {}, ("not living here",)))
            because.append("living here")
        if after["a"] in starts:
            because.append("law")
        if (after["a"] - after["birth"]) % 12 == 0 and (after["a"] - after["birth"]) // 12 in law.cuts.ages:
            because.append(f"age {(after['a'] - after['birth']) // 12}")
        if before["card"] != after["card"]:
            because.append("card begins" if after["card"] else "card ends")
        amounts = {p: after[p] for p in law.book.payers}
        found.append(
            Change(after["a"], outcomes[after["outcome"]], after["premium"], amounts, tuple(because or ["facts"]))
        )
    if rows and rows[-1]["b"] < law.last:
        found.append(Change(rows[-1]["b"] + 1, None, 0, {}, ("not living here",)))
    return [c for c in found if c.month > month]


def to_data(found: Explanation) -> dict[str, Any]:
    """The explanation as plain data for JSON."""
    outcome = found.outcome
    return {
        "person": found.person,
        "month": show(found.month),
        "group": outcome.letter,
        "group_name": outcome.group,
        "held": list(outcome.held),
        "benefit": outcome.benefit,
        "insured": found.insured,
        "rank": found.rank,
        "premium": found.premium,
        "amounts": {p: a for p, a in found.amounts.items() if a},
        "applied": list(outcome.applied),
        "considered": [
            {
                "provision": c.provision.ref,
                "article": c.provision.article,
                "holds": c.holds,
                "applied": c.applied,
                "reaches": c.reaches,
                "conditions": [{"if": x.condition.text, "holds": x.holds, "values": dict(x.values)} for x in c.lines],
            }
            for c in found.considered
        ],
        "open_questions": [{"provision": ref, "vi": text.vi, "en": text.en} for ref, text in found.notes],
        "next": [
            {
                "from": first_day(c.month).isoformat(),
                "because": list(c.because),
                "group": c.outcome.letter if c.outcome else None,
                "premium": c.premium,
                "amounts": {p: a for p, a in c.amounts.items() if a},
            }
            for c in found.next
        ],
    }
