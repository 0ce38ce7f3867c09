"""Notices of a campaign set as one PDF: asked for, being made, there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baophu.outreach.models.campaign import Campaign


class Papers(models.Model):
    """Notices for the households of a campaign in some units. The file is kept under its digest in `HOME/papers`.

    `done` of `households` are reckoned; `beat` is the last sign of the process that makes them.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="papers")
    units = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="vi")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    households = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    pages = models.IntegerField(default=0)
    skipped = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    error_vi = models.TextField(blank=True)
    error_en = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField()
    beat = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
