"""Pairs of records that may be of one person, found by a search of the whole register."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baophu.registry.models import Person


class Pair(models.Model):
    """Two records (`first` the older), how alike they are (0 to 100) and why; closed by what an officer decided."""

    class State(models.TextChoices):
        OPEN = "open", "chưa xem"
        PROPOSED = "proposed", "đã đề nghị gộp"
        DIFFERENT = "different", "hai người khác nhau"

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    score = models.IntegerField()
    why = models.JSONField(default=list)
    unit = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    proposal = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-score"], name="pair_state_score")]
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="pair_once")]
