"""Run cases: what a law book's examples expect, against what the engine decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from baophu.engine.case_file import Case, read_cases
from baophu.engine.months import month_of
from baophu.engine.one import Decision, Person, Small, decide_people
from baophu.engine.source import FactsError
from baophu.law.errors import Problem, Problems
from baophu.law.model import Book, Place


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that was not met."""

    place: Place
    case: str
    who: str
    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        who = f"{self.who}: " if self.who else ""
        return f"{self.place}: {self.case}: {who}{self.key} is {self.found}, expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Report:
    """How a run of cases ended."""

    cases: int
    problems: tuple[Problem, ...]
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        return not self.problems and not self.differences and self.cases > 0


def run_files(files: Sequence[Path], book: Book) -> Report:
    """Read and run the cases of some files; a case that cannot be read is a problem, the others still run."""
    problems = Problems()
    cases = [case for file in files for case in read_cases(file, book, problems)]
    differences = [*run_cases([c for c in cases if not c.asked], book, problems)]
    for case in cases:
        if case.asked:
            differences += _run_asked(case, book, problems)
    return Report(len(cases), tuple(problems), tuple(differences))


def run_cases(cases: Sequence[Case], book: Book, problems: Problems) -> list[Difference]:
    """Decide the people of all cases in one run and compare."""
    if not cases:
        return []
    people = [_of_case(person, n, case) for n, case in enumerate(cases) for person in case.people.values()]
    first = min(_month(c) for c in cases)
    last = max(_month(c) + c.months - 1 for c in cases)
    try:
        small = decide_people(book, people, first, last, today=date.max)
    except FactsError as error:
        return (
            [d for case in cases for d in _run_alone(case, book, problems)]
            if len(cases) > 1
            else _refused(cases[0], problems, error)
        )
    found: list[Difference] = []
    for n, case in enumerate(cases):
        try:
            for who in case.expect:
                found += _compare(case, who, answer(case, small, f"{n}:{who}", book.payers))
        except FactsError as error:
            problems.add(case.place, case.name, str(error))
    return found


def _run_alone(case: Case, book: Book, problems: Problems) -> list[Difference]:
    return run_cases([case], book, problems)


def _refused(case: Case, problems: Problems, error: FactsError) -> list[Difference]:
    problems.add(case.place, case.name, str(error))
    return []


def _run_asked(case: Case, book: Book, problems: Problems) -> list[Difference]:
    from baophu.engine.cards import run_card_case, run_visit_case

    try:
        found = run_card_case(book, case) if "card" in case.asked else run_visit_case(book, case)
    except (FactsError, ValueError) as error:
        problems.add(case.place, case.name, str(error))
        return []
    return _compare(case, "", found)


def _of_case(person: Person, n: int, case: Case) -> Person:
    """A person with a key and household of their case; born in the month decided, they are decided from birth."""
    born = person.born
    if month_of(born) == _month(case):
        born = born.replace(day=1)
    household = None if person.household is None else f"{n}:{person.household}"
    return replace(person, key=f"{n}:{person.key}", household=household, born=born)


def _month(case: Case) -> int:
    day = case.paid_on or case.on
    assert day is not None
    return month_of(day)


def answer(case: Case, small: Small, key: str, payers: Sequence[str]) -> dict[str, Any]:
    """What is found for a person, under the keys a case may ask.

    A card of some months that somebody's own money goes into is priced at the payment day and stays so; one that is
    paid by others follows each month (Decree 146/2018, Article 10; Decree 188/2025, Article 8).
    """
    month = _month(case)
    now = small.at(key, month)
    parts = [now] * case.months
    if not now.amounts[payers[-1]]:
        parts = [small.at(key, m) for m in range(month, month + case.months)]
    return {
        "group": now.outcome.letter,
        "premium": sum(p.premium for p in parts),
        "benefit": now.outcome.benefit,
        "cites": _cited(now),
        "group_name": now.outcome.group,
        "rank": now.rank,
        "held": list(now.outcome.held),
        **{payer: sum(p.amounts[payer] for p in parts) for payer in payers},
    }


def _cited(decision: Decision) -> list[str]:
    """What may be cited: every provision applied, and the instruments they stand in."""
    refs = decision.outcome.applied
    return [*refs, *dict.fromkeys(r.rpartition("#")[0] for r in refs)]


def _compare(case: Case, who: str, found: Mapping[str, Any]) -> list[Difference]:
    differences = []
    for key, (place, expected) in case.expect[who].items():
        if key not in found:
            allowed = ", ".join(found)
            differences.append(
                Difference(place, case.name, who, key, str(expected), f"not asked; the keys are {allowed}")
            )
        elif not _same(expected, found[key]):
            differences.append(Difference(place, case.name, who, key, _text(expected), _text(found[key])))
    return differences


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, list):
        listed = found if isinstance(found, list) else [found]
        return all(str(e) in [str(f) for f in listed] for e in expected)
    if isinstance(found, list):
        return str(expected) in [str(f) for f in found]
    return str(expected).replace("_", "") == _text(found).replace("_", "")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    return "none" if value is None else str(value)
