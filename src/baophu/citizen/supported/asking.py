"""Which question comes next: only those whose answer can change what the law says.

For each question not answered yet every answer is tried, all of them in one call of the engine, beside the answer that
nothing applies. A question none of whose answers makes a difference is not asked, nor is such an answer offered. What
matters only together with another answer is found once that other one is given: the questions are gone through again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Literal

from baophu.citizen.supported.deciding import Asked, Intervals, decide, law_of
from baophu.citizen.supported.state import Facts, Member, Said, State, default_of
from baophu.citizen.words import JOINED
from baophu.engine.compiled import CompiledLaw
from baophu.engine.layout import Field
from baophu.law.model import Book, FactDeclaration

Kind = Literal["born", "place", "permanent", "household", "since", "topic", "ethnicity"]

TOPICS: Mapping[str, tuple[str, ...]] = {
    "dan-toc": ("ethnicity",),
    "viec": ("employment", "study", "force"),
    "tro-cap": (
        "pension",
        "social_pension",
        "social_allowance",
        "fund_benefit",
        "survivor_allowance",
        "pre_pension_benefit",
    ),
    "khac": (),
}
"""Pages of questions about a person, and the facts asked on each; facts of the law book named nowhere are in the last.
An order for reading only: whether anything of it is asked is the engine's to say."""

NOT_ASKED = frozenset(("citizen", "chooses_household"))
"""A citizen of the country asks here; a choice among groups is offered with the result, not asked."""

LATELY = (0, 6, 12, 24, 36, 48, 60, 120)
"""Months ago on which a status is tried as begun, to see whether its month matters."""

Option = tuple[str, str]
"""A fact and a value."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its key in addresses (`ho-living_standard`, `2-viec`), of which member, and what may be answered."""

    key: str
    kind: Kind
    fact: str = ""
    member: int = -1
    options: tuple[Option, ...] = ()


def next_question(book: Book, state: State) -> Question | None:
    """The next question; None when everything that matters was answered."""
    return next(iter(open_questions(book, state)), None)


def open_questions(book: Book, state: State) -> Iterator[Question]:
    """The questions still open, in order; the later ones as far as can be seen now."""
    if not state.members:
        yield Question("1-sinh", "born", member=0)
        return
    if state.where is None:
        yield Question("noi-o", "place")
        return
    if state.where == "inside" and state.permanent is None:
        yield Question("thuong-tru", "permanent")
        return
    law = law_of(book, state.month)
    yield from _household(law, state)
    for place, member in enumerate(state.members):
        yield from _member(law, state, place, member)


def question(book: Book, state: State, key: str) -> Question | None:
    """The question of an address, whether it was answered or not, with what may be answered; None: there is none."""
    law = law_of(book, state.month)
    place, _, topic = key.partition("-")
    if key in ("noi-o", "thuong-tru"):
        return Question(key, "place" if key == "noi-o" else "permanent")
    if place == "ho" and topic in _asked_of(law, "household"):
        before = replace(state, household={n: s for n, s in state.household.items() if n != topic})
        return Question(key, "household", topic, options=tuple(_differing(law, before, [topic]).get(topic, ())))
    if place == "tu":
        return Question(key, "since", topic) if topic in state.household and topic in _with_month(law) else None
    if not place.isdecimal() or not 1 <= int(place) <= len(state.members) + (topic == "sinh"):
        return None
    number = int(place) - 1
    if topic == "sinh":
        return Question(key, "born", member=number)
    if topic in topics(book):
        return _topic(law, state, number, topic, key)
    if topic.startswith("tu-") and topic[3:] in state.members[number].said and topic[3:] in _with_month(law):
        return Question(key, "since", topic[3:], number)
    return None


def completed(book: Book, state: State) -> State:
    """A state of which everything not said counts as answered with nothing; to go on changing what a link holds."""
    law = law_of(book, state.month)
    plain = {fact: Said(default_of(book.facts[fact])) for fact in _asked_of(law, "household")}
    members = tuple(replace(m, topics=frozenset(topics(book))) for m in state.members)
    return replace(state, household={**plain, **state.household}, members=members)


@lru_cache(maxsize=4)
def _topics(facts: tuple[tuple[str, str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    named = {fact for listed in TOPICS.values() for fact in listed}
    person = [n for n, level, kind in facts if level == "person" and kind in ("choice", "flag")]
    rest = tuple(n for n in person if n not in named | NOT_ASKED)
    return {topic: listed or rest for topic, listed in TOPICS.items()}


def topics(book: Book) -> Mapping[str, tuple[str, ...]]:
    """The pages about a person, each with the facts of the law book that are asked on it."""
    return _topics(tuple((f.name, f.level, f.type) for f in book.facts.values()))


# ---- of the household ------------------------------------------------------------------------------------------------


def _household(law: CompiledLaw, state: State) -> Iterator[Question]:
    unanswered = [fact for fact in _asked_of(law, "household") if fact not in state.household]
    found = _differing(law, state, unanswered)
    for fact in _asked_of(law, "household"):
        if fact in found:
            yield Question(f"ho-{fact}", "household", fact, options=tuple(found[fact]))
        elif _month_open(law, state, state.household, fact, range(len(state.members))):
            yield Question(f"tu-{fact}", "since", fact)


def _differing(law: CompiledLaw, state: State, facts: Sequence[str]) -> dict[str, list[Option]]:
    """Which values of household facts change anything for anybody of the household, whatever the other facts are: they
    are few, and some matter only together (a farming household of average standard)."""
    values = [("", *values_of(law, fact)) for fact in facts]
    homes = list(product(*values))
    members = range(len(state.members))
    cases = [(m, [(f, v) for f, v in zip(facts, home, strict=True) if v]) for home in homes for m in members]
    answers = _tried(law, state, cases)
    of = {(home, m): answers[n * len(members) + m] for n, home in enumerate(homes) for m in members}
    matter: set[Option] = set()
    for home, m in of:
        for place, value in enumerate(home):
            without = (*home[:place], "", *home[place + 1 :])
            if value and of[home, m] != of[without, m]:
                matter.add((facts[place], value))
    options = [(fact, value) for fact in facts for value in values_of(law, fact) if (fact, value) in matter]
    return {fact: [o for o in options if o[0] == fact] for fact in facts if any(o[0] == fact for o in options)}


# ---- of a member -----------------------------------------------------------------------------------------------------


def _member(law: CompiledLaw, state: State, place: int, member: Member) -> Iterator[Question]:
    listed = topics(law.book)
    if _small_child(law, state, place):
        return
    left = [topic for topic in listed if topic not in member.topics]
    options = [(f, v) for topic in left for f in listed[topic] for v in values_of(law, f)]
    base = _plain(law, state)[place]
    answers = _tried(law, state, [(place, [option]) for option in options])
    matter = {option for option, answer in zip(options, answers, strict=True) if answer != base}
    for topic, facts in listed.items():
        mine = tuple(option for option in options if option in matter and option[0] in facts)
        if topic in left and mine:
            yield Question(f"{place + 1}-{topic}", "topic", member=place, options=mine)
        for fact in facts:
            if topic not in left and _month_open(law, state, member.said, fact, [place]):
                yield Question(f"{place + 1}-tu-{fact}", "since", fact, place)


def _small_child(law: CompiledLaw, state: State, place: int) -> bool:
    """Whether somebody is of the youngest whom the law tells apart by age, with everything paid for: such a child is
    not asked for work or pensions."""
    born = state.members[place].born
    youngest = [age for age in law.cuts.ages if age][:1]
    if not youngest or max(state.month, born) - born >= youngest[0] * 12:
        return False
    now = _plain(law, state)[place]
    return bool(now) and not now[0][2].amounts[law.book.payers[-1]] and now[0][2].outcome.benefit == 100


def _topic(law: CompiledLaw, state: State, place: int, topic: str, key: str) -> Question:
    """A page about a member as it is asked with its own answers taken out."""
    facts, member = topics(law.book)[topic], state.members[place]
    before = state.with_member(place, replace(member, said={n: s for n, s in member.said.items() if n not in facts}))
    options = [(f, v) for f in facts for v in values_of(law, f)]
    base = _plain(law, before)[place]
    answers = _tried(law, before, [(place, [option]) for option in options])
    mine = tuple(option for option, answer in zip(options, answers, strict=True) if answer != base)
    return Question(key, "topic", member=place, options=mine)


# ---- trying answers --------------------------------------------------------------------------------------------------


def _plain(law: CompiledLaw, state: State) -> list[Intervals]:
    """Each member apart, as answered so far."""
    return _tried(law, state, [(m, ()) for m in range(len(state.members))])


def _tried(law: CompiledLaw, state: State, cases: Sequence[tuple[int, Sequence[Option]]]) -> list[Intervals]:
    """Members apart from each other, each with some answers more. What is tried begins this month."""
    people = []
    for n, (place, options) in enumerate(cases):
        member = state.members[place]
        said = {**state.household, **member.said}
        for fact, value in options:
            since = state.month if fact in _with_month(law) else None
            said[fact] = Said(value, since)
        people.append(Asked(member.born, said, str(n)))
    return decide(law, state, people)


def _month_open(law: CompiledLaw, state: State, said: Facts, fact: str, members: Iterable[int]) -> bool:
    """Whether the month from which something is true was not answered, and matters."""
    if fact not in said or fact not in _with_month(law) or said[fact].since is not None:
        return False
    if said[fact].value == default_of(law.book.facts[fact]):
        return False
    people: list[Asked] = []
    for place in members:
        member = state.members[place]
        for ago in LATELY:
            known = {**state.household, **member.said, fact: Said(said[fact].value, state.month - ago)}
            people.append(Asked(member.born, known, str(len(people))))
    answers = decide(law, state, people)
    width = len(LATELY)
    return any(one != answers[i - i % width] for i, one in enumerate(answers))


# ---- what the law sees -----------------------------------------------------------------------------------------------


def _fields(law: CompiledLaw, fact: str) -> list[Field]:
    """The visible fields that are filled from a fact."""
    return [f for f in law.layout.fields if f.source == fact]


def _with_month(law: CompiledLaw) -> frozenset[str]:
    """Facts of which the law asks since when they are true."""
    since = {f.declaration.since for f in law.layout.fields if f.declaration.since}
    whole = {f.source for f in law.layout.fields if f.declaration.whole_month}
    return frozenset(since | whole)


def _asked_of(law: CompiledLaw, level: str) -> list[str]:
    """Facts of a level that the law sees and that can be asked."""
    asked = (f for f in law.book.facts.values() if f.level == level and f.type in ("choice", "flag"))
    return [f.name for f in asked if not f.reads and not f.since and _fields(law, f.name)]


def values_of(law: CompiledLaw, fact: str) -> list[str]:
    """Values the law tells apart from the default and from each other. Of a few it reads alike the first stands for
    all, of many the last (`another`)."""
    declared = law.book.facts[fact]
    fields = [f for f in _fields(law, fact) if not f.declaration.since]
    if not fields:
        return []
    seen: dict[tuple[int, ...], list[str]] = {}
    for value in _texts(declared):
        seen.setdefault(tuple(f.codes.get(value, 0) for f in fields), []).append(value)
    plain = tuple(f.codes.get(default_of(declared), 0) for f in fields)
    return [like[0 if len(like) <= JOINED else -1] for codes, like in seen.items() if codes != plain]


def alike(law: CompiledLaw, fact: str, value: str) -> list[str]:
    """Values of a fact that the law reads as it reads this one."""
    fields = [f for f in _fields(law, fact) if not f.declaration.since]

    def codes(text: str) -> tuple[int, ...]:
        return tuple(f.codes.get(text, 0) for f in fields)

    return [text for text in _texts(law.book.facts[fact]) if codes(text) == codes(value)]


def _texts(declared: FactDeclaration) -> list[str]:
    return ["false", "true"] if declared.type == "flag" else list(declared.values)
