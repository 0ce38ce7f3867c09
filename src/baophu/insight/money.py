"""Money due: by payer, instrument, provision, unit and year, in whole đồng.

A month of an interval is due where the person has a card in it; an amount is the payer's part of that month's premium.
Every sum here is a sum of payers' parts, so the parts of all payers together are the premiums; a run whose decisions
and amounts name different payers is refused. Payers that a support makes pay (the province under a resolution, the
State under a decree) carry its provision and instrument; those who owe by the premium rule itself (employer, employee,
fund, the person) carry none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from baophu.engine.months import show
from baophu.insight.run import (
    Decision,
    InsightError,
    RunLike,
    decisions,
    instrument_of,
    living,
    rows_of,
    simulated,
    span_in,
    weight,
)
from baophu.law.model import Book

KEYS = ("year", "unit", "instrument", "provision")
NO_YEAR = 10_000
"""Above every year: marks a key that holds both ends of a stretch."""


@dataclass(frozen=True, slots=True)
class Line:
    """Money of one payer (empty: all payers): đồng due, people-months paid for, and months in the span.

    `keys` holds the values of the columns asked for.
    """

    payer: str
    keys: tuple[str | int, ...]
    amount: int
    person_months: int
    months: int

    @property
    def average_heads(self) -> int:
        """People paid for in an average month of the span, rounded to the nearest."""
        return (2 * self.person_months + self.months) // (2 * self.months)

    @property
    def card_years(self) -> int:
        """Cards of twelve months these people-months make, rounded to the nearest."""
        return card_years(self.person_months)


@dataclass(frozen=True, slots=True)
class Money:
    """Money due from month `first` to `last`, both inclusive, in the data (one person stands for `weight` real ones).

    `table` has `year unit payer instrument provision amount person_months`; `cards` has `year unit premium
    person_months`, everybody insured counted once. People-months of two payers of one card overlap: add up `cards`,
    not `table`, to count people.
    """

    first: int
    last: int
    payers: tuple[str, ...]
    table: pa.Table
    cards: pa.Table
    weight: int
    simulated: bool

    @property
    def premium(self) -> int:
        """All premiums due."""
        return sum(self.cards.column("premium").to_pylist())

    def by(self, *keys: str) -> tuple[Line, ...]:
        """Sums by payer and some of KEYS, in the order of payers, then of the keys."""
        _check_keys(keys, KEYS)
        grouped = self.table.group_by(["payer", *keys]).aggregate([("amount", "sum"), ("person_months", "sum")])
        lines = [self._line(row["payer"], keys, row, row["amount_sum"]) for row in grouped.to_pylist()]
        return tuple(sorted(lines, key=lambda line: (self.payers.index(line.payer), line.keys)))

    def total(self, *keys: str) -> tuple[Line, ...]:
        """Sums over all payers by `year`, `unit`, both or neither; everybody insured counted once."""
        _check_keys(keys, KEYS[:2])
        grouped = self.cards.group_by(list(keys)).aggregate([("premium", "sum"), ("person_months", "sum")])
        lines = [self._line("", keys, row, row["premium_sum"] or 0) for row in grouped.to_pylist()]
        return tuple(sorted(lines, key=lambda line: line.keys))

    def _line(self, payer: str, keys: tuple[str, ...], row: Mapping[str, int], amount: int) -> Line:
        values = tuple(row[k] for k in keys)
        year = row["year"] if "year" in keys else None
        return Line(payer, values, amount, row["person_months_sum"] or 0, months_in(self.first, self.last, year))


def money(run: RunLike, book: Book, first: int | None = None, last: int | None = None) -> Money:
    """Money due in the months `first..last` (by default all of the run) of people living in the units.

    One pass over the intervals: 15 million of them take about two seconds on two cores. InsightError when the span is
    not the run's, or when payers' parts do not add up to a premium.
    """
    a, b = span_in(run, first, last)
    known = decisions(run)
    used = tuple(p for p in book.payers if any(s.payer == p for d in known for s in d.shares))
    sums = due(run, used, a, b, living(book))
    run.con.register("insight_due", sums)
    run.con.register("insight_share", _shares(known))
    try:
        parts = " union all ".join(
            f"""select d.year, d.unit, s.payer, s.instrument, s.provision, sum(d."{payer}")::bigint as amount,
                  sum(d.months)::bigint as person_months
                from insight_due d join insight_share s using (outcome) where s.payer = '{payer}' group by all"""
            for payer in used
        )
        table = rows_of(run, f"select * from ({parts}) order by all") if used else _EMPTY
        cards = rows_of(
            run,
            f"""select year, unit, sum({_added(used)})::bigint as premium, sum(months)::bigint as person_months
                from insight_due group by all order by all""",
        )
    finally:
        run.con.unregister("insight_due")
        run.con.unregister("insight_share")
    _refuse_what_does_not_add_up(table, cards, a, b)
    return Money(a, b, book.payers, table, cards, weight(run.about), simulated(run.about))


def due(run: RunLike, payers: tuple[str, ...], first: int, last: int, where: str = "true") -> pa.Table:
    """`unit outcome year months <payers>`: people-months and đồng due in the months `first..last`.

    An interval within one year adds its months times its amounts to the year's sum. One that crosses New Year adds
    one month of them to the sum of its two ends, so that what is left to share out over years is a small table.
    """
    inside = f"a <= {last} and b >= {first}"
    clipped = f"select * replace (greatest(a, {first}) as a, least(b, {last}) as b) from interval where {inside}"
    whole = (first, last) == (run.first, run.last)
    summed = "".join(f', sum("{p}" * n)::bigint as "{p}"' for p in payers)
    shared = "".join(f', sum("{p}" * m)::bigint as "{p}"' for p in payers)
    wide = last - first + 1
    # `k` is the year, or both ends counted from `first` in one number above every year
    return rows_of(
        run,
        f"""with grouped as (
              select unit, outcome, k, sum(n)::bigint as months{summed} from (
                select *, case when a // 12 = b // 12 then a // 12 else (a - {first} + {NO_YEAR}) * {wide} + b - {first}
                    end as k, card * case when a // 12 = b // 12 then b - a + 1 else 1 end as n
                from {"interval" if whole else f"({clipped})"} where {where})
              group by unit, outcome, k),
            ends as (
              select *, case when k < {NO_YEAR} then k * 12 else k // {wide} - {NO_YEAR} + {first} end as ka,
                case when k < {NO_YEAR} then k * 12 else k % {wide} + {first} end as kb from grouped),
            by_year as (
              select *, case when k < {NO_YEAR} then 1
                             else least(kb, year * 12 + 11) - greatest(ka, year * 12) + 1 end as m
              from (select *, unnest(range(ka // 12, kb // 12 + 1)) as year from ends))
            select unit, outcome, year::int as year, sum(months * m)::bigint as months{shared}
            from by_year group by unit, outcome, year having sum(months * m) > 0""",
    )


def card_years(person_months: int) -> int:
    """People-months as cards of twelve months, rounded to the nearest."""
    return (person_months + 6) // 12


def months_in(first: int, last: int, year: int | None) -> int:
    """How many months of `first..last` lie in a year (None: all of them)."""
    a, b = (first, last) if year is None else (max(first, year * 12), min(last, year * 12 + 11))
    return max(0, b - a + 1)


def _shares(known: tuple[Decision, ...]) -> pa.Table:
    rows = [
        {"outcome": d.number, "payer": s.payer, "instrument": instrument_of(s.by), "provision": s.by}
        for d in known
        for s in d.shares
    ]
    names = [("payer", pa.string()), ("instrument", pa.string()), ("provision", pa.string())]
    return pa.Table.from_pylist(rows, schema=pa.schema([("outcome", pa.int32()), *names]))


def _added(payers: tuple[str, ...]) -> str:
    return " + ".join(f'"{p}"' for p in payers) or "0"


def _check_keys(keys: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    for key in keys:
        if key not in allowed:
            raise InsightError(f"money is not kept by '{key}'; ask by {', '.join(allowed)}")


def _refuse_what_does_not_add_up(table: pa.Table, cards: pa.Table, first: int, last: int) -> None:
    parts = pc.sum(table.column("amount")).as_py() or 0
    premium = pc.sum(cards.column("premium")).as_py() or 0
    if parts != premium:
        raise InsightError(
            f"from {show(first)} to {show(last)} the parts that decisions name add up to {parts} đồng, the amounts of"
            f" their intervals to {premium}: the run's files do not belong together; decide again"
        )


_TEXTS = [(name, pa.string()) for name in ("unit", "payer", "instrument", "provision")]
_EMPTY = pa.schema([("year", pa.int32()), *_TEXTS, ("amount", pa.int64()), ("person_months", pa.int64())]).empty_table()
