"""What is recorded is decided at once, and comes out as in a run of everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from baophu.decisions.models import Current, Outcome
from baophu.decisions.services import running
from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Household, HouseholdStatus, Person, PersonStatus, Stay
from baophu.registry.services.recording import die, entry, record_status
from tests.decisions.builders import today

UNTOLD = ("decided_at", "run_id")


def standing() -> dict[int, dict[str, Any]]:
    """Every row without when and how it was decided."""
    rows = Current.objects.values()
    return {row["person_id"]: {k: v for k, v in row.items() if k not in UNTOLD} for row in rows}


def somebody(**wanted: Any) -> Current:
    row = Current.objects.filter(**wanted).order_by("person").first()
    assert row is not None
    return row


def free_household() -> int:
    """A household of which no standard of living is recorded."""
    listed = HouseholdStatus.objects.filter(fact="living_standard").values("household")
    found = Current.objects.exclude(household__in=listed).filter(group="household").order_by("person").first()
    assert found is not None
    return found.household_id


@pytest.mark.usefixtures("province")
def test_everybody_decided_again_stands_as_in_the_run() -> None:
    running.run_now()
    before = standing()
    found = redecide(persons=Person.objects.values_list("pk", flat=True))
    assert not found.problems
    after = standing()
    assert after.keys() == before.keys()
    assert {p: r for p, r in after.items() if r != before[p]} == {}


@pytest.mark.usefixtures("province")
def test_households_decided_one_by_one_stand_as_in_the_run() -> None:
    running.run_now()
    before = standing()
    for household in sorted({row["household_id"] for row in before.values()})[:40]:
        redecide(households=[household])
    after = standing()
    assert {p: r for p, r in after.items() if r != before.get(p)} == {}


@pytest.mark.usefixtures("province")
def test_a_recorded_status_is_decided_at_once_and_as_a_run_would() -> None:
    running.run_now()
    household = free_household()
    before = standing()
    with transaction.atomic():
        record_status(
            Household.objects.get(pk=household), "living_standard", "poor", date(today().year, 1, 1), None,
            entry("record"),
        )  # fmt: skip
    at_once = standing()
    assert at_once != before
    assert "poor" in {r["group"] for p, r in at_once.items() if r != before[p]}
    running.run_now()
    assert standing() == at_once


@pytest.mark.usefixtures("province")
def test_who_died_has_no_row_any_more() -> None:
    running.run_now()
    person = somebody().person_id
    with transaction.atomic():
        die(Person.objects.get(pk=person), today(), entry("die"))
    assert not Current.objects.filter(person=person).exists()
    left = standing()
    running.run_now()
    assert standing() == left


@pytest.mark.usefixtures("province")
def test_what_cannot_be_decided_is_noted_and_the_others_are_decided() -> None:
    running.run_now()
    before = standing()
    row = somebody()
    by = entry_alone()
    PersonStatus.objects.create(person_id=row.person_id, fact="merit", value="hero", valid_from=today(), entry=by)
    others = list(Person.objects.exclude(stays__household=row.household_id).values_list("pk", flat=True)[:40])
    found = redecide(persons=[row.person_id, *others])
    assert "hero" in found.problems[row.person_id]
    assert found.persons >= set(others) & before.keys()
    kept = Current.objects.get(pk=row.person_id)
    assert "hero" in kept.problem
    assert kept.group == row.group
    PersonStatus.objects.filter(entry=by).update(retracted=entry_alone())
    assert not redecide(persons=[row.person_id]).problems
    assert standing() == before


@pytest.mark.usefixtures("province")
def test_a_run_leaves_alone_who_was_decided_since_its_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    running.run_now()
    household = free_household()

    def meanwhile(*given: Any) -> str:
        with transaction.atomic():
            e = entry("record")
            record_status(Household.objects.get(pk=household), "living_standard", "poor", date(2026, 1, 1), None, e)
            gone = Stay.objects.known().exclude(household=household).filter(person__in=Current.objects.values("person"))
            stay = gone.on(today()).order_by("person").first()
            assert stay is not None
            die(Person.objects.get(pk=stay.person_id), today(), e)
        return prepare(*given)

    prepare = running.prepare
    monkeypatch.setattr(running, "prepare", meanwhile)
    running.run_now()
    monkeypatch.undo()
    at_once = standing()
    running.run_now()
    assert standing() == at_once


@pytest.mark.usefixtures("province")
def test_a_fact_of_an_area_decides_everybody_who_lives_there() -> None:
    running.run_now()
    row = somebody(group="household")
    with transaction.atomic():
        record_status(row.unit, "island", "true", date(today().year, 1, 1), None, entry("record"))
    assert Current.objects.get(pk=row.pk).group == "island"
    at_once = standing()
    running.run_now()
    assert standing() == at_once


def test_outcomes_are_numbered_by_what_they_say(province: object) -> None:
    running.run_now()
    assert Outcome.objects.count() > 3
    assert set(Current.objects.exclude(outcome=None).values_list("outcome", flat=True)) <= set(
        Outcome.objects.values_list("pk", flat=True)
    )


def entry_alone() -> Any:
    with transaction.atomic():
        return entry("record")
