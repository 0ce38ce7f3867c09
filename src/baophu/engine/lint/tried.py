"""Situations and what the deciding SQL says of each: the same text that decides people, so lint cannot disagree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from baophu.engine.decision import Plan, answer_columns, decision_sql
from baophu.engine.lint.traits import Trait
from baophu.engine.lint.ways import Rows
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
        return np.logical_or.reduce([self.holds(i) for i in places])

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
                return self.number("by_group") == place
            case Premium():
                return self.number("by_premium") == place
            case Support(payer=payer):
                return (self.number(f"w_{payer}") == place) & self.supported()
            case Benefit():
                return self.number("by_benefit") == place
            case Taper():
                return self.number("by_taper") == place
            case Choose():
                return self.number("by_choice") == place
            case Ahead(_, of):
                return self._gives_way(provision, self.plan.groups(of))
            case _:
                return self.nowhere()

    def _gives_way(self, ahead: Provision, behind: Sequence[int]) -> Mask:
        """Where the first group held by Article 12's order is not the one that pays, because of an exception."""
        bit = [p.ref for p, _ in self.plan.period.of(Ahead)].index(ahead.ref)
        gave: Mask = (self.number("gave_way") >> bit & 1) == 1
        first = self.first_held()
        return gave & np.isin(first, list(behind)) & (first != self.number("paying"))

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


def ask(con: duckdb.DuckDBPyConnection, plan: Plan, traits: Sequence[Trait], rows: Rows, month: int) -> Tried:
    """Decide situations in a month."""
    columns = {"cell": pa.array(range(len(rows)), pa.int32()), "month": pa.array([month] * len(rows), pa.int32())}
    for i, trait in enumerate(traits):
        values = np.array([v.columns for v in trait.variants], np.int32)[rows[:, i]]
        columns |= {name: pa.array(values[:, j]) for j, name in enumerate(trait.columns)}
    con.register("cell", pa.table(columns))
    places = [f"p{i}" for i, p in enumerate(plan.period.provisions) if not isinstance(p.effect, Order)]
    wanted = ", ".join([*answer_columns(plan), *places])
    table = con.sql(f"select {wanted} from ({decision_sql(plan, explain=True)}) order by cell").to_arrow_table()
    con.unregister("cell")
    answers = {name: table.column(name).to_numpy(zero_copy_only=False) for name in table.column_names}
    return Tried(plan, rows, answers)
