"""What a worker does in the background (`baophu worker`)."""

from __future__ import annotations

import time

from django_tasks import task

from baophu.decisions.models import Run
from baophu.decisions.services import running

PAUSE = 2.0
"""Seconds between two looks whether another run has ended."""


@task()
def decide_province(number: int) -> int:
    """Carry out a run that waits, when no other goes on any more; its number. One that waits no more is left alone."""
    while running.recover() or Run.objects.filter(state=Run.State.RUNNING).exists():
        time.sleep(PAUSE)
    if Run.objects.filter(pk=number, state=Run.State.WAITING).exists():
        running.carry_out(number)
    return number
