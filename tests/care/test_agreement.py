"""The counter's quick answer says what the engine says, of people made at random: there is no second evaluator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baophu.care.models import Facility
from baophu.care.services import rules
from baophu.care.services.answering import answer
from baophu.care.services.rules import Benefit, Counted, Question, ruled
from baophu.care.services.visits import Told, record
from baophu.cover.services.standing import standings
from baophu.decisions.services.lawbooks import active
from baophu.decisions.services.redeciding import redecide
from baophu.engine.cards import Copay, Cover, NotTold, Visit, VisitAsked, visit
from baophu.engine.cards.standing import decision_on
from baophu.engine.one import Decision, Person, Spell
from baophu.registry.models import Card
from baophu.registry.services.spells import add
from tests.builders import a_person, a_status, recording

LEVELS = ("initial", "other_initial", "basic", "specialised", "")
CLASSES = ("none", "commune", "district", "provincial", "central", "")
facilities = st.fixed_dictionaries(
    {
        "level": st.sampled_from(LEVELS),
        "former_class": st.sampled_from(CLASSES),
        "points": st.sampled_from((None, 10, 49, 50, 69, 70, 90)),
        "provisional": st.sampled_from((None, True, False)),
    }
)
ROUTES, CARES = st.sampled_from(("right", "wrong", "emergency")), st.sampled_from(("outpatient", "inpatient"))
AREAS = ({}, {"island": True}, {"hardship": "difficult"}, {"hardship": "extremely_difficult"})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    born=st.dates(date(1930, 1, 1), date(2024, 1, 1)),
    day=st.sampled_from((date(2024, 6, 3), date(2025, 3, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 11, 20))),
    area=st.sampled_from(AREAS),
    ethnicity=st.sampled_from(("kinh", "dao")),
    standard=st.sampled_from(("none", "poor", "near_poor")),
    told=facilities,
    route=ROUTES,
    care=CARES,
    serious=st.booleans(),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    cost=st.integers(1, 50_000_000),
)
def test_what_is_kept_is_what_the_engine_says(db: None, **drawn: Any) -> None:
    book, day = active(), drawn["day"]
    facts: dict[str, list[Spell]] = {name: [Spell(value)] for name, value in drawn["area"].items()}
    facts |= {"ethnicity": [Spell(drawn["ethnicity"])], "living_standard": [Spell(drawn["standard"])]}
    person = Person("an", drawn["born"], unit="06652", permanent_resident=True, facts=facts)
    facility = Facility(code="22901", **drawn["told"]).told()
    told = {**facility, "route": drawn["route"], "care": drawn["care"], "serious_disease": drawn["serious"]}
    valid, small, five, passed = drawn["flags"]
    limit = rules.small_limit(book, day)
    cost = min(drawn["cost"], limit - 1) if small else max(drawn["cost"], limit)
    decision = decision_on(book, [person], "an", day)
    asked = VisitAsked(
        person="an", on=day, cost=cost, told=told, cards=(Cover(day, day),) if valid else (),
        five_year_since=day.replace(year=day.year - 6, day=1) if five else day,
        copays=(Copay(day, 20_000_000),) if passed else (),
    )  # fmt: skip
    benefit = Benefit(decision.outcome.benefit, decision.outcome.by_benefit)
    found = ruled(book, person, day, told, Counted(valid, small, five, passed), benefit)
    engine = asked_of_the_engine([person], asked, decision)
    if isinstance(engine, Question):
        assert found == engine
        return
    assert not isinstance(found, Question)
    assert (found.level, found.share, found.exempt_to, found.why) == (
        engine.level, engine.share, engine.exempt_to, engine.why,
    )  # fmt: skip
    assert int(cost * found.share * found.level / 100) == engine.fund


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    age_days=st.integers(0, 95 * 365),
    standing=st.sampled_from(("none", "poor", "near_poor", "average")),
    since_days=st.integers(0, 400),
    ethnicity=st.sampled_from(("kinh", "dao")),
    unit=st.sampled_from(("06652", "06838", "07192")),
    cards=st.lists(st.tuples(st.integers(5, 900), st.integers(0, 200)), min_size=1, max_size=5),
    told=facilities,
    route=ROUTES,
    care=CARES,
    copay=st.integers(0, 40_000_000),
)
@pytest.mark.django_db
def test_the_answer_of_a_person_of_the_register(**drawn: Any) -> None:
    with transaction.atomic():
        _compare(drawn)
        transaction.set_rollback(True)


def asked_of_the_engine(people: list[Person], asked: VisitAsked, decision: Decision) -> Visit | Question:
    """The engine's answer, nothing kept."""
    try:
        return visit(active(), people, asked, decision)
    except NotTold as error:
        return Question(error.fact, str(error))


def _compare(drawn: dict[str, Any]) -> None:
    book, today = active(), timezone.localdate()
    an = a_person(
        born=today - timedelta(days=drawn["age_days"]), unit=drawn["unit"], ethnicity=drawn["ethnicity"],
        personal_id=None, social_number="2212345678",
    )  # fmt: skip
    home = an.stays.get().household
    since = max(today - timedelta(days=drawn["since_days"]), an.born)
    if drawn["standing"] != "none":
        a_status(home, "living_standard", drawn["standing"], since.isoformat())
    covers = []
    end = today + timedelta(days=100)
    with recording() as e:
        for length, gap in drawn["cards"]:
            start = end - timedelta(days=length)
            add(Card, e, start, end, person=an)
            covers.insert(0, Cover(start, end))
            end = start - timedelta(days=1 + gap)
    clinic = Facility.objects.create(code="22901", name="x", **drawn["told"])
    redecide([an.pk])
    paid: tuple[Copay, ...] = ()
    full = Facility.objects.create(code="22902", name="y", level="specialised", former_class="provincial")
    valid = any(c.start <= today <= (c.end or today) for c in covers)
    if drawn["copay"] and valid:
        kept = record(an, full, Told(today, today, "inpatient", "right", drawn["copay"]), None)
        paid = (Copay(today, kept.copay),) if kept.copay else ()
    found = answer("2212345678", clinic, route=drawn["route"], care=drawn["care"])
    person = standings([an.pk], today)[an.pk]
    told = {**clinic.told(), "route": drawn["route"], "care": drawn["care"], "serious_disease": False}
    if not valid:
        assert found.situation in ("expired", "waiting")
        return
    asked = VisitAsked(str(an.pk), today, rules.small_limit(book, today), told, tuple(covers), None, paid)
    engine = asked_of_the_engine([person.person], asked, person.decision)
    if isinstance(engine, Question):
        assert found.question is not None
        assert found.question.fact == engine.fact
        return
    assert (found.level, found.share, found.exempt_to) == (engine.level, engine.share, engine.exempt_to)
    assert found.copay_left == engine.year.left
    assert found.why == engine.why
