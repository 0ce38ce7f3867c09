"""How many people, and how many cards: the counts that press reports and accounts mix up.

*People* are distinct persons. *Person-years* are persons counted once in each calendar year. *Card-years* are months
paid for over twelve: what a count of "lượt" comes to when each stands for one year's premium (fact base trap 36).
People supported in a span are a flow; people insured on a day are a stock (trap 39).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from baophu.insight.money import card_years
from baophu.insight.run import RunLike, Share, decisions, instrument_of, living, rows_of, span_in
from baophu.law.model import Book


@dataclass(frozen=True, slots=True)
class Count:
    """Insured people a payer supported from month `first` to `last` under one act or provision, in the data."""

    payer: str
    name: str
    first: int
    last: int
    people: int
    person_years: int
    person_months: int
    amount: int

    @property
    def card_years(self) -> int:
        """Cards of twelve months, rounded to the nearest."""
        return card_years(self.person_months)


@dataclass(frozen=True, slots=True)
class Supported:
    """Real people and đồng given from month `first` to `last`; `whole` when the run covers all that was asked."""

    first: int
    last: int
    whole: bool
    people: int
    person_years: int
    card_years: int
    money: int

    def count(self, kind: str) -> int:
        """One of the four counts by its name in `claims.COUNTS`."""
        return {"people": self.people, "person_years": self.person_years, "card_years": self.card_years,
                "money": self.money}[kind]  # fmt: skip


def supported(
    run: RunLike,
    book: Book,
    first: int | None = None,
    last: int | None = None,
    *,
    payers: Sequence[str] | None = None,
    instruments: Sequence[str] | None = None,
    by: str = "instrument",
) -> tuple[Count, ...]:
    """People each payer supported, `by` instrument, provision or payer, within the months `first..last`.

    `payers` and `instruments` narrow what is counted. A person supported under two acts counts in both: by instrument
    the counts are not additive, by payer each person counts once.
    """
    a, b = span_in(run, first, last)
    names: dict[str, Callable[[Share], str]] = {
        "instrument": lambda s: instrument_of(s.by), "provision": lambda s: s.by, "payer": lambda s: s.payer
    }  # fmt: skip
    name = names[by]
    rows = [
        {"outcome": d.number, "payer": s.payer, "name": name(s)}
        for d in decisions(run)
        for s in d.supports
        if (payers is None or s.payer in payers) and (instruments is None or instrument_of(s.by) in instruments)
    ]
    used = sorted({r["payer"] for r in rows}, key=book.payers.index)
    if not rows:
        return ()
    schema = pa.schema([("outcome", pa.int32()), ("payer", pa.string()), ("name", pa.string())])
    run.con.register("insight_supporting", pa.Table.from_pylist(rows, schema=schema))
    amount = " ".join(f"when '{p}' then i.\"{p}\"" for p in used)
    try:
        table = rows_of(
            run,
            f"""with due as (
                  select s.payer, s.name, i.person, greatest(i.a, {a}) as a, least(i.b, {b}) as b,
                    case s.payer {amount} end as amount
                  from interval i join insight_supporting s using (outcome)
                  where i.card = 1 and i.a <= {b} and i.b >= {a} and {living(book, "i.unit")}),
                by_year as (
                  select payer, name, person, unnest(range(a // 12, b // 12 + 1)) as year, a, b, amount from due),
                of_person as (
                  select payer, name, person, year, sum(least(b, year * 12 + 11) - greatest(a, year * 12) + 1) as n,
                    sum((least(b, year * 12 + 11) - greatest(a, year * 12) + 1) * amount) as amount
                  from by_year group by all)
                select payer, name, count(distinct person) as people, count(*) as person_years,
                  sum(n)::bigint as person_months, sum(amount)::bigint as amount
                from of_person group by all""",
        )
    finally:
        run.con.unregister("insight_supporting")
    found = [
        Count(r["payer"], r["name"], a, b, r["people"], r["person_years"], r["person_months"], r["amount"])
        for r in table.to_pylist()
    ]
    return tuple(sorted(found, key=lambda c: (book.payers.index(c.payer), c.name)))
