"""Hold the list types against the law book: facts, owners and values must be what it declares."""

from __future__ import annotations

from baophu.imports.catalogue.model import Absent, End, ListType, Set
from baophu.law.errors import Problems, did_you_mean
from baophu.law.model import Book, FactDeclaration, Place


def check_all(types: dict[str, ListType], book: Book) -> None:
    """LawError with every fact or value of a list type that the book does not declare."""
    problems = Problems()
    for kind in types.values():
        for act in kind.acts:
            if isinstance(act, Set):
                _check_set(kind, act, book, problems)
            elif isinstance(act, End):
                _check_values(kind, act.fact, act.values, act.place, book, problems)
        if kind.absent:
            _check_absent(kind, kind.absent, book, problems)
    problems.raise_any()


def _fact(kind: ListType, name: str, place: Place, book: Book, problems: Problems) -> FactDeclaration | None:
    fact = book.facts.get(name)
    if fact is None or fact.level not in ("person", "household") or fact.since or fact.reads:
        own = [f.name for f in book.facts.values() if f.level == kind.owner]
        problems.add(place, f"list {kind.name}", f"'{name}' is not a fact that is recorded{did_you_mean(name, own)}")
        return None
    if fact.level == "household" and kind.owner == "person":
        problems.add(place, f"list {kind.name}", f"'{name}' is a household's; the list says `of: household`")
    return fact


def _check_set(kind: ListType, act: Set, book: Book, problems: Problems) -> None:
    fact = _fact(kind, act.fact, act.place, book, problems)
    if fact is None:
        return
    column = kind.columns.get(act.value.column)
    if fact.type in ("money", "count"):
        if column is None or column.kind not in ("money", "count"):
            problems.add(act.place, f"list {kind.name}", f"{fact.name} is an amount; its value is a column of money")
    elif fact.type == "choice":
        values = frozenset(column.values if column else {act.value.constant})
        _check_values(kind, fact.name, values & act.when.get(act.value.column, values), act.place, book, problems)
    elif fact.type == "flag" and column is None and act.value.constant != "true":
        problems.add(act.place, f"list {kind.name}", f"{fact.name} is a flag; its value is true")


def _check_values(
    kind: ListType, name: str, values: frozenset[str], place: Place, book: Book, problems: Problems
) -> None:
    fact = _fact(kind, name, place, book, problems)
    if fact is None or fact.type != "choice":
        return
    for value in sorted(values - set(fact.values)):
        near = did_you_mean(value, fact.values)
        problems.add(place, f"list {kind.name}", f"'{value}' is not a value of {name}{near}")


def _check_absent(kind: ListType, absent: Absent, book: Book, problems: Problems) -> None:
    for fact, values in absent.facts.items():
        _check_values(kind, fact, values, absent.place, book, problems)
