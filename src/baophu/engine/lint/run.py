"""Lint by enumeration: try the situations a book can tell apart and say what is wrong, period by period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import duckdb
import numpy as np

from baophu.engine.layout import visible
from baophu.engine.lint.findings import LEVELS, Finding, Report, Tally
from baophu.engine.lint.ground import Ground, Other
from baophu.engine.lint.mistakes import MISTAKES
from baophu.engine.lint.notices import NOTICES, losers
from baophu.engine.lint.situations import beyond, deeper, plainest_first, situations
from baophu.engine.lint.stretches import Stretch, stretches
from baophu.engine.lint.traits import Trait, traits_of
from baophu.engine.lint.tried import Court
from baophu.engine.lint.ways import Own, Rows, owns_of, touched
from baophu.engine.months import show
from baophu.engine.plan import plans
from baophu.law.model import Book

Progress = Callable[[str, float], None]


def lint(book: Book, first: int, last: int, progress: Progress | None = None) -> Report:
    """What is wrong with a book's rules in the months `first..last`; ValueError when the span is empty."""
    if last < first:
        raise ValueError(f"{show(first)} to {show(last)} has no months")
    inside = stretches(book, first, last)
    found: list[Finding] = []
    tally = Tally(0, 0, 0, 0)
    not_exhausted: dict[str, None] = {}
    with duckdb.connect() as con:
        court = Court(con)
        for done, stretch in enumerate(inside):
            if progress:
                progress(f"{show(stretch.start)} to {show(stretch.end)}", done / len(inside))
            ground, tried = _ground(court, book, stretch)
            found += [finding for check in (*MISTAKES, *NOTICES) for finding in check(ground)]
            tally += tried
            not_exhausted |= dict.fromkeys(o.provision.ref for o in ground.owns if not o.whole)
    return Report(
        book=book.title,
        findings=tuple(sorted(joined(found), key=_order)),
        tally=tally,
        periods=tuple((s.start, s.end) for s in inside),
        not_exhausted=tuple(not_exhausted),
    )


def _ground(court: Court, book: Book, stretch: Stretch) -> tuple[Ground, Tally]:
    """Try a stretch; where rules hold and never decide, try harder."""
    traits = traits_of(book, stretch, visible(book, [stretch.period]))
    owns = owns_of(stretch, traits)
    rows, tally = situations(stretch.period, traits, owns)
    ground = _decided(court, book, stretch, traits, owns, rows)
    if lost := losers(ground):
        more = beyond(rows, deeper(stretch.period, traits, owns, lost))
        ground = _decided(court, book, stretch, traits, owns, plainest_first(np.concatenate([rows, more])))
        tally = replace(tally, deeper=len(more))
    return ground, tally


def _decided(
    court: Court,
    book: Book,
    stretch: Stretch,
    traits: Sequence[Trait],
    owns: Sequence[Own],
    rows: Rows,
) -> Ground:
    """The situations decided under the law as it is taken, and under every other answer to its open parameters."""
    asked = [(parameter, parameter.other) for parameter in stretch.open if parameter.other]
    layout = visible(book, [stretch.period])
    plan, *other_plans = plans(book, layout, [stretch.period, *(other for _, other in asked)])
    others = []
    for (parameter, _), other_plan in zip(asked, other_plans, strict=True):
        where = touched(owns, parameter.name, rows)
        if len(where):
            others.append(Other(parameter, where, court.decide(other_plan, traits, rows[where], stretch.start)))
    return Ground(book, stretch, traits, owns, court.decide(plan, traits, rows, stretch.start), others)


def joined(found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings of consecutive months that say the same as one; the example is that of the first."""
    by_key: dict[object, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: f.first):
        runs = by_key.setdefault(_key(finding), [])
        if runs and runs[-1].last + 1 == finding.first:
            runs[-1] = replace(runs[-1], last=finding.last)
        else:
            runs.append(finding)
    return (finding for runs in by_key.values() for finding in runs)


def _key(finding: Finding) -> object:
    """What must be the same; a person without a group is known by their facts."""
    facts = (finding.example.age, finding.example.facts) if finding.kind == "no_group" and finding.example else None
    return finding.kind, tuple(c.ref for c in finding.cited), finding.says, facts


def _order(finding: Finding) -> tuple[int, int, tuple[str, ...]]:
    return list(LEVELS).index(finding.kind), finding.first, tuple(c.ref for c in finding.cited)
