"""Law books that were put into use, one row each time."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class LawBook(models.Model):
    """A law book put into use: the row of the highest number is in use. `digest` is the hash of its files.

    Its files are kept in `HOME/books/<digest>`. `by` proposed it and `agreed_by` is the second officer.
    """

    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, db_index=True)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
