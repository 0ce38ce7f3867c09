"""Which facts the law can see in a span, and how a person's facts are packed into whole numbers.

People whom the law cannot tell apart get the same numbers: a fact no rule reads is left out, values no rule tells
apart share a code, the default is always 0. A fact's value is a *field* of some bits in one of a few 62-bit words,
so a change of a fact is one whole number added to a word (see `spells`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baophu.engine.periods import Period
from baophu.engine.sql import Names, literals_by_fact, number
from baophu.law.model import Book, FactDeclaration
from baophu.law.tree import Node, facts_read

WORD_BITS = 62


@dataclass(frozen=True, slots=True)
class Field:
    """A visible fact: `codes` of its values (as texts; the default has 0), and where its bits stand.

    `nothing` is the value of the fact behind a `since` that begins no spell: that fact's default.
    """

    declaration: FactDeclaration
    codes: Mapping[str, int]
    word: int
    shift: int
    width: int
    nothing: str = ""

    @property
    def name(self) -> str:
        return self.declaration.name

    @property
    def source(self) -> str:
        """The fact whose rows fill this field: itself, or the one it is a view of."""
        return self.declaration.reads or self.declaration.since or self.declaration.name

    @property
    def default(self) -> int:
        """What the bits 0 stand for where values are their own numbers: a flag, a count or a month."""
        fact = self.declaration
        return int(fact.default) if fact.type in ("flag", "count", "month") and not fact.since else 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The visible facts of a law in a span of months."""

    fields: tuple[Field, ...]
    words: int
    amounts: tuple[str, ...]
    flags: frozenset[str]
    month_parameters: frozenset[str]

    def field(self, name: str) -> Field:
        return next(f for f in self.fields if f.name == name)

    def covers(self, other: Layout) -> bool:
        """Whether facts packed by this layout tell apart all that `other` must."""
        mine = {f.name: f for f in self.fields}
        return all(o.name in mine and _finer(mine[o.name].codes, o.codes) for o in other.fields) and set(
            other.amounts
        ) <= set(self.amounts)

    def names(self, period: Period, prefix: str = "f_") -> Names:
        """How this layout's facts and a period's parameters are spelt in SQL."""
        by_name = {f.name: f for f in self.fields}
        return Names(
            fact=lambda name: f"{prefix}{by_name[name].name}" if name in by_name else name,
            code=lambda name, text: by_name[name].codes[text],
            parameter=lambda name: number(period.parameters[name]),
            flags=self.flags,
        )


def visible(book: Book, inside: Iterable[Period]) -> Layout:
    """The layout for the provisions in force in some periods.

    Month facts get no codes here: their distinct values come from the data (see `load`), so their field is given
    the bits of a month number.
    """
    conditions: list[Node] = []
    amounts: set[str] = set()
    for period in inside:
        for provision in period.provisions:
            conditions.extend(c.node for c in provision.conditions)
            of = getattr(provision.effect, "of", None)
            if of is not None and not isinstance(of, tuple):
                amounts |= facts_read(of)
    read = sorted({name for node in conditions for name in facts_read(node)})
    money = [name for name in read if book.facts[name].type == "money"]
    if money:
        raise ValueError(
            f"{', '.join(money)}: an amount of money cannot decide who is in a group; declare a fact for it"
        )
    if other := sorted(name for name in amounts if not _is_amount(book.facts[name])):
        raise ValueError(
            f"{', '.join(other)}: the base of a premium reads a person's amounts of money; 0 is their default"
        )
    literals = literals_by_fact(conditions)
    flags = frozenset(n for n, f in book.facts.items() if f.type == "flag") | frozenset(
        n for n, p in book.parameters.items() if p.type == "flag"
    )
    fields: list[Field] = []
    word = shift = 0
    for name in read:
        declaration = book.facts[name]
        codes = _codes(declaration, literals.get(name, set()))
        width = _width(declaration, codes)
        if shift + width > WORD_BITS:
            word, shift = word + 1, 0
        nothing = str(book.facts[declaration.since].default) if declaration.since else ""
        nothing = {"False": "false", "True": "true"}.get(nothing, nothing)
        fields.append(Field(declaration, codes, word, shift, width, nothing))
        shift += width
    months = frozenset(n for n, p in book.parameters.items() if p.type == "month")
    return Layout(tuple(fields), word + 1, tuple(sorted(amounts)), flags, months)


def _is_amount(fact: FactDeclaration) -> bool:
    """Whether the rows of `person_amount` are all there is to know of a fact."""
    return fact.type == "money" and fact.level == "person" and fact.reads is None and fact.default == 0


def _codes(declaration: FactDeclaration, literals: set[frozenset[str]]) -> dict[str, int]:
    """Codes of the values: those no comparison tells apart share one; the default's is 0."""
    if declaration.type == "flag":
        default = bool(declaration.default)
        return {"true": int(not default), "false": int(default)}
    if declaration.type not in ("choice", "code"):
        return {}
    sets = sorted(literals, key=sorted)
    named = sorted({text for s in sets for text in s})
    values = list(declaration.values) or [str(declaration.default), *named]
    seen: dict[tuple[bool, ...], int] = {}
    codes: dict[str, int] = {}
    for value in [str(declaration.default), *values]:
        signature = tuple(value in s for s in sets)
        codes[value] = seen.setdefault(signature, len(seen))
    if declaration.type == "code":
        codes[""] = seen.setdefault(tuple(False for _ in sets), len(seen))
    return codes


def _width(declaration: FactDeclaration, codes: Mapping[str, int]) -> int:
    if declaration.type in ("month", "count"):
        return 15
    return max(1, max(codes.values()).bit_length())


def _finer(mine: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether values with one code here have one code there."""
    there: dict[int, int] = {}
    return all(there.setdefault(code, other[value]) == other[value] for value, code in mine.items() if value in other)
