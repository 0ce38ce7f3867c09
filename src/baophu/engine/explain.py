"""Why: every provision considered for one person in one month, each condition true or false, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb

from baophu.engine.considered import Considered, Seen, considered
from baophu.engine.decide import ANSWERS, Decided, Loaded, piece_sql
from baophu.engine.households import ranked_sql
from baophu.engine.months import first_day, show
from baophu.engine.outcome import Outcome
from baophu.engine.plan import Plan
from baophu.engine.source import FactsError
from baophu.law.model import Text


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
    plan = loaded.law.plan(month)
    outcome = decided.rulings.outcomes[now["outcome"]]
    return Explanation(
        person=person,
        month=month,
        outcome=outcome,
        rank=now["rank"],
        insured=bool(now["card"]),
        premium=now["premium"],
        amounts={p: now[p] for p in loaded.book.payers},
        considered=considered(plan, _seen(loaded, person, now["household"], month), outcome),
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
    return _rows(con.execute(f"select * from ({query}) order by a"))


def _rows(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of a query by column name."""
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _why_not(rows: list[dict[str, Any]], person: int, month: int) -> str:
    if not rows:
        return f"nobody with the number {person} is decided in these facts"
    seen = f"{show(rows[0]['a'])} to {show(rows[-1]['b'])}"
    return f"person {person} is not decided in {show(month)}: the facts know them as living here from {seen}"


def _seen(loaded: Loaded, person: int, household: int, month: int) -> Seen:
    """What the law sees of the person whose spells are `asked_spell`."""
    query = "select s.birth, f.* from asked_spell s join profile_fact f using (profile) where $m between s.a and s.b"
    facts = _rows(loaded.con.execute(query, {"m": month}))[0]
    facts |= {"age": (month - facts["birth"]) // 12, "month": month}
    return Seen(facts, _told(loaded, person, household, month))


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
