"""Which card and route provisions hold: their conditions as boolean columns of one SELECT, over one row a situation.

The conditions are printed by the printer that decides a province (`engine.sql`), so nothing is evaluated twice over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import duckdb

from baophu.engine.cards.effects import amount
from baophu.engine.cards.errors import RuleError, wrong
from baophu.engine.considered import Considered, Line
from baophu.engine.months import month_of, show
from baophu.engine.sql import Names, condition, literals_by_fact, number
from baophu.law.model import Book, Condition, Provision
from baophu.law.tree import Builtin, facts_read, parameters_read, walk

Value = int | bool | str
Row = Mapping[str, Value]
"""A situation: fact name → value (a flag, a word of a choice, a number; months as numbers), and `age` in full years."""


def facts_needed(provisions: Iterable[Provision]) -> frozenset[str]:
    """Names of the facts that some provisions read."""
    return frozenset(name for p in provisions for c in p.conditions for name in facts_read(c.node))


def judge(
    book: Book, provisions: Sequence[Provision], day: date, rows: Sequence[Row], *, explained: bool = True
) -> list[tuple[Considered, ...]]:
    """For each situation, every provision with whether it holds and the truth of each of its conditions.

    `day` decides parameters and `month`. A provision holds when all its conditions do and none that excepts it holds.
    `explained=False` leaves the lines of the conditions out.
    """
    if not provisions:
        return [() for _ in rows]
    codes = _codes(book, provisions, rows)
    names = Names(
        fact=lambda name: f"f_{name}",
        code=lambda name, text: codes[name][text],
        parameter=lambda name: number(amount(book, name, day).numerator),
        flags=frozenset(n for n, f in book.facts.items() if f.type == "flag")
        | frozenset(n for n, p in book.parameters.items() if p.type == "flag"),
    )
    answers = _cursor().execute(_query(provisions, names, _source(book, provisions, codes, day, rows))).fetchall()
    columns = sum(len(p.conditions) for p in provisions)
    return [
        _considered(book, provisions, day, row, truths[:columns], truths[columns:])
        if explained
        else tuple(Considered(p, bool(t), False, True, ()) for p, t in zip(provisions, truths[columns:], strict=True))
        for row, truths in zip(rows, answers, strict=True)
    ]


def holding(considered: Iterable[Considered]) -> list[Provision]:
    """The provisions that hold."""
    return [c.provision for c in considered if c.holds]


def only_one(considered: Sequence[Considered], what: str, day: date) -> Provision:
    """The single provision that holds; RuleError when none does, or two do and neither excepts the other."""
    found = holding(considered)
    if not found:
        raise RuleError(f"no rule of the law book says {what} on {day}")
    if len(found) > 1:
        raise several(found, what)
    return found[0]


def several(found: Sequence[Provision], what: str) -> RuleError:
    """The error for provisions that hold at once without an order."""
    both = " and ".join(f"{p.ref} ({p.article})" for p in found)
    return wrong(found[1], f"{both} hold at once and say {what} differently; one must except the other")


def applied(considered: Iterable[Considered], refs: frozenset[str]) -> tuple[Considered, ...]:
    """The same, with those marked that the answer applied."""
    return tuple(replace(c, applied=c.provision.ref in refs) for c in considered)


def _codes(book: Book, provisions: Sequence[Provision], rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Whole numbers for the words of choices and codes."""
    literals = literals_by_fact([c.node for p in provisions for c in p.conditions])
    found: dict[str, dict[str, int]] = {}
    for name in facts_needed(provisions):
        declaration = book.facts[name]
        if declaration.type in ("choice", "code"):
            said = {str(row[name]) for row in rows if name in row}
            words = [*declaration.values, *sorted({w for s in literals.get(name, ()) for w in s} | said)]
            found[name] = {word: code for code, word in enumerate(dict.fromkeys(words))}
    return found


def _source(
    book: Book, provisions: Sequence[Provision], codes: Mapping[str, Mapping[str, int]], day: date, rows: Sequence[Row]
) -> str:
    """The situations as a table with a column a fact, `age` and `month`."""
    facts = sorted(facts_needed(provisions))
    columns = ["place", "age", "month", *(f"f_{name}" for name in facts)]
    listed = []
    for place, row in enumerate(rows):
        values = [place, int(row.get("age", 0)), month_of(day), *(_coded(book, n, row, codes) for n in facts)]
        listed.append(f"({', '.join(map(str, values))})")
    return f"(values {', '.join(listed)}) as situation({', '.join(columns)})"


def _coded(book: Book, name: str, row: Row, codes: Mapping[str, Mapping[str, int]]) -> int:
    if name not in row:
        raise RuleError(f"a rule reads the fact {name} ({book.facts[name].level}), which is not known here")
    value = row[name]
    return codes[name][str(value)] if name in codes else int(value)


def _query(provisions: Sequence[Provision], names: Names, source: str) -> str:
    conditions = [
        f"{condition(c.node, names)} as c{i}_{j}" for i, p in enumerate(provisions) for j, c in enumerate(p.conditions)
    ]
    by_ref = {p.ref: i for i, p in enumerate(provisions)}
    excepted: dict[int, list[int]] = {}
    for i, provision in enumerate(provisions):
        for ref in provision.excepts:
            if ref in by_ref:
                excepted.setdefault(by_ref[ref], []).append(i)

    def holds(i: int) -> str:
        own = [f"c{i}_{j}" for j in range(len(provisions[i].conditions))]
        return " and ".join([*own, *(f"not ({holds(q)})" for q in excepted.get(i, ()))]) or "(1 = 1)"

    answers = [f"c{i}_{j}" for i, p in enumerate(provisions) for j in range(len(p.conditions))]
    answers += [f"({holds(i)}) as p{i}" for i in range(len(provisions))]
    inner = ", ".join(["place", *conditions])
    return f"select {', '.join(answers)} from (select {inner} from {source}) order by place"


def _considered(
    book: Book,
    provisions: Sequence[Provision],
    day: date,
    row: Row,
    truths: Sequence[bool],
    holds: Sequence[bool],
) -> tuple[Considered, ...]:
    found = []
    rest = iter(truths)
    for provision, held in zip(provisions, holds, strict=True):
        lines = tuple(Line(c, bool(next(rest)), _values(book, c, day, row)) for c in provision.conditions)
        found.append(Considered(provision, bool(held), applied=False, reaches=True, lines=lines))
    return tuple(found)


def _values(book: Book, condition: Condition, day: date, row: Row) -> dict[str, str]:
    """What a condition looked at, in the law's words."""
    found: dict[str, str] = {}
    for node in walk(condition.node):
        if isinstance(node, Builtin):
            found[node.name] = show(month_of(day)) if node.name == "month" else str(row.get("age", 0))
    for name in sorted(facts_read(condition.node)):
        found[name] = _text(book, name, row[name])
    for name in sorted(parameters_read(condition.node)):
        found[name] = str(amount(book, name, day))
    return found


def _text(book: Book, name: str, value: Value) -> str:
    if book.facts[name].type == "flag":
        return "true" if value else "false"
    if book.facts[name].type == "month":
        return show(int(value)) if value else "never"
    return str(value)


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _cursor() -> duckdb.DuckDBPyConnection:
    """A cursor of one connection of the process; cursors may be used side by side."""
    return _connection().cursor()
