"""Where people as they are and as they would be are decided differently, in what a person notices or a payer pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from baophu.decisions.foreseen import Standing, Turn
from baophu.decisions.services import outcomes
from baophu.decisions.services.deciding import Decided, asking
from baophu.decisions.services.laying import outer
from baophu.engine.compiled import CompiledLaw
from baophu.law.model import Support

OTHER = 1 << 40
"""Numbers from here on are people and households as they would be."""


def turns_of(found: Decided, persons: frozenset[int], law: CompiledLaw, month: int) -> list[Turn]:
    """Turns of some persons from a month on; `found` has both decisions, those that would be from the number OTHER."""
    kinds = [pa.int32(), pa.int32()]
    columns = [range(len(found.outcomes)), _alike(found)]
    alike = pa.table({n: pa.array(c, k) for n, c, k in zip(("outcome", "alike"), columns, kinds, strict=True)})
    payers = law.book.payers
    asked = pa.table({"person": pa.array(sorted(persons), pa.int64())})
    told = ["household", "unit", "outcome", "rank", "card", "premium", *payers]
    same = " and ".join(f'x."{c}" is not distinct from y."{c}"' for c in ("alike", "card", "premium", *payers))
    listed = ", ".join(f'{t}."{c}" as {t}_{c}' for t in ("x", "y") for c in told)
    with asking(worlds=found.intervals, alike=alike, asked=asked) as con:
        con.execute(_tiled("x", f"person < {OTHER}", "person", month, law.last, told))
        con.execute(_tiled("y", f"person >= {OTHER}", f"person - {OTHER}", month, law.last, told))
        rows = con.execute(
            f"""select person, greatest(x.a, y.a) as a, least(x.b, y.b) as b, {listed}
                from tiled_x x join tiled_y y using (person)
                where x.a <= y.b and y.a <= x.b and not ({same}) order by person, a"""
        ).fetchall()
    return _joined(rows, len(told), _Standings(found, payers, supporters(law)))


def supporters(law: CompiledLaw) -> frozenset[str]:
    """Payers who pay under some support of the law."""
    return frozenset(effect.payer for period in law.periods for _, effect in period.of(Support))


def _tiled(name: str, which: str, person: str, month: int, last: int, told: Sequence[str]) -> str:
    """SQL of a table in which each person asked for has every month once, with nothing where nothing is decided."""
    listed = ", ".join(f'"{c}"' for c in told)
    empty = ", ".join(f'null as "{c}"' for c in told)
    return f"""create or replace temp table tiled_{name} as
        with mine as (
          select {person} as person, greatest(a, {month}) as a, b, alike, {listed}
          from worlds join alike using (outcome)
          where {which} and b >= {month} and {person} in (select person from asked)),
        edges as (select person, a, b, lag(b, 1, {month - 1}) over (partition by person order by a) as before from mine)
        select person, a::int as a, b::int as b, alike, {listed} from mine
        union all select person, (before + 1)::int, (a - 1)::int, null, {empty} from edges where before + 1 < a
        union all select person, (max(b) + 1)::int, {last}, null, {empty} from mine
          group by person having max(b) < {last}
        union all select person, {month}, {last}, null, {empty} from asked anti join mine using (person)"""


def _alike(found: Decided) -> list[int]:
    """Numbers of outcomes, equal where neither the person nor a payer sees a difference."""
    seen: dict[object, int] = {}
    return [seen.setdefault((outcomes.noticed(o), o.supports), len(seen)) for o in found.outcomes]


class _Standings:
    """Standings from columns; equal ones are one object."""

    def __init__(self, found: Decided, payers: Sequence[str], supporting: frozenset[str]) -> None:
        self.found, self.payers, self.supporting = found, payers, supporting
        self.seen: dict[tuple[Any, ...], Standing | None] = {}

    def __call__(self, values: tuple[Any, ...]) -> Standing | None:
        if values not in self.seen:
            self.seen[values] = self._new(*values) if values[0] is not None else None
        return self.seen[values]

    def _new(self, outcome: int, rank: int, card: int, premium: int, *amounts: int) -> Standing:
        said = self.found.outcomes[outcome]
        supported = any(payer in self.supporting for payer, _ in said.shares)
        return Standing(said, rank, card == 1, premium, dict(zip(self.payers, amounts, strict=True)), supported)


def _joined(rows: Sequence[tuple[Any, ...]], width: int, standing: _Standings) -> list[Turn]:
    """Rows as turns; neighbours that say the same are one."""
    turns: list[Turn] = []
    for person, a, b, *values in rows:
        x, y = values[:width], values[width:]
        home, unit = (y[0] - OTHER, y[1]) if y[0] is not None else (x[0], x[1])
        turn = Turn(outer(person), outer(home), unit, a, b, standing(tuple(x[2:])), standing(tuple(y[2:])))
        last = turns[-1] if turns else None
        follows = last is not None and last.person == turn.person and last.b + 1 == a
        if last and follows and (last.before, last.after) == (turn.before, turn.after):
            turns[-1] = replace(last, b=b)
        else:
            turns.append(turn)
    return turns
