"""What a worker does for steering (`baophu worker`)."""

from __future__ import annotations

from django_tasks import task

from baophu.steering.services import reports


@task()
def make_report(number: int) -> int:
    """Make the report that was asked for; its number."""
    reports.carry_out(number)
    return number
