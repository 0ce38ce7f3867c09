"""What the engine decides for those asked about: a household together, or many like people apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baophu.citizen.errors import BadLink
from baophu.citizen.supported import places
from baophu.citizen.supported.state import Facts, Said, State, default_of
from baophu.decisions.services.facts import areas_known
from baophu.decisions.services.lawbooks import compiled
from baophu.engine.compiled import CompiledLaw
from baophu.engine.explanation import Explanation
from baophu.engine.few import decide_few, explain_each
from baophu.engine.months import first_day
from baophu.engine.one import ELSEWHERE, Decision, Person, Spell, tables_of
from baophu.engine.source import Facts as Tables
from baophu.engine.source import in_memory
from baophu.law.model import Book, FactDeclaration

AHEAD = 60
"""Months looked ahead, so that the end of a resolution of five years is seen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody as the engine is asked about them."""

    born: int
    said: Facts
    home: str


Intervals = tuple[tuple[int, int, Decision], ...]
"""(first month, last month, decision), in order."""


def law_of(book: Book, month: int) -> CompiledLaw:
    """The law of a month and the years after it, kept for this process."""
    return compiled(book, month, month + AHEAD)


def decide(law: CompiledLaw, state: State, people: Sequence[Asked]) -> list[Intervals]:
    """The decisions of some people who live where the state says; those of one `home` are one household."""
    if not people:
        return []
    facts, numbers = _tables(law.book, state, people)
    few = decide_few(law, facts, today=date.max)
    payers = law.book.payers
    found: dict[int, list[tuple[int, int, Decision]]] = {}
    for row in few.intervals.to_pylist():
        decision = Decision(few.outcomes[row["outcome"]], row["rank"], row["premium"], {p: row[p] for p in payers})
        found.setdefault(row["person"], []).append((row["a"], row["b"], decision))
    return [tuple(found.get(number, ())) for number in numbers]


def explain(law: CompiledLaw, state: State, people: Sequence[Asked]) -> list[Explanation]:
    """The explanations of a household in the month asked about, of each or in the first month they are decided."""
    facts, numbers = _tables(law.book, state, people)
    asked = {number: max(state.month, one.born) for number, one in zip(numbers, people, strict=True)}
    found = explain_each(law, facts, asked, changes=4, today=date.max)
    return [found[number] for number in numbers]


def together(state: State) -> list[Asked]:
    """The members of a household as they were answered."""
    return [Asked(m.born, {**state.household, **m.said}, "home") for m in state.members]


def _tables(book: Book, state: State, people: Sequence[Asked]) -> tuple[Tables, list[int]]:
    unit = _unit(book, state)
    listed = [
        Person(
            key=str(n),
            born=first_day(one.born),
            household=one.home,
            unit=unit,
            permanent_resident=bool(state.permanent) and state.where == "inside",
            facts={name: [_spell(book.facts[name], said)] for name, said in one.said.items()},
        )
        for n, one in enumerate(people)
    ]
    tables, _, numbers = tables_of(book, listed)
    if (areas := areas_known(book, None)) is not None:
        tables["area_status"] = areas
    return in_memory(tables), [numbers[str(n)] for n in range(len(people))]


def _unit(book: Book, state: State) -> str:
    """A unit like the one lived in: the law cannot tell them apart."""
    if state.where != "inside":
        return ELSEWHERE
    like = places.units_like(book, state.area, first_day(state.month))
    if not like:
        raise BadLink("~".join(f"{f}.{v}" for f, v in state.area))
    return like[0]


def _spell(declared: FactDeclaration, said: Said) -> Spell:
    value: bool | str = said.value == "true" if declared.type == "flag" else said.value
    return Spell(value) if said.since is None else Spell(value, first_day(said.since))


def told(said: Mapping[str, Said], book: Book) -> dict[str, Said]:
    """Facts that are not what they are by default."""
    return {name: one for name, one in said.items() if one.value != default_of(book.facts[name])}
