"""What a worker does for offline (`baophu worker`)."""

from __future__ import annotations

from django_tasks import task

from baophu.accounts.models import User
from baophu.accounts.services import keep_looks
from baophu.care.models import Facility
from baophu.offline.services import snapshots


@task()
def make_snapshot(units: list[str], facility: int, by: int) -> str:
    """Make the snapshot that was asked for; its number."""
    with keep_looks():
        made = snapshots.make(units, Facility.objects.get(pk=facility), User.objects.get(pk=by))
    return str(made.number)
