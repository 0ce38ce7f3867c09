"""What the workplace keeps itself: forms that were carried out, scans of documents, and long work: on imports, searches
for duplicates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Sent(models.Model):
    """A form that was carried out, known by the mark it was handed out with: sent twice, it is done once.

    `leads_to` is where the first sending led, `entry` the act it recorded, if any.
    """

    mark = models.CharField(max_length=40, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.BigIntegerField(null=True)
    leads_to = models.CharField(max_length=300, blank=True)


class Job(models.Model):
    """Work on an import that takes longer than a page may: `kind` preview, apply, approve; by whom, how far it is.

    `step` and `done` (0 to 1) are written while it runs; `error_vi`, `error_en` say why it was refused.
    """

    class Kind(models.TextChoices):
        PREVIEW = "preview", _("Xem trước")
        APPLY = "apply", _("Ghi vào sổ")
        APPROVE = "approve", _("Duyệt và ghi vào sổ")

    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        RUNNING = "running", _("đang làm")
        DONE = "done", _("xong")
        FAILED = "failed", _("không thành")

    of = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField()
    beat = models.DateTimeField(null=True)
    step = models.CharField(max_length=20, blank=True)
    done = models.FloatField(default=0)
    error_vi = models.TextField(blank=True)
    error_en = models.TextField(blank=True)


class Search(models.Model):
    """A search for duplicates in some units (empty: the whole province); `by` None: the machine, after a run.

    `done` (0 to 1) and `beat` are written while it runs, `found` says how many pairs were open when it was done.
    """

    State = Job.State

    units = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=Job.State.choices, default=Job.State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField()
    beat = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    done = models.FloatField(default=0)
    found = models.IntegerField(null=True)
    error_vi = models.TextField(blank=True)
    error_en = models.TextField(blank=True)


class Scan(models.Model):
    """A scanned document kept below `HOME/documents` under its hash (`Document.digest` names it); `media` is what its
    content is: application/pdf, image/jpeg or image/png. Never executed; a row without a document is swept away."""

    digest = models.CharField(max_length=64, unique=True)
    media = models.CharField(max_length=40)
    size = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
