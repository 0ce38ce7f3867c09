"""What a law sees of a register: days become months, texts become bits of words, and what no rule reads is left out.

The same for a few people as `encode` does for a province. Whatever changes with time is a row of *additions*: whole
numbers added to somebody's words, card and amounts from one month to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from baophu.engine.compiled import CompiledLaw
from baophu.engine.encode import OPEN, adds, code, written
from baophu.engine.layout import Field, Layout
from baophu.engine.register import OPEN_DAY, Register, Rows, Texts
from baophu.engine.vectors import Array
from baophu.law.model import Book


def width(layout: Layout) -> int:
    """How many whole numbers stand for what is seen of somebody in a month: words, card, amounts."""
    return layout.words + 1 + len(layout.amounts)


def month(days: Array) -> Array:
    """The month a day lies in; OPEN for a day that never comes."""
    found = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.where(days >= OPEN_DAY, OPEN, found)


def first_full(days: Array) -> Array:
    """The first month whose first day is not before a day."""
    return month(days - 1) + 1


def by_day(days: Array, answer: Callable[[Array], Array]) -> Array:
    """What `answer` says of each day, asked once for every day between the first and the last where that is less."""
    if not len(days):
        return answer(days)
    first, last = int(days.min()), int(days.max())
    if last - first >= len(days):
        return answer(days)
    return answer(np.arange(first, last + 1, dtype=np.int32))[days - np.int32(first)]


@dataclass(frozen=True, slots=True)
class Additions:
    """Rows of `added`, shape (rows, width), for `key` from month `a` to `b`, both inclusive and inside the span."""

    key: Array
    a: Array
    b: Array
    added: Array

    def columns(self) -> tuple[Array, Array, Array]:
        """All but the key."""
        return self.a, self.b, self.added

    def by_month(self, keys: int, first: int, last: int) -> Array:
        """What each of so many keys has in each month, shape (keys, months, width)."""
        change = np.zeros((keys, last + 2 - first, self.added.shape[1]), np.int64)
        np.add.at(change, (self.key, self.a - first), self.added)
        np.subtract.at(change, (self.key, self.b + 1 - first), self.added)
        return change[:, :-1].cumsum(axis=1)


def fixed_words(law: CompiledLaw, register: Register) -> list[tuple[Array, Array]]:
    """For each column that never changes in a stay: its codes, one a stay or one for all, and what each code adds."""
    layout = law.layout
    found: list[tuple[Array, Array]] = []
    flags: dict[str, Texts] = {"permanent_resident": _flag(register.permanent)}
    here = np.array([u in law.book.areas and law.book.areas[u].kind != "outside" for u in register.unit], np.bool_)
    flags["living_here"] = _flag(here[register.of_unit])
    for name, column in {**flags, **register.fixed}.items():
        level = "stay" if name in flags else "person"
        fields = [f for f in layout.fields if _fills(f, name, level)]
        if fields:
            table = np.zeros((len(column.listed), width(layout)), np.int64)
            for field in fields:
                table[:, field.word] += [code(field, text) << field.shift for text in column.listed]
            found.append((column.codes, table))
    return found


def _fills(field: Field, name: str, level: str) -> bool:
    if level == "stay":
        return field.name == name and field.declaration.level == "stay"
    return field.source == name and not field.declaration.since


def _flag(column: Array) -> Texts:
    return Texts(column.astype(np.int8), ("false", "true"))


def base(law: CompiledLaw, register: Register) -> Array:
    """What everybody starts from, shape (width,): insured where no table tells of cards."""
    found = np.zeros(width(law.layout), np.int64)
    found[law.layout.words] = "cards" not in register.told
    return found


def additions(law: CompiledLaw, register: Register, table: str) -> Additions | None:
    """What the rows of a table add; None where there is no such table."""
    if table == "area_status" and table not in register.told:
        return _seen(law, table, _own_areas(law.book, register))
    rows = register.told.get(table)
    return None if rows is None else _seen(law, table, rows)


def _seen(law: CompiledLaw, table: str, rows: Rows) -> Additions:
    """The rows the law can see, cut to the months of the span.

    In a view that counts the first month whole, a row begins with its first month and ends before the next row's.
    """
    layout = law.layout
    last = by_day(rows.end, month)
    begins = by_day(rows.start, first_full)
    parts = [_added(law, table, rows, False, begins, last)]
    if table.endswith("_status") and any(f.declaration.whole_month for f in layout.fields):
        begun = by_day(rows.start, month)
        parts.append(_added(law, table, rows, True, begun, np.minimum(last, _following(rows, begun) - 1)))
    kept = [p for p in parts if len(p.key)]
    if len(kept) == 1:
        return kept[0]
    key, a, b = (np.concatenate([getattr(p, n) for p in parts]) for n in ("key", "a", "b"))
    return Additions(key, a, b, np.concatenate([p.added for p in parts]))


def _added(law: CompiledLaw, table: str, rows: Rows, whole: bool, begins: Array, last: Array) -> Additions:
    layout = law.layout
    adding, since = np.zeros((2, len(rows.pairs), width(layout)), np.int64)
    if table.endswith("_status"):
        for place, (fact, value) in enumerate(rows.pairs):
            adding[place, : layout.words], since[place, : layout.words] = adds(layout, fact, value, whole)
    elif table == "cards":
        adding[:, layout.words] = 1
    visible = (adding != 0).any(axis=1) | (since != 0).any(axis=1)
    if table == "person_amount":
        visible = np.array([fact in layout.amounts for fact, _ in rows.pairs], np.bool_)
    a, b = np.maximum(begins, law.first), np.minimum(last, law.last)
    kept = np.flatnonzero(visible[rows.said] & (a <= b))
    said = rows.said[kept]
    added = adding[said]
    if since.any():
        added += since[said] * by_day(rows.start[kept], month)[:, None]
    if table == "person_amount":
        amounts = {name: layout.words + 1 + place for place, name in enumerate(layout.amounts)}
        columns = np.array([amounts.get(fact, 0) for fact, _ in rows.pairs], np.int64)
        added[np.arange(len(kept)), columns[said]] = rows.amount[kept]
    return Additions(rows.key[kept], a[kept], b[kept], added)


def _following(rows: Rows, begun: Array) -> Array:
    """The month in which the next row of the same fact of the same key begins."""
    facts = {fact: n for n, fact in enumerate(dict.fromkeys(f for f, _ in rows.pairs))}
    fact = np.array([facts[f] for f, _ in rows.pairs], np.int64)[rows.said]
    order = np.lexsort((rows.start, fact, rows.key))
    same = (rows.key[order][1:] == rows.key[order][:-1]) & (fact[order][1:] == fact[order][:-1])
    found = np.full(len(order), OPEN, np.int64)
    found[order[:-1]] = np.where(same, begun[order[1:]], OPEN)
    return found


def _own_areas(book: Book, register: Register) -> Rows:
    """The law book's own area facts, as rows of a table."""
    place = {unit: n for n, unit in enumerate(register.unit)}
    listed = [(place[u], s) for s in book.area_facts for u in s.units if u in place]
    pairs = {(s.fact, s.value): n for n, s in enumerate(book.area_facts)}
    return Rows(
        key=np.array([n for n, _ in listed], np.int64),
        start=_from_dates(s.start.toordinal() for _, s in listed),
        end=_from_dates(OPEN_DAY + EPOCH if s.end is None else s.end.toordinal() for _, s in listed),
        said=np.array([list(pairs).index((s.fact, s.value)) for _, s in listed], np.int64),
        pairs=tuple((fact, written(value, book.facts[fact].type)) for fact, value in pairs),
        amount=np.zeros(len(listed), np.int64),
    )


EPOCH = 719_163
"""The ordinal of 1 January 1970."""


def _from_dates(ordinals: Iterable[int]) -> Array:
    return np.array(list(ordinals), np.int64) - EPOCH
