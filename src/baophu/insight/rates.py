"""Which part of the premium some payers pay for a group, read from decisions rather than from the law's wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from baophu.insight.run import RunLike, decisions, instrument_of, living, numbers
from baophu.law.model import Book


@dataclass(frozen=True, slots=True)
class Rate:
    """The most frequent part of the premium paid by `payers`; `spread` are all parts with the people of the data who
    have them, the most frequent first.
    """

    share: Fraction
    payers: tuple[str, ...]
    spread: tuple[tuple[Fraction, int], ...]


def rate_on(
    run: RunLike, book: Book, month: int, *, group: str = "", under: str = "", payers: Sequence[str]
) -> Rate | None:
    """What payers pay in a month for people who pay in `group`, or whom a support `under` an act or provision reaches.

    Counts everybody decided, insured or not: the rate is a right. None when there is nobody; of several equally
    frequent parts the largest.
    """
    known = decisions(run)
    chosen = [
        d for d in known
        if (group and d.group == group) or (under and any(under in (s.by, instrument_of(s.by)) for s in d.supports))
    ]  # fmt: skip
    rows = run.con.execute(
        f"""select outcome, count(*) from interval
            where a <= {month} and b >= {month} and outcome in ({numbers(d.number for d in chosen)})
              and {living(book)} group by 1"""
    ).fetchall()
    people: dict[Fraction, int] = {}
    for outcome, count in rows:
        share = sum((known[outcome].share_of(p) for p in payers), Fraction(0))
        people[share] = people.get(share, 0) + count
    if not people:
        return None
    spread = tuple(sorted(people.items(), key=lambda p: (-p[1], -p[0])))
    return Rate(spread[0][0], tuple(payers), spread)
