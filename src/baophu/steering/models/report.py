"""Reports of the Steering Committee, as they were made."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baophu.steering.models.figures import Kept


class Report(models.Model):
    """A quarter's report: made of one run's figures and one law book, and never made again in its place.

    `pdf` and `xlsx` are the digests of its files in `BAOPHU_HOME/reports`, by which they are named. `figures` are its
    single figures, each with the address of its source.
    """

    kept = models.ForeignKey(Kept, on_delete=models.PROTECT, related_name="reports")
    year = models.IntegerField()
    quarter = models.IntegerField()
    language = models.CharField(max_length=2)
    heading = models.JSONField(default=dict)
    pdf = models.CharField(max_length=64)
    xlsx = models.CharField(max_length=64)
    figures = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["-year", "-quarter", "-id"], name="report_latest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(quarter__gte=1, quarter__lte=4), name="report_quarter")
        ]
