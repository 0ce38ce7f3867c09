"""Searches for duplicates: asked for by an officer or after a run, done by a worker, with progress kept for pages."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from baophu.accounts.errors import Refused
from baophu.accounts.models import User
from baophu.accounts.services import require, units_of
from baophu.imports.services import duplicates
from baophu.workplace.models import Search
from baophu.workplace.services.jobs import STALE, UNCLAIMED

State = Search.State
OFTEN = 0.5
"""Seconds between two notes of how far a search is."""


def ask(by: User | None, units: Iterable[str] | None = None) -> Search:
    """Have some units searched by a worker (None: all of the officer's, for nobody the province); one that is under
    way for the same units is the answer. NotAllowed for somebody who records nothing."""
    from baophu.workplace.tasks import search

    if by is not None:
        require(by, "record")
        units = units_of(by) if units is None else units
    codes = sorted(units or ())
    with transaction.atomic():
        there = next((s for s in _under_way() if s.units == codes and (by is None) == (s.by_id is None)), None)
        if there is not None:
            return there
        made = Search.objects.create(units=codes, by=by, asked=timezone.now())
        transaction.on_commit(lambda: search.enqueue(made.pk) and None)
    return made


def _under_way() -> list[Search]:
    """Searches that wait or run; one whose process is gone is noted as failed."""
    found = []
    for one in Search.objects.filter(state__in=(State.WAITING, State.RUNNING)).order_by("-id"):
        if one.state == State.RUNNING and one.beat is not None and timezone.now() - one.beat > STALE:
            lost = {"error_vi": "Tiến trình đã dừng giữa chừng.", "error_en": "The process ended in the middle."}
            Search.objects.filter(pk=one.pk).update(state=State.FAILED, **lost)
        else:
            found.append(one)
    return found


def under_way(units: frozenset[str] | None) -> Search | None:
    """The search of just these units (None: the province) that waits or runs, or one of the province that runs."""
    codes = sorted(units or ())
    mine = [s for s in _under_way() if s.units == codes and (s.by_id is not None or s.state == State.RUNNING)]
    whole = [s for s in _under_way() if not s.units and s.state == State.RUNNING]
    return next(iter([*mine, *whole]), None)


def last(units: frozenset[str] | None) -> Search | None:
    """The last search that was done and looked through all of these units."""
    for one in Search.objects.filter(state=State.DONE).order_by("-ended")[:50]:
        if not one.units or (units is not None and units <= set(one.units)):
            return one
    return None


def failed(units: frozenset[str] | None) -> Search | None:
    """The latest search of just these units where it was refused or lost, until another is asked for."""
    one = Search.objects.filter(units=sorted(units or ())).order_by("-id").first()
    return one if one is not None and one.state == State.FAILED else None


def unclaimed(one: Search) -> bool:
    """Whether nobody takes a search up."""
    return one.state == State.WAITING and timezone.now() - one.asked > UNCLAIMED


def carry_out(number: int) -> None:
    """Do a waiting search; of two who try, one does. What is refused is kept with it."""
    if not Search.objects.filter(pk=number, state=State.WAITING).update(state=State.RUNNING, beat=timezone.now()):
        return
    one = Search.objects.select_related("by").get(pk=number)
    ended: dict[str, object] = {"state": State.FAILED, "error_vi": "Dừng vì lỗi.", "error_en": "Ended by an error."}
    try:
        found = duplicates.search(one.by, one.units or None, _Told(number))
        ended = {"state": State.DONE, "done": 1.0, "found": found}
    except Refused as refused:
        ended |= {"error_vi": refused.text.vi, "error_en": refused.text.en}
    finally:
        Search.objects.filter(pk=number).update(ended=timezone.now(), **ended)


def noted(by: User, units: Iterable[str] | None, found: int) -> Search:
    """Note a search that was done elsewhere (by the command), so that pages say when it was."""
    codes, now = sorted(units or units_of(by) or ()), timezone.now()
    return Search.objects.create(
        units=codes, by=by, asked=now, beat=now, ended=now, done=1.0, found=found, state=State.DONE
    )


class _Told:
    """Progress, kept at most twice a second."""

    def __init__(self, search: int) -> None:
        self.search, self.at = search, 0.0

    def __call__(self, done: float) -> None:
        now = time.monotonic()
        if now - self.at >= OFTEN:
            self.at = now
            Search.objects.filter(pk=self.search).update(done=min(max(done, 0.0), 1.0), beat=timezone.now())
