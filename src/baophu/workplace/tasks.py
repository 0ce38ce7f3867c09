"""What a worker does for the workplace (`baophu worker`)."""

from __future__ import annotations

from django_tasks import task

from baophu.workplace.services import jobs, searches


@task()
def work(number: int) -> int:
    """Carry out a job on an import; its number."""
    jobs.carry_out(number)
    return number


@task()
def search(number: int) -> int:
    """Carry out a search for duplicates; its number."""
    searches.carry_out(number)
    return number
