"""People by unit and standing in a month, and what is true of them some months later in the same unit.

A *standing* is read from the decisions: insured and keeping what they have (`keeps`), insured and about to lose support
or to pay a larger share (`loses`), not insured and about to be paid for in full (`gains`), not insured (`out`); `new`
are those who live in the unit only later. Each month is read from the run once, as one small number a person, and two
months are laid beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from baophu.insight.run import RunLike, decisions, living, payer_last, supporters
from baophu.law.model import Book

STANDINGS = ("keeps", "loses", "gains", "out", "new")
NOWHERE = -1
Places = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Flow:
    """People of one standing in a month, and what is true of them some months later in the same unit."""

    people: int
    living: int
    insured: int

    def __add__(self, other: Flow) -> Flow:
        return Flow(self.people + other.people, self.living + other.living, self.insured + other.insured)


NOBODY = Flow(0, 0, 0)
Flows = Mapping[str, Mapping[str, Flow]]
"""By unit, then by standing."""


def flows(run: RunLike, book: Book, months: Sequence[int], ahead: int) -> dict[int, Flows]:
    """For each month: people by unit and standing, and how many live there and are insured `ahead` months later."""
    kinds = _Kinds.of(run, book)
    rows = {"outcome": list(range(len(kinds.of_outcome))), "kind": kinds.of_outcome}
    run.con.register("insight_kind", pa.table({k: pa.array(v, pa.int32()) for k, v in rows.items()}))
    try:
        run.con.execute(
            f"""create or replace temp table forecast_stretch as
                select i.person, i.unit, i.a, i.b, k.kind * 2 + i.card as code
                from interval i join insight_kind k using (outcome)
                where i.b >= {min(months)} and i.a <= {max(months) + ahead} and {living(book, "i.unit")}"""
        )
        return _by_month(run, kinds, months, ahead)
    finally:
        run.con.unregister("insight_kind")
        run.con.execute("drop table if exists forecast_stretch")


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Decisions told apart by what a person pays and what supporters pay. `standing` is the number of the standing of
    somebody with one code (kind * 2 + card) in a month and another later; the last row is of nobody."""

    of_outcome: list[int]
    standing: NDArray[np.int8]

    @classmethod
    def of(cls, run: RunLike, book: Book) -> _Kinds:
        known = decisions(run)
        own, supporting = payer_last(book), supporters(known)
        pairs = [(d.share_of(own), d.paid_by(supporting)) for d in known]
        kinds = list(dict.fromkeys(pairs))
        places = {pair: n for n, pair in enumerate(kinds)}
        return cls([places[p] for p in pairs], _standing(kinds))


def _standing(kinds: Sequence[tuple[Fraction, Fraction]]) -> NDArray[np.int8]:
    size = 2 * len(kinds)
    found = np.full((size + 1, size + 1), STANDINGS.index("new"), np.int8)
    for code in range(size):
        own, helped = kinds[code // 2]
        # who is nowhere later neither loses nor gains by the decisions
        found[code, size] = STANDINGS.index("keeps" if code % 2 else "out")
        for later in range(size):
            own_then, helped_then = kinds[later // 2]
            if code % 2:
                name = "loses" if own_then > own or helped_then < helped else "keeps"
            else:
                name = "gains" if own > 0 and not own_then else "out"
            found[code, later] = STANDINGS.index(name)
    return found


def _by_month(run: RunLike, kinds: _Kinds, months: Sequence[int], ahead: int) -> dict[int, Flows]:
    units = [u for (u,) in run.con.execute("select distinct unit from forecast_stretch order by 1").fetchall()]
    run.con.register("insight_unit", pa.table({"unit": pa.array(units, pa.string()), "place": range(len(units))}))
    try:
        rows = run.con.execute(
            """select s.person, u.place::smallint as place, s.a::int as a, s.b::int as b, s.code::smallint as code
               from forecast_stretch s join insight_unit u using (unit)"""
        ).fetchnumpy()
    finally:
        run.con.unregister("insight_unit")
    reader = _Months(rows, 2 * (max(kinds.of_outcome, default=0) + 1))
    found: dict[int, Flows] = {}
    for month in sorted(months):
        found[month] = _flows(reader.of(month), reader.of(month + ahead), kinds, units, reader.nobody)
        reader.forget(month)
    return found


class _Months:
    """Where everybody lives in a month and under which code, person by person; `nobody` is the code of who is not
    there. A month read is kept until it lies behind."""

    def __init__(self, rows: Mapping[str, NDArray[Any]], nobody: int) -> None:
        self.nobody = nobody
        self._place, self._a, self._b, self._code = (rows[name] for name in ("place", "a", "b", "code"))
        self._person, self._people = _numbered(rows["person"])
        self._known: dict[int, tuple[Places, Places]] = {}

    def of(self, month: int) -> tuple[Places, Places]:
        """Places of units (NOWHERE: not here) and codes."""
        if month not in self._known:
            rows = np.flatnonzero((self._a <= month) & (self._b >= month))
            place = np.full(self._people, NOWHERE, np.int16)
            code = np.full(self._people, self.nobody, np.int16)
            at = self._person[rows]
            place[at], code[at] = self._place[rows], self._code[rows]
            self._known[month] = place, code
        return self._known[month]

    def forget(self, month: int) -> None:
        """Let the months go that lie before or at a month."""
        for old in [m for m in self._known if m <= month]:
            del self._known[old]


def _numbered(persons: NDArray[Any]) -> tuple[NDArray[Any], int]:
    """Each person's place and how many places there are: numbers of a register lie close to each other."""
    if not len(persons):
        return persons.astype(np.int32), 0
    least, most = int(persons.min()), int(persons.max())
    if most - least < 4 * len(persons):
        return (persons - least).astype(np.int32), most - least + 1
    known, places = np.unique(persons, return_inverse=True)
    return places.astype(np.int32), len(known)


def _flows(
    today: tuple[Places, Places], later: tuple[Places, Places], kinds: _Kinds, units: Sequence[str], nobody: int
) -> dict[str, dict[str, Flow]]:
    (here, code), (there, code_then) = today, later
    stays = here == there
    width = len(STANDINGS)
    now = here != NOWHERE
    # who is here now: with what is true of them then, if they are still here
    standing = kinds.standing[code[now], np.where(stays[now], code_then[now], nobody)]
    key = here[now].astype(np.int32) * width + standing
    insured_then = stays & (code_then % 2 == 1)
    # who comes
    comes = (there != NOWHERE) & ~stays
    new = there[comes].astype(np.int32) * width + STANDINGS.index("new")
    insured_new = new[code_then[comes] % 2 == 1]
    size = len(units) * width
    counts = (
        np.bincount(key, minlength=size),
        np.bincount(key[stays[now]], minlength=size) + np.bincount(new, minlength=size),
        np.bincount(key[insured_then[now]], minlength=size) + np.bincount(insured_new, minlength=size),
    )
    found: dict[str, dict[str, Flow]] = {}
    for n in np.flatnonzero(counts[0] + counts[1]):
        flow = Flow(*(int(c[n]) for c in counts))
        found.setdefault(units[int(n) // width], {})[STANDINGS[int(n) % width]] = flow
    return found
