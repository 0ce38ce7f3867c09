"""Files of runs that nothing points at any more go; what is needed stays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from baophu.decisions.errors import SnapshotFailed
from baophu.decisions.models import Run
from baophu.decisions.services import running
from baophu.decisions.services.pruning import pin, prune

pytestmark = pytest.mark.usefixtures("province")


def _old(run: Run, day: date) -> None:
    Run.objects.filter(pk=run.pk).update(day=day, finished=timezone.now() - timedelta(days=100))


def test_the_run_in_use_the_last_of_a_month_and_pinned_ones_stay() -> None:
    plain, pinned, of_month, in_use = (running.run_now() for _ in range(4))
    for run in (plain, pinned, of_month):
        _old(run, date(2026, 3, 2))
    pin(pinned.folder)
    done = prune(30)
    assert done.runs == (plain.pk,)
    assert done.bytes > 0
    assert not plain.folder.exists()
    assert not plain.snapshot_folder.exists()
    for run in (pinned, of_month, in_use):
        assert run.folder.exists()
        assert run.snapshot_folder.exists()
    assert prune(30).runs == ()
    with pytest.raises(SnapshotFailed):
        running.again(plain.pk)


def test_a_snapshot_that_a_kept_run_shares_stays() -> None:
    first = running.run_now()
    _old(first, date(2026, 3, 2))
    running.run_now()
    again = running.again(first.pk)
    _old(first, date(2026, 2, 2))
    pin(again.folder)
    Run.objects.filter(pk=first.pk).update(written=None)
    assert prune(30).runs == (first.pk,)
    assert again.snapshot_folder == first.snapshot_folder
    assert again.snapshot_folder.exists()


def test_a_folder_that_is_no_run_is_left_alone(tmp_path: Path) -> None:
    pin(tmp_path)
    assert not Run.objects.filter(pinned=True).exists()
