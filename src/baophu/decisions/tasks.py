"""What a worker does in the background (`baophu worker`)."""

from __future__ import annotations

from django_tasks import task

from baophu.decisions.services import running


@task()
def decide_province(number: int) -> int:
    """Carry out a waiting run; its number."""
    return running.carry_out(number).pk
