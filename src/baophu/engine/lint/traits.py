"""What may differ from person to person as far as the law in force can tell: age, and every fact it reads.

Facts that hang on one another are one trait: a fact, its view that counts the first month whole, and the month its
present spell began can only take values together that one register entry could give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from baophu.engine.cells import ELDEST
from baophu.engine.layout import Field, Layout
from baophu.engine.lint.stretches import Stretch, conditions, in_force
from baophu.law.linear import difference
from baophu.law.model import Book, ParameterDeclaration
from baophu.law.scalars import NEVER
from baophu.law.tree import Among, Between, Compare, Fact, Node, walk

ADULT = 30
"""An age, in full years, that stands for all where no rule asks for another."""

Value = int | bool | str


@dataclass(frozen=True, slots=True)
class Variant:
    """One way a trait can be: a fact's value each, the whole numbers the SQL reads, and what is said of it."""

    facts: tuple[tuple[str, Value], ...]
    columns: tuple[int, ...]
    said: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Trait:
    """`columns` of the table of situations and the variants that fill them; the first is the default."""

    name: str
    level: str
    columns: tuple[str, ...]
    variants: tuple[Variant, ...]


AGE = "age"


def traits_of(book: Book, stretch: Stretch, layout: Layout) -> tuple[Trait, ...]:
    """Age first, then every fact the law can see, in the order of the book."""
    by_source: dict[str, list[Field]] = {}
    for field in layout.fields:
        by_source.setdefault(field.source, []).append(field)
    seen = [name for name in book.facts if name in by_source]
    return (_age(stretch), *(_trait(book, stretch, name, by_source[name]) for name in seen))


def age_class(stretch: Stretch, age: int) -> tuple[int, int | None]:
    """The class an age begins: from it to before the next; None when there is no next."""
    later = [a for a in _ages(stretch) if a > age]
    return age, min(later) if later else None


def _ages(stretch: Stretch) -> list[int]:
    return sorted({0} | {a for a in stretch.points.ages if 0 < a < ELDEST})


def _age(stretch: Stretch) -> Trait:
    ages = _ages(stretch)
    usual = max(a for a in ages if a <= ADULT)
    ordered = [usual, *(a for a in ages if a != usual)]
    return Trait(AGE, "person", (AGE,), tuple(Variant((), (a,), ((AGE, a),) if a != usual else ()) for a in ordered))


def _trait(book: Book, stretch: Stretch, source: str, fields: Sequence[Field]) -> Trait:
    declared = book.facts[source]
    default = tuple((f.name, f.declaration.default) for f in fields)
    variants = {_columns(fields, default): Variant(default, _columns(fields, default), ())}
    for value in _values(book, stretch, source, fields):
        if value == declared.default:
            continue
        for facts in _together(stretch, value, default, fields):
            columns = _columns(fields, facts)
            said = tuple(pair for pair, usual in zip(facts, default, strict=True) if pair != usual)
            variants.setdefault(columns, Variant(facts, columns, _once(said, fields)))
    return Trait(source, declared.level, tuple(f"f_{f.name}" for f in fields), tuple(variants.values()))


def _together(
    stretch: Stretch, value: Value, default: tuple[tuple[str, Value], ...], fields: Sequence[Field]
) -> Iterator[tuple[tuple[str, Value], ...]]:
    """What a fact and all that hangs on it can be once a spell with this value has begun."""
    since = [f.name for f in fields if f.declaration.since]
    views = [f.name for f in fields if f.declaration.whole_month]
    months = [m for m in _months(stretch, since[0]) if m <= stretch.start] or [stretch.start] if since else [NEVER]
    for month in months:
        yield tuple((name, month if name in since else value) for name, _ in default)
    if views and len(fields) > len(views):
        yield tuple((name, value if name in views else usual) for name, usual in default)


def _once(said: tuple[tuple[str, Value], ...], fields: Sequence[Field]) -> tuple[tuple[str, Value], ...]:
    """A view is not said beside the fact it is a view of."""
    views = {f.name: f.source for f in fields if f.declaration.whole_month}
    names = {name for name, _ in said}
    return tuple((name, value) for name, value in said if views.get(name) not in names)


def _values(book: Book, stretch: Stretch, source: str, fields: Sequence[Field]) -> Sequence[Value]:
    declared = book.facts[source]
    match declared.type:
        case "flag":
            return (False, True)
        case "choice":
            return tuple(declared.values)
        case "code":
            return tuple(dict.fromkeys(text for f in fields for text in f.codes))
        case "month":
            return (*_months(stretch, source), NEVER)
        case _:
            return _counts(source, conditions(stretch.period), in_force(book, stretch.period))


def _months(stretch: Stretch, name: str) -> list[int]:
    """Months between which conditions can tell, latest first: on both sides of every turn."""
    turns = set(stretch.points.fact_months.get(name, ()))
    turns |= {stretch.start - offset + 1 for fact, offset in stretch.points.since if fact == name}
    around = {m for turn in turns for m in (turn - 1, turn) if m > NEVER}
    return sorted(around or {stretch.start}, reverse=True)


def _counts(name: str, nodes: Sequence[Node], parameters: Mapping[str, ParameterDeclaration]) -> list[int]:
    """Whole numbers just below, at and just above those a count is compared with."""
    found = {0, 1}
    for compare in (c for node in nodes for part in walk(node) for c in _comparisons(part)):
        form = difference(compare.left, compare.right)
        if form is None or Fact(name) not in form.facts():
            continue
        rests = [form.constant]
        for parameter in form.parameters():
            values = [v.value for v in parameters[parameter.name].values if isinstance(v.value, int)]
            rests = [rest + form.coefficient(parameter) * int(v) for rest in rests for v in values]
        for rest in rests:
            bound = -rest // form.coefficient(Fact(name))
            found |= {n for n in (bound - 1, bound, bound + 1) if n >= 0}
    return sorted(found)


def _comparisons(node: Node) -> Iterator[Compare]:
    match node:
        case Compare():
            yield node
        case Between(item, low, high):
            yield Compare(">=", item, low)
            yield Compare("<=", item, high)
        case Among(item, values):
            yield from (Compare("=", item, value) for value in values)


def _columns(fields: Sequence[Field], facts: tuple[tuple[str, Value], ...]) -> tuple[int, ...]:
    """The whole numbers under which the SQL knows these values."""
    return tuple(_column(field, value) for field, (_, value) in zip(fields, facts, strict=True))


def _column(field: Field, value: Value) -> int:
    if isinstance(value, str):
        return field.codes.get(value, field.codes.get("", 0))
    return int(value)
