"""A law book made ready for a span of months, once for all who ask: its periods, what it can see, where it turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from baophu.engine.cells import Cuts, cuts_of
from baophu.engine.decision import answer_columns, considered_columns, considered_steps, decision_steps
from baophu.engine.layout import Layout, visible
from baophu.engine.periods import Period, periods
from baophu.engine.plan import Plan, plans
from baophu.engine.vectors import Program, Reader
from baophu.law.model import Book


class Asked(NamedTuple):
    """A period's plan, and the program that answers a question of it."""

    plan: Plan
    program: Program


def ask(plans: Sequence[Plan]) -> tuple[Asked, ...]:
    """The programs of some plans."""
    reader = Reader()
    return tuple(Asked(p, reader.program(decision_steps(p), answer_columns(p)[1:])) for p in plans)


@dataclass(frozen=True)
class CompiledLaw:
    """A law for the months `first..last`, both inclusive. It never changes: keep it and share it between threads."""

    book: Book
    first: int
    last: int
    periods: tuple[Period, ...]
    layout: Layout
    cuts: Cuts

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """What each period's questions are made of."""
        return tuple(plans(self.book, self.layout, self.periods))

    def plan(self, month: int) -> Plan:
        """The plan of the period a month lies in."""
        return next(p for p in self.plans if p.period.start <= month <= p.period.end)

    def considering(self, month: int) -> Asked:
        """How each condition and provision of the period a month lies in is asked; kept once it was."""
        plan = self.plan(month)
        if plan.period.index not in self._considering:
            program = Reader().program(considered_steps(plan), considered_columns(plan))
            self._considering[plan.period.index] = Asked(plan, program)
        return self._considering[plan.period.index]

    @cached_property
    def _considering(self) -> dict[int, Asked]:
        return {}

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """How each period is asked."""
        return ask(self.plans)


def compile_law(book: Book, first: int, last: int, *, also: Sequence[Book] = ()) -> CompiledLaw:
    """The law of the months `first..last`; `also` names drafts: what they can tell apart is kept apart.

    ValueError where a rule reads what no decision may hang on.
    """
    inside = periods(book, first, last)
    layout = visible(book, [*inside, *(p for draft in also for p in periods(draft, first, last))])
    return CompiledLaw(book, first, last, inside, layout, cuts_of(book, inside))
