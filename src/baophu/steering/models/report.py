"""Reports of the Steering Committee, as they were made."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baophu.steering.models.figures import Kept


class Report(models.Model):
    """A quarter's report: made of one run's figures and one law book, and never made again in its place.

    `pdf` and `xlsx` are the digests of its files in `BAOPHU_HOME/reports`, by which they are named; empty until it is
    done. `figures` are its single figures, each with the address of its source. `mark` is what it was asked of: asked
    for again with nothing changed, it is this report again. `at` is when it was asked for, `beat` when somebody took
    it up; `site` stands before the addresses in its files.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kept = models.ForeignKey(Kept, on_delete=models.PROTECT, related_name="reports")
    year = models.IntegerField()
    quarter = models.IntegerField()
    language = models.CharField(max_length=2)
    heading = models.JSONField(default=dict)
    site = models.CharField(max_length=200, default="")
    mark = models.CharField(max_length=64, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    pdf = models.CharField(max_length=64, blank=True)
    xlsx = models.CharField(max_length=64, blank=True)
    figures = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    beat = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    error_vi = models.TextField(blank=True)
    error_en = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-year", "-quarter", "-id"], name="report_latest"),
            models.Index(fields=["mark"], name="report_by_mark"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(quarter__gte=1, quarter__lte=4), name="report_quarter")
        ]
