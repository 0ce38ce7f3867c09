"""As known at a moment, the old decision comes out, whatever was recorded since."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.utils import timezone

from baophu.decisions.models import Current
from baophu.decisions.services import running
from baophu.decisions.services.explaining import explain_person
from baophu.decisions.services.facts import facts_of
from baophu.registry.models import Household, Person
from baophu.registry.services.recording import correct_person, die, entry, record_status
from tests.decisions.builders import today


@pytest.mark.usefixtures("province")
def test_the_old_decision_is_found_again() -> None:
    first = running.run_now()
    row = Current.objects.filter(group="household").order_by("person").first()
    other = Current.objects.exclude(household=row.household_id if row else 0).order_by("-person").first()
    assert row is not None
    assert other is not None
    before = explain_person(row.person_id, today())
    moment = timezone.now()
    with transaction.atomic():
        e = entry("record")
        home = Household.objects.get(pk=row.household_id)
        record_status(home, "living_standard", "poor", date(today().year, 1, 1), None, e)
        person = Person.objects.get(pk=row.person_id)
        correct_person(person, e, born=person.born.replace(month=person.born.month % 12 + 1, day=2), ethnicity="tay")
        die(Person.objects.get(pk=other.person_id), today(), e)
    now = explain_person(row.person_id, today())
    assert now.outcome != before.outcome
    then = explain_person(row.person_id, today(), known_at=moment)
    assert (then.outcome, then.amounts, then.rank) == (before.outcome, before.amounts, before.rank)
    old = running.run_now(known_at=moment)
    assert old.snapshot_digest == first.snapshot_digest
    assert old.result_digest == first.result_digest
    assert old.written is None
    new = running.run_now()
    assert new.result_digest != first.result_digest


@pytest.mark.usefixtures("province")
def test_facts_in_memory_are_those_of_the_snapshot() -> None:
    run = running.run_now()
    homes = pq.read_table(run.snapshot_folder / "stays.parquet").column("household").to_pylist()
    facts = facts_of(set(homes))
    for name, table in facts.tables.items():
        taken = pq.read_table(run.snapshot_folder / f"{name}.parquet")
        columns = [c for c in table.column_names if c in taken.column_names]  # type: ignore[union-attr]
        assert table.select(columns).to_pylist() == taken.select(columns).to_pylist()  # type: ignore[union-attr]
