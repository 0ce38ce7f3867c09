"""What a draft changes: money, people by group, cover that may be won, winners and losers.

The comparison holds only the months in which the draft decides otherwise (docs/decisions.md); everything else is as in
the run, so what the draft gives is the run's sum and the difference. Money counts insured people; winners and losers
are everybody decided, because a price also moves those who have no card yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

import duckdb
import pyarrow as pa

from baophu.engine.outcome import Outcome
from baophu.engine.periods import period_at
from baophu.insight.coverage import law_ages, series
from baophu.insight.labels import age_label, group_label, provision_label, provision_of, unit_label
from baophu.insight.money import money
from baophu.insight.reasons import because, touched_by
from baophu.insight.run import (
    Decision,
    RunLike,
    as_decisions,
    living,
    month_in,
    payer_last,
    simulated,
    span_in,
    weight,
)
from baophu.law.model import Book, Text


class ComparisonLike(Protocol):
    """A comparison: table `changed` in `con`, the drafted book, and the decisions its numbers stand for."""

    @property
    def con(self) -> duckdb.DuckDBPyConnection: ...
    @property
    def draft(self) -> Book: ...
    @property
    def base_outcomes(self) -> Sequence[Outcome]: ...
    @property
    def draft_outcomes(self) -> Sequence[Outcome]: ...


@dataclass(frozen=True, slots=True)
class Amount:
    """What a payer owes for the cards of a year under both laws, in đồng."""

    payer: str
    year: int
    base: int
    draft: int

    @property
    def difference(self) -> int:
        return self.draft - self.base


@dataclass(frozen=True, slots=True)
class Group:
    """People who pay in a group in the month asked, insured or not, under both laws."""

    group: str
    label: Text
    base: int
    draft: int


@dataclass(frozen=True, slots=True)
class Side:
    """People of a unit, age band or paying group whom the draft touches in the month asked.

    `own` is the change of what insured people pay themselves, đồng a month.
    """

    key: str
    label: Text
    winners: int
    losers: int
    benefit_up: int
    benefit_down: int
    own: int


@dataclass(frozen=True, slots=True)
class Reform:
    """A draft against the law in force. Counts are people of the data; one stands for `weight` real people.

    `coverage_if` is coverage in `month` if everybody without a card whom the draft supports wholly, and the law does
    not, gets one (`newly_free` people). `people` has a row a person touched: `person household unit age card own_base
    own_draft benefit_base benefit_draft group_base group_draft provision side`, where `provision` is the one that
    makes the difference and `side` 1 for winners, -1 for losers, 0 for others.
    """

    month: int
    money: tuple[Amount, ...]
    groups: tuple[Group, ...]
    insured: int
    living: int
    newly_free: int
    by_unit: tuple[Side, ...]
    by_age: tuple[Side, ...]
    by_group: tuple[Side, ...]
    by_provision: tuple[Side, ...]
    total: Side
    people: pa.Table | None
    weight: int
    simulated: bool

    @property
    def coverage(self) -> Fraction:
        return Fraction(self.insured, self.living or 1)

    @property
    def coverage_if(self) -> Fraction:
        return Fraction(self.insured + self.newly_free, self.living or 1)


def reform(
    run: RunLike,
    book: Book,
    comparison: ComparisonLike,
    day: date,
    *,
    first: int | None = None,
    last: int | None = None,
    people: bool = False,
) -> Reform:
    """What a draft changes in the months `first..last`, and for whom in the month of `day`.

    A winner pays less under the draft or, paying the same, has a better benefit; a loser the other way round.
    """
    a, b = span_in(run, first, last)
    month = month_in(run, day)
    con = comparison.con
    ages = law_ages(book, period_at(book, month, month))
    base, draft = as_decisions(comparison.base_outcomes), as_decisions(comparison.draft_outcomes)
    reasons = _because(con, base, draft, touched_by(book, comparison.draft, month))
    for table, rows in (("insight_base", _told(base)), ("insight_draft", _told(draft)), ("insight_because", reasons)):
        con.register(table, rows)
    try:
        con.execute(_touched_sql(book, month, ages))
        name: dict[str, Callable[[str], Text]] = {
            "unit": lambda code: unit_label(book, code),
            "age": lambda age: age_label(ages, int(age)),
            "group_base": lambda group: group_label(book, group, month),
            "provision": lambda ref: provision_label(
                comparison.draft if provision_of(book, ref) is None else book, ref
            ),
            "": lambda _: Text("Tất cả", "All"),
        }
        sides = {key: _sides(con, key, label) for key, label in name.items()}
        changes = con.execute(
            "select group_base, group_draft, count(*) from touched where group_base <> group_draft group by all"
        ).fetchall()
        free = "select count(*) from touched where card = 0 and own_base > 0 and own_draft = 0"
        ((newly,),) = con.execute(free).fetchall()
        listed = con.sql("select * from touched order by person").to_arrow_table() if people else None
        con.execute("drop table touched")
    finally:
        for table in ("insight_base", "insight_draft", "insight_because"):
            con.unregister(table)
    point = series(run, book, [month])[0]
    return Reform(
        month=month,
        money=_money(run, book, con, a, b),
        groups=_groups(run, book, month, changes),
        insured=point.insured,
        living=point.people,
        newly_free=newly,
        by_unit=sides["unit"],
        by_age=tuple(sorted(sides["age"], key=lambda s: int(s.key))),
        by_group=sides["group_base"],
        by_provision=sides["provision"],
        total=sides[""][0] if sides[""] else Side("", Text("Tất cả", "All"), 0, 0, 0, 0, 0),
        people=listed,
        weight=weight(run.about),
        simulated=simulated(run.about),
    )


def _money(run: RunLike, book: Book, con: duckdb.DuckDBPyConnection, first: int, last: int) -> tuple[Amount, ...]:
    base = {(line.payer, line.keys[0]): line.amount for line in money(run, book, first, last).by("year")}
    sums = ", ".join(f'sum(("draft_{p}" - "base_{p}") * n)::bigint as "{p}"' for p in book.payers)
    rows = con.sql(
        f"""select year::int as year, {sums} from (
              select *, least(b, year * 12 + 11, {last}) - greatest(a, year * 12, {first}) + 1 as n from (
                select *, unnest(range(greatest(a, {first}) // 12, least(b, {last}) // 12 + 1)) as year from changed
                where card = 1 and a <= {last} and b >= {first} and {living(book)}))
            group by year"""
    ).to_arrow_table().to_pylist()  # fmt: skip
    moved = {(p, row["year"]): row[p] or 0 for row in rows for p in book.payers}
    years = range(first // 12, last // 12 + 1)
    keys = [(p, y) for p in book.payers for y in years]
    return tuple(Amount(*key, base.get(key, 0), base.get(key, 0) + moved.get(key, 0)) for key in keys)


def _groups(run: RunLike, book: Book, month: int, moves: Sequence[tuple[str, str, int]]) -> tuple[Group, ...]:
    rows = run.con.execute(
        f"""select o."group", count(*) from interval i join outcome o using (outcome)
            where i.a <= {month} and i.b >= {month} and {living(book, "i.unit")} group by 1"""
    ).fetchall()
    base = dict(rows)
    draft = dict(base)
    for was, now, people in moves:
        draft[was] = draft.get(was, 0) - people
        draft[now] = draft.get(now, 0) + people
    place = {group: i for i, group in enumerate(period_at(book, month, month).groups)}
    order = sorted(set(base) | set(draft), key=lambda g: (place.get(g, len(place)), g))
    return tuple(Group(g, group_label(book, g, month), base.get(g, 0), draft.get(g, 0)) for g in order)


def _told(known: Sequence[Decision]) -> pa.Table:
    rows = [{"outcome": d.number, "grp": d.group, "benefit": d.benefit} for d in known]
    fields = [("outcome", pa.int32()), ("grp", pa.string()), ("benefit", pa.int32())]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _because(
    con: duckdb.DuckDBPyConnection, base: Sequence[Decision], draft: Sequence[Decision], touched: frozenset[str]
) -> pa.Table:
    """For each pair of decisions and ranks that occurs, what is given as the reason to those who gain and who lose."""
    pairs = con.execute("select distinct base_outcome, draft_outcome, base_rank <> draft_rank from changed").fetchall()
    rows = [
        {"base": b, "draft": d, "ranked": ranked, "gaining": because(base[b], draft[d], touched, ranked=ranked),
         "losing": because(base[b], draft[d], touched, ranked=ranked, losing=True)}
        for b, d, ranked in pairs
    ]  # fmt: skip
    fields = [("base", pa.int32()), ("draft", pa.int32()), ("ranked", pa.bool_()), ("gaining", pa.string())]
    return pa.Table.from_pylist(rows, schema=pa.schema([*fields, ("losing", pa.string())]))


def _touched_sql(book: Book, month: int, ages: Sequence[int]) -> str:
    own = payer_last(book)
    band = " ".join(f"when ({month} - c.birth) // 12 >= {age} then {age}" for age in reversed(ages))
    return f"""create or replace temp table touched as
      select * exclude (gaining, losing), case when side = -1 then losing else gaining end as provision from (
       select *, case when own_draft < own_base then 1 when own_draft > own_base then -1
                      else sign(benefit_draft - benefit_base) end::int as side from (
        select c.person, c.household, c.unit, case {band} else 0 end as age, c.card, c."base_{own}" as own_base,
          c."draft_{own}" as own_draft, b.benefit as benefit_base, d.benefit as benefit_draft, b.grp as group_base,
          d.grp as group_draft, w.gaining, w.losing
        from changed c join insight_base b on b.outcome = c.base_outcome
        join insight_draft d on d.outcome = c.draft_outcome
        join insight_because w on w.base = c.base_outcome and w.draft = c.draft_outcome
          and w.ranked = (c.base_rank <> c.draft_rank)
        where c.a <= {month} and c.b >= {month} and {living(book, "c.unit")}))"""


def _sides(con: duckdb.DuckDBPyConnection, key: str, label: Callable[[str], Text]) -> tuple[Side, ...]:
    rows = con.execute(
        f"""select {f"{key}::varchar" if key else "''"}, count(*) filter (side = 1), count(*) filter (side = -1),
              count(*) filter (benefit_draft > benefit_base), count(*) filter (benefit_draft < benefit_base),
              coalesce(sum((own_draft - own_base) * card), 0)::bigint
            from touched group by 1 order by 2 desc, 3 desc, 1"""
    ).fetchall()
    return tuple(Side(name, label(name), *counts) for name, *counts in rows)
