"""What a run of decisions says is due for the months, booked by unit, group and provision: State-paid and fund-paid
people, employers, and cards that came from elsewhere.

A month is not charged person by person: 1.3 million people times twelve months would say nothing a run of decisions
does not say already. What is booked is the sum of each payer, unit, group and provision of a month; the people behind
it are those of the run. Charging again books differences only, so a correction in the register becomes an adjustment,
and charging twice books nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.db import transaction
from django.db.models import Min, Q, Sum

from baophu.accounts.models import User
from baophu.cover.errors import NotReady
from baophu.cover.models import Charge, IssuedCard
from baophu.cover.services.pricing import BUDGET, instrument_of
from baophu.cover.services.quarters import closed, first_of, last_of, shown
from baophu.decisions.services.lawbooks import active as book
from baophu.decisions.services.pruning import pin
from baophu.engine.months import first_day, last_day, month_of
from baophu.engine.store import Run
from baophu.insight.run import living, rows_of
from baophu.registry.models import Card, Unit
from baophu.registry.services.recording import entry as new_entry

FIGURES = ("heads", "cards", "months", "premium", "amount")


@dataclass(frozen=True, slots=True)
class Key:
    """What is booked together: a payer's part for the people of a unit, group and provision in a month."""

    month: int
    payer: str
    unit: str
    group: str
    provision: str
    lead: bool


@dataclass(frozen=True, slots=True)
class Charged:
    """What charging a quarter booked: rows, đồng by payer, and how many rows adjust earlier months."""

    quarter: int
    rows: int
    amounts: Mapping[str, int]
    adjusting: int


Due = dict[Key, tuple[int, ...]]
"""FIGURES by key."""


def charge_quarter(run: Run, quarter: int, by: User | None = None) -> Charged:
    """Book what a run says is due up to the end of a quarter and is not booked yet.

    Months of closed quarters are adjusted in the quarter that is open. NotReady when the run does not reach the quarter
    or the quarter is closed.
    """
    first, last = month_of(first_of(quarter)), month_of(last_of(quarter))
    if not run.first <= first or run.last < last:
        raise NotReady(
            f"Lần tính quyết định không phủ hết quý {shown(quarter)}; hãy chạy lại.",
            f"The run of decisions does not reach all of {shown(quarter)}; decide again.",
        )
    if (before := closed()) is not None and before >= quarter:
        raise NotReady(f"Quý {shown(quarter)} đã khóa.", f"{shown(quarter)} is closed.")
    since = max(run.first, min(first, _first_charged() or first))
    with transaction.atomic():
        act = new_entry("charge", by=by, reason=shown(quarter))
        due = expected(run, since, last)
        rows = _differences(due, booked(since, last), quarter)
        for row in rows:
            row.entry = act
            own = quarter_of_month(month_of(row.period_from))
            row.quarter = own if before is None or own > before else quarter
        Charge.objects.bulk_create(rows, batch_size=1000)
        pin(run.folder)  # the people behind these rows are those of the run
    amounts: dict[str, int] = {}
    for row in rows:
        amounts[row.payer] = amounts.get(row.payer, 0) + row.amount
    adjusting = sum(row.period_to < first_of(row.quarter) for row in rows)
    return Charged(quarter, len(rows), amounts, adjusting)


def quarter_of_month(month: int) -> int:
    """The quarter a month lies in."""
    return month // 3


def booked(first: int, last: int) -> Due:
    """What is booked collectively for some months."""
    rows = (
        Charge.objects.filter(kind=Charge.Kind.MONTH, period_from__gte=first_day(first), period_to__lte=last_day(last))
        .values("period_from", "payer", "unit", "group", "provision", "lead")
        .annotate(sum_heads=Sum("heads"), sum_cards=Sum("cards"), sum_months=Sum("months"))
        .annotate(sum_premium=Sum("premium"), sum_amount=Sum("amount"))
    )
    return {
        Key(month_of(r["period_from"]), r["payer"], r["unit"], r["group"], r["provision"], r["lead"]): (
            int(r["sum_heads"]),
            int(r["sum_cards"]),
            int(r["sum_months"]),
            int(r["sum_premium"]),
            int(r["sum_amount"]),
        )
        for r in rows
    }


def expected(run: Run, first: int, last: int) -> Due:
    """What a run says is due for some months, without what is charged card by card. Two set-based queries.

    Months in which the person pays nothing follow the base of each month. Where the person pays a part, the State's and
    the province's parts of a card are due at once in the month it begins, at that month's price (an open card: month by
    month).
    """
    con = run.con
    con.register("cover_own", _charged_by_card())
    con.register("cover_unit", pa.table({"unit": pa.array(Unit.objects.values_list("code", flat=True), pa.string())}))
    columns = {c[0] for c in con.execute("describe interval").fetchall()}
    payers = [p for p in book().payers if p in columns]
    con.execute(_pieces(payers, first, last))
    _cards(run, first, last)
    found: Due = {}
    shares = {r["outcome"]: r for r in rows_of(run, "select * from outcome").to_pylist()}
    for row in rows_of(run, _sums(payers)).to_pylist():
        outcome = shares[row["outcome"]]
        _spread(found, row, outcome, payers)
    for name in ("cover_own", "cover_unit"):
        con.unregister(name)
    return {key: figures for key, figures in found.items() if figures[-1] or figures[0]}


def _spread(found: Due, row: Mapping[str, int | str], outcome: Mapping[str, object], payers: Sequence[str]) -> None:
    """A sum of one outcome, unit and month, shared out to the payers' keys."""
    by = {s["payer"]: s["by"] for s in outcome["shares"]}  # type: ignore[attr-defined]
    paying = [p for p in payers if row[p]]
    counted = [p for p in paying if p in BUDGET] if row["fixed"] else paying
    for payer in counted:
        key = Key(
            int(row["month"]),
            payer,
            str(row["unit"]),
            str(outcome["group"]),
            str(by.get(payer) or outcome["by_premium"]),
            payer == counted[0],
        )
        figures = (row["heads"], row["begun"], row["months"], row["premium"], row[payer])
        before = found.get(key, (0,) * len(FIGURES))
        found[key] = tuple(int(a) + int(b) for a, b in zip(before, figures, strict=True))


def _pieces(payers: Sequence[str], first: int, last: int) -> str:
    """Insured stretches of people living in the units, cut to the months asked and to months not charged by card.

    `begun`: the stretch begins within cover that did not pay this way the month before.
    """
    amounts = ", ".join(f'"{p}"' for p in payers)
    own = f'"{payers[-1]}"'
    return f"""create or replace temp table cover_piece as
      with insured as (
        select person, unit, outcome, premium, {amounts}, a, b, {own} > 0 as fixed,
          lag(b) over w = a - 1 and lag(outcome) over w = outcome and lag(unit) over w = unit as goes_on
        from interval where card = 1 and b >= {first - 1} and a <= {last} and {living(book())}
          and unit in (select unit from cover_unit)
        window w as (partition by person order by a)),
      clipped as (
        select * replace (greatest(a, {first}) as a, least(b, {last}) as b),
          a >= {first} and not coalesce(goes_on, false) as begins from insured where b >= {first}),
      touched as (select * from clipped where person in (select person from cover_own)),
      apart as (
        select t.* replace (m.month as a, m.month as b, t.begins and m.month = t.a as begins)
        from touched t, lateral (select unnest(range(t.a, t.b + 1))::int as month) m
        where not exists (select 1 from cover_own o where o.person = t.person and m.month between o.a and o.b))
      select * exclude goes_on from clipped where person not in (select person from cover_own)
      union all select * exclude goes_on from apart"""


def _cards(run: Run, first: int, last: int) -> None:
    """`cover_fixed(person, month, n)`: cards with an end that begin in the months asked, and the months they are paid
    for. `cover_open(person, since)`: cards without an end, from which month; a run without cards takes everybody's as
    such. A card begins in the first month whose first day it covers, as decisions count.
    """
    file = run.facts / "cards.parquet" if run.facts is not None else None
    if file is None or not file.exists():
        run.con.execute("create or replace temp table cover_fixed (person bigint, month int, n int)")
        run.con.execute(
            "create or replace temp table cover_open as select distinct person, 0 as since from cover_piece"
        )
        return
    path = str(file).replace("'", "''")
    begins = 'year("from") * 12 + month("from") - 1 + case when day("from") > 1 then 1 else 0 end'
    run.con.execute(
        f"""create or replace temp table cover_fixed as
            select person, ({begins})::int as month, greatest(date_diff('month', "from", "to" + 1), 1)::int as n
            from read_parquet('{path}') where "to" is not null and ({begins}) between {first} and {last}"""
    )
    run.con.execute(
        f"""create or replace temp table cover_open as
            select person, min({begins})::int as since from read_parquet('{path}') where "to" is null group by person"""
    )


def _sums(payers: Sequence[str]) -> str:
    """Sums by unit, outcome and month: what runs by the month, and fixed cards in the month they begin."""
    monthly = ", ".join(f'sum("{p}")::bigint as "{p}"' for p in payers)
    at_once = ", ".join(f'sum(p."{p}" * f.n)::bigint as "{p}"' for p in payers)
    totals = ", ".join(f'sum("{p}")::bigint as "{p}"' for p in payers)
    return f"""
      with folded as (
        select unit, outcome, a, b, fixed, begins, count(*) as heads, sum(premium)::bigint as premium, {monthly}
        from cover_piece p left join cover_open o using (person) where not fixed or since <= a group by all),
      running as (
        select unit, outcome, m.month, fixed, sum(heads)::bigint as heads,
          sum(case when begins and m.month = a then heads else 0 end)::bigint as begun,
          sum(heads)::bigint as months, sum(premium)::bigint as premium, {totals}
        from folded, lateral (select unnest(range(a, b + 1))::int as month) m group by unit, outcome, m.month, fixed),
      at_once as (
        select p.unit, p.outcome, f.month, true as fixed, count(*)::bigint as heads, count(*)::bigint as begun,
          sum(f.n)::bigint as months, sum(p.premium * f.n)::bigint as premium, {at_once}
        from cover_fixed f join cover_piece p on p.person = f.person and f.month between p.a and p.b and p.fixed
        group by all)
      select * from running union all by name select * from at_once"""


def _charged_by_card() -> pa.Table:
    """Months charged card by card: (person, first month, last month) of cards with a fixed price that still stand."""
    fixed = IssuedCard.objects.filter(fixed=True, replaces=None)
    ends = {
        (person, start): end
        for person, start, end in Card.objects.known()
        .filter(Q(person__in=fixed.values("person")) | Q(person__in=fixed.values("person__merged_into")))
        .values_list("person", "valid_from", "valid_to")
    }
    rows = []
    for record, into, start, paid_to in fixed.values_list("person", "person__merged_into", "valid_from", "paid_to"):
        person = into or record
        if (person, start) in ends and paid_to is not None:
            rows.append((person, month_of(start), month_of(min(ends[person, start] or paid_to, paid_to))))
    return pa.table({n: pa.array([r[i] for r in rows], pa.int64()) for i, n in enumerate(("person", "a", "b"))})


def _differences(due: Due, done: Due, quarter: int) -> list[Charge]:
    """Rows that bring what is booked to what is due."""
    rows = []
    for key in sorted({*due, *done}, key=lambda k: (k.month, k.payer, k.unit, k.group, k.provision, k.lead)):
        figures = [a - b for a, b in zip(due.get(key, (0,) * 5), done.get(key, (0,) * 5), strict=True)]
        if any(figures):
            rows.append(_row(key, dict(zip(FIGURES, figures, strict=True)), quarter))
    return rows


def _row(key: Key, figures: Mapping[str, int], quarter: int) -> Charge:
    return Charge(
        kind=Charge.Kind.MONTH,
        payer=key.payer,
        unit_id=key.unit,
        group=key.group,
        provision=key.provision,
        resolution=instrument_of(key.provision),
        period_from=first_day(key.month),
        period_to=last_day(key.month),
        lead=key.lead,
        quarter=quarter,
        **figures,
    )


def _first_charged() -> int | None:
    """The first month ever charged collectively: what lies before the ledger is none of it."""
    first = Charge.objects.filter(kind=Charge.Kind.MONTH).aggregate(day=Min("period_from"))["day"]
    return None if first is None else month_of(first)
