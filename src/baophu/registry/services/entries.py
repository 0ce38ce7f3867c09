"""One act of recording: an entry, and who was touched by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.registry.models import Document, Entry
from baophu.registry.signals import recorded

ONE_RECORDER = 7_201_409
"""The PostgreSQL lock under which entries are made one after another."""

MOMENT = timedelta(microseconds=1)


@dataclass
class Touched:
    """Whom an entry concerned since `recorded` was last sent."""

    persons: set[int] = field(default_factory=set)
    households: set[int] = field(default_factory=set)
    units: set[str] = field(default_factory=set)


def entry(
    what: str,
    by: User | None = None,
    document: Document | None = None,
    reason: str = "",
    undoes: Entry | None = None,
) -> Entry:
    """Begin an act of recording; call it inside the transaction that records.

    `what` names the kind of act (record, correct, move, merge, undo, import, …). Acts are made one after another, so
    that `at` grows with the number and "as known at" a moment never changes afterwards: on SQLite a writer waits
    anyway, on PostgreSQL a lock makes it wait until the other has ended.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an entry is made inside the transaction.atomic() that records")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_RECORDER])
    return Entry.objects.create(at=_now(), by=by, document=document, what=what, reason=reason, undoes=undoes)


def _now() -> datetime:
    """Now, and later than every entry before, whatever the clock says."""
    now = timezone.now()
    last = Entry.objects.order_by("-id").values_list("at", flat=True).first()
    return now if last is None or last < now else last + MOMENT


def touch(entry: Entry, persons: Iterable[int] = (), households: Iterable[int] = (), units: Iterable[str] = ()) -> None:
    """Note whom an entry concerns; `recorded` is sent for all of them once the transaction is committed."""
    touched: Touched = entry.__dict__.setdefault("touched", Touched())
    touched.persons.update(persons)
    touched.households.update(households)
    touched.units.update(units)
    transaction.on_commit(partial(_send, entry, touched))


def _send(entry: Entry, touched: Touched) -> None:
    """Each touch asks for it (a savepoint may take some back); the first one sends, for all."""
    if not (touched.persons or touched.households or touched.units):
        return
    persons, households, units = (frozenset(t) for t in (touched.persons, touched.households, touched.units))
    for told in (touched.persons, touched.households, touched.units):
        told.clear()
    recorded.send(Entry, person_ids=persons, household_ids=households, units=units, entry=entry)
