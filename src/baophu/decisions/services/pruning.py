"""What is thrown away: files of runs that nothing points at any more. Rows of runs stay, with their digests.

A run decided every night leaves some hundred megabytes. Kept are the run in use, those of the last days, the last of
every month, and whatever was pinned because money or a report was made of it. The snapshot of a run goes with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from baophu.decisions.models import Run
from baophu.decisions.services.running import latest


@dataclass(frozen=True, slots=True)
class Pruned:
    """Runs whose files are gone, and bytes they held."""

    runs: tuple[int, ...]
    bytes: int


def pin(folder: Path) -> None:
    """Keep the run in this folder for good. A folder that is no run of the register's is left to its owner."""
    if folder.parent == Path(settings.HOME) / "runs" and folder.name.isdigit():
        Run.objects.filter(pk=int(folder.name)).update(pinned=True)


def prune(days: int) -> Pruned:
    """Remove the files of runs and snapshots that need not be kept; `days` of the last are kept whole.

    Whoever asks for such a run afterwards is told that it is not kept. A snapshot that a kept run was decided from
    stays, and so does one that no run names: somebody took it by hand.
    """
    kept = {run.pk for run in _needed(days)}
    over = [run for run in Run.objects.filter(state=Run.State.DONE).exclude(pk__in=kept) if run.folder.exists()]
    shared = set(Run.objects.filter(pk__in=kept).values_list("snapshot", flat=True))
    freed = 0
    for run in over:
        freed += _removed(run.folder)
        if run.snapshot and run.snapshot not in shared and run.snapshot_folder.exists():
            freed += _removed(run.snapshot_folder)
    return Pruned(tuple(run.pk for run in over), freed)


def _needed(days: int) -> Iterable[Run]:
    since = timezone.now() - timedelta(days=days)
    in_use = latest()
    of_month: dict[tuple[int, int], Run] = {}
    for run in Run.objects.filter(state=Run.State.DONE).order_by("id"):
        if run.written is not None:
            of_month[run.day.year, run.day.month] = run
        if run.pinned or run == in_use or (run.finished is not None and run.finished >= since):
            yield run
    yield from of_month.values()
    yield from Run.objects.exclude(state=Run.State.DONE)


def _removed(folder: Path) -> int:
    held = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    shutil.rmtree(folder)
    return held
