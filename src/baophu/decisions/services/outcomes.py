"""Outcomes of the engine as rows that are the same everywhere, and what of them a person would notice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from baophu.decisions.models import Outcome
from baophu.engine.outcome import Outcome as Decided


def content(outcome: Decided) -> dict[str, object]:
    """An outcome as the columns of its row, without its number."""
    return {
        "group": outcome.group,
        "letter": outcome.letter,
        "section": outcome.section,
        "benefit": outcome.benefit,
        "by_group": outcome.by_group,
        "by_premium": outcome.by_premium,
        "by_benefit": outcome.by_benefit,
        "by_choice": outcome.by_choice,
        "taper": outcome.taper,
        "scale": sum(share for _, share in outcome.shares),
        "shares": [list(pair) for pair in outcome.shares],
        "supports": [list(pair) for pair in outcome.supports],
        "held": list(outcome.held),
        "applied": list(outcome.applied),
    }


def number(outcome: Decided) -> int:
    """The number of an outcome: 63 bits of the hash of its content, with shares as fractions of one."""
    told = content(outcome) | {"scale": 1, "shares": [[payer, str(part)] for payer, part in parts(outcome)]}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def parts(outcome: Decided) -> tuple[tuple[str, Fraction], ...]:
    """Who pays which part of the premium."""
    scale = sum(share for _, share in outcome.shares)
    return tuple((payer, Fraction(share, scale)) for payer, share in outcome.shares)


def noticed(outcome: Decided) -> tuple[object, ...]:
    """What of an outcome a person notices; a support that goes on under another act is the same to them."""
    return (outcome.group, outcome.benefit, bool(outcome.taper), tuple(sorted(parts(outcome))))


def noticed_alike(outcomes: Sequence[Decided]) -> list[int]:
    """For each outcome a number that is equal for outcomes a person cannot tell apart."""
    seen: dict[tuple[object, ...], int] = {}
    return [seen.setdefault(noticed(outcome), len(seen)) for outcome in outcomes]


def keep(outcomes: Iterable[Decided]) -> None:
    """Have a row of every outcome."""
    rows = {number(outcome): outcome for outcome in outcomes}
    there = set(Outcome.objects.filter(pk__in=rows).values_list("pk", flat=True)) if len(rows) < 500 else set()
    missing = [Outcome(id=key, **content(outcome)) for key, outcome in rows.items() if key not in there]
    if missing:
        Outcome.objects.bulk_create(missing, ignore_conflicts=True, batch_size=500)
