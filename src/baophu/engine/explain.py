"""Why: every provision considered for one person in one month, each condition true or false, from the deciding SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb

from baophu.engine.decide import ANSWERS, Decided, Loaded, piece_sql
from baophu.engine.decision import Plan, considered_sql
from baophu.engine.households import ranked_sql
from baophu.engine.months import first_day, show
from baophu.engine.outcome import Outcome
from baophu.engine.source import FactsError
from baophu.law.model import (
    Ahead,
    Benefit,
    Choose,
    Condition,
    Effect,
    Group,
    Order,
    Premium,
    Provision,
    Support,
    Taper,
    Text,
)
from baophu.law.tree import Builtin, facts_read, parameters_read, walk


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: as written, whether it holds, and the values it looked at (name → value)."""

    condition: Condition
    holds: bool
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Considered:
    """One provision: whether it holds for the person, whether the decision applied it, and its conditions.

    `reaches`: it says who is in a group, or speaks of a group the person is in.
    """

    provision: Provision
    holds: bool
    applied: bool
    reaches: bool
    lines: tuple[Line, ...]

    @property
    def excepted(self) -> bool:
        """All its conditions hold, but another provision excepts it."""
        return not self.holds and all(line.holds for line in self.lines)


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the month before: the first month of the new decision, and the decision itself."""

    month: int
    outcome: Outcome | None
    premium: int
    amounts: Mapping[str, int]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One person in one month: the decision, everything considered, and what changes next."""

    person: int
    month: int
    outcome: Outcome
    rank: int
    insured: bool
    premium: int
    amounts: Mapping[str, int]
    considered: tuple[Considered, ...]
    notes: tuple[tuple[str, Text], ...]
    next: tuple[Change, ...]


def explain(decided: Decided, person: int, month: int, changes: int = 3) -> Explanation:
    """Explain a decided person; FactsError when nobody of that number is decided in the month."""
    loaded = decided.loaded
    rows = _intervals(decided, person)
    now = next((r for r in rows if r["a"] <= month <= r["b"]), None)
    if now is None:
        raise FactsError(_why_not(rows, person, month))
    plan = next(p for p in loaded.law.plans if p.period.start <= month <= p.period.end)
    row = _conditions(loaded, plan, person, now["household"], month)
    outcome = decided.rulings.outcomes[now["outcome"]]
    considered = tuple(
        _considered(plan, i, provision, row, outcome)
        for i, provision in enumerate(plan.period.provisions)
        if not isinstance(provision.effect, Order)
    )
    return Explanation(
        person=person,
        month=month,
        outcome=outcome,
        rank=now["rank"],
        insured=bool(now["card"]),
        premium=now["premium"],
        amounts={p: now[p] for p in loaded.book.payers},
        considered=considered,
        notes=tuple(_notes(plan, outcome)),
        next=tuple(_changes(decided, rows, month))[:changes],
    )


def _intervals(decided: Decided, person: int) -> list[dict[str, Any]]:
    """The person's intervals, from their spells alone: the whole province need not be looked through."""
    con, loaded = decided.loaded.con, decided.loaded
    con.execute(f"create or replace temp table asked_spell as select * from spell where person = {int(person)}")
    columns = ["person", "household", "unit", "birth", "card", *loaded.layout.amounts]
    con.execute(f"create or replace temp table asked_piece as {piece_sql(columns, spell='asked_spell')}")
    ranked = ranked_sql([*columns, *ANSWERS], "asked_piece")
    query = decided.amounts(f"({ranked})", "*")
    return _rows(con, f"select * from ({query}) order by a")


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows of a query by column name, planned once."""
    found = con.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _why_not(rows: list[dict[str, Any]], person: int, month: int) -> str:
    if not rows:
        return f"nobody with the number {person} is decided in these facts"
    seen = f"{show(rows[0]['a'])} to {show(rows[-1]['b'])}"
    return f"person {person} is not decided in {show(month)}: the facts know them as living here from {seen}"


def _conditions(loaded: Loaded, plan: Plan, person: int, household: int, month: int) -> dict[str, Any]:
    """The answer row of the person's cell with every condition as a column, facts and age."""
    cell = loaded.con.execute(
        f"""select c.cell from (select * from asked_spell where a <= {month} and b >= {month}) s
            join cell c using (profile)
            where c.period = {plan.period.index} and c.a <= {month} and c.b >= {month}
              and s.birth + 12 * c.age <= {month} and s.birth + 12 * c.next_age > {month}"""
    ).fetchall()
    con = loaded.con
    one = f"select c.cell, c.age, {month} as month, f.* from cell c join profile_fact f using (profile)"
    con.execute(f"create or replace temp table asked_cell as {one} where c.cell = {cell[0][0]}")
    con.execute("pragma disable_optimizer")  # one row: planning it is dearer than running it
    answer = _rows(con, considered_sql(plan, "asked_cell"))[0]
    con.execute("pragma enable_optimizer")
    born = con.execute("select any_value(birth) from asked_spell").fetchall()[0][0]
    facts = _rows(con, "select * from asked_cell")[0]
    told = _told(loaded, person, household, month)
    return {**answer, **facts, "age": (month - born) // 12, "month": month, "told": told}


def _told(loaded: Loaded, person: int, household: int, month: int) -> dict[str, str]:
    """The facts tables' own words for a person and their household on the first day of the month."""
    day = first_day(month)
    columns = [f.name for f in loaded.layout.fields if f.declaration.level == "person"]
    present = [r[0] for r in loaded.con.execute("describe in_people").fetchall() if r[0] in columns]
    told: dict[str, str] = {}
    if present:
        listed = ", ".join(f'"{c}"::varchar' for c in present)
        row = loaded.con.execute(f"select {listed} from in_people where person = ?", [person]).fetchall()[0]
        told |= {name: value for name, value in zip(present, row, strict=True) if value is not None}
    during = '"from" <= $day and coalesce("to", $day) >= $day'
    sources = {
        "person_status": ("person", person),
        "household_status": ("household", household),
    }
    for table, (key, number) in sources.items():
        if table in loaded.tables:
            query = f"select fact, value from in_{table} where {key} = $number and {during}"
            told |= dict(loaded.con.execute(query, {"number": number, "day": day}).fetchall())
    return told


def _considered(plan: Plan, place: int, provision: Provision, row: Mapping[str, Any], outcome: Outcome) -> Considered:
    lines = tuple(
        Line(c, bool(row[f"c{place}_{j}"]), _values(plan, c, row)) for j, c in enumerate(provision.conditions)
    )
    reaches = _reaches(plan, provision.effect, outcome)
    return Considered(provision, bool(row[f"p{place}"]), provision.ref in outcome.applied, reaches, lines)


def _reaches(plan: Plan, effect: Effect, outcome: Outcome) -> bool:
    match effect:
        case Group():
            return True
        case Premium(groups=groups) | Taper(groups=groups) | Support(groups=groups):
            return outcome.group in plan.period.select(groups)
        case Ahead(of=groups) | Benefit(groups=groups) | Choose(among=groups):
            return bool(set(outcome.held) & set(plan.period.select(groups)))
        case _:
            return False


def _values(plan: Plan, condition: Condition, row: Mapping[str, Any]) -> dict[str, str]:
    values: dict[str, str] = {}
    for node in walk(condition.node):
        if isinstance(node, Builtin):
            values[node.name] = show(row["month"]) if node.name == "month" else str(row["age"])
    for name in sorted(facts_read(condition.node)):
        values[name] = _value(plan, name, row)
    for name in sorted(parameters_read(condition.node)):
        value = plan.period.parameters[name]
        values[name] = show(int(value)) if _is_month(plan, name) else str(value)
    return values


def _is_month(plan: Plan, name: str) -> bool:
    return name in plan.layout.month_parameters


def _value(plan: Plan, name: str, row: Mapping[str, Any]) -> str:
    """The fact as the tables tell it where the law reads the same of it, else as the law sees it."""
    field, seen = plan.layout.field(name), row[f"f_{name}"]
    told = row["told"].get(field.source, str(field.declaration.default))
    if field.declaration.since is None and field.codes.get(told) == seen and field.declaration.type != "flag":
        return str(told)
    return fact_text(plan, name, seen)


def fact_text(plan: Plan, name: str, value: int) -> str:
    """A visible fact's value in the law's words; values no rule tells apart are named together."""
    field = plan.layout.field(name)
    kind = field.declaration.type
    if kind == "flag":
        return "true" if value else "false"
    if kind == "month":
        return show(value) if value else "never"
    if kind == "count":
        return str(value)
    return "/".join(v for v, code in field.codes.items() if code == value and v)


def _notes(plan: Plan, outcome: Outcome) -> list[tuple[str, Text]]:
    """Provisions applied whose reading is open (`sure: ?`), with their notes."""
    by_ref = {p.ref: p for p in plan.period.provisions}
    found = [by_ref[r] for r in outcome.applied if r in by_ref]
    return [(p.ref, p.note) for p in found if p.sure == "?" and p.note]


def _changes(decided: Decided, rows: list[dict[str, Any]], month: int) -> list[Change]:
    """Decisions to come: where group, own share, benefit or premium turns after the month."""
    loaded, outcomes, payers = decided.loaded, decided.rulings.outcomes, decided.loaded.book.payers
    starts = {p.start for p in loaded.periods}
    found: list[Change] = []
    for before, after in pairwise(rows):
        same = before["outcome"] == after["outcome"] and before["premium"] == after["premium"]
        away = before["b"] + 1 < after["a"]
        if after["a"] <= month or (same and before["card"] == after["card"] and not away):
            continue
        because = []
        if away:
            found.append(Change(before["b"] + 1, None, 0, {}, ("not living here",)))
            because.append("living here")
        if after["a"] in starts:
            because.append("law")
        if (after["a"] - after["birth"]) % 12 == 0 and (after["a"] - after["birth"]) // 12 in loaded.cuts.ages:
            because.append(f"age {(after['a'] - after['birth']) // 12}")
        if before["card"] != after["card"]:
            because.append("card begins" if after["card"] else "card ends")
        amounts = {p: after[p] for p in payers}
        found.append(
            Change(after["a"], outcomes[after["outcome"]], after["premium"], amounts, tuple(because or ["facts"]))
        )
    if rows and rows[-1]["b"] < loaded.last:
        found.append(Change(rows[-1]["b"] + 1, None, 0, {}, ("not living here",)))
    return [c for c in found if c.month > month]


def to_data(found: Explanation) -> dict[str, Any]:
    """The explanation as plain data for JSON."""
    outcome = found.outcome
    return {
        "person": found.person,
        "month": show(found.month),
        "group": outcome.letter,
        "group_name": outcome.group,
        "held": list(outcome.held),
        "benefit": outcome.benefit,
        "insured": found.insured,
        "rank": found.rank,
        "premium": found.premium,
        "amounts": {p: a for p, a in found.amounts.items() if a},
        "applied": list(outcome.applied),
        "considered": [
            {
                "provision": c.provision.ref,
                "article": c.provision.article,
                "holds": c.holds,
                "applied": c.applied,
                "reaches": c.reaches,
                "conditions": [{"if": x.condition.text, "holds": x.holds, "values": dict(x.values)} for x in c.lines],
            }
            for c in found.considered
        ],
        "open_questions": [{"provision": ref, "vi": text.vi, "en": text.en} for ref, text in found.notes],
        "next": [
            {
                "from": first_day(c.month).isoformat(),
                "because": list(c.because),
                "group": c.outcome.letter if c.outcome else None,
                "premium": c.premium,
                "amounts": {p: a for p, a in c.amounts.items() if a},
            }
            for c in found.next
        ],
    }
