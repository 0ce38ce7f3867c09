"""The decisions of a handful of people, a household at a counter, under a compiled law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from baophu.engine.cells import decoded
from baophu.engine.codes import joined
from baophu.engine.compiled import CompiledLaw
from baophu.engine.considered import Seen
from baophu.engine.decide import check
from baophu.engine.explanation import Explanation, Interval, explanation
from baophu.engine.layout import Layout
from baophu.engine.monthly import DecidedMonths, Months, age_classes, decide_months
from baophu.engine.months import first_day
from baophu.engine.outcome import Outcome
from baophu.engine.register import KEYS, Register, register_of, table_in
from baophu.engine.rulings import Numbering
from baophu.engine.seen import additions, base, first_full, fixed_words, month
from baophu.engine.sound import surely_sound
from baophu.engine.source import Facts
from baophu.engine.vectors import Array


@dataclass(frozen=True, slots=True)
class Few:
    """Decisions of a few people.

    `intervals` has the columns `person household unit birth a b outcome rank card premium` and one a payer, in the
    order of the book, as a run's `interval` has them (docs/decisions.md), by person and month; `outcome` is a place
    in `outcomes`.
    """

    intervals: pa.Table
    outcomes: tuple[Outcome, ...]


def decide_few(law: CompiledLaw, facts: Facts, *, today: date | None = None) -> Few:
    """Decide a few people on facts tables held in memory; FactsError names the row that is wrong.

    All members of a household must be there, with their facts: the rank in the household hangs on them. `today` is
    the last day on which anybody can be born; without it, the day of the call.
    """
    return _decided(law, facts, today)[0]


def explain_few(
    law: CompiledLaw, facts: Facts, person: int, month: int, *, changes: int = 3, today: date | None = None
) -> Explanation:
    """Explain one of a few people; FactsError as `decide_few`, and when nobody of that number is decided then."""
    return explain_each(law, facts, {person: month}, changes=changes, today=today)[person]


def explain_each(
    law: CompiledLaw, facts: Facts, asked: Mapping[int, int], *, changes: int = 3, today: date | None = None
) -> dict[int, Explanation]:
    """Explain some of a few people, each in a month; they are decided once. FactsError as `explain_few`."""
    few, people, months = _decided(law, facts, today)
    rows: dict[int, list[Interval]] = {}
    for row in few.intervals.to_pylist():
        rows.setdefault(row["person"], []).append(row)

    def explained(person: int, month: int) -> Explanation:
        def seen(now: Interval) -> Seen:
            row = int(np.flatnonzero((people == person) & (months.month == month))[0])
            words = months.seen[months.state[row], : law.layout.words]
            told = {name: int(values[0]) for name, values in decoded(law.layout, list(words[:, None])).items()}
            facts_seen = {**told, "age": (month - now["birth"]) // 12, "month": month}
            return Seen(facts_seen, _told(facts, law.layout, now, first_day(month)))

        return explanation(law, few.outcomes, rows.get(person, []), seen, person, month, changes)

    return {person: explained(person, month) for person, month in asked.items()}


def _decided(law: CompiledLaw, facts: Facts, today: date | None) -> tuple[Few, Array, Months]:
    """The decisions, and for each month lived somewhere whose it is and what is seen in it."""
    last_day = today or facts.last_day(date.today())
    if not surely_sound(facts, law.book, last_day):
        check(facts, law.book, last_day).close()
    register = register_of(facts)
    stay, months, birth = _lived(law, register)
    decided = decide_months(law, months, Numbering(law.plans))
    person, household = register.person[register.of_person[stay]], register.of_household[stay]
    rank = _ranks(law, decided, person, household)
    columns = {
        "person": person,
        "household": register.household[household],
        "unit": register.of_unit[stay],
        "birth": birth[stay],
        "outcome": decided.outcome,
        "rank": rank,
        "card": months.card(law.layout),
        **decided.amounts(rank),
    }
    return Few(_joined(months.month, columns, register.unit), decided.outcomes), person, months


def _told(facts: Facts, layout: Layout, now: Interval, day: date) -> dict[str, str]:
    """The facts tables' own words for a person and their household on a day."""
    people = table_in(facts, "people")
    people = people.filter(pc.equal(people["person"], now["person"]))
    fixed = {f.name for f in layout.fields if f.declaration.level == "person"} & set(people.column_names)
    told = {name: people[name].cast(pa.string())[0].as_py() for name in fixed}
    for name, key in (("person_status", "person"), ("household_status", "household")):
        if name in facts.tables:
            rows = table_in(facts, name)
            rows = rows.filter(pc.equal(rows[key], now[key])).to_pylist()
            told |= {r["fact"]: r["value"] for r in rows if r["from"] <= day and (r["to"] is None or day <= r["to"])}
    return told


def _lived(law: CompiledLaw, register: Register) -> tuple[Array, Months, Array]:
    """The stay of each month lived somewhere, by person and month, the months, and each stay's month of birth."""
    birth = first_full(register.born)
    a = np.maximum(np.maximum(first_full(register.start), birth), law.first)
    b = np.minimum(np.minimum(month(register.end), month(register.died)), law.last)
    span = np.arange(law.first, law.last + 1)
    stay, place = np.nonzero((a[:, None] <= span) & (span <= b[:, None]))
    order = np.lexsort((place, register.person[register.of_person[stay]]))
    stay, place = stay[order], place[order]
    added = _added(law, register)[stay, place]
    known = joined(added.T)
    age = age_classes(law.cuts)[span[place] - birth[stay]]
    return stay, Months(span[place], age, known.values, added[known.first()]), birth


def _added(law: CompiledLaw, register: Register) -> Array:
    """What is seen of each stay in each month, shape (stays, months, width)."""
    always = np.repeat(base(law, register)[None], len(register), axis=0)
    for codes, adds in fixed_words(law, register):
        always += adds[codes]
    found = np.repeat(always[:, None], law.last + 1 - law.first, axis=1)
    for table in KEYS:
        rows = additions(law, register, table)
        if rows is not None and len(rows.key):
            of, keys = register.whose(table)
            found += rows.by_month(keys, law.first, law.last)[of]
    return found


def _ranks(law: CompiledLaw, decided: DecidedMonths, person: Array, household: Array) -> Array:
    """The rank in the household (`households`) where the premium falls with it, else 0; `person` are numbers."""
    rank = np.zeros(len(person), np.int64)
    rows = np.flatnonzero(decided.tapers)
    if not len(rows):
        return rank
    month = decided.months.month[rows]
    card = decided.months.card(law.layout)[rows]
    home = joined([household[rows], month // 12])
    member = joined([home.values, person[rows]])
    first = member.first()
    insured = np.zeros(member.size, np.int64)
    np.maximum.at(insured, member.values, card)
    since = np.full(member.size, law.last + 1)
    counts = np.flatnonzero(card == insured[member.values])
    np.minimum.at(since, member.values[counts], month[counts])
    home_of = home.values[first]
    order = np.lexsort((person[rows][first], since, -insured, home_of))
    begins = np.searchsorted(home_of[order], home_of[order])
    place = np.empty(member.size, np.int64)
    place[order] = np.arange(member.size) - begins + 1
    rank[rows] = place[member.values]
    return rank


def _joined(month: Array, columns: Mapping[str, Array], units: tuple[str, ...]) -> pa.Table:
    """Neighbouring months of a person in which nothing differs as one interval."""
    follows = month[1:] == month[:-1] + 1
    for values in columns.values():
        follows &= values[1:] == values[:-1]
    first = np.flatnonzero(np.concatenate([[True], ~follows])[: len(month)])
    last = np.append(first[1:], len(month)) - 1 if len(first) else first
    kept = {name: values[first] for name, values in columns.items()}
    unit = pa.array(units, pa.string()).take(pa.array(kept.pop("unit")))
    who = {"person": kept.pop("person"), "household": kept.pop("household"), "unit": unit, "birth": kept.pop("birth")}
    return pa.table({**who, "a": month[first], "b": month[last], **kept})
