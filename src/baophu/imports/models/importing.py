"""One list that arrived, and what was learnt about its sender's columns."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baophu.registry.models import Document, Entry


class Import(models.Model):
    """A list from the file to the register.

    uploaded → mapped → previewed → (waiting →) applied → undone; before it is applied it may be abandoned.
    `kind` is the list type, `mapping` how the file is read (`reading.mapping`), `summary` the counts of the preview
    (`services.previewing`), `seen` the hash of what the preview would write: applying refuses when it would write
    anything else. `units` are the codes a full list speaks for; `proposal` the number of the proposal a large import
    waits as.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "đã tải lên"
        MAPPED = "mapped", "đã gán cột"
        PREVIEWED = "previewed", "đã xem trước"
        WAITING = "waiting", "chờ duyệt"
        APPLIED = "applied", "đã ghi"
        UNDONE = "undone", "đã hoàn tác"
        ABANDONED = "abandoned", "đã bỏ"

    kind = models.CharField(max_length=40)
    kind_digest = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    sender = models.CharField(max_length=200, blank=True)
    full = models.BooleanField(default=False)
    units = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    mapping = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    seen = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-at"], name="import_state_at")]
        constraints = [
            models.CheckConstraint(
                name="import_applied_has_entry",
                condition=~models.Q(state__in=["applied", "undone"]) | models.Q(entry__isnull=False),
            ),
        ]


class Remembered(models.Model):
    """How the columns of a sender's lists with this header were confirmed last time."""

    kind = models.CharField(max_length=40)
    sender = models.CharField(max_length=200, blank=True)
    header = models.CharField(max_length=64)
    mapping = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "sender", "header"], name="remembered_once")]
