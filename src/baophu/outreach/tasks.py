"""What a worker does for outreach (`baophu worker`)."""

from __future__ import annotations

from django_tasks import task

from baophu.outreach.papers import notices


@task()
def set_papers(number: int) -> int:
    """Make the notices that were asked for; their number."""
    notices.carry_out(number)
    return number
