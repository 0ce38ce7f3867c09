"""Read what the rows of a list change: the items of `changes`, and `absent`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from baophu.imports.catalogue.model import (
    EDGES,
    WAYS,
    Absent,
    Act,
    Column,
    Correct,
    Day,
    Die,
    End,
    Move,
    Request,
    Set,
    Value,
    When,
)
from baophu.law.errors import did_you_mean
from baophu.law.fields import Fields
from baophu.law.yaml_file import Listing, Scalar, Table, described

Columns = dict[str, Column]
DATED = ("date", "month", "year")
CORRECTED = (
    "name", "born", "sex", "ethnicity", "personal_id", "old_id", "social_number", "card_number", "phone",
)  # fmt: skip
"""Fields of a person that a list may set, each under the column's name."""


def read_act(fields: Fields, columns: Columns) -> Act | None:
    """One item of `changes`; its first key says what it is."""
    readers: dict[str, Callable[[Fields, Columns], Act]] = {
        "set": _set,
        "end": _end,
        "die": _die,
        "move": _move,
        "correct": _correct,
        "fill": _correct,
        "request": _request,
    }
    for key, reader in readers.items():
        if fields.has(key):
            act = reader(fields, columns)
            fields.done()
            return act
    fields.refuse(f"a change says one of {', '.join(readers)}")
    return None


def read_absent(fields: Fields, columns: Columns) -> Absent:
    """What becomes of those who are no longer on a full list."""
    scope = cast(Literal["unit", "sender"], fields.one_of("scope", ("unit", "sender"), "unit"))
    table = fields.mapping("end")
    facts = {}
    if table is not None:
        inner = fields.inner(table, "end")
        facts = {fact: frozenset(inner.words(fact, required=False)) for fact in table.entries}
    absent = Absent(scope, facts, _days(fields, "from", columns, required=False), fields.place)
    fields.done()
    return absent


def _set(fields: Fields, columns: Columns) -> Set:
    return Set(
        fact=fields.word("set"),
        value=_value(fields, "value", columns),
        start=_days(fields, "from", columns),
        end=_days(fields, "to", columns, required=False),
        when=_when(fields, columns),
        place=fields.place,
    )


def _end(fields: Fields, columns: Columns) -> End:
    return End(
        fact=fields.word("end"),
        values=frozenset(fields.words("values", required=False)),
        start=_days(fields, "from", columns),
        when=_when(fields, columns),
        place=fields.place,
    )


def _die(fields: Fields, columns: Columns) -> Die:
    return Die(_days(fields, "die", columns), fields.place)


def _move(fields: Fields, columns: Columns) -> Move:
    way = _value(fields, "move", columns)
    values = columns[way.column].values if way.column in columns else {way.constant: ()}
    for value in values:
        if value not in WAYS:
            fields.refuse(f"a move is {', '.join(WAYS)}, not '{value}'")
    return Move(
        way=way,
        start=_days(fields, "from", columns),
        unit=_column(fields, "unit", columns),
        household=_column(fields, "household", columns, required=False),
        host=_column(fields, "host", columns, required=False),
        permanent=_value(fields, "permanent", columns),
        place=fields.place,
    )


def _correct(fields: Fields, columns: Columns) -> Correct:
    filling = fields.has("fill")
    named = fields.words("fill" if filling else "correct")
    for name in named:
        if name not in CORRECTED:
            fields.refuse(f"'{name}' is not a field of a person{did_you_mean(name, CORRECTED)}")
        elif not {name, f"new_{name}"} & set(columns) and not (name == "old_id" and "personal_id" in columns):
            fields.refuse(f"the list has no column '{name}'")
    return Correct(named, filling, _when(fields, columns), fields.place)


def _request(fields: Fields, columns: Columns) -> Request:
    fields.one_of("request", ("cover",), "cover")
    return Request(
        months=_column(fields, "months", columns),
        paid_on=_column(fields, "paid_on", columns, required=False),
        amount=_column(fields, "amount", columns, required=False),
        start=_column(fields, "from", columns, required=False),
        receipt=_column(fields, "receipt", columns, required=False),
        when=_when(fields, columns),
        place=fields.place,
    )


def _column(fields: Fields, key: str, columns: Columns, *, required: bool = True) -> str:
    name = fields.word(key, required=required)
    if name and name not in columns:
        fields.refuse(f"{key}: there is no column '{name}'{did_you_mean(name, columns)}", fields.place_of(key))
        return ""
    return name


def _value(fields: Fields, key: str, columns: Columns) -> Value:
    """`value: poor` is the same for every row; `value: {column: standard}` is the row's."""
    node = fields.node(key)
    if isinstance(node, Table):
        inner = fields.inner(node, key)
        column = _column(inner, "column", columns)
        inner.done()
        return Value(column, "")
    return Value("", fields.word(key)) if node is not None else Value("", "")


def _days(fields: Fields, key: str, columns: Columns, *, required: bool = True) -> tuple[Day, ...]:
    """`from: [recognised at month start, year]`: the first of them that the row gives."""
    node = fields.node(key, required=required)
    if node is None:
        return ()
    nodes = node.items if isinstance(node, Listing) else (node,)
    found = []
    for item in nodes:
        if not isinstance(item, Scalar):
            fields.refuse(f"{key}: a day is written `column` or `column at month start`, not {described(item)}")
            continue
        name, _, edge = (part.strip() for part in item.text.partition(" at "))
        if name not in columns or columns[name].kind not in DATED:
            dated = [c.name for c in columns.values() if c.kind in DATED]
            fields.refuse(f"{key}: '{name}' is not a column with dates{did_you_mean(name, dated)}", item.place)
        elif edge not in EDGES:
            fields.refuse(f"{key}: '{edge}' is not known{did_you_mean(edge, EDGES[1:])}", item.place)
        else:
            found.append(Day(name, edge))
    return tuple(found)


def _when(fields: Fields, columns: Columns) -> When:
    table = fields.mapping("if", required=False)
    if table is None:
        return {}
    inner = fields.inner(table, "if")
    found = {}
    for name, (place, node) in table.entries.items():
        words = frozenset(inner.words(name)) if isinstance(node, Listing) else frozenset({inner.word(name)})
        if name not in columns:
            inner.refuse(f"there is no column '{name}'{did_you_mean(name, columns)}", place)
        elif columns[name].values and not words <= set(columns[name].values):
            wrong = sorted(words - set(columns[name].values))[0]
            inner.refuse(f"'{wrong}' is not a value of {name}{did_you_mean(wrong, columns[name].values)}", place)
        found[name] = words
    return found
