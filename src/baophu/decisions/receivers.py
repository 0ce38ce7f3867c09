"""What follows when something was recorded: those concerned are decided again, in this process, after the commit."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import Error
from django.dispatch import receiver
from django.utils import timezone

from baophu.decisions.services import running
from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Entry, Stay
from baophu.registry.signals import recorded

log = logging.getLogger(__name__)

MANY = 50_000
"""Persons and households beyond which everybody is decided in the background: units that merge touch them all."""


@receiver(recorded, dispatch_uid="decisions.redecide")
def decide_again(
    sender: object,
    person_ids: Iterable[int],
    household_ids: Iterable[int],
    entry: Entry,
    units: Iterable[str] = (),
    **more: Any,
) -> None:
    """Decide whoever an entry concerns. What was recorded stands whatever becomes of the decision."""
    homes = set(household_ids)
    if within := list(units):
        living = Stay.objects.known().within(timezone.localdate(), None).filter(unit__in=within)
        homes |= set(living.values_list("household", flat=True))
    persons = set(person_ids)
    if len(persons) + len(homes) > MANY:
        running.start()
        return
    try:
        redecide(persons, homes)
    except Error:
        # The record is committed already; the decision of today is of the time before until the next run.
        log.exception("those concerned by entry %s could not be decided again", entry.pk)
