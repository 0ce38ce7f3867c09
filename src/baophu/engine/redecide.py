"""Ask again under a draft: decide only where the two laws differ, and only whom the difference can reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from baophu.engine.cells import cuts_of, make_cells
from baophu.engine.compiled import ask
from baophu.engine.decide import Decided, Loaded, piece_sql
from baophu.engine.decision import considered_steps
from baophu.engine.households import lay_ranks
from baophu.engine.layout import visible
from baophu.engine.outcome import Outcome
from baophu.engine.periods import Period, cuts, period_at
from baophu.engine.plan import Plan, plans
from baophu.engine.prices import Prices
from baophu.engine.rulings import Cells, Rulings, cells_in, decide_cells
from baophu.engine.source import FactsError
from baophu.engine.vectors import Array, Reader
from baophu.law.model import Book, Order, Provision
from baophu.law.tree import Node, parameters_read


@dataclass(frozen=True, slots=True)
class Comparison:
    """Table `changed` in `con`: the months in which a person's decision or price differs (docs/decisions.md)."""

    con: duckdb.DuckDBPyConnection
    base: Decided
    draft: Book
    base_outcomes: tuple[Outcome, ...]
    draft_outcomes: tuple[Outcome, ...]
    slices: tuple[tuple[int, int], ...]
    rows: int


def compare(decided: Decided, draft: Book) -> Comparison:
    """Decide again under a draft; FactsError when it reads a fact that was not loaded (load with `also=`)."""
    loaded = decided.loaded
    sliced = _slices(loaded, draft)
    layout = visible(draft, [s.draft for s in sliced])
    if not loaded.layout.covers(layout):
        raise FactsError("the draft tells people apart by facts that were not loaded for the law in force; load again")
    con = loaded.con
    slices = tuple((s.draft.start, s.draft.end) for s in sliced)
    rulings = _rule(decided, draft, sliced) if sliced else decided.rulings
    outcomes = rulings.outcomes
    if sliced:
        _changed_rulings(con)
        _meet(loaded, slices)
    else:
        con.execute(f"create or replace table differing as {_nothing(loaded)}")
    rows = _priced(loaded, rulings)
    return Comparison(con, decided, draft, outcomes, outcomes, slices, rows)


@dataclass(frozen=True, slots=True)
class Slice:
    """Months in which two laws differ: the period of each (the draft's covers just these months), and what differs."""

    base: Period
    draft: Period
    base_changed: tuple[Provision, ...]
    draft_changed: tuple[Provision, ...]


def _slices(loaded: Loaded, draft: Book) -> list[Slice]:
    """Stretches of months in which the two laws differ, with the provisions that make the difference."""
    starts = sorted({*(p.start for p in loaded.periods), *cuts(draft, loaded.first, loaded.last)})
    ends = [s - 1 for s in starts[1:]] + [loaded.last]
    found: list[Slice] = []
    for start, end in zip(starts, ends, strict=True):
        base = next(p for p in loaded.periods if p.start <= start <= p.end)
        drafted = replace(period_at(draft, start, end), index=len(found))
        changed = _differing(base, drafted), _differing(drafted, base)
        if changed[0] or changed[1]:
            found.append(Slice(base, drafted, *changed))
    return found


def _differing(period: Period, other: Period) -> tuple[Provision, ...]:
    """Provisions of a period that the other has not, words otherwise, or for which a parameter has another value."""
    theirs = {p.ref: p for p in other.provisions}
    moved = {n for n in {*period.parameters, *other.parameters} if period.parameters.get(n) != other.parameters.get(n)}
    return tuple(
        p
        for p in period.provisions
        if (q := theirs.get(p.ref)) is None
        or (q is not p and _wording(q) != _wording(p))
        or (moved and _reads(p) & moved)
    )


def _wording(provision: Provision) -> object:
    """What a provision decides by: its wording without dates and places."""
    return provision.effect, tuple(c.node for c in provision.conditions), provision.excepts


def _reads(provision: Provision) -> set[str]:
    nodes: list[Node] = [c.node for c in provision.conditions]
    names: set[str] = set()
    for field in ("rate", "share"):
        value = getattr(provision.effect, field, None)
        if isinstance(value, str):
            names.add(value)
    of = getattr(provision.effect, "of", None)
    if of is not None and not isinstance(of, tuple):
        nodes.append(of)
    return names | {name for node in nodes for name in parameters_read(node)}


def _rule(decided: Decided, draft: Book, sliced: Sequence[Slice]) -> Rulings:
    """Make `draft_ruling` where the laws differ; outcomes keep the numbers they have under the law in force."""
    loaded, known = decided.loaded, decided.rulings
    inside = [s.draft for s in sliced]
    turns = cuts_of(draft, inside)
    ages = sorted({*loaded.cuts.ages, *turns.ages})
    make_cells(loaded.con, loaded.layout, inside, replace(turns, ages=tuple(ages)), CELL)
    cells = cells_in(loaded.con, CELL)
    if draft.support_order == loaded.book.support_order:
        cells = _reached(loaded, sliced, cells)
    asked = ask(plans(draft, loaded.layout, inside, known.prices.scale))
    return decide_cells(loaded.con, asked, cells, known, "draft_ruling")


def _reached(loaded: Loaded, sliced: Sequence[Slice], cells: Cells) -> Cells:
    """The cells for which one of the provisions that differ holds under one of the laws: others are decided alike."""
    reader = Reader()
    kept: list[Array] = []
    for one in sliced:
        rows = cells.of([one.draft.index])
        holds = np.zeros(len(rows), np.bool_)
        for period, changed in ((one.base, one.base_changed), (one.draft, one.draft_changed)):
            if any(isinstance(p.effect, Order) for p in changed):
                return cells
            plan = Plan(replace(period, provisions=changed), loaded.layout, loaded.book.payers, 1)
            names = [f"p{i}" for i in range(len(changed))]
            for held in cells.ask(reader.program(considered_steps(plan), names), rows).values():
                holds |= held
        kept.append(rows[holds])
    return cells.only(np.concatenate(kept))


def _changed_rulings(con: duckdb.DuckDBPyConnection) -> None:
    """Make `turned(profile, a, b, age, next_age, base_…, draft_…)`: where the two rulings of a profile differ."""
    con.execute(
        """create or replace temp table turned as
           select d.profile, greatest(d.a, r.a) as a, least(d.b, r.b) as b, greatest(d.age, r.age) as age,
             least(d.next_age, r.next_age) as next_age, r.outcome as base_outcome, r.price as base_price,
             d.outcome as draft_outcome, d.price as draft_price, d.tapers as draft_tapers,
             greatest(r.tapers, d.tapers) as shakes
           from draft_ruling d join ruling r using (profile)
           where r.a <= d.b and r.b >= d.a and r.age < d.next_age and r.next_age > d.age and r.price <> d.price"""
    )


CELL = "draft_cell"
PAIRED = ("base_outcome", "base_price", "draft_outcome", "draft_price")
PERSON = ("person", "household", "unit", "birth", "card")
DECIDED = ("outcome", "price", "tapers")


def _meet(loaded: Loaded, slices: Sequence[tuple[int, int]]) -> None:
    """Make `differing`: people's months whose price or rank differs, with both outcomes, prices and ranks."""
    con, columns = loaded.con, [*PERSON, *loaded.layout.amounts]
    answers = (*PAIRED, "draft_tapers", "shakes")
    first, last = min(a for a, _ in slices), max(b for _, b in slices)
    spells = f"(select * from spell where a <= {last} and b >= {first} and profile in (select profile from turned))"
    reached = piece_sql(columns, spell=spells, ruling="turned", answers=answers)
    con.execute(f"create or replace temp table reached as {reached}")
    con.execute("create or replace temp table shaken as select distinct household from reached where shakes = 1")
    _rank_again(loaded, slices)
    kept = ", ".join(f"n.{c}" for c in columns)
    con.execute(
        f"""create or replace temp table differing as
            select {", ".join(columns)}, a, b, {", ".join(PAIRED)}, 0 as base_rank, 0 as draft_rank
            from reached anti join shaken using (household)
            union all
            select {kept}, greatest(n.a, o.a), least(n.b, o.b), o.outcome, o.price, n.outcome, n.price, o.rank, n.rank
            from new_interval n join old_interval o using (person)
            where n.a <= o.b and n.b >= o.a and (n.price <> o.price or n.rank <> o.rank)"""
    )


def _rank_again(loaded: Loaded, slices: Sequence[tuple[int, int]]) -> None:
    """Make `old_interval` and `new_interval` of the households whose ranks the draft can move."""
    con, columns = loaded.con, [*PERSON, *loaded.layout.amounts]
    years = [y for a, b in slices for y in (a // 12, b // 12)]
    first, last = max(loaded.first, min(years) * 12), min(loaded.last, max(years) * 12 + 11)
    con.execute(
        f"""create or replace temp table member as select s.* replace (greatest(a, {first}) as a, least(b, {last}) as b)
            from spell s semi join shaken using (household) where s.a <= {last} and s.b >= {first}"""
    )
    con.execute(f"create or replace temp table old_piece as {piece_sql(columns, spell='member', answers=DECIDED)}")
    listed, old = ", ".join(columns), ", ".join(f"o.{c}" for c in columns)
    con.execute(
        f"""create or replace temp table hit as
            select {old}, o.a as oa, o.b as ob, o.outcome, o.price, o.tapers, r.a, r.b,
              r.draft_outcome, r.draft_price, r.draft_tapers
            from old_piece o join reached r on r.person = o.person and r.a <= o.b and r.b >= o.a"""
    )
    con.execute(
        f"""create or replace temp table new_piece as
            select {listed}, draft_outcome as outcome, draft_price as price, draft_tapers as tapers, a, b from hit
            union all
            select {listed}, outcome, price, tapers, ga, gb from (
              select *, coalesce(lag(b) over (partition by person, oa order by a) + 1, oa) as ga, a - 1 as gb from hit)
            where ga <= gb
            union all
            select {listed}, outcome, price, tapers, max(b) + 1, ob from hit
            group by {listed}, outcome, price, tapers, oa, ob having max(b) < ob
            union all
            select {old}, o.outcome, o.price, o.tapers, o.a, o.b from old_piece o
            anti join hit h on h.person = o.person and h.oa = o.a"""
    )
    for name in ("old", "new"):
        lay_ranks(con, [*columns, *DECIDED], f"{name}_piece", f"{name}_interval")


def _nothing(loaded: Loaded) -> str:
    zeros = ", ".join(f"0 as {c}" for c in [*PERSON, *loaded.layout.amounts, "a", "b", *PAIRED])
    return f"select {zeros}, 0 as base_rank, 0 as draft_rank where false"


def _priced(loaded: Loaded, rulings: Rulings) -> int:
    """Make `changed` from `differing`: amounts by payer under both laws."""
    con, payers = loaded.con, ("premium", *loaded.book.payers)
    prices: Prices = rulings.prices
    shared = [*PERSON, *loaded.layout.amounts, "a", "b", *PAIRED, "base_rank", "draft_rank"]
    source, columns = "differing", list(shared)
    for law in ("base", "draft"):
        asked = f"(select *, {law}_price as price, {law}_rank as rank from {source})"
        query = prices.amounts_sql(asked, ", ".join(columns))
        renamed = ", ".join(f"{p} as {law}_{p}" for p in payers)
        source = f"(select {', '.join(columns)}, {renamed} from ({query}))"
        columns += [f"{law}_{p}" for p in payers]
    con.execute(f"create or replace table changed as select {', '.join(columns)} from {source}")
    return int(con.execute("select count(*) from changed").fetchall()[0][0])
