"""Am I supported? People told in a request, decided by the law of a day; nobody of the register is asked or named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from baophu.api.errors import Fault, Impossible, WrongInput
from baophu.cover.services.pricing import Price, price_of
from baophu.cover.services.standing import law_of
from baophu.decisions.services.facts import areas_known
from baophu.decisions.services.lawbooks import active
from baophu.engine.cards.standing import as_on
from baophu.engine.compiled import CompiledLaw
from baophu.engine.few import decide_few
from baophu.engine.months import first_day, month_of
from baophu.engine.one import ELSEWHERE, Decision, Person, Spell, tables_of
from baophu.engine.source import FactsError, in_memory
from baophu.law.model import Book, FactDeclaration, Provision, Text

NEAREST, FARTHEST = date(2015, 1, 1), timedelta(days=400)
"""Days asked about lie between these, the later one counted from today."""

MOST = 10**9
"""The most of an amount, đồng a month."""
CODE = re.compile("[0-9]{2}|none")

Value = int | bool | str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody as told: facts by the law book's names, those of the household too."""

    key: str
    born: date
    sex: str
    household: str
    unit: str
    permanent_resident: bool
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Supported:
    """What the law says of somebody: the decision of the day, the price of a month, and until when it stays so.

    `until` is the last day of the present support as far as the law and the facts told go (None: nothing ends within a
    year); `after` the price of a month from the day after, where the coming months were decided.
    """

    key: str
    decision: Decision
    price: Price
    provisions: tuple[Provision, ...]
    until: date | None
    after: Price | None
    after_group: str


def supported(people: Sequence[Asked], day: date, today: date) -> list[Supported]:
    """What the law says of some people on a day, in the order told (in a household: the order of joining).

    WrongInput for facts that cannot be as told. Impossible for a day or facts the law book cannot decide
    on, with the reason.
    """
    if not NEAREST <= day <= today + FARTHEST:
        raise Impossible(
            f"Chỉ tính được từ {NEAREST:%d/%m/%Y} đến {today + FARTHEST:%d/%m/%Y}.",
            f"Days from {NEAREST} to {today + FARTHEST} can be asked about.",
        )
    law = law_of(day)
    _check(law.book, people)
    try:
        found = _decided(law, people, day)
    except FactsError as error:
        raise Impossible(f"Không xét được: {error}", f"This cannot be decided: {error}") from error
    return [_told(law.book, one.key, found[one.key], day) for one in people]


def told_facts(book: Book) -> dict[str, FactDeclaration]:
    """The facts somebody may be told by: those of persons and households that are recorded as such."""
    return {
        name: fact
        for name, fact in book.facts.items()
        if fact.level in ("person", "household") and fact.since is None and fact.reads is None and name != "sex"
    }


def _check(book: Book, people: Sequence[Asked]) -> None:
    """WrongInput for facts that are not declared, or of a value that is not theirs; Impossible for a key of two."""
    if len({one.key for one in people}) < len(people):
        raise Impossible("Hai người trùng key.", "Two people have the same key.")
    known, faults = told_facts(book), []
    for place, one in enumerate(people):
        for name, value in one.facts.items():
            if (wrong := _wrong(known.get(name), value)) is not None:
                faults.append(Fault(f"body/people/{place}/facts/{name}", "value", wrong))
    if faults:
        raise WrongInput(faults)


def _wrong(fact: FactDeclaration | None, value: Value) -> Text | None:
    """What is wrong with a fact's value."""
    if fact is None:
        return Text("không có dữ kiện này.", "there is no such fact.")
    match fact.type:
        case "flag":
            right, shape = isinstance(value, bool), "true, false"
        case "money" | "count" | "integer":
            right, shape = type(value) is int and 0 <= value <= MOST, f"0 … {MOST}"
        case "choice":
            right, shape = value in fact.values and isinstance(value, str), ", ".join(fact.values)
        case _:
            right, shape = isinstance(value, str) and CODE.fullmatch(value) is not None, CODE.pattern
    return None if right else Text(f"phải là: {shape}.", f"must be: {shape}.")


def _person(book: Book, one: Asked) -> Person:
    if one.unit not in (ELSEWHERE, *book.areas):
        raise FactsError(f"{one.key}: no unit has the code {one.unit!r}")
    facts = {name: [Spell(value)] for name, value in one.facts.items()}
    return Person(
        key=one.key,
        born=one.born,
        sex=one.sex,
        household=one.household or None,
        unit=one.unit,
        permanent_resident=one.permanent_resident,
        facts=facts,
    )


Ahead = list[tuple[int, int, Decision]]


def _decided(law: CompiledLaw, people: Sequence[Asked], day: date) -> dict[str, Ahead]:
    """The decisions of the month of the day and of those ahead, by key."""
    written = [as_on(_person(law.book, one), day) for one in people]
    tables, book, numbers = tables_of(law.book, written)
    assert book is law.book  # nobody tells facts of areas
    if (areas := areas_known(law.book, None)) is not None:
        tables["area_status"] = areas
    few = decide_few(law, in_memory(tables), today=date.max)
    by_number: dict[int, Ahead] = {}
    for row in few.intervals.to_pylist():
        amounts = {p: row[p] for p in law.book.payers}
        decision = Decision(few.outcomes[row["outcome"]], row["rank"], row["premium"], amounts)
        by_number.setdefault(row["person"], []).append((row["a"], row["b"], decision))
    found = {}
    for one in people:
        ahead = by_number.get(numbers[one.key], [])
        if not ahead or not ahead[0][0] <= month_of(day) <= ahead[0][1]:
            raise FactsError(f"{one.key} is not born on {day}, or the law decides nothing then")
        found[one.key] = ahead
    return found


def _told(book: Book, key: str, ahead: Ahead, day: date) -> Supported:
    now = ahead[0][2]
    provisions = tuple(book.provision(ref) for ref in now.outcome.applied)
    ends = [p.end for p in provisions if p.end is not None and p.end >= day]
    turn = next((n for n, (_a, _b, d) in enumerate(ahead) if d.outcome != now.outcome), None)
    after = None if turn is None else ahead[turn][2]
    if turn is not None:
        ends.append(first_day(ahead[turn][0]) - timedelta(days=1))
    return Supported(
        key,
        now,
        _price(now),
        provisions,
        min(ends, default=None),
        None if after is None else _price(after),
        "" if after is None else after.outcome.group,
    )


def _price(decision: Decision) -> Price:
    """The price of a month as decided: the engine has let it fall with the rank in the household already."""
    own = price_of(active(), decision)
    return Price(decision.premium, decision.amounts, own.provisions, own.fixed)
