"""Whatever is recorded, ended and undone in whatever order: nothing overlaps, and what was known stays known.

A plain dictionary of days stands beside the register: it must say the same of every day, now and as known after each
act before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baophu.registry.errors import BuiltOn, NotThere, Overlap
from baophu.registry.models import Entry, Person, PersonStatus
from baophu.registry.services.recording import (
    correct_status,
    end_status,
    record_status,
    set_status,
    withdraw_status,
)
from baophu.registry.services.undoing import undo
from tests.builders import a_person, recording

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 1)
SPAN = 12
VALUES = ("pupil", "student")

Known = dict[int, str]
"""A value for each day counted from FIRST; day SPAN stands for all later ones."""

Act = tuple[str, int, int, int, int]

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["record", "set", "clear", "end", "correct", "withdraw", "undo"]),
        st.integers(0, SPAN - 1),
        st.integers(0, SPAN),
        st.integers(0, 1),
        st.integers(0, 30),
    ),
    max_size=14,
)


def as_days(rows: Any) -> Known:
    """What rows say of each day; two of one day fail."""
    known: Known = {}
    for row in rows:
        first = (row.valid_from - FIRST).days
        last = SPAN if row.valid_to is None else (row.valid_to - FIRST).days
        for each in range(first, last + 1):
            assert each not in known, "two rows of one day"
            known[each] = row.value
    return known


def day(number: int) -> date | None:
    return None if number >= SPAN else FIRST + timedelta(days=number)


class Model:
    """The register as a dictionary, and what each act changed."""

    def __init__(self) -> None:
        self.now: Known = {}
        self.then: list[tuple[datetime, Known]] = []

    def put(self, first: int, last: int, value: str | None) -> None:
        for each in range(first, last + 1):
            self.now.pop(each, None)
            if value is not None:
                self.now[each] = value

    def seen(self, entry: Entry) -> None:
        self.then.append((entry.at, dict(self.now)))


def perform(person: Person, act: Act, model: Model, acts: list[Entry], snapshots: dict[int, Known]) -> None:
    """Do one act in the register and in the model; what the register refuses changes neither."""
    kind, first, last, which, pick = act
    last = max(first, last)
    start, end, value = day(first), day(last), VALUES[which]
    assert start is not None
    rows = list(PersonStatus.objects.known().filter(person=person).order_by("valid_from"))
    row = rows[pick % len(rows)] if rows else None
    before = dict(model.now)
    try:
        if kind == "undo":
            if not acts:
                return
            undone = acts[pick % len(acts)]
            made = undo(undone)
            model.now = as_days(PersonStatus.objects.known().filter(person=person))
            _undone_is_undone(undone, made, before, model.now, snapshots)
        else:
            with recording(kind) as made:
                _do(kind, person, row, start, end, value, made, model, first, last)
    except (Overlap, BuiltOn, NotThere):
        model.now = before
        return
    acts.append(made)
    snapshots[made.pk] = before
    model.seen(made)


def _undone_is_undone(undone: Entry, made: Entry, before: Known, after: Known, snapshots: dict[int, Known]) -> None:
    """The last act undone leads back exactly to what was before it."""
    if undone.pk == made.pk - 1 and undone.pk in snapshots:
        assert after == snapshots[undone.pk]


def _do(
    kind: str,
    person: Person,
    row: PersonStatus | None,
    start: date,
    end: date | None,
    value: str,
    made: Entry,
    model: Model,
    first: int,
    last: int,
) -> None:
    if kind == "record":
        record_status(person, "study", value, start, end, made)
        model.put(first, last, value)
    elif kind == "set":
        set_status(person, "study", value, start, end, made)
        model.put(first, last, value)
    elif kind == "clear":
        set_status(person, "study", "none", start, end, made)
        model.put(first, last, None)
    elif row is not None:
        its_first = (row.valid_from - FIRST).days
        its_last = SPAN if row.valid_to is None else (row.valid_to - FIRST).days
        if kind == "end":
            if row.valid_to is not None and row.valid_to < start:
                return
            end_status(row, start, made)
            model.put(max(its_first, first + 1), its_last, None)
        elif kind == "withdraw":
            withdraw_status(row, made)
            model.put(its_first, its_last, None)
        else:
            correct_status(row, made, value=value, valid_from=start, valid_to=end)
            model.put(its_first, its_last, None)
            model.put(first, last, value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_order_of_acts(acts: list[Act]) -> None:
    person = a_person(unit=None)
    model, done, snapshots = Model(), list[Entry](), dict[int, Known]()
    for act in acts:
        perform(person, act, model, done, snapshots)
        assert as_days(PersonStatus.objects.known().filter(person=person)) == model.now
    for at, known in model.then:
        assert as_days(PersonStatus.objects.known(at).filter(person=person)) == known
    for entry in Entry.objects.filter(pk__in=[e.pk for e in done]):
        assert PersonStatus.objects.filter(retracted=entry, entry__gt=entry).count() == 0
