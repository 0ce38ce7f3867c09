"""The rows of an import as last previewed, and what officers decided about the doubtful ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baophu.imports.models.importing import Import
from baophu.registry.models import Household, Person


class Row(models.Model):
    """A row of the file (`number` as people count), or, with `number` 0, somebody who is no longer on a full list.

    `messages` are {column, cell, vi, en} of what is wrong or (`hint`) to be noticed; `changes` what would be recorded,
    as people read it; `candidates` whom it may be, {person, score, unit, why}, best first. `foreseen`: whether support
    `begins` or `ends` by it for somebody.
    """

    class Kind(models.TextChoices):
        NEW = "new", "mới"
        CHANGED = "changed", "thay đổi"
        ENDED = "ended", "kết thúc"
        UNCHANGED = "unchanged", "không đổi"
        UNKNOWN = "unknown", "chưa có trong sổ"
        DOUBTFUL = "doubtful", "chưa chắc là ai"
        REFUSED = "refused", "bị từ chối"
        SKIPPED = "skipped", "bỏ qua"

    class Choice(models.TextChoices):
        PERSON = "person", "là người này"
        NEW = "new", "người mới"
        SKIP = "skip", "bỏ qua"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.IntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    cells = models.JSONField(default=list)
    name = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    household = models.ForeignKey(
        Household, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    messages = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    foreseen = models.CharField(max_length=7, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["of", "kind", "number"], name="importrow_of_kind"),
            models.Index(fields=["person"], name="importrow_person"),
        ]


class Decided(models.Model):
    """What an officer decided about a row of a file: it is this person, somebody new, or to be skipped."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="decided", db_index=False)
    number = models.IntegerField()
    choice = models.CharField(max_length=6, choices=Row.Choice.choices)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="decided_once_a_row"),
            models.CheckConstraint(
                name="decided_names_the_person",
                condition=models.Q(choice="person", person__isnull=False) | ~models.Q(choice="person"),
            ),
        ]
