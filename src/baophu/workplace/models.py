"""What the workplace keeps itself: forms that were carried out, and long work on imports."""

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
