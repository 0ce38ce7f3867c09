"""What insight asks of a run, and its decisions as typed data.

A run is anything with a DuckDB connection that has the views of docs/decisions.md, the span of months and the note on
where the facts come from; `baophu.engine.store.Run` is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from baophu.engine.months import month_of, show
from baophu.engine.outcome import Outcome
from baophu.law.model import Book

OUTSIDE = "outside"
"""The unit of who lives elsewhere (docs/facts-tables.md): never among the people living in the units."""


class InsightError(Exception):
    """A question that cannot be answered from this run: why, and what would do."""


class RunLike(Protocol):
    """A run opened for questions; months are `year * 12 + month - 1`, `first` and `last` both inclusive."""

    @property
    def con(self) -> duckdb.DuckDBPyConnection: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def about(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Share:
    """A payer's part of a premium in units of the decision's scale; `by` is the support's provision or empty."""

    payer: str
    share: int
    by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of `outcome`: refs are `instrument#id`, shares add up to `scale`, benefit is a percent."""

    number: int
    group: str
    letter: str
    section: int
    by_group: str
    by_premium: str
    taper: str
    benefit: int
    scale: int
    shares: tuple[Share, ...]
    applied: tuple[str, ...]

    def share_of(self, payer: str) -> Fraction:
        """A payer's part of the premium."""
        return Fraction(sum(s.share for s in self.shares if s.payer == payer), self.scale or 1)

    @property
    def supports(self) -> tuple[Share, ...]:
        """The parts that a support pays."""
        return tuple(s for s in self.shares if s.by)

    def paid_by(self, payers: Iterable[str]) -> Fraction:
        """The part of the premium that some payers pay together."""
        return sum((self.share_of(p) for p in payers), Fraction(0))

    def support_by(self, ref: str) -> Share | None:
        """The part paid under one provision."""
        return next((s for s in self.supports if s.by == ref), None)


def decisions(run: RunLike) -> tuple[Decision, ...]:
    """Every decision of a run; a decision's place is its number."""
    rows = run.con.execute(
        'select outcome, "group", letter, section, by_group, by_premium, taper, benefit, scale, shares, applied'
        " from outcome order by 1"
    ).fetchall()
    found = []
    for place, row in enumerate(rows):
        number, group, letter, section, by_group, by_premium, taper, benefit, scale, shares, applied = row
        if place != number:
            raise InsightError(f"the view `outcome` has no outcome {place}; it was not written by this program")
        parts = tuple(Share(s["payer"], s["share"], s["by"] or "") for s in shares)
        found.append(
            Decision(number, group, letter, section, by_group, by_premium, taper, benefit, scale, parts, tuple(applied))
        )
    return tuple(found)


def supporters(known: Iterable[Decision]) -> frozenset[str]:
    """Payers who pay under some support; what they pay is support also where they owe it by the premium rule."""
    return frozenset(s.payer for d in known for s in d.supports)


def as_decisions(outcomes: Sequence[Outcome]) -> tuple[Decision, ...]:
    """Outcomes of the engine as decisions, numbered by place."""
    found = []
    for number, outcome in enumerate(outcomes):
        by = dict(outcome.supports)
        parts = tuple(Share(payer, share, by.get(payer, "")) for payer, share in outcome.shares)
        scale = sum(s.share for s in parts)
        found.append(
            Decision(number, outcome.group, outcome.letter, outcome.section, outcome.by_group, outcome.by_premium,
                     outcome.taper, outcome.benefit, scale, parts, outcome.applied)
        )  # fmt: skip
    return tuple(found)


def simulated(about: Mapping[str, Any]) -> bool:
    """Whether the people are invented; whatever shows them says so (fact base trap 42)."""
    return bool(about.get("simulated"))


def weight(about: Mapping[str, Any]) -> int:
    """Real people one person of the data stands for; 1 when the data says nothing."""
    written = about.get("weight", about.get("share", 1))
    if not isinstance(written, int) or isinstance(written, bool) or written < 1:
        raise InsightError(f"about.json: weight is {written!r}; it must be a whole number from 1 on")
    return written


def instrument_of(ref: str) -> str:
    """The instrument in a provision's full name; empty for an empty name."""
    return ref.rpartition("#")[0]


def payer_last(book: Book) -> str:
    """The payer who takes the remainder: the person."""
    return book.payers[-1]


def living(book: Book, column: str = "unit") -> str:
    """SQL condition: lives in one of the units of the book; any unit but elsewhere when the book lists none."""
    units = [code for code, area in book.areas.items() if area.kind != OUTSIDE]
    if not units:
        return f"{column} <> '{OUTSIDE}'"
    return f"{column} in ({', '.join(text(u) for u in units)})"


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def numbers(values: Iterable[int]) -> str:
    """Whole numbers as the inside of an SQL list; `-1` for none."""
    return ", ".join(str(v) for v in values) or "-1"


def month_in(run: RunLike, day: date | int) -> int:
    """The month of a day (or the month itself); InsightError when the run does not decide it."""
    month = day if isinstance(day, int) else month_of(day)
    if not run.first <= month <= run.last:
        raise InsightError(
            f"{show(month)} is not decided: this run covers {show(run.first)} to {show(run.last)}; decide a longer span"
        )
    return month


def span_in(run: RunLike, first: int | None, last: int | None) -> tuple[int, int]:
    """A span of months within the run, by default all of it; InsightError when it sticks out or is empty."""
    a, b = month_in(run, run.first if first is None else first), month_in(run, run.last if last is None else last)
    if a > b:
        raise InsightError(f"the span {show(a)} to {show(b)} is empty; write the earlier month first")
    return a, b


def rows_of(run: RunLike, query: str) -> pa.Table:
    """The answer of a query as an Arrow table."""
    return run.con.sql(query).to_arrow_table()
