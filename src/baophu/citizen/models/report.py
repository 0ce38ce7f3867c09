"""What people say is wrong in their record, and what their commune answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.registry.models import Person, Unit


class Report(models.Model):
    """Somebody says that something recorded of them is wrong. It is the unit's to answer; nothing is deleted.

    `about` is a word of `services.reporting.ABOUT`. The answer and every word before it are `Reply` rows.
    """

    class State(models.TextChoices):
        OPEN = "open", _("chưa trả lời")
        TAKEN = "taken", _("đang xem")
        RIGHT = "right", _("đã sửa")
        WRONG = "wrong", _("giữ nguyên, có lý do")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=12)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    mark = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="report_unit_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "mark"], name="report_sent_once"),
            models.CheckConstraint(name="report_says_something", condition=~Q(text="")),
        ]


class Reply(models.Model):
    """What an officer said to a report, and the state it brought it to."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="replies")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=5, choices=Report.State.choices)
    text = models.TextField()
