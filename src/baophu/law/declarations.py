"""What a book declares before its acts: facts, definitions and dated parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import zip_longest
from typing import cast

from baophu.law import scalars
from baophu.law.conditions import NOTHING, read_item
from baophu.law.errors import Problems, did_you_mean
from baophu.law.fields import NO_TEXT, Fields
from baophu.law.model import Definition, FactDeclaration, ParameterDeclaration, ParameterValue, Place, Text
from baophu.law.tree import Type
from baophu.law.vocabulary import BUILTINS, Vocabulary
from baophu.law.yaml_file import Table, YamlNode, described

LEVELS = ("person", "household", "area", "stay", "card", "visit")
FACT_TYPES = ("choice", "flag", "count", "money", "month", "code")
PARAMETER_TYPES = ("money", "share", "count", "month", "flag")
COLUMNS = ("born", "died", "household", "unit", "covered", "person", "name")
NAME = re.compile(r"[a-z][a-z0-9_]*")
DEFAULTS: Mapping[str, int | bool | str] = {"flag": False, "month": scalars.NEVER, "count": 0, "money": 0, "code": ""}
NEVER_IN_FORCE = date.min


def check_name(name: str, place: Place, about: str, problems: Problems) -> None:
    """A name that can stand in an expression: small letters, digits and _, and not taken."""
    if not NAME.fullmatch(name):
        problems.add(place, about, f"'{name}' is not a name; a name has small letters, digits and _ only")
    elif name in BUILTINS:
        problems.add(place, about, f"'{name}' is built in and cannot be declared")
    elif name in COLUMNS:
        problems.add(place, about, f"'{name}' is a column of the facts tables, not a fact")


def read_facts(table: Table, problems: Problems) -> tuple[dict[str, FactDeclaration], set[str]]:
    """The facts of a `facts` mapping, and the names of those declared wrongly.

    Facts that copy another (`reads`) take its type and values in `linked`.
    """
    found: dict[str, FactDeclaration] = {}
    broken: set[str] = set()
    for name, (place, node) in table.entries.items():
        about = f"fact {name}"
        known = len(problems)
        check_name(name, place, about, problems)
        if not isinstance(node, Table):
            problems.add(place, about, f"it is {described(node)}; a fact is a mapping with level, type and label")
        else:
            found[name] = _read_fact(name, Fields(node, about, problems), place)
        if len(problems) > known:
            broken.add(name)
            found.pop(name, None)
    return found, broken


def _read_fact(name: str, fields: Fields, place: Place) -> FactDeclaration:
    level = fields.one_of("level", LEVELS, "person")
    reads = fields.word("reads", required=False) or None
    since = fields.word("since", required=False) or None
    counts = fields.one_of("counts", ("whole_month",), "", required=reads is not None)
    if counts and reads is None:
        fields.refuse("'counts' stands only beside 'reads'", fields.place_of("counts"))
    copied = reads is not None or since is not None
    type_ = cast(Type, fields.one_of("type", FACT_TYPES, "month" if since else "flag", required=not copied))
    if since and type_ != "month":
        fields.refuse(f"'since' gives a month, so the type is month, not {type_}", fields.place_of("type"))
    values = _read_values(fields, type_, required=type_ == "choice" and not reads)
    fact = FactDeclaration(
        name=name,
        level=level,
        type=type_,
        values=values,
        default=_read_default(fields, type_, values, reads),
        label=fields.text("label"),
        source=fields.optional_text("source"),
        since=since,
        reads=reads,
        whole_month=counts == "whole_month",
        place=place,
    )
    fields.done()
    return fact


def _read_values(fields: Fields, type_: str, *, required: bool) -> dict[str, Text]:
    table = fields.mapping("values", required=required)
    if table is None:
        return {}
    if type_ != "choice":
        fields.refuse(f"'values' stands only at a choice, not at a {type_}", fields.place_of("values"))
    if not table.entries:
        fields.refuse("'values' is empty", fields.place_of("values"))
    return {value: fields.as_text(node, value) for value, (_, node) in table.entries.items()}


def _read_default(fields: Fields, type_: str, values: Mapping[str, Text], reads: str | None) -> int | bool | str:
    if reads is not None:
        if fields.has("default"):
            fields.refuse(f"the default is that of {reads}; leave it out", fields.place_of("default"))
        return False
    if type_ == "choice":
        return fields.one_of("default", values, "", required=bool(values))
    node = fields.node("default", required=False)
    return DEFAULTS[type_] if node is None else read_value(fields, node, "default", type_)


def read_value(fields: Fields, node: YamlNode, key: str, type_: str) -> int | bool | str:
    """A value of a fact other than a choice."""
    if type_ == "flag":
        return fields.read_scalar(node, key, scalars.flag_of, False)
    if type_ == "month":
        return fields.read_scalar(node, key, scalars.month_of, 0)
    if type_ in ("count", "money"):
        return fields.read_scalar(node, key, scalars.whole_of, 0)
    return fields.read_scalar(node, key, str, "")


def linked(facts: Mapping[str, FactDeclaration], broken: set[str], problems: Problems) -> dict[str, FactDeclaration]:
    """The facts with `since` and `reads` followed; noted when they name nothing or each other."""
    found = dict(facts)
    for name, fact in facts.items():
        target = fact.reads or fact.since
        if target is None or target in broken:
            continue
        about = f"fact {name}"
        if target not in facts:
            problems.add(fact.place, about, f"no fact is called '{target}'{did_you_mean(target, facts)}")
        elif facts[target].reads or facts[target].since:
            problems.add(fact.place, about, f"{target} is itself derived from another fact; name that one")
        elif facts[target].level != fact.level:
            problems.add(fact.place, about, f"{target} is a fact of the {facts[target].level}, not of the {fact.level}")
        elif fact.reads:
            copy = facts[target]
            found[name] = replace(fact, type=copy.type, values=copy.values, default=copy.default)
    return found


class Definitions:
    """Reads definitions on demand, so that they may use each other in any order; a circle is refused."""

    def __init__(self, raw: Mapping[str, tuple[Place, YamlNode]], vocabulary: Vocabulary, problems: Problems) -> None:
        self.raw = raw
        self.vocabulary = vocabulary
        self.problems = problems
        self.reading: list[str] = []
        vocabulary.define = self.define

    def read_all(self) -> None:
        for name in self.raw:
            if name not in self.vocabulary.definitions:
                self.define(name)

    def define(self, name: str) -> Definition | None:
        if name not in self.raw:
            return None
        place, node = self.raw[name]
        fields = Fields(node if isinstance(node, Table) else Table({}, place), f"definition {name}", self.problems)
        if name in self.reading:
            circle = " → ".join([*self.reading[self.reading.index(name) :], name])
            fields.refuse(f"it is defined by itself: {circle}", place)
            return Definition(name, NOTHING, NO_TEXT, place)
        self.reading.append(name)
        check_name(name, place, fields.about, self.problems)
        body = fields.node("is")
        tree = read_item(body, fields, self.vocabulary).node if body else NOTHING
        definition = Definition(name, tree, fields.text("label"), place)
        fields.done()
        self.reading.pop()
        self.vocabulary.definitions[name] = definition
        return definition


def read_parameter(fields: Fields) -> ParameterDeclaration:
    """A dated parameter; its values follow each other without gap or overlap."""
    name = fields.word("parameter")
    check_name(name, fields.place_of("parameter"), fields.about, fields.problems)
    type_ = cast(Type, fields.one_of("type", PARAMETER_TYPES, "money"))
    label = fields.text("label")
    values = read_parameter_values(fields, type_)
    fields.done()
    return ParameterDeclaration(name, type_, label, values, fields.place)


def read_parameter_values(fields: Fields, type_: str, by: str = "") -> tuple[ParameterValue, ...]:
    """The dated values, each ending the day before the next. In a draft `by` stands for whoever is not named."""
    tables = fields.tables("values")
    values = [_read_parameter_value(Fields(t, fields.about, fields.problems), type_, by) for t in tables]
    if not values and fields.has("values"):
        fields.refuse("it has no value", fields.place_of("values"))
    return joined_values(values, fields)


def _read_parameter_value(fields: Fields, type_: str, by: str) -> ParameterValue:
    start = fields.day("from") or NEVER_IN_FORCE
    end = fields.day("to", required=False)
    if end is not None and end < start:
        fields.refuse(f"it ends on {end}, before it begins on {start}", fields.place_of("to"))
    sure, note = fields.sure(inherited="D" if by else "V")
    amount = _typed(fields, "value", type_, required=True)
    value = ParameterValue(
        start=start,
        end=end,
        value=0 if amount is None else amount,
        by=fields.word("by", required=not by) or by,
        article=fields.word("article", required=False),
        sure=sure,
        note=note,
        alternative=_typed(fields, "alternative", type_, required=False),
        place=fields.place,
    )
    fields.done()
    return value


def _typed(fields: Fields, key: str, type_: str, *, required: bool) -> int | bool | Fraction | None:
    node = fields.node(key, required=required)
    if node is None:
        return None
    if type_ == "share":
        return fields.read_scalar(node, key, scalars.share_of, Fraction(0))
    if type_ == "flag":
        return fields.read_scalar(node, key, scalars.flag_of, False)
    if type_ == "month":
        return fields.read_scalar(node, key, scalars.month_of, 0)
    return fields.read_scalar(node, key, scalars.whole_of, 0)


def joined_values(values: list[ParameterValue], fields: Fields) -> tuple[ParameterValue, ...]:
    """The values in order of time, each closed the day before the next; gaps and overlaps are noted."""
    ordered = sorted(values, key=lambda v: v.start)
    closed: list[ParameterValue] = []
    for value, following in zip_longest(ordered, ordered[1:]):
        if following is None:
            closed.append(value)
            continue
        end = value.end or (scalars.day_before(following.start) if following.start > value.start else value.start)
        if following.start <= end:
            fields.refuse(
                f"the value from {following.start} overlaps the one from {value.start} on line {value.place.line}",
                following.place,
            )
        elif following.start != scalars.day_after(end):
            fields.refuse(f"there is no value between {end} and {following.start}", following.place)
        closed.append(replace(value, end=end))
    return tuple(closed)
