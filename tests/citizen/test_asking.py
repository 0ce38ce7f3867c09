"""Only what can matter is asked, and nothing that matters is lost."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict

from baophu.citizen.errors import BadLink
from baophu.citizen.supported import asking, places
from baophu.citizen.supported.asking import Question, next_question, topics, values_of
from baophu.citizen.supported.deciding import decide, law_of, together
from baophu.citizen.supported.reducing import reduced
from baophu.citizen.supported.state import Member, Said, State, default_of, read, written
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import parse

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 27)
MOUNTAIN, ISLAND = "06838", "07192"
MONTH = parse("2026-11")


def state(*born: str, area: tuple[tuple[str, str], ...] = (), permanent: bool = True) -> State:
    return State(MONTH, "inside", area, permanent, {}, tuple(Member(parse(b)) for b in born))


def answered(state: State, question: Question, truth: State) -> State:
    """The state with a question answered as the truth is."""
    if question.kind == "household":
        said = truth.household.get(question.fact)
        plain = Said(default_of(active().facts[question.fact]))
        value = said if said and (question.fact, said.value) in question.options else plain
        return replace(state, household={**state.household, question.fact: replace(value, since=None)})
    if question.kind == "since":
        side = truth.household if question.member < 0 else truth.members[question.member].said
        value = side[question.fact]
        if question.member < 0:
            return replace(state, household={**state.household, question.fact: value})
        member = state.members[question.member]
        return state.with_member(question.member, replace(member, said={**member.said, question.fact: value}))
    member, true = state.members[question.member], truth.members[question.member]
    facts = topics(active())[question.key.split("-", 1)[1]]
    offered = [f for f in facts if f in true.said and (f, true.said[f].value) in question.options]
    known = {f: replace(true.said[f], since=None) for f in offered}
    done = member.topics | {question.key.split("-", 1)[1]}
    return state.with_member(question.member, replace(member, said={**member.said, **known}, topics=done))


def asked_through(truth: State) -> tuple[State, list[str]]:
    now = replace(truth, household={}, members=tuple(Member(m.born) for m in truth.members))
    keys: list[str] = []
    while (question := next_question(active(), now)) is not None:
        assert question.key not in keys, keys
        keys.append(question.key)
        now = answered(now, question, truth)
    return now, keys


def test_an_infant_is_asked_little() -> None:
    _, keys = asked_through(state("2024-05"))
    assert not [k for k in keys if "viec" in k], keys


def test_an_adult_of_a_plain_place_is_not_asked_for_their_ethnic_group() -> None:
    _, keys = asked_through(state("1980-05"))
    assert "1-viec" in keys
    assert "1-dan-toc" not in keys
    _, keys = asked_through(state("1980-05", area=places.facts_of(active(), MOUNTAIN, TODAY)))
    assert "1-dan-toc" in keys


def test_what_the_answers_leave_open_is_asked_later() -> None:
    plain = state("1980-05")
    _, keys = asked_through(replace(plain, household={"living_standard": Said("average")}))
    assert "ho-livelihood" in keys
    _, keys = asked_through(plain)
    assert "ho-livelihood" not in keys


@pytest.mark.parametrize("seed", range(12))
def test_nothing_that_matters_is_lost(seed: int) -> None:
    """Whoever answers only what is asked is decided like somebody of whom everything is known."""
    chance = random.Random(seed)
    book, law = active(), law_of(active(), MONTH)
    places_known = [(), *(places.facts_of(book, code, TODAY) for code in (MOUNTAIN, ISLAND))]
    for _ in range(4):
        members = []
        for _n in range(chance.randint(1, 3)):
            born = MONTH - chance.randint(0, 90 * 12)
            names = [f for facts in topics(book).values() for f in facts if values_of(law, f)]
            picked = chance.sample(names, chance.randint(0, 3))
            said = {f: Said(chance.choice(values_of(law, f)), _since(chance, law, f)) for f in picked}
            members.append(Member(born, said if MONTH - born >= 6 * 12 else {}))
        home = {}
        for fact in asking._asked_of(law, "household"):
            if chance.random() < 0.5:
                home[fact] = Said(chance.choice(values_of(law, fact)), _since(chance, law, fact))
        area = chance.choice(places_known)
        truth = State(MONTH, "inside", area, chance.random() < 0.8, home, tuple(members))
        found, keys = asked_through(truth)
        assert decide(law, found, together(found)) == decide(law, truth, together(truth)), (truth, keys)
        short = reduced(book, found)
        again = read(QueryDict(written(short)), book, TODAY, tuple(topics(book)))
        assert again == short
        ages = [d for _, _, d in decide(law, again, together(again))[0]]
        assert ages == [d for _, _, d in decide(law, truth, together(truth))[0]]


def _since(chance: random.Random, law: object, fact: str) -> int | None:
    return MONTH - chance.randint(0, 70) if fact in asking._with_month(law) else None  # type: ignore[arg-type]


def test_the_next_question_is_found_quickly() -> None:
    many = state("1980-05", "1982-03", "2010-02", "1950-01")
    next_question(active(), many)
    began = time.perf_counter()
    next_question(active(), many)
    assert time.perf_counter() - began < 0.5


def test_a_link_says_nothing_of_who_it_is() -> None:
    one = state("1980-05", "1994-09")
    text = written(reduced(active(), one))
    assert "1980" not in text
    assert "1994" not in text


@pytest.mark.parametrize(
    "query",
    ["n=1980-13", "n=x", "n=1980-05~wage.5", "n=1980-05~nothing.true", "o=dau", "o=ngoai~island.true", "d=2",
     "h=living_standard.rich", "n=1980-05~employment.none~employment.employee", "n=2030-01", "t=1999-01",
     "h=employment.employee", "n=1980-05~chi-co", "&".join(["n=1980-05"] * 13), "n=1700-01", "n=1980-05~study.pupil.x"],
)  # fmt: skip
def test_what_no_page_wrote_is_refused(query: str) -> None:
    with pytest.raises(BadLink):
        read(QueryDict(query), active(), TODAY, tuple(topics(active())))
