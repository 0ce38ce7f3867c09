"""What is foreseen is what recording, deciding and undoing would have shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from baophu.decisions.changes import (
    CardChange,
    Change,
    NewPerson,
    PersonChange,
    StatusChange,
    StayChange,
)
from baophu.decisions.models import Current
from baophu.decisions.services import lawbooks, outcomes, running
from baophu.decisions.services.deciding import decided, law_around
from baophu.decisions.services.facts import gather
from baophu.decisions.services.foreseeing import foresee
from baophu.decisions.services.laying import lay_over
from baophu.engine.months import month_of
from baophu.registry.models import Card, Entry, Household, HouseholdStatus, Person, PersonStatus, Stay
from baophu.registry.services.recording import die, entry, move, record_status, undo
from tests.decisions.builders import today

YEAR = today().year


def months(persons: Iterable[int]) -> dict[tuple[int, int], Any]:
    """What persons would notice, month by month from now on, as the register has it."""
    wanted = set(persons)
    law = law_around(lawbooks.active(), today())
    gathered = gather((), wanted, book=law.book, since=date(YEAR, 1, 1))
    found = decided(law, gathered.facts)
    payers = law.book.payers
    told: dict[tuple[int, int], Any] = {}
    for row in found.intervals.to_pylist():
        outcome = found.outcomes[row["outcome"]]
        seen = (outcomes.noticed(outcome), outcome.supports, row["card"], row["premium"], *(row[p] for p in payers))
        for month in range(max(row["a"], month_of(today())), row["b"] + 1):
            if row["person"] in wanted:
                told[row["person"], month] = seen
    return told


def foreseen_months(changes: list[Change]) -> dict[tuple[int, int], tuple[Any, Any]]:
    found = foresee(changes)
    assert not found.problems

    def seen(standing: Any) -> Any:
        if standing is None:
            return None
        outcome = standing.outcome
        return (outcomes.noticed(outcome), outcome.supports, int(standing.insured), standing.premium,
                *standing.amounts.values())  # fmt: skip

    return {(t.person, m): (seen(t.before), seen(t.after)) for t in found.turns for m in range(t.a, t.b + 1)}


def check(changes: list[Change], persons: set[int], record: Callable[[Entry], object]) -> None:
    """Foresee; record, decide, compare; undo."""
    before = months(persons)
    standing = {r["person_id"]: r["outcome_id"] for r in Current.objects.values("person_id", "outcome_id")}
    foreseen = foreseen_months(changes)
    assert foreseen
    with transaction.atomic():
        recorded = entry("record")
        record(recorded)
    after = months(persons)
    differing = {
        key: (before.get(key), after.get(key)) for key in {*before, *after} if before.get(key) != after.get(key)
    }
    assert foreseen == differing
    with transaction.atomic():
        undo(recorded)
    assert months(persons) == before
    assert {r["person_id"]: r["outcome_id"] for r in Current.objects.values("person_id", "outcome_id")} == standing


def members(household: int) -> set[int]:
    return set(Stay.objects.filter(household=household).values_list("person", flat=True))


def unlisted() -> list[int]:
    """Households of whose standard of living nothing is recorded."""
    listed = HouseholdStatus.objects.filter(fact="living_standard").values("household")
    rows = Current.objects.exclude(household__in=listed).filter(group="household").order_by("household")
    return list(dict.fromkeys(rows.values_list("household", flat=True)))


@pytest.fixture
def decided_province(province: object) -> None:
    running.run_now()


@pytest.mark.usefixtures("decided_province")
def test_households_that_become_near_poor() -> None:
    homes = unlisted()[:3]
    start, end = date(YEAR, 3, 1), date(YEAR + 1, 5, 31)
    changes: list[Change] = [StatusChange("household", h, "living_standard", "near_poor", start, end) for h in homes]
    check(
        changes,
        set().union(*(members(h) for h in homes)),
        lambda e: [
            record_status(Household.objects.get(pk=h), "living_standard", "near_poor", start, end, e) for h in homes
        ],
    )
    first = foresee(changes).turns[0]
    assert {first.before is None, first.after is None} == {False}


@pytest.mark.usefixtures("decided_province")
def test_somebody_who_dies() -> None:
    row = Current.objects.filter(group="household").order_by("person").first()
    assert row is not None
    day = today() - timedelta(days=40)
    check(
        [PersonChange(row.person_id, died=day)],
        members(row.household_id),
        lambda e: die(Person.objects.get(pk=row.person_id), day, e),
    )


@pytest.mark.usefixtures("decided_province")
def test_somebody_who_moves_into_another_household() -> None:
    homes = unlisted()
    with transaction.atomic():
        home = Household.objects.get(pk=homes[0])
        record_status(home, "living_standard", "near_poor", date(YEAR, 1, 1), None, entry("record"))
    row = Current.objects.filter(household=homes[0], group="near_poor").order_by("person").first()
    there = Current.objects.filter(household=homes[1]).order_by("person").first()
    assert row is not None
    assert there is not None
    day = date(YEAR + 1, 2, 1)
    permanent = True
    check(
        [StayChange(row.person_id, there.household_id, there.unit_id, permanent, day)],
        members(row.household_id) | members(there.household_id),
        lambda e: move(
            Person.objects.get(pk=row.person_id), day, e, unit=there.unit, permanent=permanent,
            household=Household.objects.get(pk=there.household_id),
        ),
    )  # fmt: skip


@pytest.mark.usefixtures("decided_province")
def test_somebody_new_in_a_household_and_in_a_new_one() -> None:
    home = unlisted()[0]
    row = Current.objects.filter(household=home).first()
    assert row is not None
    start = date(YEAR, 1, 1)
    found = foresee(
        [
            NewPerson(-1, date(1990, 5, 1), "m", "kinh"),
            NewPerson(-2, date(1950, 5, 1), "f", "kinh"),
            StayChange(-1, home, row.unit_id, True, start),
            StayChange(-2, -1, row.unit_id, True, start),
            CardChange(-1, start),
        ]
    )
    turns = {t.person: t for t in found.turns if t.person < 0}
    assert turns[-1].household == home
    assert turns[-1].before is None
    assert turns[-1].after is not None
    assert turns[-1].after.insured
    assert turns[-2].household == -1
    assert turns[-2].after is not None
    assert not turns[-2].after.insured
    assert turns[-2].support_begins


@pytest.mark.usefixtures("decided_province")
def test_nothing_is_written_and_what_is_wrong_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from registry_entry")
        entries = cursor.fetchone()
    homes = unlisted()[:4]
    start = date(YEAR, 1, 1)
    changes: list[Change] = [StatusChange("household", h, "living_standard", "poor", start) for h in homes[:3]]
    changes.append(StatusChange("household", homes[3], "living_standard", "rich", start))
    found = foresee(changes)
    assert {t.household for t in found.turns} <= set(homes[:3])
    assert found.turns
    (problem,) = found.problems
    assert "rich" in problem.message
    assert problem.with_changes
    assert set(problem.persons) & members(homes[3])
    assert not HouseholdStatus.objects.filter(household__in=homes, fact="living_standard").exists()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from registry_entry")
        assert cursor.fetchone() == entries


@pytest.mark.usefixtures("decided_province")
def test_an_area_that_joins_a_list() -> None:
    row = Current.objects.filter(group="household").order_by("person").first()
    assert row is not None
    found = foresee([StatusChange("unit", row.unit_id, "island", "true", date(YEAR, 1, 1))])
    assert {t.unit for t in found.turns} == {row.unit_id}
    assert any(t.support_begins for t in found.turns)


@pytest.mark.usefixtures("decided_province")
def test_a_status_that_ends_and_a_card_that_ends() -> None:
    status = PersonStatus.objects.known().filter(fact="pension", valid_to=None).order_by("person").first()
    assert status is not None
    day = date(YEAR + 1, 1, 1)
    found = foresee([StatusChange("person", status.person_id, "pension", None, day)])
    assert [t.person for t in found.turns if t.group_changes] == [status.person_id]
    assert found.turns[0].a == month_of(day)
    card = Card.objects.known().on(today()).order_by("person").first()
    assert card is not None
    found = foresee([CardChange(card.person_id, today() + timedelta(days=1), insured=False)])
    first = next(t for t in found.turns if t.person == card.person_id)
    assert first.before is not None
    assert first.after is not None
    assert (first.before.insured, first.after.insured) == (True, False)


def test_laying_over() -> None:
    d = date(2026, 1, 1)
    year = ("a", d, date(2026, 12, 31))
    assert lay_over([year], "b", date(2026, 3, 1), date(2026, 3, 31)) == [
        ("a", d, date(2026, 2, 28)),
        ("b", date(2026, 3, 1), date(2026, 3, 31)),
        ("a", date(2026, 4, 1), date(2026, 12, 31)),
    ]
    assert lay_over([year], None, date(2026, 3, 1), None) == [("a", d, date(2026, 2, 28))]
    assert lay_over([("a", d, None)], None, d, date(2026, 1, 31)) == [("a", date(2026, 2, 1), None)]
    assert lay_over([year], "b", date(2027, 1, 1), None) == [year, ("b", date(2027, 1, 1), None)]
