"""A decision of the whole province: from which facts, by which law, with which program, and how far it is."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q


class Run(models.Model):
    """One run. Months are `year * 12 + month - 1`; folders are named below `HOME`.

    `day` is the day for which the current decisions were taken from it. `*_digest` are hashes: of the snapshot's files,
    of the law book's files, and of the decisions whatever their order. `again` is the run this one repeats, `agrees`
    whether it came to the same decisions. `pinned`: its files are never thrown away (services.pruning). `host`, `pid`
    and `beat` say who is deciding, and when they last did a step.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "đang chờ"
        RUNNING = "running", "đang chạy"
        DONE = "done", "xong"
        FAILED = "failed", "không thành"

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=80, blank=True)
    progress = models.FloatField(default=0)
    asked = models.DateTimeField()
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    first = models.IntegerField()
    last = models.IntegerField()
    day = models.DateField()
    known_at = models.DateTimeField(null=True)
    snapshot = models.CharField(max_length=80, blank=True)
    snapshot_digest = models.CharField(max_length=64, blank=True)
    book = models.CharField(max_length=60, blank=True)
    book_digest = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=40, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    people = models.IntegerField(null=True)
    intervals = models.IntegerField(null=True)
    written = models.IntegerField(null=True)
    again = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeated")
    agrees = models.BooleanField(null=True)
    error = models.TextField(blank=True)
    pinned = models.BooleanField(default=False)
    host = models.CharField(max_length=80, blank=True)
    pid = models.IntegerField(null=True)
    beat = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], name="run_one_at_a_time", condition=Q(state="running")),
        ]

    @property
    def folder(self) -> Path:
        """Where its decisions are kept (docs/decisions.md), with `current.parquet` beside them."""
        return Path(settings.HOME) / "runs" / str(self.pk)

    @property
    def snapshot_folder(self) -> Path:
        """The facts tables it decided."""
        return Path(settings.HOME) / "snapshots" / self.snapshot
