"""What was recorded when, by whom, on the strength of which document."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Document(models.Model):
    """A source: a decision, a list, a declaration, a file as it came. Files are kept under their hash."""

    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=80, blank=True)
    issued = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)


class Entry(models.Model):
    """One act of recording: everything it added or retracted is known from this moment, and is undone together.

    Never changed and never deleted; the database refuses both. `at` grows with `id`. Number 1 (`LOADED`) is kept for
    the whole province loaded into an empty register: indexes leave its millions of rows out, and it is never undone.
    """

    LOADED = 1

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="entries")
    what = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
