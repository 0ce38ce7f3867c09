"""The access log: noting that somebody read a person's record, so that it is kept even when the page fails.

A look must not be lost when the transaction around it is rolled back, and must not wait for that transaction from a
second connection, which on SQLite would wait for ever. So within a request (or any `keep_looks()` block) looks are
queued and written in a transaction of their own when it ends, however it ends; and nothing is shown before that. If
they cannot be written, the page fails. Outside of such a block a look is written at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from baophu.accounts.errors import NoReason
from baophu.accounts.models import Look, User

_queue: ContextVar[list[Look] | None] = ContextVar("looks", default=None)


class LookInsideTransaction(RuntimeError):
    """A look was noted inside a transaction with no `keep_looks()` around it: a roll-back would lose it."""


def log_look(user: User | str, person: int, why: str, page: str = "") -> None:
    """Note that a user (for a command: the name of whoever runs it) reads the record of one person of the register.

    NoReason if `why` is blank. `page` is the address or the command.
    """
    log_looks(user, (person,), why, page)


def log_looks(user: User | str, people: Iterable[int], why: str, page: str = "") -> None:
    """Note the same for each person of a list."""
    reason = why.strip()
    if not reason:
        raise NoReason
    who, by = (user, None) if isinstance(user, str) else (user.get_username(), user)
    at = timezone.now()
    looks = [Look(person=p, user=by, who=who[:160], at=at, why=reason[:200], page=page[:200]) for p in people]
    queue = _queue.get()
    if queue is not None:
        queue.extend(looks)
        return
    if _in_transaction():
        raise LookInsideTransaction("open keep_looks() around the transaction that reads people")
    _write(looks)


@contextmanager
def keep_looks() -> Iterator[None]:
    """Keep every look noted within, whether the block succeeds or fails. Open it outside of all transactions.

    Within another such block it does nothing: the outer one keeps.
    """
    if _queue.get() is not None:
        yield
        return
    if _in_transaction():
        raise LookInsideTransaction("keep_looks() must be opened outside of transactions")
    token = _queue.set([])
    try:
        yield
    finally:
        looks = _queue.get() or []
        _queue.reset(token)
        _write(looks)


def looks_at(*people: int) -> QuerySet[Look]:
    """Who looked at a person's record, the last first. Give every number the person has had (merged records)."""
    return Look.objects.filter(person__in=people).select_related("user").order_by("-at", "-id")


def _in_transaction() -> bool:
    """Whether a transaction other than a test's own is open."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def _write(looks: list[Look]) -> None:
    if looks:
        with transaction.atomic():
            Look.objects.bulk_create(looks, batch_size=500)
