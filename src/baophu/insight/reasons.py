"""Which provision makes the difference between two decisions of one person under two laws."""

from __future__ import annotations

from baophu.engine.periods import period_at
from baophu.insight.run import Decision
from baophu.law.model import Book


def touched_by(book: Book, draft: Book, month: int) -> frozenset[str]:
    """Provisions that a month's two laws do not share word for word."""
    sides = [
        {(p.ref, p.effect, tuple(c.node for c in p.conditions)) for p in period_at(law, month, month).provisions}
        for law in (book, draft)
    ]
    return frozenset(ref for ref, _, _ in sides[0] ^ sides[1])


def because(
    base: Decision,
    draft: Decision,
    touched: frozenset[str] = frozenset(),
    *,
    ranked: bool = False,
    losing: bool = False,
) -> str:
    """The provision that makes the difference between two decisions.

    Provisions that only one of them applies come first: those the draft touches before others, supports before others,
    those the draft applies before those it does not (for those who lose: the other way round). When the same apply, it
    is one whose words the draft changes, else the taper where the rank in the household is another (`ranked`), else
    the price: the premium provision.
    """
    gained = [ref for ref in _supports_first(draft) if ref not in base.applied]
    lost = [ref for ref in _supports_first(base) if ref not in draft.applied]
    either = lost + gained if losing else gained + lost
    supports = {s.by for d in (base, draft) for s in d.supports}
    if either:
        return min(either, key=lambda ref: (ref not in touched, ref not in supports, either.index(ref)))
    reworded = [ref for ref in _supports_first(draft) if ref in touched]
    return reworded[0] if reworded else (draft.taper if ranked else "") or draft.by_premium


def _supports_first(decision: Decision) -> list[str]:
    return list(dict.fromkeys([*(s.by for s in decision.supports), *decision.applied]))
