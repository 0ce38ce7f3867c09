"""Ask again under a draft: decide only where the two laws differ, and only whom the difference can reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from baophu.engine.cells import cuts_of, make_cells
from baophu.engine.decide import Decided, Loaded, piece_sql, tapering
from baophu.engine.households import lay_ranks
from baophu.engine.layout import visible
from baophu.engine.outcome import Outcome
from baophu.engine.periods import Period, cuts, period_at
from baophu.engine.prices import Prices
from baophu.engine.rulings import Rulings, decide_cells, plans
from baophu.engine.source import FactsError
from baophu.law.model import Book, Provision
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
    layout = visible(draft, [period for _, period in sliced])
    if not loaded.layout.covers(layout):
        raise FactsError("the draft tells people apart by facts that were not loaded for the law in force; load again")
    con = loaded.con
    rulings = _rule(decided, draft, [p for _, p in sliced])
    outcomes = rulings.outcomes
    if sliced:
        _changed_rulings(con)
        _meet(loaded, decided.rulings, rulings, [(p.start, p.end) for _, p in sliced])
    else:
        con.execute(f"create or replace table differing as {_nothing(loaded)}")
    rows = _priced(loaded, rulings)
    return Comparison(con, decided, draft, outcomes, outcomes, tuple((p.start, p.end) for _, p in sliced), rows)


def _slices(loaded: Loaded, draft: Book) -> list[tuple[Period, Period]]:
    """Stretches of months in which the two laws differ: (what is in force now, what the draft puts there)."""
    starts = sorted({*(p.start for p in loaded.periods), *cuts(draft, loaded.first, loaded.last)})
    ends = [s - 1 for s in starts[1:]] + [loaded.last]
    found: list[tuple[Period, Period]] = []
    for start, end in zip(starts, ends, strict=True):
        base = next(p for p in loaded.periods if p.start <= start <= p.end)
        drafted = period_at(draft, start, end)
        if _substance(base) != _substance(drafted):
            found.append((base, replace(drafted, index=len(found))))
    return found


def _substance(period: Period) -> object:
    """What decides in a period: provisions without their dates and places, and the parameters they read."""
    rules = tuple((p.ref, p.effect, tuple(c.node for c in p.conditions), p.excepts) for p in period.provisions)
    read = {name for p in period.provisions for name in _reads(p)}
    return rules, {n: v for n, v in period.parameters.items() if n in read}


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


def _rule(decided: Decided, draft: Book, inside: Sequence[Period]) -> Rulings:
    """Make `draft_ruling` for the months of `inside`; outcomes keep the numbers they have under the law in force."""
    loaded, known = decided.loaded, decided.rulings
    if not inside:
        return known
    ages = sorted({*loaded.cuts.ages, *cuts_of(draft, inside).ages})
    make_cells(loaded.con, loaded.layout, inside, replace(cuts_of(draft, inside), ages=tuple(ages)), CELL)
    asked = plans(draft, loaded.layout, inside, known.prices.scale)
    return decide_cells(loaded.con, asked, loaded.book.payers, known=known, ruling="draft_ruling", cell=CELL)


def _changed_rulings(con: duckdb.DuckDBPyConnection) -> None:
    """Make `turned(profile, a, b, age, next_age, base_…, draft_…)`: where the two rulings of a profile differ."""
    con.execute(
        """create or replace temp table turned as
           select d.profile, greatest(d.a, r.a) as a, least(d.b, r.b) as b, greatest(d.age, r.age) as age,
             least(d.next_age, r.next_age) as next_age, d.period,
             r.outcome as base_outcome, r.price as base_price, d.outcome as draft_outcome, d.price as draft_price
           from draft_ruling d join ruling r using (profile)
           where r.a <= d.b and r.b >= d.a and r.age < d.next_age and r.next_age > d.age and r.price <> d.price"""
    )


CELL = "draft_cell"
PAIRED = ("base_outcome", "base_price", "draft_outcome", "draft_price")
PERSON = ("person", "household", "unit", "birth", "card")


def _meet(loaded: Loaded, base: Rulings, draft: Rulings, slices: Sequence[tuple[int, int]]) -> None:
    """Make `differing`: people's months whose price or rank differs, with both outcomes, prices and ranks."""
    con, amounts = loaded.con, loaded.layout.amounts
    columns = [*PERSON, *amounts]
    con.execute(
        f"create or replace temp table reached as {piece_sql(columns, ruling='turned', answers=('period', *PAIRED))}"
    )
    tapers = ", ".join(str(n) for n in tapering(draft)) or "-1"
    con.execute(
        f"""create or replace temp table shaken as select distinct household from reached
            where base_outcome in ({tapers}) or draft_outcome in ({tapers})"""
    )
    _rank_again(loaded, draft, slices)
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


def _rank_again(loaded: Loaded, draft: Rulings, slices: Sequence[tuple[int, int]]) -> None:
    """Make `old_interval` and `new_interval` of the households whose ranks the draft can move."""
    con = loaded.con
    columns = [*PERSON, *loaded.layout.amounts]
    kept = ", ".join(f"s.{c}" for c in columns)
    years = sorted({y for a, b in slices for y in range(a // 12, b // 12 + 1)})
    first, last = max(loaded.first, years[0] * 12), min(loaded.last, years[-1] * 12 + 11)
    con.execute(
        f"""create or replace temp table old_interval as select i.* from laid i semi join shaken using (household)
            where i.a <= {last} and i.b >= {first}"""
    )
    con.execute(
        f"create or replace temp table member as select s.* from spell s semi join shaken using (household)"
        f" where s.a <= {last} and s.b >= {first}"
    )
    ends = [*(a for a, _ in slices), last + 1]
    starts = [first, *(b + 1 for _, b in slices)]
    outside = [(a, b - 1) for a, b in zip(starts, ends, strict=True) if a < b]
    spans = ", ".join(f"({a}, {b})" for a, b in outside) or "(1, 0)"
    names = ", ".join([*columns, "outcome", "price", "a", "b"])
    drafted = piece_sql(columns, spell="member", ruling="draft_ruling", answers=("outcome", "price"))
    con.execute(
        f"""create or replace temp table new_piece as
            select {names} from ({drafted})
            union all
            select {kept}, s.outcome, s.price, greatest(s.a, g.a), least(s.b, g.b)
            from (select * from piece semi join shaken using (household)) s
            join (values {spans}) g(a, b) on s.a <= g.b and s.b >= g.a"""
    )
    lay_ranks(con, tapering(draft), [*columns, "outcome", "price"], "new_piece", "new_interval")


def _nothing(loaded: Loaded) -> str:
    zeros = ", ".join(f"0 as {c}" for c in [*PERSON, *loaded.layout.amounts, "a", "b", *PAIRED])
    return f"select {zeros}, 0 as base_rank, 0 as draft_rank where false"


def _priced(loaded: Loaded, rulings: Rulings) -> int:
    """Make `changed` from `differing`: amounts by payer under both laws."""
    con, payers = loaded.con, ("premium", *loaded.book.payers)
    prices: Prices = rulings.prices
    prices.write(con, rulings.outcomes)
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
