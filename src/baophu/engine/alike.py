"""Fold a register: one stands for all whom the law cannot tell apart in any month of the span.

Months of birth that pass the same ages in the same months are one; so are the histories of people, households and
units that add the same in the same months. A representative keeps its own household's and unit's history, so a fold
answers totals but not questions that hang on the other members of a household.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from baophu.engine.codes import Codes, joined, numbered_pair
from baophu.engine.compiled import CompiledLaw
from baophu.engine.register import KEYS, Register
from baophu.engine.seen import Additions, additions, base, by_day, first_full, fixed_words, month
from baophu.engine.vectors import Array

WIDE = 1 << 31


@dataclass(frozen=True, slots=True)
class History:
    """What changes with time: `kind` of each representative, and what each of `kinds` adds (`rows`, by their kind)."""

    kind: Array
    kinds: int
    rows: Additions

    def only(self, some: Array) -> History:
        """The histories of some of the representatives."""
        used, kind = np.unique(self.kind[some], return_inverse=True)
        starts, stops = (np.searchsorted(self.rows.key, used, side=side) for side in ("left", "right"))
        count = stops - starts
        rows = np.repeat(starts - np.cumsum(count) + count, count) + np.arange(count.sum())
        kept = Additions(np.repeat(np.arange(len(used)), count), *(c[rows] for c in self.rows.columns()))
        return History(kind, len(used), kept)


@dataclass(frozen=True, slots=True)
class Alike:
    """Representatives: month of `birth`, months `a` to `b` lived somewhere, what never changes, histories, people.

    `fixed` is the place in `words`, shape (kinds, width), of what each starts from; `n` counts whom it stands for.
    """

    birth: Array
    a: Array
    b: Array
    fixed: Array
    words: Array
    histories: tuple[History, ...]
    n: Array

    def blocks(self, size: int) -> Iterator[Alike]:
        """The representatives, at most so many at a time."""
        if len(self.n) <= size:
            yield self
            return
        for start in range(0, len(self.n), size):
            some = np.arange(start, min(start + size, len(self.n)))
            birth, a, b, fixed, n = (column[some] for column in (self.birth, self.a, self.b, self.fixed, self.n))
            yield Alike(birth, a, b, fixed, self.words, tuple(h.only(some) for h in self.histories), n)


def alike(law: CompiledLaw, register: Register) -> Alike:
    """The representatives of a register."""
    birth_kind, births = _births(law, register)
    starts, ends, deaths = (_inside(law, d, f) for d, f in _bounds(register))
    fixed = fixed_words(law, register)
    histories = list(_histories(law, register))
    parts = [birth_kind, starts, ends, deaths, *(Codes(codes, len(table)) for codes, table in fixed)]
    first, n = _folded(len(register), [*parts, *(kind for kind, _ in histories)])

    def of(codes: Array) -> Array:
        return codes[first] if len(codes) > 1 else np.repeat(codes, len(first))

    birth = births[of(birth_kind.values)]
    a = np.maximum(law.first + of(starts.values), birth)
    b = law.first - 1 + np.minimum(of(ends.values), of(deaths.values))
    added = np.repeat(base(law, register)[None], len(first), axis=0)
    for codes, table in fixed:
        added += table[of(codes)]
    known = joined(added.T)
    lived = np.flatnonzero(a <= b)
    return Alike(
        birth[lived], a[lived], b[lived], known.values[lived], added[known.first()],
        tuple(History(of(kind.values)[lived], kind.size, rows) for kind, rows in histories), n[lived],
    )  # fmt: skip


def _folded(rows: int, parts: Sequence[Codes]) -> tuple[Array, Array]:
    """The first row of each combination of codes that occurs, and how many rows have it."""
    told = [p for p in parts if len(p.values) > 1]
    if not told:
        return np.zeros(1, np.int64), np.array([rows])
    size = reduce(lambda a, b: a * b, (p.size for p in told), 1)
    if size < WIDE:
        key = told[0].values.astype(np.int32)
        for part in told[1:]:
            key *= np.int32(part.size)
            key += part.values
        codes = Codes(key, size).numbered()
    else:
        codes = reduce(numbered_pair, told).numbered()
    return codes.first(), np.bincount(codes.values, minlength=codes.size)


def _births(law: CompiledLaw, register: Register) -> tuple[Codes, Array]:
    """Kinds of months of birth: those that pass birth and the same ages in the same months; the eldest stands for all.

    The eldest is born before any of them lives anywhere.
    """
    turns = [12 * age for age in law.cuts.ages]
    kinds: dict[tuple[int, ...], int] = {}
    births: list[int] = []

    def kind(birth: int) -> int:
        passed = tuple(min(max(birth + t, law.first), law.last + 1) for t in turns)
        if passed not in kinds:
            kinds[passed] = len(kinds)
            births.append(birth)
        return kinds[passed]

    def kinds_of(days: Array) -> Array:
        born = first_full(days)
        least = int(born.min())
        told = np.array([kind(m) for m in range(least, int(born.max()) + 1)], np.int32)
        places: Array = born - least
        return told[places]

    return Codes(by_day(register.born, kinds_of), len(kinds)), np.array(births)


def _bounds(register: Register) -> Iterator[tuple[Array, bool]]:
    yield register.start, True
    yield register.end, False
    yield register.died, False


def _inside(law: CompiledLaw, days: Array, beginning: bool) -> Codes:
    """Months of the span by place: the first whole one of days that begin, the one after the month of days that end."""
    months = by_day(days, first_full) if beginning else by_day(days, month) + 1
    span = law.last + 1 - law.first
    return Codes(np.clip(months - law.first, 0, span), span + 1)


def _histories(law: CompiledLaw, register: Register) -> Iterator[tuple[Codes, Additions]]:
    """For each table the kind of everybody's history, one a stay, and what each kind adds, in the order of kinds."""
    for table in KEYS:
        found = additions(law, register, table)
        if found is not None and len(found.key):
            places, size = register.whose(table)
            kinds, rows = _kinds(found, size)
            kind = kinds.values[found.key[rows]]
            order = np.argsort(kind, kind="stable")
            told = Additions(kind[order], *(column[rows[order]] for column in found.columns()))
            yield Codes(kinds.values.astype(np.int32)[places], kinds.size), told


def _kinds(found: Additions, size: int) -> tuple[Codes, Array]:
    """The kind of each key's history, 0 where it has none; and the rows of each kind's example.

    The rows of a key are met one after another; each turns the kind so far and itself into a kind.
    """
    row = joined([found.a, found.b, *found.added.T]).values + 1
    order = np.argsort(found.key, kind="stable")
    key = found.key[order]
    count = np.bincount(key, minlength=size)
    place = np.arange(len(key)) - (np.cumsum(count) - count)[key]
    kinds = np.zeros(size, np.int64)
    kinds[key[place == 0]] = row[order][place == 0]
    for turn in range(1, int(count.max(initial=0))):
        now = place == turn
        told = joined([kinds[key[now]], row[order][now]])
        kinds[key[now]] = told.values + int(kinds.max()) + 1
    numbered = Codes(kinds, int(kinds.max()) + 1).numbered()
    example = np.zeros(size, np.bool_)
    example[numbered.first()] = True
    return numbered, np.flatnonzero(example[found.key])
