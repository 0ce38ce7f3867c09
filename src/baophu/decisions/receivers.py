"""What follows when something was recorded: those concerned are decided again, in this process, after the commit."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import Error
from django.dispatch import receiver

from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import AreaStatus, Entry, Stay
from baophu.registry.signals import recorded

log = logging.getLogger(__name__)


@receiver(recorded, dispatch_uid="decisions.redecide")
def decide_again(
    sender: object, person_ids: Iterable[int], household_ids: Iterable[int], entry: Entry | None = None, **more: Any
) -> None:
    """Decide whoever an entry concerns. What was recorded stands whatever becomes of the decision."""
    units = more.get("units") or ()
    homes = set(household_ids)
    if units:
        homes |= set(Stay.objects.known().filter(unit__in=units, valid_to=None).values_list("household", flat=True))
    try:
        redecide(person_ids, homes)
    except Error:
        # The record is committed already; the decision of today is of the time before until the next run.
        log.exception("those concerned by entry %s could not be decided again", entry.pk if entry else "")


def units_of(entry: Entry) -> frozenset[str]:
    """Units of whom an entry recorded or took back something."""
    rows = AreaStatus.objects.filter(entry=entry) | AreaStatus.objects.filter(retracted=entry)
    return frozenset(rows.values_list("unit", flat=True))
