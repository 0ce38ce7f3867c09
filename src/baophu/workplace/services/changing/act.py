"""A change as it stands before an officer: told, foreseen, tried without a trace, and recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.decisions.changes import Change
from baophu.decisions.foreseen import Foreseen
from baophu.decisions.services.foreseeing import foresee
from baophu.registry.models import Document, Entry
from baophu.registry.services.recording import entry


@dataclass(frozen=True, slots=True)
class Act:
    """A change. `what` names the kind of entry, `told` it line by line, `changes` it for foreseeing; `do` records it.

    `since` is the first day it changes. `names` are people who are not in the register yet, by their number below 0.
    """

    what: str
    told: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    since: date
    do: Callable[[Entry], Any]
    names: Mapping[int, str] = field(default_factory=dict)


class _Rehearsed(Exception):
    """Everything went well, and is taken back."""


def rehearse(act: Act, by: User) -> None:
    """Record a change and take it back before anybody sees it: RegistryError where it would be refused."""
    try:
        with transaction.atomic():
            act.do(entry(act.what, by=by))
            raise _Rehearsed
    except _Rehearsed:
        return


def record(act: Act, by: User, document: Callable[[], Document] | None = None, reason: str = "") -> Entry:
    """Record a change on one entry; RegistryError where it is refused, and nothing is written."""
    with transaction.atomic():
        made = entry(act.what, by=by, document=document() if document else None, reason=reason)
        act.do(made)
    return made


def foreseen(act: Act) -> Foreseen | None:
    """What would be decided otherwise from the first month of this year that it reaches; None where nobody would."""
    if not act.changes:
        return None
    today = timezone.localdate()
    return foresee(act.changes, max(date(today.year, 1, 1), min(act.since, today)))
