"""Who loses cover or support in the days ahead, or pays a larger share, why, on which day, and what is left to them.

The decisions already hold what will be: a run that reaches beyond today has the month in which each person's standing
turns. Here those turns are found, their causes looked up in the law and in the facts, and each is given its exact day.
Only people insured or supported just before can lose; the dead do not count. Losses not written in the facts (a job
that will end, a list not renewed) cannot be seen ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from baophu.engine.months import first_full, show
from baophu.engine.source import Facts
from baophu.insight.causes import CAUSES, RANK, Candidate, Loss, Turn, candidates, loss
from baophu.insight.changes import changes
from baophu.insight.labels import provision_label, unit_label
from baophu.insight.run import (
    Decision,
    InsightError,
    RunLike,
    decisions,
    living,
    payer_last,
    rows_of,
    simulated,
    supporters,
    weight,
)
from baophu.law.model import Book, Text

ALL = Text("Tất cả", "All")
NO_PROVISION = Text("Không do quy định nào: hết thẻ, chuyển đi", "No provision: card ended, moved away")


@dataclass(frozen=True, slots=True)
class Line:
    """Lapses of one cause, provision or unit: people of the data, and how many of them lose or only must renew."""

    key: str
    label: Text
    people: int
    cover: int
    support: int
    own_rises: int
    renews: int


@dataclass(frozen=True, slots=True)
class Lapses:
    """Lapses whose first day without lies after `after` and not after `until`.

    `people` has a row a lapse: `person name household unit day last_day cause fact old new provision successor cover
    support own_rises renews insured_before letter_before group_before letter_after group_after payers_after own_before
    own_after premium_after`; `day` is the first day without, amounts are đồng a month, `payers_after` the payers'
    names joined by ` + `. `renews` alone means that nothing is lost if the person is listed under the successor in
    time. Counts are people of the data; one stands for `weight` real people.
    """

    after: date
    until: date
    people: pa.Table
    by_cause: tuple[Line, ...]
    by_unit: tuple[Line, ...]
    by_provision: tuple[Line, ...]
    total: Line
    weight: int
    simulated: bool


def lapses(run: RunLike, book: Book, facts: Facts, after: date, days: int) -> Lapses:
    """Lapses in the `days` days after a day. `facts` are those the run was decided from.

    InsightError when the run does not reach so far.
    """
    if days < 1:
        raise InsightError(f"{days} days ahead: ask for at least one")
    until = after + timedelta(days=days)
    first, last = first_full(after + timedelta(days=1)), first_full(until)
    if first - 1 < run.first or last > run.last:
        raise InsightError(
            f"lapses from {after} to {until} need the months {show(first - 1)} to {show(last)}; this run covers"
            f" {show(run.first)} to {show(run.last)}"
        )
    known = decisions(run)
    _turns(run, book, first, last)
    pairs = _pairs(run, book, known)
    run.con.register("insight_loss", _loss_table(pairs))
    run.con.register("insight_candidate", _candidate_table(book, known, pairs))
    run.con.register("insight_decision", _decision_table(known))
    _keep_losses(run, book)
    changes(run.con, facts, book, "lapse_loss", first, last)
    people = rows_of(run, _people_sql(after, until))
    run.con.register("insight_lapse", people)
    lines = {key: _lines(run, book, key) for key in ("cause", "unit", "provision", "")}
    for name in ("insight_loss", "insight_candidate", "insight_decision", "insight_lapse"):
        run.con.unregister(name)
    run.con.execute("drop table lapse_turn; drop table lapse_loss")
    by_cause = tuple(sorted(lines["cause"], key=lambda line: RANK[line.key]))
    total = lines[""][0] if lines[""] else Line("", ALL, 0, 0, 0, 0, 0)
    each, invented = weight(run.about), simulated(run.about)
    return Lapses(after, until, people, by_cause, lines["unit"], lines["provision"], total, each, invented)


def _turns(run: RunLike, book: Book, first: int, last: int) -> None:
    """`lapse_turn`: where a living person's decision or card differs from the month before."""
    run.con.execute(
        f"""create or replace temp table lapse_turn as
            select b.person, b.household, b.unit, b.birth, b.b + 1 as m, b.outcome as was,
              coalesce(n.outcome, -1) as now, b.card as card_was, coalesce(n.card, 0) as card_now,
              b.own_share as own_was, coalesce(n.own_share, 0) as own_now, coalesce(n.premium, 0) as premium_now,
              coalesce(n.household, b.household) as household_now, coalesce(n.unit, '') as unit_now
            from (select *, "{payer_last(book)}" as own_share from interval) b
            left join (select *, "{payer_last(book)}" as own_share from interval where a between {first} and {last}) n
              on n.person = b.person and n.a = b.b + 1
            left join person p on p.person = b.person
            where b.b between {first - 1} and {last - 1} and {living(book, "b.unit")}
              and (n.outcome is null or n.outcome <> b.outcome or n.card < b.card)
              and not (n.outcome is null and p.died is not null and
                       (extract(year from p.died) * 12 + extract(month from p.died) - 1) <= b.b)"""
    )


def _pairs(run: RunLike, book: Book, known: tuple[Decision, ...]) -> dict[Turn, Loss]:
    """The turns that occur and what each takes."""
    rows = run.con.execute("select distinct was, now, m from lapse_turn where was <> now order by all").fetchall()
    turns = [Turn(*row) for row in rows]
    supporting = supporters(known)
    return {t: loss(book, t, known[t.was], known[t.now] if t.now >= 0 else None, supporting) for t in turns}


def _loss_table(pairs: dict[Turn, Loss]) -> pa.Table:
    fields = [("was", pa.int32()), ("now", pa.int32()), ("m", pa.int32()), ("support", pa.bool_()),
              ("own_rises", pa.bool_()), ("renews", pa.bool_()), ("successor", pa.string())]  # fmt: skip
    rows = [
        {"was": t.was, "now": t.now, "m": t.month, "support": f.support, "own_rises": f.own, "renews": f.renews,
         "successor": f.successor}
        for t, f in pairs.items()
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _candidate_table(book: Book, known: tuple[Decision, ...], pairs: dict[Turn, Loss]) -> pa.Table:
    found: list[Candidate] = []
    for turn, what in pairs.items():
        if what or turn.now < 0:
            found += candidates(book, turn, known[turn.was], known[turn.now] if turn.now >= 0 else None, what)
    whole = [(name, pa.int32()) for name in ("was", "now", "m", "place", "years")]
    texts = [(name, pa.string()) for name in ("cause", "look", "fact", "provision")]
    rows = [
        {"was": c.turn.was, "now": c.turn.now, "m": c.turn.month, "place": i, "cause": c.cause, "look": c.look,
         "fact": c.fact, "provision": c.provision, "years": c.years, "day": c.day}
        for i, c in enumerate(sorted(found, key=lambda c: RANK[c.cause]))
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=pa.schema([*whole, *texts, ("day", pa.date32())]))


def _decision_table(known: tuple[Decision, ...]) -> pa.Table:
    supporting = supporters(known)
    rows = [
        {"outcome": d.number, "grp": d.group, "letter": d.letter, "payers": " + ".join(s.payer for s in d.shares),
         "supported": d.paid_by(supporting) > 0}
        for d in known
    ]  # fmt: skip
    texts = [(name, pa.string()) for name in ("grp", "letter", "payers")]
    return pa.Table.from_pylist(rows, schema=pa.schema([("outcome", pa.int32()), *texts, ("supported", pa.bool_())]))


def _keep_losses(run: RunLike, book: Book) -> None:
    """`lapse_loss`: the turns in which somebody insured or supported loses."""
    run.con.execute(
        """create or replace temp table lapse_loss as
           select * from (
             select t.*, t.card_was = 1 and t.card_now = 0 as cover, coalesce(l.support, false) as support,
               coalesce(l.own_rises, false) and (t.card_was = 1 or d.supported) as own_rises,
               coalesce(l.renews, false) as renews, coalesce(l.successor, '') as successor
             from lapse_turn t join insight_decision d on d.outcome = t.was
             left join insight_loss l on l.was = t.was and l.now = t.now and l.m = t.m)
           where cover or support or own_rises or renews"""
    )


def _people_sql(after: date, until: date) -> str:
    """One row a lapse with its first true cause."""
    key = "c.was = t.was and c.now = t.now and c.m = t.m"
    told = "t.person, t.m, c.place, c.cause, c.fact, c.provision"
    first_of = "make_date((t.m // 12)::bigint, (t.m % 12 + 1)::bigint, 1)"
    looked = " union all ".join(
        f"""select {told}, x.old, x.new, x.day from lapse_loss t join insight_candidate c on {key}
            join change_{table} x on x.{column} = t.{column} and x.m = t.m and x.fact = c.fact
            where c.look = '{table}'"""
        for table, column in (("person", "person"), ("household", "household"), ("area", "unit"))
    )
    birthday = "(p.born + to_years(c.years))::date"
    return f"""
      with cause as (
        {looked}
        union all select {told}, '', '', x.day from lapse_loss t join insight_candidate c on {key}
          join change_stay x on x.person = t.person and x.m = t.m
          where c.look = 'stay' or c.look = 'move' and (t.household <> t.household_now or t.unit <> t.unit_now)
        union all select {told}, '', c.years::varchar, {birthday} from lapse_loss t join insight_candidate c on {key}
          join person p on p.person = t.person
          where c.look = 'age' and t.m - t.birth = 12 * c.years
        union all select {told}, '', '', coalesce(c.day, {first_of}) from lapse_loss t join insight_candidate c on {key}
          where c.look = ''
        union all select t.person, t.m, 1000000, 'card_end', '', '', '', '', x.day from lapse_loss t
          join change_card x on x.person = t.person and x.m = t.m where t.cover
        union all select t.person, t.m, 2000000, 'other', '', '', '', '', {first_of} from lapse_loss t),
      told as (
        select person, m, min_by(struct_pack(cause := cause, fact := fact, provision := provision, old := old,
                                             new := new, day := day), place) as c
        from cause group by person, m)
      select t.person, p.name, t.household, t.unit, c.day as day, (c.day - 1)::date as last_day, c.cause as cause,
        c.fact as fact, c.old as old, c.new as new, c.provision as provision, t.successor, t.cover, t.support,
        t.own_rises, t.renews, t.card_was = 1 as insured_before, w.letter as letter_before, w.grp as group_before,
        coalesce(n.letter, '') as letter_after, coalesce(n.grp, '') as group_after,
        coalesce(n.payers, '') as payers_after, t.own_was as own_before, t.own_now as own_after,
        t.premium_now as premium_after
      from lapse_loss t join told using (person, m) join insight_decision w on w.outcome = t.was
      left join insight_decision n on n.outcome = t.now left join person p on p.person = t.person
      where c.day > date '{after}' and c.day <= date '{until}'
      order by c.day, t.unit, t.person"""


def _lines(run: RunLike, book: Book, key: str) -> tuple[Line, ...]:
    rows = run.con.execute(
        f"""select {key or "''"}, count(distinct person), count(distinct person) filter (cover),
              count(distinct person) filter (support), count(distinct person) filter (own_rises),
              count(distinct person) filter (renews and not cover and not support and not own_rises)
            from insight_lapse group by 1 order by 2 desc, 1"""
    ).fetchall()
    label: dict[str, Callable[[str], Text]] = {
        "": lambda _: ALL,
        "cause": lambda cause: CAUSES[cause],
        "unit": lambda code: unit_label(book, code),
        "provision": lambda ref: provision_label(book, ref) if ref else NO_PROVISION,
    }
    return tuple(Line(name, label[key](name), *counts) for name, *counts in rows)
