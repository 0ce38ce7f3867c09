"""Situations and what the deciding SQL says of each: the same text that decides people, so lint cannot disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from baophu.engine.decision import answer_columns, decision_sql
from baophu.engine.lint.traits import Trait
from baophu.engine.lint.ways import Rows
from baophu.engine.plan import Plan
from baophu.law.model import Ahead, Benefit, Choose, Group, Order, Premium, Provision, Support, Taper

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


class Tried:
    """The situations of a stretch and their decisions, the plainest first.

    Provisions are named by their place in the period, groups by their place in Article 12's order.
    """

    def __init__(self, plan: Plan, rows: Rows, answers: dict[str, NDArray[Any]]) -> None:
        self.plan = plan
        self.rows = rows
        self.answers = answers
        self.provisions = plan.period.provisions
        self.groups = list(plan.period.groups)
        self._decides: dict[int, Mask] = {}

    def number(self, column: str) -> Numbers:
        """A column of the answers."""
        return self.answers[column]

    def holds(self, place: int) -> Mask:
        """Where a provision holds."""
        held: Mask = self.answers[f"p{place}"]
        return held

    def nowhere(self) -> Mask:
        """No situation at all."""
        return np.zeros(len(self.rows), np.bool_)

    def held(self, group: int) -> Mask:
        """Where a group holds the person."""
        places = [self.plan.place(p) for p in self.plan.period.groups[self.groups[group]]]
        held: Mask = np.logical_or.reduce([self.holds(i) for i in places])
        return held

    def paying(self, groups: Sequence[int]) -> Mask:
        """Where one of these groups pays."""
        return np.isin(self.number("paying"), list(groups))

    def supported(self) -> Mask:
        """Where supports count: the premium of the paying group says nobody's share itself."""
        open_ = [self.plan.place(p) for p, premium in self.plan.period.of(Premium) if not premium.shares]
        return np.isin(self.number("by_premium"), open_)

    def decides(self, place: int) -> Mask:
        """Where a provision makes the decision what it is."""
        if place not in self._decides:
            self._decides[place] = self._where_it_decides(place)
        return self._decides[place]

    def _where_it_decides(self, place: int) -> Mask:
        provision = self.provisions[place]
        match provision.effect:
            case Group():
                return self._is("by_group", place)
            case Premium():
                return self._is("by_premium", place)
            case Support(payer=payer):
                return self._is(f"w_{payer}", place) & self.supported()
            case Benefit():
                return self._is("by_benefit", place)
            case Taper():
                return self._is("by_taper", place)
            case Choose():
                return self._is("by_choice", place)
            case Ahead(_, of):
                return self._gives_way(provision, self.plan.groups(of))
            case _:
                return self.nowhere()

    def _is(self, column: str, place: int) -> Mask:
        same: Mask = self.number(column) == place
        return same

    def _gives_way(self, ahead: Provision, behind: Sequence[int]) -> Mask:
        """Where the first group held by Article 12's order is not the one that pays, because of an exception."""
        bit = [p.ref for p, _ in self.plan.period.of(Ahead)].index(ahead.ref)
        first = self.first_held()
        gave: Mask = (self.number("gave_way") >> bit & 1) == 1
        gave &= np.isin(first, list(behind)) & (first != self.number("paying"))
        return gave

    def first_held(self) -> Numbers:
        """The first group held by Article 12's order; -1 where there is none."""
        first = np.full(len(self.rows), -1, np.int64)
        for group in reversed(range(len(self.groups))):
            first[self.held(group)] = group
        return first

    def level(self, group: int) -> Numbers:
        """The benefit level a group would give by itself."""
        levels = np.zeros(len(self.rows), np.int64)
        for provision, benefit in self.plan.period.of(Benefit):
            if "all" in benefit.groups or group in self.plan.groups(benefit.groups):
                here = self.holds(self.plan.place(provision)) & self.held(group)
                levels = np.maximum(levels, np.where(here, benefit.level, 0))
        return levels

    def plainest(self, where: Mask) -> int | None:
        """The first row where something is true: the one that differs least from the default."""
        found = np.flatnonzero(where)
        return int(found[0]) if len(found) else None


Answers = dict[str, NDArray[Any]]

KEPT = 4
"""Questions whose answers are kept: the law of one stretch is often that of the next, but for amounts."""


class Court:
    """Decides situations with the engine's SQL; a question asked lately is not asked again."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.lately: dict[bytes, Answers] = {}

    def decide(self, plan: Plan, traits: Sequence[Trait], rows: Rows, month: int) -> Tried:
        """The situations decided in a month."""
        places = [f"p{i}" for i, p in enumerate(plan.period.provisions) if not isinstance(p.effect, Order)]
        wanted = ", ".join([*answer_columns(plan), *places])
        query = f"select {wanted} from ({decision_sql(plan, explain=True)}) order by cell"
        table = _table(traits, rows, month)
        key = _key(query, table)
        if key not in self.lately:
            self.con.register("cell", table)
            found = self.con.sql(query).to_arrow_table()
            self.con.unregister("cell")
            self.lately[key] = {n: found.column(n).to_numpy(zero_copy_only=False) for n in found.column_names}
            for old in list(self.lately)[:-KEPT]:
                del self.lately[old]
        return Tried(plan, rows, self.lately[key])


def _table(traits: Sequence[Trait], rows: Rows, month: int) -> pa.Table:
    """The situations as the deciding SQL reads them."""
    columns = {"cell": pa.array(np.arange(len(rows), dtype=np.int32))}
    columns["month"] = pa.array(np.full(len(rows), month, np.int32))
    for i, trait in enumerate(traits):
        values = np.array([v.columns for v in trait.variants], np.int32)[rows[:, i]]
        columns |= {name: pa.array(values[:, j]) for j, name in enumerate(trait.columns)}
    return pa.table(columns)


def _key(query: str, table: pa.Table) -> bytes:
    """What the answers hang on: the query, and the columns it reads."""
    key = sha256(query.encode())
    for name in table.column_names:
        if re.search(rf"\b{name}\b", query):
            key.update(name.encode())
            key.update(table.column(name).to_numpy())
    return key.digest()
